"""The city asks in its window, the office answers inside the record in its own, the city sees the answer beside it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions import keyring
from hn_desk.actions.home import today
from hn_desk.actions.office import set_up, unlock
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.city.authority import issue_office, trust_pack
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.questions import QuestionsView
from hn_desk.ui.desk import Desk
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from tests.actions.conftest import PASSPHRASE, PLAN, QUICK
from tests.actions.credit_samples import WORK, issued, presented
from tests.actions.records import add_conversion, add_household
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now
from tests.ui.test_city import Open, desk_screen, open_window, take

__all__ = ["open_window"]
ASKED = "Ngày cấp giấy chứng nhận có đúng không?"
SAID = "Đúng, theo giấy chứng nhận ngày 5/3."
OTHER = "00004"


class Side:
    """An office's window."""

    def __init__(self, pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> None:
        self.pair, self.jobs = pair, jobs
        self.desk = Desk(pair.office, jobs, PLACES)
        show(self.desk).resize(1366, 768)

    def page(self, name: str, id_: str = "") -> Any:
        self.desk.go(name, id_)
        hands.settle(self.jobs)
        return self.desk.page(name)

    def read_receipt(self, folder: Path) -> None:
        for file in sorted(folder.glob(f"BN-*-{self.pair.office.code}-*.pdf")):
            receive(self.pair.clerk, file.read_bytes())
        for page in self.desk.made_pages().values():
            page.reload()
        hands.settle(self.jobs)

    def answer(self, page: Any, **values: str) -> None:
        """Open the answer from the record, type it, keep it."""
        band = page.asked
        hands.press(hands.button(band, "Answer the city…"))
        dialog = band.dialog
        for name, value in values.items():
            hands.fill(dialog.form, name, value)
        hands.press(dialog.save_button)
        hands.settle(self.jobs)


def packet(pair: Pair, desk: str) -> Path:
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE).path


def receipts_for_all(screen: DeskScreen, jobs: Jobs, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    screen.offices.save_all_receipts(folder)
    hands.settle(jobs)
    return folder


def states(view: QuestionsView) -> list[tuple[str, str]]:
    return [(row.office, row.state) for row in view.table.rows()]


@pytest.fixture
def other(pair: Pair, tmp_path: Path) -> Iterator[Pair]:
    """A second office of the same city."""
    folder = tmp_path / "other"
    set_up(folder, replace(PLAN, office_code=OTHER), cost=QUICK, clock=at_now)
    office = unlock(folder, "anh", PASSPHRASE, clock=at_now)
    request = keyring.make_request(office, KEY_PASSPHRASE, bits=2048)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    pack = trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now)
    keyring.install_trust(office, pack)
    office.close()
    clerk = unlock(folder, "lan", PASSPHRASE, clock=at_now)
    yield Pair(clerk, pair.city, pair.stack)
    clerk.close()


def test_a_question_is_asked_and_answered(
    pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget], tmp_path: Path, open_window: Open, qtbot: QtBot
) -> None:
    shop = add_household(pair.office)
    add_conversion(pair.office, shop)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, packet(pair, "STC"))

    screen.tabs.setCurrentWidget(screen.records)
    hands.choose(screen.records.subject, "conversions")
    screen.records.subject.edited.emit()
    hands.settle(window.jobs)
    hands.pick(screen.records.table, 0)
    hands.press(screen.records.ask_button)
    dialog = screen.records.dialog
    assert dialog is not None
    hands.fill(dialog.form, "text", "Giấy của ông An, số 0123456789?")
    hands.press(dialog.save_button)
    hands.settle(window.jobs)
    assert "long number" in dialog.form.problem_at("text")
    hands.fill(dialog.form, "text", ASKED)
    hands.press(dialog.save_button)
    hands.settle(window.jobs)
    assert states(screen.questions) == [("00070", "asked")]
    side = Side(pair, jobs, show)
    side.read_receipt(receipts_for_all(screen, window.jobs, tmp_path / "first"))

    page = side.page("households", shop)
    assert "asks for an answer" in page.status.text()
    assert any(ASKED in text for text in hands.visible_texts(page.asked))
    assert [one.kind for one in today(pair.office).waiting].count("asked") == 1
    side.answer(page, text=SAID)
    assert "asks for an answer" not in page.status.text()
    assert [one.kind for one in today(pair.office).waiting].count("asked") == 0

    take(window, screen, packet(pair, "STC"))
    screen.tabs.setCurrentWidget(screen.questions)
    (row,) = screen.questions.table.rows()
    assert (row.state, row.answer) == ("answered", SAID)
    assert any(SAID in text for text in hands.visible_texts(screen.questions))
    side.read_receipt(receipts_for_all(screen, window.jobs, tmp_path / "second"))
    assert not side.page("households", shop).asked.questions
    hands.press(screen.questions.close_button)
    hands.settle(window.jobs)
    assert states(screen.questions) == []


def test_one_person_in_two_offices_is_found_asked_of_both_and_answered(
    pair: Pair,
    other: Pair,
    jobs: Jobs,
    show: Callable[[QWidget], QWidget],
    tmp_path: Path,
    open_window: Open,
) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window, "NHCS")
    cases = {}
    for one in (pair, other):
        cases[one.office.code] = issued(one.office, one.as_officer, presented(one.office, WORK)).id
        take(window, screen, packet(one, "NHCS"))
    view = screen.questions
    screen.tabs.setCurrentWidget(view)
    assert sorted(states(view)) == [("00004", "proposed"), ("00070", "proposed")]
    for _half in (pair, other):
        hands.pick(view.table, 0)
        hands.press(view.send_button)
        hands.settle(window.jobs)
    receipts_for_all(screen, window.jobs, tmp_path / "first")

    for one, move, to in ((pair, "out", OTHER), (other, "in", "00070")):
        side = Side(one, jobs, show)
        side.read_receipt(tmp_path / "first")
        page = side.page("credit", cases[one.office.code]).applications
        told = " ".join(hands.visible_texts(page.asked))
        assert "another ward" in told
        other_names = ("Hoàn Kiếm", "00070", "Ba Đình", OTHER, "0011")
        assert not any(word in told for word in other_names)
        side.answer(page, move=move, office=to)
        take(window, screen, packet(one, "NHCS"))

    assert states(view) == []
    box = view.all.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    hands.press(box)
    hands.settle(window.jobs)
    assert states(view) == [("00004", "closed"), ("00070", "closed")]
    assert "by the records themselves" in " ".join(hands.visible_texts(view))
