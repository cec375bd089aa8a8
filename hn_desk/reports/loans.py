"""Loans: applications received in the period, by programme and state; counts and amounts only, never a person."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import LoanApplication
from hn_desk.reports.corrections import copying_lists
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules.credit import STATES, state_label


def rows(session: Session, period: Period, programmes: Mapping[str, str]) -> Table:
    """A row for each programme (code → neutral name) and state that has applications."""
    columns = (Column(_("Programme")), Column(_("State")), Column(_("Number of applications"), "count"), _amount())
    counted = _counted(session, period)
    table: list[tuple[Cell, ...]] = [
        (name, state_label(state), *counted[code, state])
        for code, name in programmes.items()
        for state in STATES
        if (code, state) in counted
    ]
    return Table(_title(), columns, tuple(table))


def _title() -> str:
    return _("Loan applications by programme")


def _amount() -> Column:
    return Column(_("Amount asked (đồng)"), "money")


def _counted(session: Session, period: Period) -> dict[tuple[str, str], tuple[int, int]]:
    columns = (LoanApplication.programme, LoanApplication.state, LoanApplication.amount, LoanApplication.list_id)
    copying = copying_lists(session)
    received = LoanApplication.received_on.between(period.start, period.end)
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for programme, state, amount, list_id in session.execute(select(*columns).where(received)):
        if list_id in copying:
            continue
        count, total = counted.get((programme, state), (0, 0))
        counted[programme, state] = (count + 1, total + (amount or 0))
    return counted
