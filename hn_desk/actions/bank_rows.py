"""The bank's entries in the database: the course of one application, and of all of them in one go."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.bank_facts import BankFacts, BankLine
from hn_desk.actions.confirmation_rows import newest, subject_of
from hn_desk.actions.credit_facts import SUBJECT_KINDS
from hn_desk.actions.credit_listing import in_parts
from hn_desk.actions.office import Office
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import BankEvent, Confirmation, LoanApplication, OfficerRow
from hn_desk.rules.bank import TAKEN_BACK, Course, Entry, from_plain, kind_label, last_day, to_plain
from hn_desk.rules.credit import BANK_APPROVED, BANK_REFUSED, DISBURSED, FOLLOWED, SENT, SETTLED, debt_label
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong

WITH_BANK = frozenset({SENT, BANK_APPROVED, BANK_REFUSED, DISBURSED, FOLLOWED, SETTLED})
"""The states from the sending on."""


def course_of(session: Session, office: Office, row: LoanApplication) -> Course:
    """The course of one application with the bank."""
    confirmation = newest(session, subject_of(office, row))
    entries = entries_of(session, (row.id,)).get(row.id, ())
    return Course(confirmation.sent_on if confirmation else None, row.amount or 0, entries)


def entries_of(session: Session, ids: Collection[str]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of these applications, in their order; an application without any is left out."""
    found: dict[str, list[Entry]] = defaultdict(list)
    columns = (BankEvent.application_id, BankEvent.content)
    for part in in_parts(ids):
        rows = select(*columns).where(BankEvent.application_id.in_(part)).order_by(BankEvent.position)
        for id_, content in session.execute(rows):
            found[id_].append(from_plain(content))
    return {id_: tuple(entries) for id_, entries in found.items()}


def sent_days(session: Session, subjects: Collection[str]) -> Mapping[str, date]:
    """The days on which what UBND confirmed of these applications and lists went to the bank, by their ids."""
    named = {name: one for one in subjects for kind in SUBJECT_KINDS for name in pseudonyms(session, kind, one)}
    found: dict[str, date] = {}
    for part in in_parts(named):
        columns = select(Confirmation.pseudonym, Confirmation.sent_on).where(Confirmation.pseudonym.in_(part))
        for name, day in session.execute(columns.order_by(Confirmation.edition)):
            if day is not None:
                found[named[name]] = day
    return found


def add_entry(session: Session, application_id: str, course: Course, entry: Entry) -> None:
    """Keep one more entry behind those of `course`."""
    position = len(course.entries)
    session.add(BankEvent(application_id=application_id, position=position, content=to_plain(entry)))


def bank_facts(session: Session, office: Office, row: LoanApplication) -> BankFacts:
    """An application's course as its screen shows it; nothing before it is sent."""
    if row.state not in WITH_BANK:
        return BankFacts()
    course = course_of(session, office, row)
    names = {one.id: one.name for one in session.execute(select(OfficerRow.id, OfficerRow.name))}
    return BankFacts(
        entries=tuple(_line(entry, names, is_void=void) for entry, void in _voided(course)),
        approved=course.approved.amount if course.approved else None,
        paid_out=course.paid_out,
        owed=course.owed,
        debt=course.debt.debt if course.debt else "",
        last_day=last_day(course),
        open_kinds=course.open_kinds if office.may("credit.bank") else (),
    )


def bank_words(session: Session, row: LoanApplication) -> Iterator[tuple[str, str]]:
    """What is kept of the bank about an application, as its applicant is told: each entry's name and its contents."""
    for entry in entries_of(session, (row.id,)).get(row.id, ()):
        amount = "" if entry.amount is None else format_dong(entry.amount)
        debt = debt_label(entry.debt) if entry.debt else ""
        told = (
            format_date(entry.day),
            debt,
            amount,
            entry.number,
            entry.note,
            entry.done_by,
            entry.result,
            entry.reason,
        )
        yield kind_label(entry.kind), " · ".join(filter(None, told))


def _voided(course: Course) -> list[tuple[Entry, bool]]:
    """Every entry, and whether a later one took it back."""
    void: set[int] = set()
    live: list[int] = []
    for place, entry in enumerate(course.entries):
        if entry.kind != TAKEN_BACK:
            live.append(place)
        elif live:
            void.add(live.pop())
    return [(entry, place in void) for place, entry in enumerate(course.entries)]


def _line(entry: Entry, names: Mapping[str, str], *, is_void: bool) -> BankLine:
    return BankLine(
        entry.kind,
        entry.day,
        entry.amount,
        entry.term_months,
        entry.number,
        entry.reason,
        entry.debt,
        entry.note,
        entry.done_by,
        entry.result,
        entry.at,
        names.get(entry.officer_id, ""),
        entry.is_imported,
        is_void,
    )
