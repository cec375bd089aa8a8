"""The office of one signed-in officer: setting it up, unlocking it, writing into it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import key_file
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.actions.set_up import SetUp, checked
from hn_desk.errors import RoleError, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.key_file import Opened, Passphrase
from hn_desk.keys import STANDARD, Cost
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.formats import format_number, newer_database
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.tables import OfficeRow, OfficerRole, OfficerRow, ResidentialGroup
from hn_desk.models.upgrade import refuse_absent, upgrade
from hn_desk.rules.reference import Commune
from hn_desk.rules.roles import may
from hn_desk.rules.text import fold, name_key, place_key

DATABASE_FILE: Final = "office.db"
KEY_FILE: Final = "office.keys"
OUTBOX: Final = "outbox"
TRAINING_FILE: Final = "training.txt"
"""Who may sign in to a training office and how; the sign-in screen shows it as it stands."""
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write touched, by subject, so that every page which shows it reads again; `id` names the record."""

    subjects: frozenset[str]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is signed in."""

    id: str
    name: str
    roles: frozenset[str]
    position: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What an action needs: the open database, who acts, the rules of the day, the clock."""

    folder: Path
    database: Database
    officer: Officer
    book: RuleBook
    clock: Clock
    code: str
    name: str
    environment: str
    instance: str
    epoch: int

    def now(self) -> datetime:
        """The moment by this PC's clock, in UTC."""
        return self.clock().astimezone(UTC)

    def today(self) -> date:
        """The day by this PC's clock, where the PC stands."""
        return self.clock().astimezone().date()

    def may(self, action: str) -> bool:
        """Whether this officer's roles allow `action`."""
        return may(self.book.roles, self.officer.roles, action)

    def require(self, action: str) -> None:
        """Raise RoleError, and log the attempt, when this officer's roles don't allow `action`."""
        if self.may(action):
            return
        with self.write() as session:
            audit.log(session, Act("denied", content={"action": action}))
        raise RoleError(
            _("Your role does not allow this."), do=_("Ask an officer whose work it is, or the administrator.")
        )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: kept whole at the end, or not at all."""
        author = Author(self.officer.id, self.instance, stamp(self.now()))
        with self.database.begin(author) as session:
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def is_set_up(folder: Path) -> bool:
    """Whether `folder` holds an office."""
    return (folder / KEY_FILE).exists()


def set_up(folder: Path, plan: SetUp, *, cost: Cost = STANDARD, clock: Clock = lambda: datetime.now(UTC)) -> None:
    """Make the office: key file, encrypted database, officers, residential groups. InputError names every bad field."""
    plan, commune = checked(plan, rule_book())
    refuse_unsafe_place(folder)
    if is_set_up(folder):
        raise StorageError(
            _("This folder already holds an office."), do=_("Sign in, or choose another folder."), reason="exists"
        )
    _make_folder(folder)
    ids = [key_id(officer.login) for officer in plan.officers]
    first, *others = [Passphrase(i, o.passphrase, cost) for i, o in zip(ids, plan.officers, strict=True)]
    keys, opened = key_file.create(first, format_number())
    for other in others:
        keys = key_file.add_officer(keys, opened, other)
    _set_aside(folder / DATABASE_FILE, stamp(clock()))
    upgrade(folder / DATABASE_FILE, opened.database_keys[0])
    database = open_database(folder / DATABASE_FILE, opened.database_keys[0])
    try:
        _fill(database, plan, commune, stamp(clock()))
    finally:
        database.close()
    key_file.save(keys, folder / KEY_FILE)


def unlock(
    folder: Path, login: str, passphrase: str, *, clock: Clock = lambda: datetime.now(UTC), book: RuleBook | None = None
) -> Office:
    """Sign in. SignInError for an unknown login or a wrong passphrase, StorageError when the files can't be used."""
    return open_office(folder, login, open_keys(folder, login, passphrase), clock=clock, book=book)


def open_keys(folder: Path, login: str, passphrase: str) -> Opened:
    """The slow half of signing in: derive the key from the passphrase and open the key file."""
    refuse_unsafe_place(folder)
    keys = key_file.load(folder / KEY_FILE)
    if keys.database_format > format_number():
        raise newer_database()
    return key_file.open_keys(keys, key_id(login), passphrase)


def open_office(
    folder: Path, login: str, opened: Opened, *, clock: Clock = lambda: datetime.now(UTC), book: RuleBook | None = None
) -> Office:
    """The quick half of signing in: open the database with its key and find the officer."""
    path = folder / DATABASE_FILE
    refuse_absent(path)
    upgrade(path, opened.database_keys[0])
    database = open_database(path, opened.database_keys[0])
    try:
        return _office_of(folder, database, login, clock, book or rule_book())
    except BaseException:
        database.close()
        raise


def key_id(login: str) -> str:
    """The id under which an officer's wrapped key stands in the clear key file: no name can be read from it."""
    return str(uuid5(NAMESPACE_URL, f"hn-desk:{fold(login)}"))


def stamp(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601, UTC, seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _set_aside(database: Path, now: str) -> None:
    """Move away what a set-up that was cut off left, or a database whose key file is lost; nothing is deleted."""
    for path in (database, database.with_name(f"{database.name}-journal")):
        if path.exists():
            path.rename(path.with_name(f"{path.name}.{now.replace(':', '')}.aside"))


def _make_folder(folder: Path) -> None:
    try:
        (folder / OUTBOX).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("The data folder can't be made: {why}.").format(why=error.strerror),
            do=_("Choose a folder on this PC's own disk that your account may write."),
            reason="read-only",
        ) from error


def _office_of(folder: Path, database: Database, login: str, clock: Clock, book: RuleBook) -> Office:
    with database.read() as session:
        officer = session.scalar(select(OfficerRow).where(OfficerRow.login == fold(login), OfficerRow.is_active))
        row = session.scalars(select(OfficeRow)).one()
    if officer is None:
        raise SignInError(
            _("This officer no longer works with HN Desk here."), do=_("Ask the administrator."), reason="inactive"
        )
    roles = frozenset(role.role for role in officer.roles)
    who = Officer(officer.id, officer.name, roles, officer.position)
    place = (row.code, row.name, row.environment, row.instance_id, row.epoch)
    office = Office(folder, database, who, book, clock, *place)
    with office.write() as session:
        audit.log(session, Act("sign_in"))
    return office


def _fill(database: Database, plan: SetUp, commune: Commune, now: str) -> None:
    instance = uuid4().hex
    with database.begin(Author("", instance, now)) as session:
        session.add(
            OfficeRow(
                code=commune.code,
                name=commune.name,
                kind=commune.kind,
                environment=plan.environment,
                instance_id=instance,
            )
        )
        for officer in plan.officers:
            session.add(
                OfficerRow(
                    name=officer.name,
                    sort_key=name_key(officer.name),
                    login=fold(officer.login),
                    position=officer.position,
                    roles=[OfficerRole(role=role) for role in sorted(officer.roles)],
                )
            )
        for group in plan.groups:
            session.add(ResidentialGroup(name=group, sort_key=place_key(group)))
        session.flush()
        audit.log(session, Act("set_up", content={"office": commune.code, "environment": plan.environment}))
