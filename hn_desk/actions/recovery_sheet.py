"""The recovery sheet: typed back before it counts, renewed by who holds the second key, used when all else fails."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, Changed, Clock, Office, register_keys, stamp
from hn_desk.actions.older_keys import older_id
from hn_desk.actions.opening import load_keys, open_file
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.actions.sign_in_tries import note_wrong, refuse_too_soon
from hn_desk.errors import DeskError, InputError, Problem, SignInError
from hn_desk.forms import recovery_sheet
from hn_desk.forms.catalogue import load_form
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import Cost
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.database import Database
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.tables import OfficerKey, OfficeRow, OfficerRow
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.recovery import new_recovery, read_words, recovery_words
from hn_desk.rules.second_key import holds_second_key
from hn_desk.rules.text import fold, nfc

RENEW: Final = "recovery.renew"
FORM: Final = "recovery-sheet"
_NUMBER_PARTS: Final = 2
_PART: Final = 4


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet that was drawn and opens nothing yet; its words were typed back before it counts."""

    number: str
    words: tuple[str, ...] = field(repr=False)
    secret: bytes = field(repr=False)
    paper: Paper = field(repr=False)


@dataclass(frozen=True, slots=True)
class SheetState:
    """The number of the sheet that opens the office now, "" for none, and whether this officer can renew it."""

    number: str
    can_renew: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer who may come in by the sheet."""

    id: str
    name: str
    position: str
    login: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the sheet's words opened, and who works here."""

    opened: Opened = field(repr=False)
    officers: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class NewPassphrase:
    """The officer who comes in by the sheet, and a new passphrase typed twice."""

    officer_id: str
    passphrase: str = field(repr=False)
    again: str = field(repr=False)


def new_sheet(office_name: str, day: date, *, is_training: bool, book: RuleBook | None = None) -> NewSheet:
    """Draw a new sheet; nothing is kept anywhere."""
    secret = new_recovery()
    words, number = recovery_words(secret), sheet_number(office_keys.sheet_id(secret))
    facts = recovery_sheet.RecoverySheet(
        office_name, number, day, words, " ".join(words_of(words)), training=is_training
    )
    pdf = recovery_sheet.draw(load_form((book or rule_book()).forms[FORM], f"{FORM}.toml"), facts)
    return NewSheet(number, words, secret, Paper(f"TO-KHOI-PHUC-{number}.pdf", pdf, _("Recovery sheet")))


def words_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words as a hand scanner can type them on any keyboard: capitals without marks."""
    return tuple(fold(word).upper() for word in words)


def sheet_number(sheet_id: str) -> str:
    """The number printed on a sheet: the first letters of its id."""
    letters = sheet_id.replace("-", "").upper()
    return "-".join(letters[start : start + _PART] for start in range(0, _NUMBER_PARTS * _PART, _PART))


def check_typed(sheet: NewSheet, typed: str) -> None:
    """DeskError unless what was typed, or scanned, is all of this very sheet."""
    if read_words(typed) != sheet.secret:
        raise DeskError(
            _("These are the words of another sheet."),
            do=_("Type the words of the sheet with the number {number}.").format(number=sheet.number),
            reason="recovery-other",
        )


def sheet_state(office: Office) -> SheetState:
    """Which sheet opens the office now."""
    office.require(RENEW)
    sheet = load_keys(office.folder).recovery
    return SheetState(sheet_number(sheet.id) if sheet else "", bool(office.keys.seconds))


def sheet_for(office: Office) -> NewSheet:
    """Draw a new sheet for this office. DeskError for an officer without the second key."""
    _require(office)
    names = {commune.code: commune.full_name for commune in office.book.communes}
    name = names.get(office.code, office.name)
    return new_sheet(name, office.today(), is_training=office.environment == "training", book=office.book)


def renew_sheet(office: Office, sheet: NewSheet, typed: str) -> Changed:
    """Let a sheet that was typed back open the office; the one before is void, so make a backup at once."""
    _require(office)
    check_typed(sheet, typed)
    path = office.folder / KEY_FILE
    with office.write() as session:
        audit.log(session, Act(RENEW, "keys", "", {"number": sheet.number}))
        office_keys.save(office_keys.with_recovery(office_keys.load(path), office.keys, sheet.secret), path)
    return Changed(frozenset({"recovery", "log"}))


def open_sheet(folder: Path, typed: str, *, clock: Clock = lambda: datetime.now(UTC)) -> Recovered:
    """What the words of the sheet open, and the officers to choose from.

    DeskError names the word that can't be right; SignInError, counted like a wrong passphrase, for another sheet.
    """
    refuse_unsafe_place(folder)
    refuse_too_soon(folder, clock())
    secret = read_words(typed)
    try:
        opened = office_keys.open_recovery(load_keys(folder), secret)
    except SignInError:
        note_wrong(folder, clock())
        raise
    database, opened = open_file(folder, opened, clock())
    try:
        with database.read() as session:
            rows = session.scalars(select(OfficerRow).where(OfficerRow.is_active).order_by(OfficerRow.sort_key))
            return Recovered(opened, tuple(Colleague(row.id, row.name, row.position, row.login) for row in rows))
    finally:
        database.close()


def recover(
    folder: Path,
    found: Recovered,
    new: NewPassphrase,
    *,
    cost: Cost | None = None,
    clock: Clock = lambda: datetime.now(UTC),
) -> str:
    """Give the officer new own keys behind the new passphrase; what let the officer in before ends. The sign-in name.

    The second key is handed over only when the officer's roles hold it. InputError names what can't be used.
    """
    _check_new(new)
    database, opened = open_file(folder, found.opened, clock())
    try:
        return _let_in(folder, database, opened, _Coming(new, cost, stamp(clock())))
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class _Coming:
    new: NewPassphrase
    cost: Cost | None
    at: str


def _let_in(folder: Path, database: Database, opened: Opened, coming: _Coming) -> str:
    path, keys = folder / KEY_FILE, load_keys(folder)
    with database.read() as session:
        instance = session.scalars(select(OfficeRow.instance_id)).one()
    with database.begin(Author(coming.new.officer_id, instance, coming.at, opened.signer)) as session:
        row = session.scalars(
            select(OfficerRow).where(OfficerRow.id == coming.new.officer_id, OfficerRow.is_active)
        ).one()
        held = select(OfficerKey.entry).where(OfficerKey.officer_id == row.id, OfficerKey.ended_at == "")
        before = (*session.scalars(held), older_id(row.login))
        cost = coming.cost or office_keys.usual_cost(keys)
        keys, mine = office_keys.add_entry(keys, opened, NewEntry(row.login, nfc(coming.new.passphrase), cost))
        keys = _without(keys, before)
        if opened.seconds and holds_second_key(rule_book().roles, {role.role for role in row.roles}):
            keys = office_keys.grant_second(keys, mine.entry, opened.seconds)
        register_keys(session, row.id, mine, coming.at)
        audit.log(session, Act("recovery.use", "staff", row.id))
        office_keys.save(keys, path)
        return row.login


def _without(keys: OfficeKeys, entries: tuple[str, ...]) -> OfficeKeys:
    for entry in entries:
        keys = office_keys.remove_entry(keys, entry)
    return keys


def _check_new(new: NewPassphrase) -> None:
    problems = [Problem("officer_id", _("Choose who you are."))] if not new.officer_id else []
    weak = passphrase_problem(new.passphrase)
    if weak:
        problems.append(Problem("passphrase", weak))
    if nfc(new.passphrase) != nfc(new.again):
        problems.append(Problem("again", _("The two passphrases differ.")))
    if problems:
        raise InputError(_("This passphrase can't be taken yet."), problems=tuple(problems))


def _require(office: Office) -> None:
    office.require(RENEW)
    if not office.keys.seconds:
        raise DeskError(
            _("A recovery sheet opens the credit files too, so only an officer who holds the second key can make it."),
            do=_("Ask a colleague who works with the credit files to make the new sheet."),
            reason="second-key",
        )
