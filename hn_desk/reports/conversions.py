"""Conversions: how many household businesses of each residential group stand in which state."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import Conversion, ConversionStep, HouseholdBusiness, ResidentialGroup
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules.conversion import STATES, state_label


def rows(session: Session, period: Period) -> Table:
    """A row for each residential group, a column for each state; a conversion counts by its last step in the period."""
    counted = _counted(session, period)
    names = _group_names(session)
    groups = [group for group in names if any(key[0] == group for key in counted)]
    table: list[tuple[Cell, ...]] = [(names[group], *_line(counted, group)) for group in groups]
    sums = tuple(sum(figures) for figures in zip(*(_line(counted, group) for group in groups), strict=True))
    heads = (*(state_label(state) for state in STATES), _("Total"))
    columns = (Column(_("Residential group")), *(Column(head, "number") for head in heads))
    last = (_("Total"), *(sums or (0,) * len(heads)))
    return Table(_("Conversions of household businesses"), columns, (*table, last))


def _line(counted: Mapping[tuple[str | None, str], int], group: str | None) -> tuple[int, ...]:
    figures = tuple(counted.get((group, state), 0) for state in STATES)
    return (*figures, sum(figures))


def _group_names(session: Session) -> dict[str | None, str]:
    statement = select(ResidentialGroup.id, ResidentialGroup.name).order_by(ResidentialGroup.sort_key)
    return {**{row.id: row.name for row in session.execute(statement)}, None: _("No residential group")}


def _counted(session: Session, period: Period) -> dict[tuple[str | None, str], int]:
    until = (
        select(ConversionStep.conversion_id, func.max(ConversionStep.position).label("position"))
        .where(ConversionStep.day <= period.end)
        .group_by(ConversionStep.conversion_id)
        .having(func.max(ConversionStep.day) >= period.start)
        .subquery()
    )
    statement = (
        select(HouseholdBusiness.group_id, ConversionStep.state, func.count())
        .join(Conversion, Conversion.household_id == HouseholdBusiness.id)
        .join(until, until.c.conversion_id == Conversion.id)
        .join(
            ConversionStep,
            (ConversionStep.conversion_id == Conversion.id) & (ConversionStep.position == until.c.position),
        )
        .where(HouseholdBusiness.merged_into.is_(None))
        .group_by(HouseholdBusiness.group_id, ConversionStep.state)
    )
    return {(group, state): count for group, state, count in session.execute(statement)}
