"""A work list read back after the visits: each row is seen first, then all new contacts are written at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions import labels
from hn_desk.actions.contacts import check_contact, keep_contact
from hn_desk.actions.household_facts import ContactDraft
from hn_desk.actions.household_merged import survivor
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.visit_facts import CODE_DIGITS, KNOWN, MISTAKE, NEW, NOTHING, VisitRow
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Contact, HouseholdBusiness
from hn_desk.rules.dates import parse_date
from hn_desk.rules.text import clean_text, fold
from hn_desk.sheets import MOST_BYTES, Value, read_workbook

FILLED: Final = ("day", "way", "intention", "obstacles", "said", "next_step", "next_on")
Cells = Mapping[str, Value]


def look_at_visits(office: Office, path: Path) -> tuple[VisitRow, ...]:
    """What becomes of each row of a work list: new, nothing written, known already, or a mistake. InputError."""
    office.require("households.write", "contacts")
    with office.database.read() as session:
        return tuple(_rows(session, office, path))


def write_visits(office: Office, path: Path) -> Changed:
    """Write every new contact of a work list in one transaction; mistakes and known ones stay out. InputError: none."""
    office.require("households.write", "contacts")
    with office.write() as session:
        drafts = [row.draft for row in _rows(session, office, path) if row.outcome == NEW and row.draft]
        if not drafts:
            raise InputError(
                _("This list has no new contact."),
                do=_("Fill in day, way and intention of a visit."),
                reason="no-lines",
            )
        for draft in drafts:
            keep_contact(session, office, draft)
        audit.log(session, Act("contacts.read_visits", "contacts", content={"rows": len(drafts)}))
        return Changed(frozenset({"contacts", "households"}))


def _rows(session: Session, office: Office, path: Path) -> Iterator[VisitRow]:
    headings = office.book.households.headings
    for rows in read_workbook(files.read_whole(path, MOST_BYTES)):
        found = _headed(rows, headings)
        if found is not None:
            seen: set[tuple[Any, ...]] = set()
            place, columns = found
            for number, cells in enumerate(rows[place + 1 :], place + 2):
                named = {name: cells[column] if column < len(cells) else None for name, column in columns.items()}
                if any(value is not None for value in named.values()):
                    yield _row(session, office, number, named, seen)
            return
    raise InputError(
        _("This workbook is no work list of HN Desk: the column “{code}” is missing.").format(code=headings["code"]),
        do=_("Choose the list that was taken along; its headings must stay as they are."),
        reason="no-headings",
    )


def _headed(rows: Sequence[Sequence[Value]], headings: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    for place, cells in enumerate(rows):
        known = {fold(str(cell)): column for column, cell in enumerate(cells) if cell is not None}
        columns = {name: known[fold(words)] for name, words in headings.items() if fold(words) in known}
        if "code" in columns and columns.keys() & set(FILLED):
            return place, columns
    return None


def _row(session: Session, office: Office, number: int, cells: Cells, seen: set[tuple[Any, ...]]) -> VisitRow:
    called = str(cells.get("name") or "")
    if not any(str(cells.get(name) or "").strip() for name in FILLED):
        return VisitRow(number, called, NOTHING, _("nothing written"))
    found = _household(session, str(cells.get("code") or ""))
    if found is None:
        return VisitRow(number, called, MISTAKE, _("The code is missing or unknown."))
    try:
        draft = check_contact(office, _draft(office, found[0], cells))
    except InputError as error:
        told = " ".join(one.what for one in error.problems) or error.what
        return VisitRow(number, found[1], MISTAKE, told)
    visit = (draft.household_id, draft.day, draft.way, draft.said)
    if visit in seen or _is_known(session, draft):
        return VisitRow(number, found[1], KNOWN, _("written down already"))
    seen.add(visit)
    return VisitRow(number, found[1], NEW, _("new contact"), draft)


def _household(session: Session, code: str) -> tuple[str, str] | None:
    digits = "".join(letter for letter in code.lower() if letter.isalnum())
    if len(digits) != CODE_DIGITS:
        return None
    begins = f"{digits[:8]}-{digits[8:]}"
    statement = select(HouseholdBusiness.id).where(HouseholdBusiness.id.startswith(begins, autoescape=True))
    found = session.scalars(statement).first()
    kept = survivor(session, found) if found else None  # merged since the list was made: the visit goes with it
    return (kept.id, kept.name) if kept else None


def _draft(office: Office, household_id: str, cells: Cells) -> ContactDraft:
    return ContactDraft(
        household_id=household_id,
        day=_day(office, cells.get("day")),
        way=_code(labels.contact_ways(office), cells.get("way")),
        intention=_code(labels.intentions(office), cells.get("intention")),
        obstacles=frozenset(
            _code(labels.obstacles(office), one)
            for one in str(cells.get("obstacles") or "").replace("\n", ";").split(";")
            if one.strip()
        ),
        said=clean_text(str(cells.get("said") or "")),
        next_step=str(cells.get("next_step") or ""),
        next_on=_day(office, cells.get("next_on")),
    )


def _day(office: Office, cell: Value) -> date | None:
    if cell is None or isinstance(cell, date):
        return cell
    return parse_date(str(cell), today=office.today()) if str(cell).strip() else None


def _code(known: Mapping[str, str], cell: Value) -> str:
    """The code of a word; one that is unknown goes on as it stands, and the contact's own check refuses it."""
    typed = fold(str(cell or "")).strip()
    return next((code for code, words in known.items() if typed in (fold(words), code)), typed)


def _is_known(session: Session, draft: ContactDraft) -> bool:
    same = select(Contact.id).where(
        Contact.household_id == draft.household_id,
        Contact.day == draft.day,
        Contact.way == draft.way,
        Contact.said == draft.said,
    )
    return session.scalar(same.limit(1)) is not None
