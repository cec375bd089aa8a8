"""The bank's answers and what becomes of the debt, typed in one by one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.bank_facts import BankDraft
from hn_desk.actions.bank_rows import WITH_BANK, add_entry, course_of
from hn_desk.actions.credit_log import log_file
from hn_desk.actions.credit_save import add_step
from hn_desk.actions.credit_steps import application_row
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.remarks import Remarks
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.bank import APPROVED, DEBT, RECOVERY, TAKEN_BACK, Course, Entry, doubts, problems
from hn_desk.rules.credit import state_label
from hn_desk.rules.facts import facts_from
from hn_desk.rules.findings import REFUSE
from hn_desk.rules.judging import findings
from hn_desk.rules.text import clean_line, clean_text

__all__ = ["LONGEST", "BankDraft", "record_bank"]

SUBJECTS: Final = frozenset({"applications", "lists"})
LIMITS: Final = {
    "amount_at_most": "amount",
    "amount_per_month_at_most": "amount",
    "amount_per_worker_at_most": "amount",
    "term_at_most": "term_months",
}
"""The checks that an approval must meet as well, and the field that they are about."""
LONGEST: Final = {"number": 40, "reason": 200, "note": 200, "done_by": 100, "result": 200}


def record_bank(office: Office, draft: BankDraft) -> Changed:
    """Keep what the bank said of an application. InputError, WarningsError, DeskError (gone, `bank-step`)."""
    office.require("credit.bank")
    with office.write() as session:
        keep_entry(session, office, draft)
        return Changed(SUBJECTS, draft.application_id)


def keep_entry(session: Session, office: Office, draft: BankDraft, *, is_imported: bool = False) -> Course:
    """Keep one entry with the application's step and its line in the log; the course with it."""
    row = application_row(session, draft.application_id)
    course = course_of(session, office, row)
    entry, remarks = checked_entry(office, row, course, draft)
    remarks.settle(draft.accepted)
    entry = replace(entry, at=stamp(office.now()), officer_id=office.officer.id, is_imported=is_imported)
    followed = course.then(entry)
    add_entry(session, row.id, course, entry)
    if followed.state != row.state or entry.kind == DEBT:
        add_step(row, office, followed.state, entry.reason)
    session.flush()
    content = {"kind": entry.kind, "state": row.state, "reasons": remarks.reasons(draft.accepted)}
    log_file(session, "bank.entry", row.id, content)
    return followed


def checked_entry(office: Office, row: LoanApplication, course: Course, draft: BankDraft) -> tuple[Entry, Remarks]:
    """The entry cleaned, with what is wrong or doubtful about it. DeskError when it can't follow at all."""
    if row.state not in WITH_BANK or draft.kind not in course.open_kinds:
        raise DeskError(
            _("This can't be entered for an application in the state “{state}”.").format(state=state_label(row.state)),
            do=_("Reload the record and look at its state."),
            reason="bank-step",
        )
    remarks = Remarks()
    entry = _cleaned(office, draft, remarks)
    for name, what in problems(course, entry, office.today()):
        if not (name == "day" and draft.day is None):
            remarks.problem(name, what)
    for name, kind, what in (*doubts(course, entry), *_above_limits(office, row, entry)):
        remarks.warn(name, kind, what)
    return entry, remarks


def _cleaned(office: Office, draft: BankDraft, remarks: Remarks) -> Entry:
    remarks.required("day", draft.day, _("Type the day."))
    words = {
        "number": clean_line(draft.number),
        "reason": clean_text(draft.reason),
        "note": clean_text(draft.note),
        "done_by": clean_line(draft.done_by),
        "result": clean_text(draft.result),
    }
    for name, most in LONGEST.items():
        if len(words[name]) > most:
            remarks.problem(name, _("At most {n} letters.").format(n=most))
    is_recovery = draft.kind == RECOVERY
    return Entry(
        draft.kind,
        draft.day or office.today(),
        amount=None if draft.kind in (RECOVERY, TAKEN_BACK) else draft.amount,
        term_months=draft.term_months if draft.kind == APPROVED else None,
        number=words["number"],
        reason=words["reason"],
        debt=draft.debt if draft.kind == DEBT else "",
        note=words["note"],
        done_by=words["done_by"] if is_recovery else "",
        result=words["result"] if is_recovery else "",
    )


def _above_limits(office: Office, row: LoanApplication, entry: Entry) -> Iterable[tuple[str, str, str]]:
    """Where an approval goes beyond what the programme allows on its day."""
    if entry.kind != APPROVED:
        return
    known = facts_from(row.facts)
    asked = replace(
        known,
        amount=known.amount if known.amount is None else entry.amount,
        term_months=entry.term_months or known.term_months,
    )
    for finding in findings(office.book.programmes[row.programme], asked, entry.day):
        if finding.check in LIMITS and finding.verdict == REFUSE:
            yield LIMITS[finding.check], finding.check, clean_line(f"{finding.sentence} {finding.figure}")
