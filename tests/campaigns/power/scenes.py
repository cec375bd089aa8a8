"""What is lived through under the recorder: an office set up from nothing, and the office of every released version.

The acts are the program's own. A promise is marked when a transaction or a whole file has returned to whoever asked for
it: whatever the program does later by those two doors falls under the promises by itself.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.backups import back_up
from hn_desk.actions.confirmations import NumberDraft, Subject, confirm, record_number
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.credit import check, present, save_application
from hn_desk.actions.credit_facts import ApplicationDraft
from hn_desk.actions.drafts import keep_drafts
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft, IndustryDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import OUTBOX, Office, set_up, stamp, unlock
from hn_desk.actions.outreach import save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.packets import copy_packet, seal_packet
from hn_desk.actions.people import PersonDraft, person, save_person
from hn_desk.actions.register import GAP
from hn_desk.actions.reporting import Period, export_report
from hn_desk.actions.sample import TRAINING_PASSPHRASE, training_officers
from hn_desk.actions.second_key import grant, holders
from hn_desk.actions.set_up import SetUp
from hn_desk.actions.staff import OfficerDraft, list_staff, save_officer
from hn_desk.drafts import Draft
from hn_desk.keys import Cost
from hn_desk.models.changes import Author
from hn_desk.models.database import Database
from hn_desk.models.tables import ResidentialGroup
from tests.campaigns.power.recorder import mark

RELEASES: Final = Path(__file__).parents[2] / "releases"
LOGIN: Final = "lan"
PASSPHRASE: Final = TRAINING_PASSPHRASE
OTHER_PASSPHRASE: Final = "mot cau khac cho minh"
QUICK: Final = Cost(memory_kib=8, time=1, lanes=1)
GROUPS: Final = tuple(f"Tổ dân phố số {number}" for number in range(1, 5))
NOW: Final = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY: Final = NOW.date()
STICK: Final = "stick"
SEXES: Final = {"0": "male", "1": "female"}
"""Sex by the fourth digit of a citizen number of somebody born before 2000."""
LOAN: Final[dict[str, object]] = {
    "resides_here": True,
    "priority_group": "poor",
    "purpose": "create",
    "amount": 70_000_000,
    "term_months": 36,
    "documents": frozenset({"loan_application"}),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What lies in a folder before, and what is then lived through in it."""

    name: str
    prepare: Callable[[Path], None]
    live: Callable[[Path], None]


def scenes(*, is_short: bool = False) -> tuple[Scene, ...]:
    """Setting up, and a day in the office that each released version left; in short that of the oldest alone."""
    released = sorted(path.parent.parent for path in RELEASES.glob("*/office/office.db"))
    days = (
        Scene(f"day of {folder.name}", partial(_release, folder), a_day)
        for folder in released[: 1 if is_short else None]
    )
    return (Scene("setting up", _nothing, a_first_day), *days)


def a_few_saves() -> Scene:
    """A short scene for programs with a fault put in."""
    return Scene("a few saves", _new_office, _saves_and_files)


@contextmanager
def promising() -> Iterator[None]:
    """Mark every transaction that was acknowledged and every file that was said to be written."""
    begin, write = Database.begin, files._write

    @contextmanager
    def marked_begin(database: Database, author: Author) -> Iterator[Session]:
        with begin(database, author) as session:
            yield session
        mark("kept")

    def marked_write(*words: Any) -> None:
        write(*words)
        mark("written")

    patched: tuple[tuple[Any, str, object, object], ...] = (
        (Database, "begin", begin, marked_begin),
        (files, "_write", write, marked_write),
    )
    for place, name, _old, new in patched:
        setattr(place, name, new)
    try:
        yield
    finally:
        for place, name, old, _new in patched:
            setattr(place, name, old)


def a_first_day(folder: Path) -> None:
    """Set an office up and begin to work."""
    plan = SetUp("00070", "training", training_officers(), GROUPS)
    set_up(folder / "office", plan, cost=QUICK, clock=at_now)
    mark("set up")
    with signed_in(folder, LOGIN) as office:
        clerk_saves(office)


def a_day(folder: Path) -> None:
    """Sign in, which upgrades an older office, and do a little of everything."""
    with signed_in(folder, LOGIN) as office:
        clerk_saves(office)
        clerk_saves(office, "Trần Thị Thu", "001185011111")
        loan = application(office)
        drafts(office)
    for login in ("hung", "mai"):
        # Officers of version 0.1 get own keys when they first sign in.
        with signed_in(folder, login):
            pass
    with signed_in(folder, LOGIN) as office:
        hand_over(office)
    with signed_in(folder, "hung") as office:
        confirm(office, (loan,), PASSPHRASE)
    with signed_in(folder, "mai") as office:
        record_number(office, NumberDraft(loan, 41, NOW.year, "XN-UBND", TODAY, {GAP: "Cấp cho giấy khác"}))
        sealed = seal_packet(office, "STC", PASSPHRASE)
        copy_packet(office, sealed.packet_id, folder / STICK)
        back_up(office)
    with signed_in(folder, LOGIN) as office:
        clerk_saves(office, "Lê Văn Tám", "001080022222")
        exports(office, folder)
    with signed_in(folder, "anh") as office:
        new_passphrase(office, "minh")


def clerk_saves(office: Office, name: str = "Nguyễn Văn An", number: str = "001080012345") -> None:
    """A person, a household and a contact are kept and changed; an event is kept."""
    with office.database.read() as session:
        group = session.scalars(select(ResidentialGroup.id).order_by(ResidentialGroup.sort_key)).first()
    owner = PersonDraft(name=name, birth=f"19{number[4:6]}-05-01", sex=SEXES[number[3]], id_number=number)
    trade = (IndustryDraft("4711", "Bán lẻ", is_main=True),)
    draft = HouseholdDraft(name=f"Cửa hàng {name}", business_code=number, owner=owner, group_id=group, industries=trade)
    kept = save_household(office, draft).id
    facts = household(office, kept).draft
    save_household(office, replace(facts, name=f"Tạp hóa {name}", address="Số 5 Hàng Mã"))
    save_contact(office, ContactDraft(household_id=kept, day=TODAY, way="home", intention="agreed"))
    moved = person(office, household(office, kept).draft.owner.id or "").draft
    save_person(office, replace(moved, address="Số 9 Hàng Gai", phone="0912345678"))
    save_event(
        office, EventDraft(topic="sme", title=f"Họp {name}", form="conference", state="planned", starts_on=TODAY)
    )


def application(office: Office) -> Subject:
    """A loan application, judged and presented."""
    borrower = PersonDraft(
        name="Vũ Thị Hoa", birth="1992-02-03", sex="female", id_number="001192033333", address="Số 1 Mã Mây"
    )
    draft = ApplicationDraft(programme="gqvl", applicant="person", person=borrower, facts=LOAN)
    loan = save_application(office, draft).id
    check(office, loan)
    present(office, (loan,))
    return Subject("application", loan)


def drafts(office: Office) -> None:
    """What is typed is kept every few seconds, each time over what was kept before."""
    for typed in ("Ngu", "Nguyễn Thị", "Nguyễn Thị Bích"):
        keep_drafts(office, (Draft("people", (("people", ""),), typed, stamp(NOW), {"name": typed}, {"name": ""}, {}),))


def hand_over(office: Office) -> None:
    """The second key goes to every colleague who is to hold it."""
    for row in holders(office):
        if row.should_hold and row.has_keys and not row.holds:
            grant(office, row.id)


def exports(office: Office, folder: Path) -> None:
    """A report, and another one over it."""
    for report in ("coverage", "conversions"):
        export_report(office, report, Period(date(2026, 1, 1), TODAY), folder / STICK / "bao-cao.xlsx")


def new_passphrase(office: Office, login: str) -> None:
    """The administrator gives an officer another passphrase."""
    row = next(row for row in list_staff(office) if row.login == login)
    known = OfficerDraft(row.id, row.version, row.name, row.login, row.position, row.roles, None, row.is_active)
    save_officer(office, replace(known, passphrase=OTHER_PASSPHRASE, own_passphrase=PASSPHRASE), cost=QUICK)


@contextmanager
def signed_in(folder: Path, login: str) -> Iterator[Office]:
    """The office opened by one officer; what opening wrote is promised."""
    with closing(unlock(folder / "office", login, PASSPHRASE, clock=at_now)) as office:
        mark("opened")
        yield office


def at_now() -> datetime:
    """The moment of all scenes."""
    return NOW


def _nothing(into: Path) -> None:
    """Begin with an empty folder."""


def _release(released: Path, into: Path) -> None:
    shutil.copytree(released / "office", into / "office")
    (into / "office" / OUTBOX).mkdir(exist_ok=True)
    (into / STICK).mkdir()


def _new_office(into: Path) -> None:
    set_up(into / "office", SetUp("00070", "training", training_officers(), GROUPS), cost=QUICK, clock=at_now)
    (into / STICK).mkdir()


def _saves_and_files(folder: Path) -> None:
    with signed_in(folder, LOGIN) as office:
        clerk_saves(office)
        exports(office, folder)
    with signed_in(folder, "anh") as office:
        new_passphrase(office, "minh")
