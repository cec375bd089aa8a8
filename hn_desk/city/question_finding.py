"""What a desk finds by itself: the same person or code in two offices, somebody who moved; and what data has settled.

A person is looked for only at a desk that gets names. Nothing is sent before an officer has looked at it, and what was
dropped is not proposed again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.payload_fields import Alike
from hn_desk.city.question_facts import CODE, DATA, FOUND, MOVED, OPEN, PERSON, proposed_text, state_of
from hn_desk.models.audit import sha256_of
from hn_desk.models.tables import CityQuestion, CityRecord
from hn_desk.rules.desks import ANSWERS, CONVERSIONS, PAPER_LINES

OUT: Final = "out"
IN: Final = "in"
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    PERSON: (PAPER_LINES, "id_number"),
    MOVED: (PAPER_LINES, "id_number"),
    CODE: (CONVERSIONS, "enterprise_code"),
}
"""What found a question → the subject and field that are alike."""


Shared = Mapping[str, tuple[str, ...]]
"""Records of one value, by office; the newest last."""


class Known:
    """The questions that were found before, by the record that each is about."""

    def __init__(self, session: Session) -> None:
        self._by_record: defaultdict[tuple[str, str], list[CityQuestion]] = defaultdict(list)
        for one in session.scalars(select(CityQuestion).where(CityQuestion.kind.in_(FOUND))):
            self.add(one)

    def add(self, one: CityQuestion) -> None:
        """Know one more."""
        self._by_record[one.office, one.record_id].append(one)

    def about(self, office: str, record_ids: Iterable[str]) -> Iterator[CityQuestion]:
        """The questions to an office about any of these records."""
        for record_id in set(record_ids):
            yield from self._by_record.get((office, record_id), ())


def find(session: Session, desk: CityDesk) -> int:
    """Propose what is new, in the caller's transaction; how many questions."""
    known = Known(session)
    made, alike = 0, Alike(session)
    for kind in _kinds(desk):
        for shared in _shared(alike, kind):
            made += sum(_propose(session, kind, office, shared, known) for office in shared)
    return made + (_find_moved(session, alike, known) if PERSON in _kinds(desk) else 0)


def settle(session: Session, day: date, office: str = "") -> None:
    """Take over answers, and close what the records have answered; of one office's questions or of all."""
    session.flush()
    statement = select(CityQuestion).where(CityQuestion.closed_on.is_(None))
    if office:
        statement = statement.where(or_(CityQuestion.office == office, CityQuestion.other_office.contains(office)))
    rows = list(session.scalars(statement))
    for row in rows:
        _take_answer(session, row, day)
    alike = Alike(session)
    for row in rows:
        if row.kind in FIELDS:
            _close_found(session, alike, row, day)


def record_hash(session: Session, office: str, subject: str, record_id: str) -> str:
    """The hash of what a record says now; empty for one that is not there."""
    payload = session.scalar(
        select(CityRecord.payload).where(
            CityRecord.office == office, CityRecord.subject == subject, CityRecord.record_id == record_id
        )
    )
    return sha256_of(payload) if payload is not None else ""


def other_halves(session: Session, row: CityQuestion, alike: Alike | None = None) -> list[CityQuestion]:
    """The questions to other offices about the same person or code."""
    if row.kind not in FIELDS:
        return []
    shared = _shared_with(alike or Alike(session), row)
    statement = select(CityQuestion).where(CityQuestion.subject == row.subject, CityQuestion.office != row.office)
    return [one for one in session.scalars(statement) if one.record_id in shared.get(one.office, ())]


def _kinds(desk: CityDesk) -> tuple[str, ...]:
    """What may be looked for here: a person only where the desk gets names."""
    own = rule_book().desks.get(desk.code)
    people = (PERSON,) if own is not None and own.receives_names and own.receives(PAPER_LINES) else ()
    return (*people, CODE)


def _shared(alike: Alike, kind: str) -> Iterator[Shared]:
    """Each value of the kind's field that stands in more than one office."""
    return (shared for shared in alike.of(*FIELDS[kind]).records.values() if len(shared) > 1)


def _propose(session: Session, kind: str, office: str, shared: Shared, known: Known) -> bool:
    """Propose a question to one office, unless it was proposed before, whatever became of it."""
    mine = shared[office]
    others = [other for other in shared if other != office]
    before = {other for one in known.about(office, mine) if one.kind == kind for other in one.other_office.split()}
    if not set(others) - before:
        return False
    known.add(_new(session, kind, (office, mine[-1]), others))
    return True


def _new(session: Session, kind: str, record: tuple[str, str], others: Sequence[str]) -> CityQuestion:
    office, record_id = record
    subject = FIELDS[kind][0]
    row = CityQuestion(
        office=office,
        subject=subject,
        record_id=record_id,
        kind=kind,
        text=proposed_text(kind),
        record_hash=record_hash(session, office, subject, record_id),
        other_office=" ".join(sorted(others)),
    )
    session.add(row)
    return row


def _find_moved(session: Session, alike: Alike, known: Known) -> int:
    """Propose to ask the new office where the old one said that somebody moved there, unless it is asked already."""
    made = 0
    said = select(CityQuestion).where(CityQuestion.move == OUT, CityQuestion.subject == PAPER_LINES)
    for old in list(session.scalars(said)):
        records = _shared_with(alike, old).get(old.move_office, ())
        asked = known.about(old.move_office, records)
        is_pending = any(state_of(one) in OPEN or one.kind == MOVED or one.move for one in asked)
        if records and not is_pending:
            known.add(_new(session, MOVED, (old.move_office, records[-1]), [old.office]))
            made += 1
    return made


def _shared_with(alike: Alike, row: CityQuestion) -> Shared:
    """By office, the records that are alike with the question's own; its own office's stand among them."""
    subject, field = FIELDS.get(row.kind, (row.subject, "id_number"))
    return alike.with_record(subject, field, (row.office, row.record_id))


def _take_answer(session: Session, row: CityQuestion, day: date) -> None:
    """What the office answered, or that it corrected the record since it was asked."""
    if row.asked_on is None:
        return
    answer = session.scalar(
        select(CityRecord.payload).where(
            CityRecord.office == row.office, CityRecord.subject == ANSWERS, CityRecord.record_id == row.id
        )
    )
    if answer is not None:
        row.answer = answer.get("text") or ""
        row.move, row.move_office = answer.get("move") or "", answer.get("office") or ""
        row.answered_on = row.answered_on or day
    elif row.record_hash and row.answered_on is None:
        is_same = record_hash(session, row.office, row.subject, row.record_id) == row.record_hash
        row.answered_on = None if is_same else day


def _close_found(session: Session, alike: Alike, row: CityQuestion, day: date) -> None:
    """Close a question whose ground is gone, or whose two halves fit; a proposal without ground goes unsaid."""
    is_alike = len(_shared_with(alike, row)) > 1
    if not is_alike and row.asked_on is None:
        session.delete(row)
    elif not is_alike:
        _close(row, day)
    elif row.move:
        for half in _fitting(row, other_halves(session, row, alike)):
            _close(row, day)
            _close(half, day)


def _fitting(row: CityQuestion, halves: Iterable[CityQuestion]) -> list[CityQuestion]:
    """The halves that say the same from the other side: gone there, come from here."""
    wanted = {OUT: IN, IN: OUT}[row.move]
    return [one for one in halves if one.move == wanted and one.move_office == row.office == _said(row, one)]


def _said(row: CityQuestion, half: CityQuestion) -> str:
    """The row's own office where the row names the half's office too; empty otherwise."""
    return row.office if row.move_office == half.office else ""


def _close(row: CityQuestion, day: date) -> None:
    if row.closed_on is None:
        row.closed_on, row.closed_by = day, DATA
