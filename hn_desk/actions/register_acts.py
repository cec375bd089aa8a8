"""The register of what was done for a duty and leaves no other record: figures handed over, a meeting, a debt."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import Register, check_duty, check_past, seen_duties
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import DutyAct
from hn_desk.rules.text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class ActDraft:
    """An act as typed, and as it is kept: `duty` as D14, `number` of the paper if there was one."""

    id: str | None = None
    version: int | None = None
    duty: str = ""
    day: date | None = None
    title: str = ""
    number: str = ""
    receiver: str = ""
    note: str = ""


ACTS: Final = Register("acts", DutyAct, ("duty",), words=("title", "note"))
LINES: Final = ("title", "number", "receiver")
VALUES: Final = tuple(field.name for field in fields(ActDraft) if field.name not in ("id", "version"))


def duty_acts(office: Office) -> tuple[ActDraft, ...]:
    """The acts for the duties this officer sees, the newest first."""
    office.require("registers.read")
    statement = select(DutyAct).where(DutyAct.duty.in_(seen_duties(office))).order_by(DutyAct.day.desc(), DutyAct.id)
    with office.database.read() as session:
        return tuple(kept_act(session, office, row) for row in session.scalars(statement).all())


def kept_act(session: Session, office: Office, row: DutyAct) -> ActDraft:
    """A row with its words, wherever they stand. DeskError (reason `second-key`) without the key to them."""
    values = {name: getattr(row, name) for name in VALUES} | ACTS.words_of(session, office, row)
    return ActDraft(row.id, row.version, **values)


def save_act(office: Office, draft: ActDraft) -> Changed:
    """Keep an act. InputError, RoleError, DeskError (stale, gone)."""
    ACTS.require(office, draft)
    with office.write() as session:
        cleaned = _checked(office, draft)
        row = ACTS.opened(session, draft)
        return ACTS.write(office, session, row, {name: getattr(cleaned, name) for name in VALUES})


def delete_act(office: Office, draft: ActDraft) -> Changed:
    """Take an act out. RoleError, DeskError (stale, gone)."""
    return ACTS.delete(office, draft)


def _checked(office: Office, draft: ActDraft) -> ActDraft:
    remarks = Remarks()
    lines: dict[str, Any] = {name: clean_line(getattr(draft, name)) for name in LINES}
    cleaned = replace(draft, note=clean_text(draft.note), **lines)
    check_duty(office.book.registers, remarks, cleaned.duty)
    remarks.required("day", cleaned.day, _("Type the day."))
    check_past(office.today(), remarks, day=cleaned.day)
    remarks.required("title", cleaned.title, _("Type what was done."))
    remarks.settle({})
    return cleaned
