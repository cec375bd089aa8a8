"""Each role signs in, opens each page, and finds exactly the buttons of what the table of roles lets it do."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions import second_key
from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.staff import OfficerDraft, list_staff, save_officer
from hn_desk.rules.roles import ROLES, may
from hn_desk.ui import hands, loader
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.main_window import MainWindow
from tests.actions.conftest import PASSPHRASE, QUICK
from tests.actions.role_ground import SUBJECTS, opened

TABLE = rule_book().roles
STATES = ("draft", "checked", "presented", "signed", "issued", "sent", "refused")
HOLDERS = ("social", "police", "head", "records", "approver")

ACTS: dict[str, dict[str, str]] = {
    "draft": {"check": "credit.enter", "refuse": "credit.enter", "withdraw": "credit.enter"},
    "checked": {"present": "credit.present", "refuse": "credit.enter", "withdraw": "credit.enter"},
    "presented": {
        "confirm": "credit.confirm",
        "record_signature": "credit.record_signature",
        "print": "forms.print",
        "return": "credit.return",
        "refuse": "credit.return",
        "withdraw": "credit.return",
    },
    "signed": {
        "record_signature": "credit.record_signature",
        "record_number": "credit.record_signature",
        "print": "forms.print",
        "scans": "credit.read",
        "return": "credit.return",
        "withdraw": "credit.return",
    },
    "issued": {
        "mark_sent": "credit.record_signature",
        "print": "forms.print",
        "scans": "credit.read",
        "withdraw": "credit.return",
    },
    "sent": {"bank_answer": "credit.bank", "print": "forms.print", "scans": "credit.read"},
    "refused": {"notice": "forms.print"},
}
"""What an application's state permits, and the action that each act asks for."""
LIST_ACTS: dict[str, dict[str, str]] = {
    "checked": {"present": "credit.present", "withdraw": "credit.return"},
    "presented": {name: action for name, action in ACTS["presented"].items() if name != "refuse"},
    "issued": {**ACTS["issued"], "correct": "credit.enter"},
}
TABS = {
    "Officers": "staff.write",
    "Residential groups": "groups.write",
    "Workdays": "workdays.write",
    "Papers of the office": "staff.write",
    "Forms": "forms.install",
    "Keys": "keys.write",
    "Second key": "second_key.read",
    "Backups": "backup.write",
    "Update": "program.update",
    "Who may do what": "roles.read",
    "Retention and rights": "retention.read",
    "Log": "log.read",
}

BUTTONS: dict[str, dict[str, tuple[str, ...]]] = {
    "home": {"Back up now": ("backup.make",), "Duties of the office": ("duties.read",)},
    "households": {
        "Import from Excel…": ("households.write",),
        "Filters…": ("households.read",),
        "Duplicates…": ("households.read",),
        "Work list": ("households.write",),
        "New household business": ("households.write",),
        "Save": ("households.write",),
        "New contact": ("households.write",),
        "Save the contact": ("households.write",),
        "Take the step": ("conversions.write",),
        "Save without a step": ("conversions.write",),
        "Advice slip…": ("forms.print",),
    },
    "conversions": {
        "Open the household": ("households.read",),
        "Put on the list for conversion": ("conversions.write",),
    },
    "credit": {
        "New application": ("credit.enter",),
        "New list": ("credit.enter",),
        "Add a line": ("credit.enter",),
        "Save": ("credit.enter",),
        "Print…": ("forms.print",),
        "Print onto others' form…": ("forms.print",),
        "Withdraw…": ("credit.return",),
        "Sent to the bank": ("credit.record_signature",),
        "Confirm several…": ("credit.confirm",),
        "List from Excel…": ("credit.enter",),
        "People from Excel…": ("credit.enter",),
        "Make a correction…": ("credit.enter",),
        "Bank's answers from Excel…": ("credit.bank",),
        "Present several…": ("credit.present",),
        "Print several…": ("forms.print",),
        "Scans of the signed paper…": ("credit.read",),
        "Check a paper…": ("papers.verify",),
        "Hold to show numbers (F9)": ("credit.read",),
    },
    "outreach": {
        "New event": ("outreach.write",),
        "Add photos…": ("outreach.write",),
        "Plan a visit to those left": ("outreach.write",),
        "Plan on this day (N)": ("outreach.write",),
        **dict.fromkeys(("◄", "►", "Today", "Month", "Week"), ("outreach.read",)),
        "Page for the wall…": ("forms.print",),
        "Save as Excel…": ("reports.read",),
        "Save": ("outreach.write",),
        "Held…": ("outreach.write",),
        "Mark several as held…": ("outreach.write",),
        "Many at once…": ("outreach.write",),
        "Broadcast series…": ("outreach.write",),
        "Households that want to convert…": ("households.write",),
        "Minutes…": ("forms.print",),
    },
    "packets": {
        "Seal this packet…": ("packets.seal",),
        "Seal everything again…": ("packets.seal",),
        "Copy to a stick or folder…": ("packets.seal",),
        "Save as .txt for mail…": ("packets.seal",),
        "Password…": ("packets.password",),
        "Handed over…": ("packets.seal",),
        "Print the book…": ("packets.read",),
        "Save as Excel…": ("packets.read",),
        "Read the city's answer…": ("packets.receive",),
        "What the city asks…": ("packets.read",),
        "Keys…": ("keys.write",),
        "City's rules…": ("reference.read",),
    },
    "reports": {
        "Save as Excel…": ("reports.read",),
        "Print…": ("reports.read",),
        "Keep the question…": ("reports.read",),
        "View the paper…": ("reports.read",),
        "Export PDF, Word, Excel…": ("reports.read",),
        "Save the words": ("reports.write",),
        "Freeze the figures…": ("reports.write",),
        "Take back…": ("reports.write",),
        "Number and day…": ("reports.issue",),
        "Sent…": ("reports.issue",),
        "New target": ("targets.write",),
        "New": ("registers.sme", "registers.social", "registers.police", "registers.instructions"),
        "Save": ("targets.write", "registers.sme", "registers.social", "registers.police", "registers.instructions"),
    },
    "duties": {
        "Save as Excel…": ("duties.read",),
        "Print…": ("duties.read",),
        "Go to “Outreach”": ("outreach.read",),
        "Go to “Household businesses”": ("households.read",),
        "Go to “Conversion”": ("households.read",),
        "Go to “Loans”": ("credit.read",),
        "Go to “Packets”": ("packets.read",),
        "Go to “Reports”": ("reports.read", "registers.plans"),
    },
    "admin": {
        "Preview": ("forms.install",),
        "Save a copy of the file…": ("forms.install",),
        "Open a changed file…": ("forms.install",),
        "New officer": ("staff.write",),
        "Save": ("staff.write", "groups.write", "workdays.write"),
        "New day": ("workdays.write",),
        "New residential group": ("groups.write",),
        "Split or merge…": ("groups.write",),
        "Close…": ("groups.write",),
        "Give households a new group…": ("households.write",),
        "Import from Excel…": ("groups.write",),
        "Make the request…": ("keys.write",),
        "The key lies on a token…": ("keys.write",),
        "Copy the request again…": ("keys.write",),
        "Install the trust pack…": ("keys.write",),
        "City's rules…": ("reference.read",),
        "Begin a new numbering…": ("keys.write",),
        "Back up now": ("backup.make",),
        "Check the database now": ("backup.make",),
        "Choose the second place…": ("backup.write",),
        "Choose the update…": ("program.update",),
        "New recovery sheet…": ("recovery.renew",),
        "Change the office's keys": ("keys.change",),
        "Hand the second key over…": ("second_key.grant",),
        "Save the minutes": ("staff.write",),
        "Delete what is chosen…": ("retention.delete",),
        "Save what is held as Excel…": ("rights.write",),
        "Answered…": ("rights.write",),
        "Draft of a breach notice": ("rights.write",),
        "Enter the request": ("rights.write",),
        "Prove the log": ("log.read",),
        "Save as Excel…": ("log.read",),
        "Print a test page…": ("support.write",),
        "Support bundle…": ("support.write",),
    },
}
"""By page, the words of the buttons that can be pressed in what this test opens last, and which actions open them."""


@dataclass(frozen=True, slots=True)
class Records:
    """The folder of a filled office, and the ids in it by kind and state."""

    folder: Path
    ids: dict[tuple[str, str], str]


@pytest.fixture(scope="session")
def records(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Records:
    return filled(pair_template, tmp_path_factory.getbasetemp() / "office of eight")


@cache
def filled(template: Path, folder: Path) -> Records:
    """The office with an officer for each role, an application and a list in each state, and other records."""
    folder.mkdir()
    with ExitStack() as stack:
        ground = opened(template, folder, stack)
        for role in ROLES:
            draft = OfficerDraft(name=f"Cán bộ {role}", login=role, roles=frozenset({role}))
            save_officer(ground.login("anh"), OfficerDraft(**own(draft), **KEYS), cost=QUICK)
        for officer in list_staff(ground.office):
            if officer.login in HOLDERS:
                second_key.grant(ground.office, officer.id)
        ids = {(kind, state): ground.subject(kind, state).id for kind in SUBJECTS for state in STATES}
        ids |= {
            ("households", ""): ground.household(),
            ("events", ""): ground.event(),
            ("packets", ""): ground.packet(),
        }
    return Records(folder / "pair" / "office", ids)


KEYS: dict[str, Any] = {"passphrase": PASSPHRASE, "own_passphrase": PASSPHRASE}


def own(draft: OfficerDraft) -> dict[str, Any]:
    return {"name": draft.name, "login": draft.login, "roles": draft.roles}


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody signed in."""

    role: str
    desk: Desk
    jobs: Jobs
    records: Records

    def page(self, name: str) -> Any:
        self.desk.go(name)
        hands.settle(self.jobs)
        return self.desk.page(name)

    def open(self, name: str, kind: str, state: str = "") -> Any:
        self.desk.go(name, self.records.ids[kind, state])
        hands.settle(self.jobs)
        return self.desk.page(name)

    def may(self, action: str) -> bool:
        return may(TABLE, [self.role], action)


@pytest.fixture(params=ROLES)
def seat(request: pytest.FixtureRequest, records: Records, tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    folder = Path(shutil.copytree(records.folder, tmp_path / "office"))
    window = MainWindow(folder, loader.PLACES)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.show()
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", request.param)
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen, "Sign in"))
    hands.wait_until(lambda: window.desk() is not None)
    hands.settle(window.jobs)
    desk = window.desk()
    assert desk is not None
    yield Seat(request.param, desk, window.jobs, records)
    window.hide()
    window.shut()
    window.deleteLater()


def open_buttons(parent: QWidget) -> set[str]:
    """The words of the buttons that can be pressed."""
    found: Any = parent.findChildren(QPushButton)
    return {one.text().replace("&", "") for one in found if one.isVisible() and one.isEnabled()}


def test_only_the_buttons_of_a_role_s_acts_can_be_pressed(seat: Seat) -> None:
    assert set(seat.desk.names()) == {
        place.name for place in loader.PLACES if not place.needs or any(map(seat.may, place.needs))
    }
    for name in seat.desk.names():
        CHECKS[name](seat)
        known(seat, name, seat.desk.page(name))


def known(seat: Seat, name: str, part: QWidget) -> None:
    """Every button that can be pressed stands in this file under an action that the role may take."""
    assert open_buttons(part) <= {words for words, actions in BUTTONS[name].items() if any(map(seat.may, actions))}


def check_home(seat: Seat) -> None:
    page = seat.page("home")
    assert ("Back up now" in open_buttons(page)) == seat.may("backup.make")


def check_households(seat: Seat) -> None:
    page = seat.open("households", "households")
    buttons = {
        page.new_button: "households.write",
        page.save_button: "households.write",
    }
    agree(seat, buttons)
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        hands.settle(seat.jobs)
        known(seat, "households", page)
    contacts, conversion = page.contacts, page.conversion
    page.tabs.setCurrentWidget(contacts)
    agree(seat, {contacts.new_button: "households.write", contacts.save_button: "households.write"})
    page.tabs.setCurrentWidget(conversion)
    agree(seat, {conversion.save_button: "conversions.write", conversion.slip_button: "forms.print"}, is_shown=True)


def check_conversions(seat: Seat) -> None:
    page = seat.page("conversions")
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        hands.settle(seat.jobs)
        known(seat, "conversions", page)
    assert page.persuade.list_button.isVisible() == seat.may("conversions.write")


def check_credit(seat: Seat) -> None:
    page = seat.page("credit")
    agree(seat, {page.new_application: "credit.enter", page.new_list: "credit.enter"})
    overlaid = {
        state: acts | ({"print_overlay": "forms.print"} if "print" in acts else {}) for state, acts in ACTS.items()
    }
    for kind, states in (("applications", overlaid), ("plans", {"presented": ACTS["presented"]})):
        for state, permitted in states.items():
            page = seat.open("credit", kind, state)
            acts = page.applications.acts.buttons
            assert shown(acts) == {name for name, action in permitted.items() if seat.may(action)}, (kind, state)
            is_open = state in ("draft", "checked")
            saves = page.applications.save_button
            assert (saves.isVisible() and saves.isEnabled()) == (is_open and seat.may("credit.enter"))
    for state, permitted in LIST_ACTS.items():
        page = seat.open("credit", "lists", state)
        assert shown(page.lists.acts.buttons) == {name for name, action in permitted.items() if seat.may(action)}, state
        assert page.lists.save_button.isVisible() == (state == "checked" and seat.may("credit.enter"))
        assert page.lists.add_line.isEnabled() == seat.may("credit.enter")


def check_outreach(seat: Seat) -> None:
    page = seat.open("outreach", "events")
    buttons = {
        page.new_button: "outreach.write",
        page.save_button: "outreach.write",
        page.minutes_button: "forms.print",
        page.acts.held_button: "outreach.write",
        page.acts.table_button: "outreach.write",
        page.acts.series_button: "outreach.write",
        page.linked.add_button: "households.write",
    }
    agree(seat, buttons)


def check_packets(seat: Seat) -> None:
    page = seat.open("packets", "packets")
    agree(seat, {page.key_button: "keys.write"})
    sealing = {page.streams.seal_button: "packets.seal", page.streams.full_button: "packets.seal"}
    agree(seat, sealing, is_shown=True)
    assert hasattr(page, "receive_button") == seat.may("packets.receive")


def check_reports(seat: Seat) -> None:
    page = seat.page("reports")
    assert (page.official is not None) == seat.may("reports.read")
    assert not page.export_button.isVisible()
    if page.official is not None:
        assert page.official.acts.freeze.isVisible() == seat.may("reports.write")
        page.tabs.setCurrentIndex(1)
        assert page.export_button.isVisible()
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        hands.settle(seat.jobs)
        known(seat, "reports", page)
    assert seat.may("targets.write") == (page.targets is not None and page.targets.new.isVisibleTo(page.targets))
    page.tabs.setCurrentWidget(page.registers)
    for place in range(page.registers.tabs.count()):
        page.registers.tabs.setCurrentIndex(place)
        hands.settle(seat.jobs)
        known(seat, "reports", page)
    writing = {"records": ["instructions"], "approver": [], "police": ["plans"]}
    written = [part.acts.register.code for part in page.registers.parts() if part.new.isVisibleTo(part)]
    assert written == writing.get(seat.role, [part.acts.register.code for part in page.registers.parts()])


def check_duties(seat: Seat) -> None:
    page = seat.page("duties")
    for duty in page.table.rows():
        page.table.choose(duty.code)
        known(seat, "duties", page)


def check_admin(seat: Seat) -> None:
    page = seat.page("admin")
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    assert titles == [title for title, action in TABS.items() if seat.may(action)]
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        hands.settle(seat.jobs)
        known(seat, "admin", page)


CHECKS: dict[str, Callable[[Seat], None]] = {
    "home": check_home,
    "households": check_households,
    "conversions": check_conversions,
    "credit": check_credit,
    "outreach": check_outreach,
    "packets": check_packets,
    "reports": check_reports,
    "duties": check_duties,
    "admin": check_admin,
}


def shown(buttons: dict[str, QPushButton]) -> set[str]:
    return {name for name, button in buttons.items() if button.isVisible() and button.isEnabled()}


def agree(seat: Seat, buttons: dict[QPushButton, str], *, is_shown: bool = False) -> None:
    """Each button can be pressed (is in sight, where a record decides whether it can be pressed) as the table says."""
    for button, action in buttons.items():
        can = button.isVisible() and (is_shown or button.isEnabled())
        assert can == seat.may(action), (seat.role, button.text())
