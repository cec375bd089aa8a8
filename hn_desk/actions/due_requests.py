"""Papers from above that ask for something by a day, as deadlines beside those of the regulations."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import Instruction
from hn_desk.rules.dates import format_date
from hn_desk.rules.deadlines import Deadline, DeadlineData, DeadlineKind, Proof, Span

STANDING: Final = "standing"
REQUEST: Final = "request"
COLUMNS: Final = (
    Instruction.id,
    Instruction.kind,
    Instruction.duty,
    Instruction.report,
    Instruction.number,
    Instruction.issued_on,
    Instruction.issuer,
    Instruction.title,
    Instruction.receiver,
    Instruction.due_on,
    Instruction.due_month,
    Instruction.due_day,
    Instruction.closed_on,
)


def all_deadlines(session: Session, data: DeadlineData) -> tuple[Deadline, ...]:
    """The regulations' deadlines, then one for each instruction of the office that has a day.

    A standing instruction switches on the deadline of its duty that is off, on that deadline's day if it names none.
    """
    rows = session.execute(select(*COLUMNS).order_by(Instruction.issued_on, Instruction.id)).all()
    asked = (_asked(row, data) for row in rows)
    return (*data.deadlines, *(deadline for deadline in asked if deadline is not None))


def _asked(row: Any, data: DeadlineData) -> Deadline | None:
    if row.kind == REQUEST and row.due_on is not None:
        return _request(row, data)
    if row.kind != STANDING:
        return None
    off = next((one for one in data.deadlines if one.duty == row.duty and one.is_off), None)
    if row.due_month is not None and row.due_day is not None:
        return _standing(row, data, off)
    return off and replace(off, is_off=False, **_of_paper(row, off.receiver))


def _request(row: Any, data: DeadlineData) -> Deadline:
    return Deadline(
        code=f"{REQUEST}-{row.id}",
        duty=row.duty,
        title=row.title,
        kind=DeadlineKind.ONCE,
        lead_days=data.request_lead_days,
        day=row.due_on.day,
        month=row.due_on.month,
        year=row.due_on.year,
        topic=data.topics.get(row.duty, ""),
        proofs=(Proof.CLOSED,),
        report=row.report,
        **{**_of_paper(row, ""), "since": date.min, "until": None},
    )


def _standing(row: Any, data: DeadlineData, off: Deadline | None) -> Deadline:
    return Deadline(
        code=off.code if off else f"{STANDING}-{row.id}",
        duty=row.duty,
        title=row.title,
        kind=DeadlineKind.YEARLY,
        lead_days=off.lead_days if off else data.request_lead_days,
        day=row.due_day,
        month=row.due_month,
        topic=data.topics.get(row.duty, ""),
        span=Span.LAST_YEAR if row.due_month <= data.last_year_months else Span.YEAR,
        proofs=(Proof.REPORT,) if row.report or off else (Proof.PLAN, Proof.ACT),
        report=row.report or (off.report if off else ""),
        **_of_paper(row, off.receiver if off else ""),
    )


def _of_paper(row: Any, receiver: str) -> dict[str, Any]:
    paper = _("{number}, {day}, {issuer}").format(number=row.number, day=format_date(row.issued_on), issuer=row.issuer)
    return {
        "receiver": row.receiver or receiver or row.issuer,
        "source": paper,
        "since": row.issued_on,
        "until": row.closed_on,
        "instruction": row.id,
    }
