"""A list of people: what becomes of each row, and writing it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hn_desk.actions import import_person as persons
from hn_desk.actions.household_notes import IMPORT
from hn_desk.actions.import_checks import Candidate
from hn_desk.actions.import_decide import CHOSEN, SHOWN_STEP, Decided, Progress, skipped
from hn_desk.actions.import_facts import (
    AGAIN,
    ERROR,
    NEW,
    NONE,
    OF_FILE,
    POSSIBLE,
    SAME,
    SKIPPED,
    UPDATE,
    Reason,
    RowOutcome,
)
from hn_desk.actions.import_known import Index, texts_of
from hn_desk.actions.import_plan import MAKE, SKIP, ImportPlan
from hn_desk.actions.import_plan import UPDATE as CHANGE
from hn_desk.actions.import_words import joined, known_words
from hn_desk.actions.import_writing import Step, Written
from hn_desk.actions.office import Office
from hn_desk.actions.people import FIELDS, PersonDraft, keep_person, kept_draft
from hn_desk.actions.search_texts import PEOPLE
from hn_desk.actions.unseen import seen_people
from hn_desk.i18n import _
from hn_desk.intake.reading import ReadRow
from hn_desk.intake.rows import DATA
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import Person
from hn_desk.rules.text import name_key


def decide_people(
    session: Session, office: Office, rows: Sequence[ReadRow], plan: ImportPlan, step: Progress
) -> Decided:
    """What becomes of each row; `step(done, total)` is told as it goes and may raise."""
    words = known_words(session, office)
    checked = [persons.check_row(row.values, words, office.today()) if row.kind == DATA else None for row in rows]
    deciding = _Deciding(plan)
    for known in _kept(session, office, [one for one in checked if one is not None]):
        deciding.add(known)
    outcomes = []
    for done, (row, candidate) in enumerate(zip(rows, checked, strict=True)):
        if done % SHOWN_STEP == 0:
            step(done, len(rows))
        outcomes.append(skipped(row) if candidate is None else deciding.decide(row, candidate))
    return Decided(tuple(outcomes), tuple(deciding.touched.values()))


def write_people(session: Session, _office: Office, touched: Sequence[persons.Known], step: Step) -> Written:
    """Write the people who are new or changed into this transaction."""
    written = Written()
    for done, known in enumerate(touched):
        step(done)
        if known.id.startswith(OF_FILE):
            values: dict[str, Any] = dict(known.values)
            written.note(known.row, PEOPLE, keep_person(session, PersonDraft(**values)), 1)
            continue
        kept = kept_draft(session, known.id)
        changed: dict[str, Any] = {
            name: value for name, value in known.values.items() if value != known.before.get(name)
        }
        keep_person(session, replace(kept, **changed), way=IMPORT)
        versions = (kept.version or 0, kept_draft(session, known.id).version or 0)
        written.note_change(known.row, PEOPLE, known.id, versions, {name: getattr(kept, name) for name in changed})
    return written


def _kept(session: Session, office: Office, candidates: Sequence[Candidate]) -> Iterable[persons.Known]:
    """Who is kept under a number or a name of these rows."""
    numbers = {str(one.values[field]) for one in candidates for field in persons.NUMBERS if one.values.get(field)}
    names = {name_key(str(one.values["name"])) for one in candidates if one.values.get("name")}
    found = or_(
        Person.id_number.in_(texts_of("numbers")),
        Person.old_id_number.in_(texts_of("numbers")),
        Person.sort_key.in_(texts_of("names")),
    )
    statement = seen_people(office, select(Person.id, *(getattr(Person, name) for name in FIELDS)).where(found))
    given = {"numbers": json.dumps(list(numbers)), "names": json.dumps(list(names))}
    for id_, *values in connection_of(session).execute(statement, given):
        yield persons.Known(id_, {name: value for name, value in zip(FIELDS, values, strict=True) if value})


class _Deciding:
    """The state between rows: who is known by now, and who was touched."""

    def __init__(self, plan: ImportPlan) -> None:
        self.touched: dict[str, persons.Known] = {}
        self._plan = plan
        self._by_number = Index()
        self._by_name = Index()

    def add(self, known: persons.Known) -> None:
        """Let rows be compared with a person."""
        for field in persons.NUMBERS:
            self._by_number.add(known.values.get(field), known)
        self._by_name.add(joined(str(known.values.get("name") or "")), known)

    def decide(self, row: ReadRow, candidate: Candidate) -> RowOutcome:
        """The outcome of a row with data."""
        values, choice = candidate.values, self._plan.choices.get(row.row, "")
        if choice == SKIP:
            return self._left_out(row)
        if row.problems or candidate.problems:
            return self._wrong(row, candidate)
        numbered = [one for field in persons.NUMBERS for one in self._by_number.get(values.get(field))]
        found = persons.match(values, numbered, self._by_name.get(joined(str(values["name"]))))
        if found is None:
            return self._new(row, candidate)
        known, code = found
        changes = {name: (known.values.get(name), new) for name, new in values.items() if new != known.values.get(name)}
        if code == persons.SURE and changes and known.row:
            code = persons.REPEATED
        answer = choice or self._plan.accepted.get(code, "")
        if code == persons.SURE or answer.startswith(CHANGE.removesuffix(":")):
            return self._settle(row, candidate, known, changes)
        if answer == MAKE:
            return self._new(row, candidate)
        if answer == SKIP:
            return self._left_out(row)
        reasons = (Reason(code, persons.doubt(code, known), "name"), *candidate.warnings)
        return RowOutcome(row.row, POSSIBLE, reasons, row.normalised, values, changes, known.id)

    def _settle(self, row: ReadRow, candidate: Candidate, known: persons.Known, changes: dict[str, Any]) -> RowOutcome:
        if not changes:
            told = _("The same as row {row} of this file.").format(row=known.row)
            reasons = (Reason(AGAIN, told),) if known.row else ()
            return RowOutcome(row.row, SAME, reasons, row.normalised, known.values, NONE, known.id)
        known.values = {**known.values, **candidate.values}
        known.row = known.row or row.row
        self.touched[known.id] = known
        return RowOutcome(row.row, UPDATE, tuple(candidate.warnings), row.normalised, known.values, changes, known.id)

    def _new(self, row: ReadRow, candidate: Candidate) -> RowOutcome:
        known = persons.Known(f"{OF_FILE}{row.row}", candidate.values, row.row)
        self.add(known)
        self.touched[known.id] = known
        return RowOutcome(row.row, NEW, tuple(candidate.warnings), row.normalised, candidate.values)

    def _wrong(self, row: ReadRow, candidate: Candidate) -> RowOutcome:
        read = [Reason(f"{one.field}.{one.code}", one.what, one.field) for one in row.problems]
        fields = {one.field for one in read}
        own = [one for one in candidate.problems if one.field not in fields]
        return RowOutcome(row.row, ERROR, (*read, *own), row.normalised, candidate.values)

    def _left_out(self, row: ReadRow) -> RowOutcome:
        return RowOutcome(row.row, SKIPPED, (Reason(CHOSEN, _("Left out by choice.")),), row.normalised)
