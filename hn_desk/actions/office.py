"""The office of one signed-in officer: setting it up, unlocking it, writing into it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import office_keys
from hn_desk.actions.anchors import write_anchor
from hn_desk.actions.first_opening import first_opening, log_update
from hn_desk.actions.older_keys import adopt
from hn_desk.actions.opening import load_keys, open_file
from hn_desk.actions.reference_store import office_book
from hn_desk.actions.rulebook import RuleBook, rule_book, toml_of
from hn_desk.actions.set_up import REAL, SetUp, checked
from hn_desk.actions.sign_in_tries import forget_wrong, note_wrong, refuse_too_soon, wrong_tries
from hn_desk.errors import DeskError, RoleError, SignInError, StorageError
from hn_desk.files import set_aside
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import STANDARD, Cost, calibrate
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.formats import format_number
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.tables import InstalledForm, OfficerKey, OfficeRow, OfficerRole, OfficerRow, ResidentialGroup
from hn_desk.models.upgrade import upgrade
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.rules.reference import Commune
from hn_desk.rules.roles import may
from hn_desk.rules.second_key import holds_second_key
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
    keys: Opened = field(repr=False)
    own_forms: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """Form files that this office installed and uses instead of the program's own, by code; `form_files` keeps it."""

    def form_data(self, code: str) -> Mapping[str, Any]:
        """The content of the form file in use; KeyError for a form that is unknown."""
        return self.own_forms.get(code) or self.book.forms[code]

    def adopt_book(self, book: RuleBook) -> None:
        """Work by `book` from now on: nothing else of an open office ever changes. For rules of the city alone."""
        object.__setattr__(self, "book", book)

    def now(self) -> datetime:
        """The moment by this PC's clock, in UTC."""
        return self.clock().astimezone(UTC)

    def today(self) -> date:
        """The day by this PC's clock, where the PC stands."""
        return self.clock().astimezone().date()

    def may(self, action: str) -> bool:
        """Whether this officer's roles allow `action`."""
        return may(self.book.roles, self.officer.roles, action)

    def require(self, action: str, kind: str = "") -> None:
        """Raise RoleError, and log the attempt, when this officer's roles don't allow `action`.

        `kind` is the kind of record that is asked for, where it isn't the first of the action's line. Ask before a
        transaction is begun: the attempt is logged in one of its own.
        """
        if self.may(action):
            return
        with self.write():
            raise RoleError(
                _("Your role does not allow this."),
                do=_("Ask an officer whose work it is, or the administrator."),
                action=action,
                kind=kind or self.book.roles.main_kind(action),
            )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: kept whole at the end, or not at all; a RoleError undoes it and is logged, no content."""
        try:
            with self._transaction() as session:
                yield session
        except RoleError as refused:
            with self._transaction() as session:
                audit.log(session, Act("denied", refused.kind, content={"action": refused.action}))
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        author = Author(self.officer.id, self.instance, stamp(self.now()), self.keys.signer)
        with self.database.begin(author) as session:
            yield session

    def close(self) -> None:
        """Write the anchor of the log and let go of the database."""
        if self.database.is_open:
            self.keep_anchor()
        self.database.close()

    def keep_anchor(self, heads: Mapping[str, str] | None = None) -> None:
        """Write how far the log went, and by desk the heads that receipts name; a full disk stops no work."""
        with suppress(DeskError), self.database.read() as session:
            write_anchor(self.folder, session, self.keys.signer, heads)


def is_set_up(folder: Path) -> bool:
    """Whether `folder` holds an office."""
    return (folder / KEY_FILE).exists()


def set_up(
    folder: Path,
    plan: SetUp,
    *,
    cost: Cost | None = None,
    recovery: bytes | None = None,
    clock: Clock = lambda: datetime.now(UTC),
) -> None:
    """Make the office: key file, encrypted database, officers, residential groups. InputError names every bad field.

    `recovery` is the secret on the recovery sheet; without one there is no sheet. Without a `cost` one try of a
    passphrase takes most of a second on this PC; in a training office what is the least elsewhere.
    """
    plan, commune = checked(plan, rule_book())
    refuse_unsafe_place(folder)
    if is_set_up(folder):
        raise StorageError(
            _("This folder already holds an office."), do=_("Sign in, or choose another folder."), reason="exists"
        )
    _make_folder(folder)
    keys, made = _entries(plan, cost or (calibrate() if plan.environment == REAL else STANDARD))
    if recovery is not None:
        keys = office_keys.with_recovery(keys, made[0], recovery)
    _set_aside(folder / DATABASE_FILE, stamp(clock()))
    upgrade(folder / DATABASE_FILE, made[0].database_keys[0], made[0].seconds)
    database = open_database(folder / DATABASE_FILE, made[0].database_keys[0], made[0].seconds)
    try:
        _fill(database, plan, commune, Filled(stamp(clock()), made))
    finally:
        database.close()
    office_keys.save(keys, folder / KEY_FILE)


def unlock(
    folder: Path, login: str, passphrase: str, *, clock: Clock = lambda: datetime.now(UTC), book: RuleBook | None = None
) -> Office:
    """Sign in. SignInError for an unknown login or a wrong passphrase, StorageError when the files can't be used."""
    return open_office(folder, login, open_keys(folder, login, passphrase, clock=clock), clock=clock, book=book)


def open_keys(folder: Path, login: str, passphrase: str, *, clock: Clock = lambda: datetime.now(UTC)) -> Opened:
    """The slow half of signing in: derive the key from the passphrase and open the key file.

    SignInError for a wrong one, which is counted; TooSoonError while wrong ones in a row make everybody wait.
    """
    refuse_unsafe_place(folder)
    keys = load_keys(folder)
    refuse_too_soon(folder, clock())
    try:
        return _open_keys(folder, keys, fold(login), passphrase)
    except SignInError:
        note_wrong(folder, clock())
        raise


def _open_keys(folder: Path, keys: OfficeKeys, login: str, passphrase: str) -> Opened:
    try:
        return office_keys.open_keys(keys, login, passphrase)
    except SignInError:
        if not keys.older:
            raise
    return adopt(folder / DATABASE_FILE, folder / KEY_FILE, NewEntry(login, passphrase))


def open_office(
    folder: Path, login: str, opened: Opened, *, clock: Clock = lambda: datetime.now(UTC), book: RuleBook | None = None
) -> Office:
    """The quick half of signing in: open the database with its key and find the officer."""
    with first_opening(folder):
        database, keys = open_file(folder, opened, clock())
        try:
            return _office_of(folder, database, login, SignedIn(keys, clock, book))
        except BaseException:
            database.close()
            raise


def register_keys(session: Session, officer_id: str, keys: Opened, at: str) -> None:
    """Keep the public halves of an officer's keys, once; the keys that the officer had before end."""
    if session.get(OfficerKey, keys.signer.key_id) is not None:
        return
    end_keys(session, officer_id, at)
    session.add(
        OfficerKey(
            id=keys.signer.key_id,
            officer_id=officer_id,
            entry=keys.entry,
            sign_public=keys.signer.public,
            box_public=keys.box.public,
            made_at=at,
        )
    )
    session.flush()


def end_keys(session: Session, officer_id: str, at: str) -> None:
    """Let an officer's keys sign nothing new; what they signed before stays good."""
    current = select(OfficerKey).where(OfficerKey.officer_id == officer_id, OfficerKey.ended_at == "")
    for row in session.scalars(current):
        row.ended_at = at


def stamp(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601, UTC, seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _set_aside(database: Path, now: str) -> None:
    """Move away what a set-up that was cut off left, or a database whose key file is lost; nothing is deleted."""
    for path in (database, database.with_name(f"{database.name}-journal")):
        set_aside(path, now)


def _make_folder(folder: Path) -> None:
    try:
        (folder / OUTBOX).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("The data folder can't be made: {why}.").format(why=error.strerror),
            do=_("Choose a folder on this PC's own disk that your account may write."),
            reason="read-only",
        ) from error


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What an opened office works with; without a `book` its own rules."""

    keys: Opened
    clock: Clock
    book: RuleBook | None


@dataclass(frozen=True, slots=True)
class Filled:
    """When an office is filled first, and its officers' keys in the plan's order."""

    at: str
    keys: tuple[Opened, ...]


def _entries(plan: SetUp, cost: Cost) -> tuple[OfficeKeys, tuple[Opened, ...]]:
    """The key file of a new office; who works with credit files holds the second key from the start."""
    first, *others = [NewEntry(fold(o.login), o.passphrase, cost) for o in plan.officers]
    keys, opened = office_keys.create(first, format_number())
    made = [opened]
    for other in others:
        keys, theirs = office_keys.add_entry(keys, opened, other)
        made.append(theirs)
    table = rule_book().roles
    for officer, theirs in zip(plan.officers, made, strict=True):
        if holds_second_key(table, officer.roles):
            keys = office_keys.grant_second(keys, theirs.entry, opened.seconds)
    return keys, tuple(made)


def _office_of(folder: Path, database: Database, login: str, signed_in: SignedIn) -> Office:
    with database.read() as session:
        officer = session.scalar(select(OfficerRow).where(OfficerRow.login == fold(login), OfficerRow.is_active))
        row = session.scalars(select(OfficeRow)).one()
        used = session.execute(select(InstalledForm.code, InstalledForm.text).where(InstalledForm.is_used)).all()
        book = signed_in.book or office_book(session)
    if officer is None:
        raise SignInError(
            _("This officer no longer works with HN Desk here."), do=_("Ask the administrator."), reason="inactive"
        )
    roles = frozenset(role.role for role in officer.roles)
    who = Officer(officer.id, officer.name, roles, officer.position)
    place = (row.code, row.name, row.environment, row.instance_id, row.epoch)
    own_forms: dict[str, Mapping[str, Any]] = {code: toml_of(text, f"{code}.toml") for code, text in used}
    office = Office(folder, database, who, book, signed_in.clock, *place, signed_in.keys, own_forms)
    with office.write() as session:
        register_keys(session, officer.id, signed_in.keys, stamp(office.now()))
        wrong = wrong_tries(folder)
        if wrong.count:
            audit.log(session, Act("sign_in.wrong", content={"count": wrong.count, "since": wrong.since}))
        audit.log(session, Act("sign_in"))
        log_update(folder, session)
    forget_wrong(folder)
    return office


def _fill(database: Database, plan: SetUp, commune: Commune, filled: Filled) -> None:
    instance = uuid4().hex
    with database.begin(Author("", instance, filled.at, filled.keys[0].signer)) as session:
        session.add(
            OfficeRow(
                code=commune.code,
                name=commune.name,
                kind=commune.kind,
                environment=plan.environment,
                instance_id=instance,
            )
        )
        for officer, keys in zip(plan.officers, filled.keys, strict=True):
            row = OfficerRow(
                name=officer.name,
                sort_key=name_key(officer.name),
                login=fold(officer.login),
                position=officer.position,
                roles=[OfficerRole(role=role) for role in sorted(officer.roles)],
            )
            session.add(row)
            session.flush()
            register_keys(session, row.id, keys, filled.at)
        for group in plan.groups:
            session.add(ResidentialGroup(name=group, sort_key=place_key(group)))
        session.flush()
        audit.log(session, Act("set_up", content={"office": commune.code, "environment": plan.environment}))
