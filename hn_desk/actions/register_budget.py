"""The register of money for a topic in a year: planned and spent, in đồng, and where it comes from."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import Register, check_year, seen_register_topics
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import BudgetLine
from hn_desk.rules.text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class BudgetDraft:
    """A line of the budget as typed, and as it is kept: `planned` and `spent` in đồng, None while unknown."""

    id: str | None = None
    version: int | None = None
    topic: str = ""
    year: int | None = None
    title: str = ""
    planned: int | None = None
    spent: int | None = None
    source: str = ""
    note: str = ""


BUDGET: Final = Register("budget", BudgetLine, ("topic",), words=("title", "note"))
VALUES: Final = tuple(field.name for field in fields(BudgetDraft) if field.name not in ("id", "version"))


def budget_lines(office: Office) -> tuple[BudgetDraft, ...]:
    """The lines of the topics this officer sees, the newest year first."""
    office.require("registers.read")
    order = (BudgetLine.year.desc(), BudgetLine.topic, BudgetLine.id)
    statement = select(BudgetLine).where(BudgetLine.topic.in_(seen_register_topics(office))).order_by(*order)
    with office.database.read() as session:
        return tuple(kept_budget(session, office, row) for row in session.scalars(statement).all())


def kept_budget(session: Session, office: Office, row: BudgetLine) -> BudgetDraft:
    """A row with its words, wherever they stand. DeskError (reason `second-key`) without the key to them."""
    values = {name: getattr(row, name) for name in VALUES} | BUDGET.words_of(session, office, row)
    return BudgetDraft(row.id, row.version, **values)


def save_budget_line(office: Office, draft: BudgetDraft) -> Changed:
    """Keep a line of the budget. InputError, RoleError, DeskError (stale, gone)."""
    BUDGET.require(office, draft)
    with office.write() as session:
        cleaned = _checked(office, draft)
        row = BUDGET.opened(session, draft)
        return BUDGET.write(office, session, row, {name: getattr(cleaned, name) for name in VALUES})


def delete_budget_line(office: Office, draft: BudgetDraft) -> Changed:
    """Take a line of the budget out. RoleError, DeskError (stale, gone)."""
    return BUDGET.delete(office, draft)


def _checked(office: Office, draft: BudgetDraft) -> BudgetDraft:
    remarks = Remarks()
    lines: dict[str, Any] = {name: clean_line(getattr(draft, name)) for name in ("title", "source")}
    cleaned = replace(draft, note=clean_text(draft.note), **lines)
    remarks.required("topic", cleaned.topic, _("Choose what the money is for."))
    remarks.one_of("topic", cleaned.topic, office.book.registers.topics)
    check_year(office.today(), remarks, cleaned.year)
    remarks.required("title", cleaned.title, _("Type what the money is for."))
    remarks.not_negative(cleaned, "planned", "spent")
    if cleaned.planned is None and cleaned.spent is None:
        remarks.problem("planned", _("Type how much is planned or how much was spent."))
    remarks.settle({})
    return cleaned
