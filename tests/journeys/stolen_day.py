"""A working day of planted people, in a process of its own, while a thief copies its disk: `stolen_day TREE CITY`.

Every step is said on a line of its own. The clock stands, as in the other tests; the acts run as the window's jobs.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from hn_desk.actions.backups import back_up
from hn_desk.actions.confirmations import confirm, mark_sent, record_number
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.conversions import advice_slip, move_conversion
from hn_desk.actions.credit import refuse
from hn_desk.actions.household_facts import ContactDraft, ConversionDraft, HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office, Officer, open_keys, unlock
from hn_desk.actions.outreach import save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.papers import event_minutes, note_printed, print_form
from hn_desk.actions.receiving import receive
from hn_desk.actions.sealing import seal_packet
from hn_desk.actions.support import support_bundle
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.errors import DeskError
from hn_desk.models.tables import OfficerRow
from hn_desk.ui import application, hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.main_window import MainWindow
from tests.actions import credit_samples as samples
from tests.actions.conftest import NOW, PASSPHRASE
from tests.journeys.planted import Planted, in_turn
from tests.pair import DESKS, KEY_PASSPHRASE, Pair
from tests.ui.windows import keep, settle

TODAY = date(2026, 11, 20)
HOUSEHOLDS = 12
EVENTS = 5


class Day:
    """The window, the office of who is signed in, and the people in turn."""

    def __init__(self, tree: Path, city: Path, stack: ExitStack) -> None:
        application.start()
        self.stack, self.tree = stack, tree
        self.window = MainWindow(tree / "office")
        self.window.show()
        hands.wait_until(lambda: isinstance(self.window.screens.currentWidget(), SignIn))
        hands.settle(self.window.jobs)
        self.office = unlock(tree / "office", "lan", PASSPHRASE, clock=lambda: NOW)
        self.window._sign_in(self.office, "lan")
        hands.wait_until(lambda: self.window.desk() is not None)
        self.pair = Pair(self.office, city, stack)
        self.people: Iterator[Planted] = in_turn()
        self.folders = in_turn()
        self.settle()

    def settle(self) -> None:
        """Wait for the window."""
        settle(self.window)

    def who(self, login: str) -> Office:
        """The same open office as another officer, with that officer's keys."""
        with self.office.database.read() as session:
            row = session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
        officer = Officer(row.id, row.name, frozenset(role.role for role in row.roles), row.position)
        return replace(self.office, officer=officer, keys=open_keys(self.office.folder, login, PASSPHRASE))

    def do(self, action: Callable[..., Any], *args: object) -> Any:
        """Let the window's worker do it; its answer, or its refusal."""
        answers: list[Any] = []
        self.window.jobs.run(action, *args, then=answers.append, on_refused=answers.append)
        hands.wait_until(lambda: bool(answers))
        if isinstance(answers[0], DeskError):
            raise answers[0]
        print(getattr(action, "__name__", "an act"), flush=True)
        return answers[0]

    def look_at(self, paper: Any) -> None:
        """Show a paper in the preview, keep it on a stick in a folder named after somebody, and close it."""
        dialog = PreviewDialog(paper, lambda _copies: None, self.window)
        dialog.open()
        hands.wait_until(dialog.isVisible)
        dialog.zoom(1)
        hands.press(dialog.save_button)
        stick = self.stick()
        folders: Any = dialog.findChild(QFileDialog)
        folders.setDirectory(str(stick))
        folders.accept()
        hands.wait_until(lambda: bool(list(stick.glob("*.pdf"))))
        hands.press(dialog.close_button)
        self.settle()

    def stick(self) -> Path:
        """A folder on a stick, which is not stolen."""
        folder = self.tree.parent / "stick" / next(self.folders).name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def main(tree: Path, city: Path) -> None:
    """Live through the day."""
    with ExitStack() as stack:
        day = Day(tree, city, stack)
        _households(day)
        _type_drafts(day)
        _events(day)
        _credit(day)
        _blunder(day)
        day.do(back_up, day.office)
        _exchange(day)
        _search(day)
        _sign_in_wrongly(day)
        day.do(support_bundle, day.who("anh"), tree / "tmp" / "support.zip")
        keep_desk = day.window.desk()
        assert keep_desk is not None
        keep(keep_desk)
        print("done", flush=True)
        day.window.hide()
        day.window.shut()


def _households(day: Day) -> None:
    for number in range(HOUSEHOLDS):
        one, other = next(day.people), next(day.people)
        draft = HouseholdDraft(
            name=f"Hộ {one.name}",
            owner=one.draft(),
            address=one.address,
            note=f"gọi {other.phone}",
            registered_on=date(2020, 1, 2),
        )
        kept = day.do(save_household, day.office, draft).id
        said = ContactDraft(household_id=kept, day=TODAY, way="home", said=f"{other.name} kể chuyện {other.id_number}")
        day.do(save_contact, day.office, said)
        step = ConversionDraft(kept, "listed", TODAY, enterprise_name=f"Công ty {one.name}")
        day.do(move_conversion, day.office, step)
        if number % 4 == 0:
            kind = next(iter(day.office.book.conversion.kinds)).code
            day.look_at(day.do(advice_slip, day.office, kept, kind))


def _type_drafts(day: Day) -> None:
    """Half-typed households: one is saved, one thrown away, one stays."""
    desk = day.window.desk()
    assert desk is not None
    desk.go("households")
    day.settle()
    page: Any = desk.page("households")
    for ending in ("saved", "thrown away", "left"):
        one = next(day.people)
        hands.press(page.new_button)
        typed = {
            "name": f"Quán {one.name}",
            "owner.name": one.name,
            "owner.birth": "1980",
            "owner.id_number": one.id_number,
            "owner.phone": one.phone,
            "note": one.address,
        }
        for name, value in typed.items():
            hands.fill(page.form, name, value)
            keep(desk)
        if ending == "saved":
            hands.press(page.save_button)
        elif ending == "thrown away":
            page.form.put({})
        day.settle()
        print(ending, flush=True)


def _events(day: Day) -> None:
    for number in range(EVENTS):
        one = next(day.people)
        form = next(iter(day.office.book.outreach.forms)).code
        event = EventDraft(
            topic="sme",
            title=f"Gặp gỡ {one.name} {number}",
            form=form,
            state="done",
            starts_on=TODAY,
            place=one.address,
            leader=one.name,
            speaker=one.name,
            people=20,
            group_ids=frozenset(_groups(day)),
        )
        kept = day.do(save_event, day.office, event).id
        if not number:
            day.look_at(day.do(event_minutes, day.office, kept))


def _groups(day: Day) -> list[str]:
    from tests.actions.records import group_ids

    with day.office.database.read() as session:
        return group_ids(session)[:2]


def _credit(day: Day) -> None:
    """Two issued confirmations, one list, one plan, one refusal, a half-typed application."""
    hung, mai = day.who("hung"), day.who("mai")
    for number in range(2):
        subject = day.do(samples.presented, day.office, replace(samples.WORK, person=next(day.people).draft()))
        day.do(confirm, hung, (subject,), PASSPHRASE)
        day.do(record_number, mai, samples.numbered(subject, 125 + number))
        paper = day.do(print_form, mai, subject)
        day.look_at(paper)
        day.do(_printed, mai, subject)
        day.do(mark_sent, mai, subject)
    people = [next(day.people).draft() for _ in range(3)]
    day.do(samples.presented_list, day.office, *people)
    representative = replace(samples.PLAN.establishment, representative=next(day.people).name)  # type: ignore[type-var]
    day.do(samples.presented, day.office, replace(samples.PLAN, establishment=representative))
    refused = day.do(samples.presented, day.office, replace(samples.WORK, person=next(day.people).draft()))
    day.do(refuse, hung, refused.id, f"{next(day.people).name} đã nói khác")
    desk = day.window.desk()
    assert desk is not None
    desk.go("credit")
    day.settle()
    page: Any = desk.page("credit")
    hands.press(page.new_application)
    hands.choose(page.applications.programme, "qd22")
    day.settle()
    one = next(day.people)
    for name, value in (("person.name", one.name), ("person.id_number", one.id_number)):
        hands.fill(page.applications.form, name, value)
    keep(desk)
    print("half typed", flush=True)


def _printed(office: Office, subject: Any) -> None:
    note_printed(office, subject.kind, subject.id, copies=1)


def _blunder(day: Day) -> None:
    """Mistakes of the program whose words carry a person, wherever they come up."""
    one = next(day.people)

    def stumble() -> None:
        try:
            raise KeyError(one.name)
        except KeyError as error:
            error.add_note(one.id_number)
            raise RuntimeError(f"no {one.phone} in {one.address}") from error

    before = sys.excepthook
    application.watch(day.window)
    day.window.jobs.run(stumble)
    day.settle()
    try:
        stumble()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook = before
    print("stumbled", flush=True)


def _exchange(day: Day) -> None:
    mai = day.who("mai")
    for code in DESKS:
        try:
            day.do(seal_packet, mai, code, KEY_PASSPHRASE)
        except DeskError as nothing_to_send:
            print(nothing_to_send.reason, flush=True)
            continue
        packet = next((mai.folder / "outbox").glob(f"*-{code}-*.xlsx"))
        desk = day.pair.desk(code)
        collect(desk, packet.read_bytes())
        day.do(receive, mai, receipts(desk, "00070"))


def _search(day: Day) -> None:
    """Type names into the search lines, as one does all day."""
    desk = day.window.desk()
    assert desk is not None
    desk.go("households")
    day.settle()
    page: Any = desk.page("households")
    hands.find(page.list, day.window.jobs, next(day.people).name)
    print("searched", flush=True)


def _sign_in_wrongly(day: Day) -> None:
    """Type one's name, and somebody's telephone as the passphrase."""
    try:
        open_keys(day.office.folder, next(day.people).name, next(day.people).phone)
    except DeskError as refused:
        print(refused.reason, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
