"""The bank's answers taken in from its workbook: each row matched and looked through first, then all written at once.

Looking through does everything that writing does, in a transaction that is not kept: what is shown is what will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.bank import SUBJECTS, keep_entry
from hn_desk.actions.bank_facts import BankDraft
from hn_desk.actions.bank_reading import Answer, read_answers
from hn_desk.actions.bank_rows import WITH_BANK, course_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.intake.opening import MOST_BYTES
from hn_desk.models.tables import LoanApplication, Person
from hn_desk.rules.bank import REFUSED, Entry, is_same
from hn_desk.rules.text import clean_line, fold

APPLY: Final = "apply"
DOUBT: Final = "doubt"
SAME: Final = "same"
WRONG: Final = "wrong"


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """What becomes of one row: `outcome` is apply, doubt (apply, once a reason is given), same or wrong; `why` says it.

    `file_code` is the file that the row was matched with, empty when it was matched with none.
    """

    answer: Answer
    outcome: str
    file_code: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AnswersReading:
    """Every row of a workbook with its outcome."""

    rows: tuple[AnswerOutcome, ...]

    def count(self, *outcomes: str) -> int:
        """How many rows have one of these outcomes."""
        return sum(row.outcome in outcomes for row in self.rows)


class _NotKeptError(Exception):
    """Ends the transaction of a look-through."""

    def __init__(self, reading: AnswersReading) -> None:
        self.reading = reading


class _UnmatchedError(Exception):
    """A row that no file, or more than one, answers to."""


def look_at_answers(office: Office, path: Path, reason: str = "") -> AnswersReading:
    """What writing this workbook would do; nothing is kept. As `import_answers`."""
    office.require("credit.bank")
    answers = _read(office, path)
    try:
        with office.write() as session:
            raise _NotKeptError(_take_in(session, office, answers, reason))
    except _NotKeptError as looked:
        return looked.reading


def import_answers(office: Office, path: Path, reason: str = "") -> Changed:
    """Write every answer that can be in one transaction; `reason` says why doubtful ones may stand.

    InputError for a missing reason and a workbook without answers, StorageError when it can't be read, DeskError
    (`nothing-new`) when there is nothing to write.
    """
    office.require("credit.bank")
    answers = _read(office, path)
    with office.write() as session:
        reading = _take_in(session, office, answers, reason)
        _refuse_nothing_new(reading)
        return Changed(SUBJECTS)


def _read(office: Office, path: Path) -> tuple[Answer, ...]:
    return read_answers(files.read_whole(path, MOST_BYTES), office.today())


def _take_in(session: Session, office: Office, answers: Sequence[Answer], reason: str) -> AnswersReading:
    return AnswersReading(tuple(_take(session, office, answer, clean_line(reason)) for answer in answers))


def _take(session: Session, office: Office, answer: Answer, reason: str) -> AnswerOutcome:
    if answer.problems:
        return AnswerOutcome(answer, WRONG, why=" ".join(answer.problems))
    try:
        row = _matched(session, office, answer)
    except _UnmatchedError as error:
        return AnswerOutcome(answer, WRONG, why=str(error))
    outcome = AnswerOutcome(answer, APPLY, row.file_code)
    if _is_known(session, office, row, answer):
        return replace(outcome, outcome=SAME, why=_("Entered already."))
    draft = _draft(row.id, answer)
    try:
        keep_entry(session, office, draft, is_imported=True)
    except WarningsError as doubts:
        outcome = replace(outcome, why=" ".join(warning.what for warning in doubts.warnings))
        if not reason:
            return replace(outcome, outcome=DOUBT)
        accepted = {warning.code: reason for warning in doubts.warnings}
        keep_entry(session, office, replace(draft, accepted=accepted), is_imported=True)
    except DeskError as error:
        said = " ".join(problem.what for problem in error.problems)
        return replace(outcome, outcome=WRONG, why=said or error.what)
    return outcome


def _draft(application_id: str, answer: Answer) -> BankDraft:
    is_refused = answer.kind == REFUSED
    return BankDraft(
        application_id,
        answer.kind,
        answer.day,
        amount=None if is_refused else answer.amount,
        term_months=answer.term_months,
        number=answer.number,
        reason=answer.reason if is_refused else "",
        debt=answer.debt,
        note="" if is_refused else answer.reason,
    )


def _is_known(session: Session, office: Office, row: LoanApplication, answer: Answer) -> bool:
    if answer.day is None:
        return False
    amount = None if answer.kind == REFUSED else answer.amount
    entry = Entry(answer.kind, answer.day, amount, number=answer.number, debt=answer.debt)
    return any(is_same(entry, kept) for kept in course_of(session, office, row).live)


def _matched(session: Session, office: Office, answer: Answer) -> LoanApplication:
    """The file that a row speaks of: by its code, else by the person's number; what else the row says must agree."""
    if answer.file_code:
        row = session.scalar(select(LoanApplication).where(LoanApplication.file_code == answer.file_code))
        if row is None:
            raise _UnmatchedError(_("There is no file {code} here.").format(code=answer.file_code))
    else:
        row = _by_number(session, office, answer)
    _refuse_another(row, answer)
    return row


def _by_number(session: Session, office: Office, answer: Answer) -> LoanApplication:
    """The person's only file at the bank; of several the one that has this answer already or asked for the amount."""
    number = answer.id_number or answer.old_id_number
    if not number:
        raise _UnmatchedError(_("File code or citizen's number is needed."))
    column = Person.id_number if answer.id_number else Person.old_id_number
    of_person = select(LoanApplication).join(Person, Person.id == LoanApplication.person_id).where(column == number)
    found = [row for row in session.scalars(of_person) if row.state in WITH_BANK]
    if not found:
        raise _UnmatchedError(_("Nobody with this number has a file at the bank."))
    known = next((row for row in found if _is_known(session, office, row, answer)), None)
    if known is not None:
        return known
    fitting = found if len(found) == 1 else [row for row in found if answer.asked and row.amount == answer.asked]
    if len(fitting) != 1:
        raise _UnmatchedError(_("This person has several files at the bank: write the file code into the row."))
    return fitting[0]


def _refuse_another(row: LoanApplication, answer: Answer) -> None:
    person = row.person
    name = person.name if person else row.establishment.name if row.establishment else ""
    if answer.name and fold(clean_line(answer.name)) != fold(name):
        raise _UnmatchedError(_("The file is there under another name."))
    number = answer.id_number or answer.old_id_number
    if person and answer.file_code and number and number not in (person.id_number, person.old_id_number):
        raise _UnmatchedError(_("The file is there under another citizen's number."))


def _refuse_nothing_new(reading: AnswersReading) -> None:
    remarks = Remarks()
    if reading.count(DOUBT):
        remarks.problem("reason", _("Write why the doubtful rows may stand."))
        remarks.settle({})
    if not reading.count(APPLY):
        raise DeskError(
            _("No row of this workbook is new; nothing was written."),
            do=_("Mend the rows in the workbook, save it there, and choose it again."),
            reason="nothing-new",
        )
