"""A list of people taken in from the page of loans, by who enters files."""

from collections.abc import Callable
from pathlib import Path

from hn_desk.actions.office import Office
from hn_desk.actions.people import people_ids, people_rows
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.ui.conftest import Show

LIST = "STT;Họ và tên;Ngày sinh;Số CCCD\n1;trần văn bình;5/3/85;1085012346\n2;Lê Thị Mơ;1988;001188012345\n"


def test_a_list_of_people_is_taken_in(office: Office, jobs: Jobs, show: Show, tmp_path: Path) -> None:
    page = CreditPage(office, jobs)
    show(page)
    path = tmp_path / "nguoi.csv"
    path.write_bytes(LIST.encode())
    hands.press(page.import_people)
    wizard = hands.dialog(page)
    assert isinstance(wizard, ImportWizard)
    assert wizard.file.subject.codes() == ("people",)
    wizard.choose(path)
    hands.settle(jobs)
    for _step in range(5):
        hands.press(wizard.next_button)
        hands.settle(jobs)
    hands.press(wizard.write.write_button)
    hands.settle(jobs)
    found = {row.name: row.id_number for row in people_rows(office, people_ids(office, Query("")))}
    assert found == {"Trần Văn Bình": "001085012346", "Lê Thị Mơ": "001188012345"}


def test_who_enters_no_files_sees_no_button(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> None:
    page = CreditPage(as_officer("hung"), jobs)
    show(page)
    assert not page.import_people.isVisible()
