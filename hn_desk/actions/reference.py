"""Rules that the city sends in its trust pack: looked at before anything changes, applied at once or not at all."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_findings import judged_by_law
from hn_desk.actions.due_requests import all_deadlines
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.reference_book import changes, checked_book, content_of, is_in_use, reference_table, texts_in_use
from hn_desk.actions.reference_store import (
    Brought,
    applied,
    applied_number,
    book_problem,
    brought,
    is_waiting,
    keep_reference,
)
from hn_desk.actions.rulebook import RuleBook
from hn_desk.actions.unseen import SEES, is_seen
from hn_desk.errors import DeskError, InputError, Problem, ResourceError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import InstalledForm, LoanApplication
from hn_desk.packets.reference import Reference
from hn_desk.rules.credit import CHECKED, DRAFT, LISTED, RETURNED
from hn_desk.rules.deadlines import occurrences
from hn_desk.rules.reference_diff import Difference
from hn_desk.rules.reference_files import NEVER, newest_day

READ: Final = "reference.read"
APPLY: Final = "reference.apply"
REFERENCE: Final = "reference"
OPEN: Final = (DRAFT, LISTED, CHECKED, RETURNED)
"""Applications that are judged anew when they are opened or saved; what is presented keeps its words and numbers."""
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """One file of the city as it stands here: the pack that brought it, its newest day, whether it is in use."""

    id: str
    title: str
    group: str
    number: int
    since: date | None
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """Which pack's rules are in use, which pack's wait, why those applied don't load; 0 and "" for none."""

    number: int
    waiting: int
    problem: str
    files: tuple[AppliedFile, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches: open applications of a programme, or due days of a year (`programme` is ""); a count.

    `otherwise` counts applications that would be judged otherwise on the day the change begins.
    """

    programme: str
    count: int
    otherwise: int = 0


@dataclass(frozen=True, slots=True)
class ReferencePreview:
    """What the rules of pack `number` would change here; `problem` says why they can't be applied.

    `own_forms` names forms that this office installed itself: those stay in use. `counts_unseen` tells that open
    applications are counted for those only who work with them.
    """

    number: int
    changes: tuple[Difference, ...] = ()
    touched: tuple[Touched, ...] = ()
    own_forms: tuple[str, ...] = ()
    counts_unseen: bool = False
    problem: str = ""

    @property
    def asked(self) -> tuple[Difference, ...]:
        """Changes of who receives what, which are asked about separately."""
        return tuple(one for one in self.changes if one.is_asked)


def reference_state(office: Office) -> ReferenceState:
    """Which rules of the city are in use here."""
    office.require(READ)
    with office.database.read() as session:
        found, known = brought(session), applied(session)
        waiting = found.number if is_waiting(session, found) else 0
        files = tuple(_file(known, name) for name in sorted(known.texts)) if known else ()
        return ReferenceState(applied_number(session), waiting, book_problem(session), files)


def reference_preview(office: Office) -> ReferencePreview:
    """What the rules of the newest trust pack would change here; nothing is written. DeskError when none wait."""
    office.require(READ)
    with office.database.read() as session:
        found = _waiting(session)
        try:
            reference, book = _checked(found)
        except ResourceError as error:
            return ReferencePreview(found.number, problem=str(error))
        before = applied(session)
        told = changes(texts_in_use(before) if before else {}, texts_in_use(reference))
        forms = select(InstalledForm.code).where(InstalledForm.is_used)
        installed = {f"forms/{code}.toml" for code in session.scalars(forms)}
        return ReferencePreview(
            number=found.number,
            changes=told,
            touched=_touched(session, office, book, told),
            own_forms=tuple(sorted({one.file for one in told} & installed)),
            counts_unseen=not office.may(SEES) and any(one.file.startswith("programmes/") for one in told),
        )


def apply_reference(office: Office, number: int, *, has_checked_desks: bool = False) -> Changed:
    """Let the rules of pack `number` be this office's from now on; what was presented keeps its words and numbers.

    DeskError when a newer pack has come meanwhile, ResourceError when a file doesn't load in this version (nothing is
    applied then, and the certificates stay), InputError while a change of who receives what isn't confirmed.
    """
    office.require(APPLY)
    with office.write() as session:
        found = _waiting(session)
        if number != found.number or number < applied_number(session):
            raise DeskError(
                _("Trust pack {number} is older than the newest one here, {newest}.").format(
                    number=number, newest=found.number
                ),
                do=_("Look at the newest rules, then apply those."),
                reason="reference-older",
            )
        reference, book = _checked(found)
        before = applied(session)
        told = changes(texts_in_use(before) if before else {}, texts_in_use(reference))
        _require_checked(told, has_checked=has_checked_desks)
        keep_reference(session, reference, number)
        content = {"number": number, "files": sorted({one.file for one in told})}
        audit.log(session, Act(APPLY, "office", content=content))
    office.adopt_book(book)
    return Changed(frozenset({REFERENCE}))


def _waiting(session: Session) -> Brought:
    found = brought(session)
    if not is_waiting(session, found):
        raise DeskError(
            _("No new rules of the city wait here."),
            do=_("Read in the city's trust pack first."),
            reason="no-reference",
        )
    return found


def _checked(found: Brought) -> tuple[Reference, RuleBook]:
    if found.problem is not None:
        raise found.problem
    assert found.reference is not None
    try:
        for name in found.reference.texts:
            reference_table().kind_of(name)
        return found.reference, checked_book(texts_in_use(found.reference))
    except ResourceError as error:
        raise ResourceError(
            _("The city's rules don't fit this version of HN Desk: {why}").format(why=error.what),
            do=_("Nothing was applied; the certificates are in use. Install the newest version, or tell the city."),
            reason="reference-unfit",
        ) from error


def _require_checked(told: tuple[Difference, ...], *, has_checked: bool) -> None:
    if any(one.is_asked for one in told) and not has_checked:
        words = _("Look at who would receive what, and confirm it.")
        raise InputError(_("The rules were not applied."), do=words, problems=(Problem("desks", words),))


def _file(reference: Reference, name: str) -> AppliedFile:
    table = reference_table()
    kind, content = table.kind_of(name), content_of(name, reference.texts[name])
    named = next((str(content[key]) for key in ("name", "title") if isinstance(content.get(key), str)), "")
    title = f"{named} · {Path(name).stem}" if "*" in kind.path else kind.label
    day = newest_day(content)
    number = reference.index.files[name].number
    used = is_in_use(reference, name)
    return AppliedFile(name, title, table.groups[kind.group], number, None if day == NEVER else day, used)


def _touched(session: Session, office: Office, book: RuleBook, told: tuple[Difference, ...]) -> tuple[Touched, ...]:
    codes = sorted({Path(one.file).stem for one in told if one.file.startswith("programmes/")})
    found = [_applications(session, office, book, code, told) for code in codes] if office.may(SEES) else []
    if any(one.file == "deadlines.toml" for one in told):
        moved = _due_days(session, office, office.book) ^ _due_days(session, office, book)
        found.append(Touched("", len(moved)))
    return tuple(found)


def _applications(session: Session, office: Office, book: RuleBook, code: str, told: tuple[Difference, ...]) -> Touched:
    rows = [row for row in session.scalars(select(LoanApplication)) if row.programme == code and row.state in OPEN]
    days = [one.since for one in told if Path(one.file).stem == code and one.since]
    day = max([office.today(), *days])
    old, new = _on(office, office.book, day), _on(office, book, day)
    if code not in office.book.programmes:
        return Touched(book.programmes[code].name, 0)
    otherwise = [row for row in rows if judged_by_law(session, old, row) != judged_by_law(session, new, row)]
    return Touched(book.programmes[code].name, len(rows), len(otherwise))


def _on(office: Office, book: RuleBook, day: date) -> Office:
    """The same office under another book and on another day, to judge by; nothing is written through it."""
    moment = office.now().replace(year=day.year, month=day.month, day=day.day)
    return replace(office, book=book, clock=lambda: moment)


def _due_days(session: Session, office: Office, book: RuleBook) -> frozenset[tuple[str, date]]:
    """Duty and day of what is due within a year and may be seen by this officer."""
    start, end = office.today(), office.today() + _YEAR
    deadlines = [one for one in all_deadlines(session, book.deadlines) if is_seen(office, one)]
    return frozenset((one.title, day) for one in deadlines for day in occurrences(one, start, end))
