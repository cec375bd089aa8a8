"""The register of the yearly plans that the office owes: whose, of which duty, under what number, sent to whom."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import Register, check_duty, check_past, check_year, seen_duties
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import OfficePlan
from hn_desk.rules.registers import POLICE, POLICE_AUTHOR
from hn_desk.rules.text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as typed, and as it is kept: `duty` as D3, `author` ubnd or police."""

    id: str | None = None
    version: int | None = None
    duty: str = ""
    year: int | None = None
    author: str = "ubnd"
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    sent_on: date | None = None
    receiver: str = ""
    note: str = ""


def _of_the_police(row: Any) -> tuple[str, ...]:
    return (POLICE,) if row.author == POLICE_AUTHOR else ()


PLANS: Final = Register("plans", OfficePlan, ("duty", "author"), _of_the_police, words=("note",))
LINES: Final = ("title", "number", "receiver")
VALUES: Final = tuple(field.name for field in fields(PlanDraft) if field.name not in ("id", "version"))


def plans(office: Office) -> tuple[PlanDraft, ...]:
    """The plans of the duties this officer sees, the newest year first."""
    office.require("registers.plans")
    order = (OfficePlan.year.desc(), OfficePlan.duty, OfficePlan.author, OfficePlan.number)
    with office.database.read() as session:
        statement = select(OfficePlan).where(OfficePlan.duty.in_(seen_duties(office))).order_by(*order)
        return tuple(kept_plan(session, office, row) for row in session.scalars(statement).all())


def kept_plan(session: Session, office: Office, row: OfficePlan) -> PlanDraft:
    """A row with its words, wherever they stand. DeskError (reason `second-key`) without the key to them."""
    values = {name: getattr(row, name) for name in VALUES} | PLANS.words_of(session, office, row)
    return PlanDraft(row.id, row.version, **values)


def save_plan(office: Office, draft: PlanDraft) -> Changed:
    """Keep a plan. InputError, RoleError, DeskError (stale, gone)."""
    PLANS.require(office, draft)
    with office.write() as session:
        cleaned = _checked(session, office, draft)
        row = PLANS.opened(session, draft)
        return PLANS.write(office, session, row, {name: getattr(cleaned, name) for name in VALUES})


def delete_plan(office: Office, draft: PlanDraft) -> Changed:
    """Take a plan out. RoleError, DeskError (stale, gone)."""
    return PLANS.delete(office, draft)


def _checked(session: Session, office: Office, draft: PlanDraft) -> PlanDraft:
    remarks, data = Remarks(), office.book.registers
    lines: dict[str, Any] = {name: clean_line(getattr(draft, name)) for name in LINES}
    cleaned = replace(draft, note=clean_text(draft.note), **lines)
    owed = {duty.code: duty.plans_of for duty in data.duties.values() if duty.plans_of}
    check_duty(office.book.registers, remarks, cleaned.duty, owed)
    check_year(office.today(), remarks, cleaned.year)
    if cleaned.author not in owed.get(cleaned.duty, (cleaned.author,)):
        remarks.problem("author", _("For this duty the office itself owes the plan."))
    remarks.one_of("author", cleaned.author, tuple(author.code for author in data.authors))
    remarks.required("title", cleaned.title, _("Type what the plan is called."))
    _check_papers(cleaned, office.today(), remarks)
    same = select(OfficePlan.id).where(
        OfficePlan.duty == cleaned.duty,
        OfficePlan.year == cleaned.year,
        OfficePlan.author == cleaned.author,
        OfficePlan.number == cleaned.number,
        OfficePlan.id != (cleaned.id or ""),
    )
    if session.scalar(same):
        remarks.problem("number", _("This plan stands there already; change that one."))
    remarks.settle({})
    return cleaned


def _check_papers(draft: PlanDraft, today: date, remarks: Remarks) -> None:
    if draft.number or draft.sent_on:
        remarks.required("issued_on", draft.issued_on, _("Type the day of the plan."))
    if draft.issued_on:
        remarks.required("number", draft.number, _("Type the number of the plan."))
    if draft.sent_on:
        remarks.required("receiver", draft.receiver, _("Type to whom it was sent."))
    check_past(today, remarks, issued_on=draft.issued_on, sent_on=draft.sent_on)
    if draft.issued_on and draft.sent_on and draft.sent_on < draft.issued_on:
        remarks.problem("sent_on", _("It can't be sent before its own day."))
