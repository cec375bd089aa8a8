"""The administrator looks at the forms, tries a changed file, installs it with a reason, and goes back."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_forms import Forms
from tests.actions.credit_samples import presented
from tests.actions.test_form_files import OFFICIAL, changed
from tests.ui.conftest import Show

CODE = "confirmation-person"


@pytest.fixture
def part(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> Forms:
    page = AdminPage(as_officer("anh"), jobs)
    jobs.changed.connect(lambda change: page.reload() if page.subjects & change.subjects else None)
    show(page).resize(1366, 728)
    found = page.part(Forms)
    assert isinstance(found, Forms)
    page.tabs.setCurrentWidget(found)
    hands.settle(jobs)
    return found


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "xac-nhan.toml"
    path.write_text(text, "utf-8")
    return path


def opened(part: Forms, path: Path) -> None:
    part.open_file(path)
    hands.settle(part.jobs)


def shown_words(part: Forms) -> str:
    dialog = hands.dialog(part)
    assert isinstance(dialog, PreviewDialog)
    with pypdfium2.PdfDocument(dialog.paper.pdf) as document:
        words = " ".join(document[0].get_textpage().get_text_bounded().split())
    hands.press(dialog.close_button)
    hands.settle(part.jobs)
    return words


def cells(part: Forms) -> dict[str, tuple[str, str]]:
    model = part.table.model()
    rows = [[str(model.index(n, column).data()) for column in range(3)] for n in range(part.table.rowCount())]
    return {name.rpartition(" · ")[2]: (status, since) for name, status, since in rows}


def test_each_form_is_shown_with_its_status_and_source(part: Forms) -> None:
    assert cells(part)[CODE] == ("provisional", "the program's own")
    part.table.choose(CODE)
    assert "Nghị định 338/2025/NĐ-CP" in part.facts.text()
    assert not part.install_button.isEnabled()
    assert not part.back_button.isEnabled()
    hands.press(part.preview_button)
    hands.settle(part.jobs)
    assert "Nguyễn Văn A" in shown_words(part)


def test_a_changed_form_is_previewed_installed_used_and_taken_back(part: Forms, office: Office, tmp_path: Path) -> None:
    opened(part, file(tmp_path, OFFICIAL))
    assert "GIẤY XÁC NHẬN MỚI" in shown_words(part)
    assert "official" in part.read.text()
    hands.press(part.install_button)
    hands.settle(part.jobs)
    assert part.form.problem_at("reason") == "Write the reason."
    hands.fill(part.form, "reason", "Có mẫu chính thức")
    hands.press(part.install_button)
    hands.settle(part.jobs)
    assert cells(part)[CODE][0] == "official"
    assert cells(part)[CODE][1].startswith("20/11/2026")
    assert "Phạm Quốc Anh: Có mẫu chính thức (in use)" in part.facts.text()
    with pypdfium2.PdfDocument(print_form(office, presented(office)).pdf) as document:
        assert "GIẤY XÁC NHẬN MỚI" in document[0].get_textpage().get_text_bounded()
    hands.fill(part.form, "reason", "Nhầm bản")
    hands.press(part.back_button)
    hands.settle(part.jobs)
    assert cells(part)[CODE] == ("provisional", "the program's own")


def test_a_form_file_with_an_unknown_field_names_it(part: Forms, tmp_path: Path) -> None:
    opened(part, file(tmp_path, changed("{applicant_name}", "{ten_nguoi_vay}")))
    told = part.form.summary.text()
    assert "xac-nhan.toml" in told
    assert "paragraphs[3].text: the place “ten_nguoi_vay” is unknown" in told
    assert not part.install_button.isEnabled()


def test_a_copy_of_the_used_file_is_kept_to_be_changed(part: Forms, tmp_path: Path) -> None:
    part.table.choose(CODE)
    part.save_copy(tmp_path)
    hands.settle(part.jobs)
    assert 'code = "confirmation-person"' in (tmp_path / f"{CODE}.toml").read_text("utf-8")
