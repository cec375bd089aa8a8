"""Each role at a desk of the city finds the tabs, and on each exactly the buttons, of what the table lets it do."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_officers import DeskOfficerDraft, add_officer
from hn_desk.city.questions import ask, find_questions
from hn_desk.city.roles import city_roles
from hn_desk.rules.city_roles import CITY_ROLES
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.jobs import Jobs
from tests.city.made_records import record, records_written
from tests.city.test_roles import NEW
from tests.pair import CITY_PASSPHRASE, at_now

TABLE = city_roles()
CODE = {"enterprise_code": "0101234567", "enterprise_name": "An Phát", "state": "registered"}

TABS = {
    "intake": "packets.take",
    "board": "board.read",
    "numbers": "board.read",
    "offices": "board.read",
    "records": "board.read",
    "questions": "questions.read",
    "aside": "board.read",
    "upkeep": "passphrase.own",
}
"""The tabs of a desk, and the action that opens each."""
BUTTONS: dict[str, dict[str, str]] = {
    "intake": {"Take packets…": "packets.take", "Save the receipts…": "receipts.issue"},
    "board": {
        "Request of the chosen office…": "requests.write",
        "Requests of all shown…": "requests.write",
        "Save as Excel…": "board.read",
    },
    "numbers": {
        "Close this period…": "periods.close",
        "Yearly file…": "board.read",
        "Save as Excel…": "board.read",
        "Save as PDF…": "board.read",
        "Offices of this sum": "board.read",
        "Records of this office…": "records.open",
        "Back (Esc)": "board.read",
    },
    "offices": {
        "What differs…": "board.read",
        "Receipts for all with news…": "receipts.issue",
        "Save the office's receipt…": "receipts.issue",
    },
    "records": {"Open the person's record…": "people.open", "Ask the office again…": "questions.write"},
    "questions": {
        "Send with the next receipt": "questions.write",
        "Edit…": "questions.write",
        "Drop for good": "questions.write",
        "Close the question": "questions.write",
    },
    "aside": {"Save the original…": "packets.take"},
    "officers.read": {
        "New officer": "officers.write",
        "End this officer's work here…": "officers.write",
        "Save": "officers.write",
    },
    "handovers.read": {
        "New line": "handovers.write",
        "Print the book…": "handovers.read",
        "Save": "handovers.write",
    },
    "backup.make": {"Back up now": "backup.make", "Second folder or stick…": "backup.write"},
    "retention.read": {"Delete what is due…": "retention.write"},
    "log.read": {"Prove the log": "log.read", "Save as Excel…": "log.read", "Show older": "log.read"},
    "passphrase.own": {"Save": "passphrase.own"},
}
"""By tab, and by part of the upkeep, the words of each button that it ever shows, and the action that each asks for."""


@dataclass(frozen=True, slots=True)
class Desks:
    """A desk that counts, and one that gets names, each with something on every tab."""

    counting: CityDesk
    naming: CityDesk


@pytest.fixture(scope="module")
def desks(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder = tmp_path_factory.mktemp("buttons") / "city"
    shutil.copytree(pair_template / "city", folder)

    def opened(code: str) -> CityDesk:
        return open_desk(folder, code, CITY_PASSPHRASE, clock=at_now)

    with closing(opened("STC")) as counting, closing(opened("NHCS")) as naming:
        with records_written(counting) as session:
            session.add_all([record("00070", "conversions", "1", CODE), record("00004", "conversions", "2", CODE)])
        add_officer(counting, DeskOfficerDraft("Trần Thị Bình", "reader", NEW))
        ask(counting, "00070", "conversions", "1", "Ngày cấp có đúng không?")
        assert find_questions(counting) == 2
        assert collect(counting, b"nothing of ours").decision == "quarantined"
        with records_written(naming) as session:
            session.add(record("00070", "paper_lines", "1", {"name": "Trần Thị Hoa", "id_number": "001190012345"}))
        yield Desks(counting, naming)


def buttons(part: QWidget) -> set[str]:
    """The words of the buttons that are in sight."""
    found: Any = part.findChildren(QPushButton)
    return {one.text().replace("&", "") for one in found if one.isVisible()}


def shown(desk: CityDesk, role: str, jobs: Jobs, qtbot: QtBot) -> DeskScreen:
    """The desk's screen, as an officer of this role sees it."""
    screen = DeskScreen(replace(desk, officer=replace(desk.officer, role=role)), jobs)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    screen.reload()
    hands.settle(jobs)
    return screen


def turned(tabs: QTabWidget, part: QWidget, jobs: Jobs) -> set[str]:
    """Turn to a tab, choose every row of its table in turn; the buttons that were seen."""
    tabs.setCurrentWidget(part)
    hands.settle(jobs)
    seen = buttons(part)
    table: Any = getattr(part, "table", None)
    for row in range(table.rowCount() if table is not None else 0):
        table.setCurrentCell(row, 0)
        hands.settle(jobs)
        seen |= buttons(part)
    return seen


def of_tabs(screen: DeskScreen, jobs: Jobs) -> dict[str, set[str]]:
    """By tab that is there, the buttons seen on it and on what it leads to."""
    there = {name: getattr(screen, name) for name in TABS if screen.tabs.indexOf(getattr(screen, name)) >= 0}
    seen = {name: turned(screen.tabs, part, jobs) for name, part in there.items() if name != "upkeep"}
    if "numbers" in there:
        screen.tabs.setCurrentWidget(screen.numbers)
        screen.numbers.sums.opened.emit("registered")
        seen["numbers"] |= buttons(screen.numbers)
    screen.tabs.setCurrentWidget(screen.upkeep)
    return seen | {name: turned(screen.upkeep.tabs, part, jobs) for name, part in screen.upkeep.parts.items()}


@pytest.mark.parametrize("role", CITY_ROLES)
def test_each_role_finds_exactly_the_tabs_and_buttons_of_the_table(
    role: str, desks: Desks, jobs: Jobs, qtbot: QtBot
) -> None:
    screen = shown(desks.counting, role, jobs, qtbot)
    there = {name for name in TABS if screen.tabs.indexOf(getattr(screen, name)) >= 0}
    assert there == {name for name, action in TABS.items() if TABLE.may(role, action)}
    seen = of_tabs(screen, jobs)
    if "records" in seen:
        people = shown(desks.naming, role, jobs, qtbot)
        seen["records"] |= turned(people.tabs, people.records, jobs)
    assert seen.keys() == {
        name for name in BUTTONS if (name in there or (name in TABLE.lines and TABLE.may(role, name)))
    }
    for name, found in seen.items():
        assert found == {words for words, action in BUTTONS[name].items() if TABLE.may(role, action)}, name
