"""A police list taken in from the workbook of Công an cấp xã: each row looked through first, then all written at once.

Looking through does everything that writing does, in a transaction that is not kept: what is shown is what will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.credit_acts import EDITABLE
from hn_desk.actions.credit_draft import checked_application
from hn_desk.actions.credit_facts import ApplicationDraft, ListDraft
from hn_desk.actions.credit_findings import kept_findings
from hn_desk.actions.credit_save import keep_application
from hn_desk.actions.list_people import Standing, differences, filled_in, kept_person, people_on, person_read
from hn_desk.actions.list_reading import Line, read_lines
from hn_desk.actions.lists import keep_list
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError
from hn_desk.i18n import _
from hn_desk.intake.opening import MOST_BYTES
from hn_desk.models.tables import BeneficiaryList
from hn_desk.rules.credit import WITHDRAWN
from hn_desk.rules.facts import PERSON
from hn_desk.rules.findings import REFUSE
from hn_desk.rules.programme import ApplicantRules
from hn_desk.rules.text import clean_line, fold, words

NEW: Final = "new"
DOUBT: Final = "doubt"
SAME: Final = "same"
WRONG: Final = "wrong"
DAYS: Final = ("completed_on", "decision_on")
"""Facts that the day on the entitling paper may answer, by what the programme asks."""
DIFFERS: Final = "person.differs"
"""The code under which the log names that a row and the person kept differ."""
SUBJECTS: Final = frozenset({"lists", "applications", "people"})


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one row: `outcome` is new, doubt (new, once a reason is given), same or wrong; `why` says it."""

    line: Line
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """Every row of a workbook with its outcome; `is_known` when the list stands here already and is added to."""

    rows: tuple[RowOutcome, ...]
    is_known: bool

    def count(self, *outcomes: str) -> int:
        """How many rows have one of these outcomes."""
        return sum(row.outcome in outcomes for row in self.rows)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the list, and the outcome of every row."""

    changed: Changed
    reading: ListReading


class _NotKeptError(Exception):
    """Ends the transaction of a look-through."""

    def __init__(self, reading: ListReading) -> None:
        self.reading = reading


def look_through(office: Office, path: Path, draft: ListDraft, reason: str = "") -> ListReading:
    """What writing this workbook as the list `draft` would do; nothing is kept. As `import_list`."""
    office.require("credit.enter", "lists")
    lines = _read(office, path)
    try:
        with office.write() as session:
            _row, reading = _take_in(session, office, lines, draft, reason)
            raise _NotKeptError(reading)
    except _NotKeptError as looked:
        return looked.reading


def import_list(office: Office, path: Path, draft: ListDraft, reason: str = "") -> Imported:
    """Write the list and its new rows in one transaction; `reason` says why doubtful rows may stand.

    A list with the same number, day and programme is added to. InputError for fields and for a workbook without a
    list, StorageError when it can't be read, DeskError when the list is presented already or no row is new.
    """
    office.require("credit.enter", "lists")
    lines = _read(office, path)
    with office.write() as session:
        row, reading = _take_in(session, office, lines, draft, reason)
        _refuse_nothing_new(reading)
        return Imported(Changed(SUBJECTS, row.id), reading)


def _read(office: Office, path: Path) -> tuple[Line, ...]:
    return read_lines(files.read_whole(path, MOST_BYTES), office.today())


def _take_in(
    session: Session, office: Office, lines: Sequence[Line], draft: ListDraft, reason: str
) -> tuple[BeneficiaryList, ListReading]:
    known = _known_list(session, draft)
    row = keep_list(session, office, replace(draft, id=known.id, version=known.version) if known else draft)
    given = _Given(people_on(session, row.id), clean_line(reason))
    outcomes: list[RowOutcome] = []
    for line in lines:
        outcomes.append(_take_line(session, office, row, line, given))
        if outcomes[-1].outcome != WRONG:
            given.standing.add(person_read(line))
    return row, ListReading(tuple(outcomes), known is not None)


@dataclass(frozen=True, slots=True)
class _Given:
    """Who stands on the list so far, and the reason for doubtful rows."""

    standing: Standing
    reason: str


def _known_list(session: Session, draft: ListDraft) -> BeneficiaryList | None:
    """The list that the police handed over under the same number and day, or its correction under way.

    None when it is not here or was withdrawn; DeskError when none of them can be changed.
    """
    number = fold(clean_line(draft.police_number))
    same = [
        row
        for row in session.scalars(select(BeneficiaryList))
        if (row.programme, row.police_on) == (draft.programme, draft.police_on) and fold(row.police_number) == number
    ]
    standing = [row for row in same if row.state != WITHDRAWN]
    editable = next((row for row in standing if row.state in EDITABLE), None)
    if standing and editable is None:
        raise DeskError(
            _("The list {number} of this day is here already and is presented or confirmed.").format(
                number=standing[0].police_number
            ),
            do=_("Open it under “Police lists”; have it returned or corrected if lines are missing."),
            reason="presented",
        )
    return editable


def _take_line(session: Session, office: Office, row: BeneficiaryList, line: Line, given: _Given) -> RowOutcome:
    if line.problems:
        return RowOutcome(line, WRONG, " ".join(line.problems))
    if not line.name or not (line.id_number or line.old_id_number):
        return RowOutcome(line, WRONG, _("Name and citizen's number are needed."))
    read = person_read(line)
    if given.standing.has(read):
        return RowOutcome(line, SAME, _("Stands on this list already."))
    kept = kept_person(session, read)
    differing = differences(kept, read) if kept else ""
    accepted = {DIFFERS: given.reason} if differing and given.reason else {}
    rules = office.book.programmes[row.programme].applicants[PERSON]
    draft = replace(_draft(row, line, rules), person=filled_in(kept, read) if kept else read, accepted=accepted)
    try:
        if differing and not given.reason:
            checked_application(office, session, draft)
            return RowOutcome(line, DOUBT, differing)
        taken = _kept(session, office, draft, line)
        return replace(taken, why=f"{differing} {taken.why}".strip())
    except WarningsError as doubts:
        why = " ".join(filter(None, (differing, *(warning.what for warning in doubts.warnings))))
        if not given.reason:
            return RowOutcome(line, DOUBT, why)
        accepted |= {warning.code: given.reason for warning in doubts.warnings}
        return replace(_kept(session, office, replace(draft, accepted=accepted), line), why=why)
    except InputError as error:
        said = " ".join(problem.what for problem in error.problems)
        return RowOutcome(line, WRONG, said or str(error))


def _kept(session: Session, office: Office, draft: ApplicationDraft, line: Line) -> RowOutcome:
    row = keep_application(session, office, draft)
    refusing = [found for found in kept_findings(row) if found.verdict == REFUSE]
    said = [f"{found.sentence} {found.figure}".strip() for found in refusing]
    if line.purpose and not draft.facts.get("purpose"):
        said.append(_("Choose the purpose in the application: the list says “{said}”.").format(said=line.purpose))
    return RowOutcome(line, NEW, " ".join(said))


def _draft(row: BeneficiaryList, line: Line, rules: ApplicantRules) -> ApplicationDraft:
    facts: dict[str, object] = {
        "purpose": _purpose(line.purpose, rules),
        "amount": line.amount,
        "term_months": line.term_months,
        **{name: line.entitled_on for name in DAYS if name in rules.fields},
    }
    return ApplicationDraft(
        programme=row.programme,
        applicant=PERSON,
        facts={name: value for name, value in facts.items() if value not in (None, "")},
        list_id=row.id,
        received_on=row.police_on,
    )


def _purpose(said: str, rules: ApplicantRules) -> str:
    """The purpose that the list's words name: those of its label, or all of them within it; "" when unclear."""
    told = words(said)
    fitting = [one.code for one in rules.purposes if told and set(told) <= set(words(one.label))]
    return fitting[0] if len(fitting) == 1 else ""


def _refuse_nothing_new(reading: ListReading) -> None:
    remarks = Remarks()
    if reading.count(DOUBT):
        remarks.problem("reason", _("Write why the doubtful rows may stand."))
        remarks.settle({})
    if not reading.count(NEW):
        raise DeskError(
            _("No row of this workbook is new; nothing was written."),
            do=_("Mend the rows in the workbook, save it there, and choose it again."),
            reason="nothing-new",
        )
