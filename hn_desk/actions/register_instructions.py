"""The register of papers from above: standing ones that switch a yearly duty on, requests for one report by a day."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import Register, check_duty, check_past, seen_duties
from hn_desk.actions.remarks import Remarks
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import Instruction, OfficeReport
from hn_desk.rules.registers import INSTRUCTIONS
from hn_desk.rules.text import clean_line, clean_text

STANDING: Final = "standing"
REQUEST: Final = "request"
LEAP_YEAR: Final = 2028


@dataclass(frozen=True, slots=True)
class InstructionDraft:
    """A paper from above as typed, and as it is kept; `report` is the code of the report it asks for, if any.

    A `request` has `due_on`, and `closed_on` once it was answered; a `standing` one the day and month of each year,
    and `closed_on` once it no longer holds.
    """

    id: str | None = None
    version: int | None = None
    kind: str = REQUEST
    duty: str = ""
    report: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    title: str = ""
    receiver: str = ""
    due_on: date | None = None
    due_month: int | None = None
    due_day: int | None = None
    closed_on: date | None = None
    note: str = ""


TAKEN_IN: Final = Register("instructions", Instruction, ("duty",), lambda _row: (INSTRUCTIONS,), words=("note",))
"""The records clerk takes papers in, whatever duty they are about."""
LINES: Final = ("number", "issuer", "title", "receiver")
VALUES: Final = tuple(field.name for field in fields(InstructionDraft) if field.name not in ("id", "version"))


def instructions(office: Office) -> tuple[InstructionDraft, ...]:
    """Papers from above on the duties this officer sees: those not answered first, then the newest."""
    office.require("registers.read")
    order = (Instruction.closed_on.is_not(None), Instruction.issued_on.desc(), Instruction.id)
    statement = select(Instruction).where(Instruction.duty.in_(seen_duties(office))).order_by(*order)
    with office.database.read() as session:
        return tuple(kept_instruction(session, office, row) for row in session.scalars(statement).all())


def kept_instruction(session: Session, office: Office, row: Instruction) -> InstructionDraft:
    """A row with its words, wherever they stand. DeskError (reason `second-key`) without the key to them."""
    values = {name: getattr(row, name) for name in VALUES} | TAKEN_IN.words_of(session, office, row)
    return InstructionDraft(row.id, row.version, **values)


def save_instruction(office: Office, draft: InstructionDraft) -> Changed:
    """Keep a paper from above; what belongs to the other kind is left out. InputError, RoleError, DeskError."""
    TAKEN_IN.require(office, draft)
    with office.write() as session:
        cleaned = _checked(office, draft)
        row = TAKEN_IN.opened(session, draft)
        if (row.kind, row.report) != (cleaned.kind, cleaned.report):
            _refuse_answered(session, draft.id)
        return TAKEN_IN.write(office, session, row, {name: getattr(cleaned, name) for name in VALUES})


def delete_instruction(office: Office, draft: InstructionDraft) -> Changed:
    """Take a paper from above out. RoleError, DeskError (stale, gone, answered)."""
    return TAKEN_IN.delete(office, draft, _refuse_answered)


def _refuse_answered(session: Session, record_id: str | None) -> None:
    """DeskError while a report stands there as its answer: that one would be reached by nothing any more."""
    answer = select(OfficeReport.id).where(OfficeReport.request_id == record_id).limit(1)
    if record_id and session.scalar(answer):
        raise DeskError(
            _("A report was begun as the answer to this paper."),
            do=_("Leave the paper in the register; type the day when it was answered."),
            reason="answered",
        )


def _checked(office: Office, draft: InstructionDraft) -> InstructionDraft:
    remarks, today = Remarks(), office.today()
    lines: dict[str, Any] = {name: clean_line(getattr(draft, name)) for name in LINES}
    cleaned = replace(draft, note=clean_text(draft.note), **lines)
    remarks.required("kind", cleaned.kind, _("Choose the kind."))
    remarks.one_of("kind", cleaned.kind, (STANDING, REQUEST))
    check_duty(office.book.registers, remarks, cleaned.duty)
    remarks.one_of("report", cleaned.report, office.book.registers.reports)
    remarks.required("number", cleaned.number, _("Type the number of the paper."))
    remarks.required("issued_on", cleaned.issued_on, _("Type the day of the paper."))
    remarks.required("issuer", cleaned.issuer, _("Type who signed or sent it."))
    remarks.required("title", cleaned.title, _("Type what it asks for."))
    check_past(today, remarks, issued_on=cleaned.issued_on, closed_on=cleaned.closed_on)
    if cleaned.kind == STANDING:
        cleaned = replace(cleaned, due_on=None)
        _check_day_of_year(cleaned, remarks)
    else:
        cleaned = replace(cleaned, due_month=None, due_day=None)
        _check_request(cleaned, remarks)
    if cleaned.closed_on and cleaned.issued_on and cleaned.closed_on < cleaned.issued_on:
        remarks.problem("closed_on", _("It can't be answered before its own day."))
    remarks.settle({})
    return cleaned


def _check_day_of_year(draft: InstructionDraft, remarks: Remarks) -> None:
    try:
        date(LEAP_YEAR, draft.due_month or 0, draft.due_day or 0)
    except ValueError:
        remarks.problem("due_day", _("Type the day and the month by which it is due every year."))


def _check_request(draft: InstructionDraft, remarks: Remarks) -> None:
    remarks.required("due_on", draft.due_on, _("Type by which day it must be answered."))
    if draft.due_on and draft.issued_on and draft.due_on < draft.issued_on:
        remarks.problem("due_on", _("It can't be due before its own day."))
