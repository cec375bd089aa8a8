"""What an office does all day, by its own actions: saves, confirmations, numbers, prints, packets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Select, select

from hn_desk import office_keys
from hn_desk.actions.backup_making import BACKUPS
from hn_desk.actions.backups import back_up
from hn_desk.actions.confirmations import Subject, confirm, mark_sent, next_number, record_number
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.credit import application, check, present, save_application
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft, IndustryDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.import_facts import NEW
from hn_desk.actions.imports import undo_import
from hn_desk.actions.key_change import change_keys
from hn_desk.actions.office import KEY_FILE, Office, Officer, open_keys, register_keys, stamp
from hn_desk.actions.outreach import event, save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.packets import copy_packet, seal_packet
from hn_desk.actions.people import PersonDraft, person, save_person
from hn_desk.actions.staff import OfficerDraft, save_officer
from hn_desk.models.tables import (
    HouseholdBusiness,
    LoanApplication,
    OfficerRow,
    OutreachEvent,
    PacketRow,
    Person,
    ResidentialGroup,
)
from hn_desk.rules import credit as states
from tests.actions.credit_samples import WORK, numbered
from tests.campaigns.crash.site import Site
from tests.imports.workbooks import taken_in

Row = type[OfficerRow | Person | HouseholdBusiness | LoanApplication | OutreachEvent | PacketRow]


@dataclass(frozen=True, slots=True)
class Wrote:
    """One record that an act acknowledged: its table, id, least version, and values as they were typed.

    Without a table it is a file: its path in the site.
    """

    table: str
    id: str
    version: int
    values: Mapping[str, Any]


@dataclass(slots=True)
class Day:
    """An open office, somebody's dice, and a stick."""

    office: Office
    site: Site
    chance: Random
    known: dict[str, Office] = field(default_factory=dict)

    def of(self, login: str) -> Office:
        """The same open office as another officer, with his own keys, as signing in leaves it."""
        if login not in self.known:
            with self.office.database.read() as session:
                row = session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
                who = Officer(row.id, row.name, frozenset(role.role for role in row.roles), row.position)
            keys = open_keys(self.office.folder, login, self.site.passphrase, clock=self.site.clock)
            with self.office.write() as session:
                register_keys(session, who.id, keys, stamp(self.office.now()))
            self.known[login] = replace(self.office, officer=who, keys=keys)
        return self.known[login]

    def begin_again(self) -> None:
        """Sign in once more, after the office was closed."""
        self.office = self.site.sign_in()
        self.known.clear()

    @property
    def clerk(self) -> Office:
        """The records clerk, who seals."""
        return self.of("mai")

    @property
    def stick(self) -> Path:
        """A folder that packets are copied to."""
        place = self.site.folder / "stick"
        place.mkdir(exist_ok=True)
        return place

    def any(self, ids: Select[str]) -> str | None:
        """One of these records."""
        with self.office.database.read() as session:
            found = list(session.scalars(ids))
        return self.chance.choice(found) if found else None

    def someone(self) -> PersonDraft:
        """A person nobody has seen, with a number nobody has: of a thousand drawn ones two are often the same."""
        number = f"001190{self.chance.randrange(10**6):06}"
        while self.any(select(Person.id).where(Person.id_number == number)):
            number = f"001190{self.chance.randrange(10**6):06}"
        name = f"Nguyễn Thị {self.chance.randrange(10**9)}"
        return replace(WORK.person or PersonDraft(), name=name, id_number=number)

    def wrote(self, row: Row, record_id: str, **values: Any) -> tuple[Wrote, ...]:
        """The acknowledgement of one record; its version as it stands now."""
        with self.office.database.read() as session:
            version = session.scalars(select(row.version).where(row.id == record_id)).one()
        return (Wrote(row.__tablename__, record_id, version, values),)

    def file(self, path: Path) -> Wrote:
        """The acknowledgement of a whole file."""
        return Wrote("", str(path.relative_to(self.site.folder)), 0, {})


Act = Callable[[Day], Iterable[Wrote]]
"""Does one thing; nothing is acknowledged when there was nothing to do."""


def new_person(day: Day) -> Iterable[Wrote]:
    draft = day.someone()
    return day.wrote(Person, save_person(day.office, draft).id, name=draft.name, id_number=draft.id_number)


def edited_person(day: Day) -> Iterable[Wrote]:
    known = day.any(select(Person.id))
    if known is None:
        return ()
    draft = replace(person(day.office, known).draft, address=f"Số {day.chance.randrange(1_000_000)} phố Hàng Bông")
    save_person(day.office, draft)
    return day.wrote(Person, known, address=draft.address)


def new_household(day: Day) -> Iterable[Wrote]:
    name = f"Cửa hàng {day.chance.randrange(10**9)}"
    industry = IndustryDraft("4711", "Bán lẻ lương thực", is_main=True)
    draft = HouseholdDraft(name=name, owner=day.someone(), industries=(industry,), address="Số 5 phố Hàng Đào")
    return day.wrote(HouseholdBusiness, save_household(day.office, draft).id, name=name)


def imported(day: Day) -> Iterable[Wrote]:
    """Somebody else's workbook is taken in, all its rows in one transaction."""
    rows = [row_of(day) for _row in range(ROWS_OF_WORKBOOK)]
    done = taken_in(day.office, *rows)
    if done.totals[NEW] != len(rows):
        raise AssertionError(f"the workbook is not all new: {done.totals}")
    with day.office.database.read() as session:
        for row in rows:
            found = select(HouseholdBusiness.id).where(HouseholdBusiness.name == row["name"])
            yield Wrote(HouseholdBusiness.__tablename__, session.scalars(found).one(), 1, {"name": row["name"]})


def taken_back(day: Day) -> Iterable[Wrote]:
    """A workbook is taken in and taken back."""
    rows = [row_of(day) for _row in range(ROWS_OF_WORKBOOK)]
    undo_import(day.office, taken_in(day.office, *rows).batch_id)
    return ()


def new_contact(day: Day) -> Iterable[Wrote]:
    household = day.any(select(HouseholdBusiness.id))
    if household is None:
        return ()
    office, book = day.office, day.office.book.conversion
    draft = ContactDraft(
        household_id=household,
        day=office.today() - timedelta(days=day.chance.randrange(1, 90)),
        way=day.chance.choice(book.ways).code,
        intention=day.chance.choice(book.intentions).code,
        said=f"Đã trao đổi {day.chance.randrange(10**6)}",
    )
    save_contact(office, draft)
    return day.wrote(HouseholdBusiness, household)


def new_event(day: Day) -> Iterable[Wrote]:
    draft = EventDraft(
        topic="sme",
        title=f"Phổ biến Đề án {day.chance.randrange(10**9)}",
        form="conference",
        state="done",
        starts_on=day.office.today() - timedelta(days=day.chance.randrange(2, 60)),
        place="Nhà văn hóa số 3",
        group_ids=frozenset(filter(None, (day.any(GROUPS), day.any(GROUPS)))),
        audiences=frozenset({"residents"}),
        people=45,
        women=20,
    )
    return day.wrote(OutreachEvent, save_event(day.office, draft).id, title=draft.title)


def edited_event(day: Day) -> Iterable[Wrote]:
    known = day.any(select(OutreachEvent.id))
    if known is None:
        return ()
    draft = replace(event(day.office, known).draft, place=f"Nhà văn hóa số {day.chance.randrange(10**6)}")
    save_event(day.office, draft)
    return day.wrote(OutreachEvent, known, place=draft.place)


def new_application(day: Day) -> Iterable[Wrote]:
    return day.wrote(LoanApplication, save_application(day.office, replace(WORK, person=day.someone())).id)


def next_step(day: Day) -> Iterable[Wrote]:
    """One application goes one step on its way: checked, presented, confirmed, numbered, sent."""
    known = day.any(select(LoanApplication.id))
    step = known and STEPS.get(application(day.office, known).state)
    if not known or not step:
        return ()
    step(day, Subject("application", known))
    return day.wrote(LoanApplication, known)


def sealed(day: Day) -> Iterable[Wrote]:
    made = seal_packet(day.clerk, day.chance.choice(("STC", "NHCS")), day.site.packet_passphrase, allow_empty=True)
    kept = day.wrote(PacketRow, made.packet_id, sha256=made.sha256, number=made.number)
    return (*kept, day.file(made.path))


def copied(day: Day) -> Iterable[Wrote]:
    known = day.any(select(PacketRow.id))
    if known is None:
        return ()
    return (*day.wrote(PacketRow, known), day.file(copy_packet(day.clerk, known, day.stick)))


def backed_up(day: Day) -> Iterable[Wrote]:
    return (day.file(day.office.folder / BACKUPS / back_up(day.office).id),)


def new_officer(day: Day) -> Iterable[Wrote]:
    """Somebody is let in: a record here, an entry in the key file there."""
    login, mine = f"cb{day.chance.randrange(10**9)}", day.site.passphrase
    roles = frozenset({"auditor"})
    draft = OfficerDraft(name=login, login=login, roles=roles, passphrase=mine, own_passphrase=mine)
    made = save_officer(day.of("anh"), draft)
    return (*day.wrote(OfficerRow, made.id, name=login), Wrote(SIGN_IN, login, 0, {}))


def changed_keys(day: Day) -> Iterable[Wrote]:
    """The database and its hidden columns under new keys, once every officer has own ones; all sign in again."""
    if office_keys.load(day.office.folder / KEY_FILE).older:
        return ()
    change_keys(day.clerk, day.site.passphrase)
    day.begin_again()
    return ()


def row_of(day: Day) -> Mapping[str, Any]:
    """A row of a workbook of household businesses, nothing of it known."""
    owner, name = day.someone(), f"Cửa hàng {day.chance.randrange(10**9)}"
    return {"name": name, "owner_name": owner.name, "owner_id": owner.id_number, "address": "Số 7 phố Hàng Bè"}


def number(day: Day, subject: Subject) -> None:
    """Văn thư's next number."""
    clerk = day.clerk
    record_number(clerk, numbered(subject, next_number(clerk, SERIES, clerk.today().year)))


ROWS_OF_WORKBOOK: Final = 4
SIGN_IN: Final = "sign-in"
"""In place of a table: who must be able to sign in."""
GROUPS: Final = select(ResidentialGroup.id).where(ResidentialGroup.is_active, ResidentialGroup.started_on.is_(None))
"""Those that were there on every day of an act."""
SERIES: Final = "XN-UBND"
STEPS: Final[Mapping[str, Callable[[Day, Subject], object]]] = {
    states.DRAFT: lambda day, subject: check(day.office, subject.id),
    states.CHECKED: lambda day, subject: present(day.office, (subject.id,)),
    states.PRESENTED: lambda day, subject: confirm(day.of("hung"), (subject,), day.site.passphrase),
    states.SIGNED: number,
    states.ISSUED: lambda day, subject: mark_sent(day.clerk, subject),
}
ACTS: Final[Mapping[Act, int]] = {
    new_person: 3,
    edited_person: 3,
    new_household: 3,
    imported: 2,
    taken_back: 1,
    new_contact: 2,
    new_event: 3,
    edited_event: 2,
    new_application: 3,
    next_step: 6,
    sealed: 1,
    copied: 1,
    backed_up: 1,
    new_officer: 1,
    changed_keys: 1,
}
"""How often each is done."""
