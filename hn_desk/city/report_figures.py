"""The figures of reports of a period over all offices; of a closed period with what was frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.board_sums import FigureSum, year_figures
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.closed_periods import is_closable
from hn_desk.rules.periods import NamedPeriod, is_year, parse_period

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure as it is now; `closed` is what was frozen, None where nothing was."""

    figure: FigureSum
    closed: int | None = None

    @property
    def id(self) -> str:
        """What tables know it by."""
        return "/".join(_place(self.figure))

    @property
    def adjusted(self) -> int | None:
        """What came since the period was closed; None while it isn't."""
        return None if self.closed is None else self.figure.value - self.closed


def figures_in(session: Session, period: NamedPeriod) -> tuple[FigureSum, ...]:
    """The figures whose own period lies in this one; of one from day to day its last day counts."""
    year = period.starts_on.year
    found = (*year_figures(session, year - 1), *year_figures(session, year))
    return tuple(one for one in found if _is_in(one.period, period))


def figure_lines(now: Sequence[FigureSum], closed: Sequence[FigureSum] | None) -> tuple[FigureLine, ...]:
    """The figures of now beside those frozen; what was frozen and is gone has 0 of no office."""
    if closed is None:
        return tuple(FigureLine(one) for one in now)
    then = {_place(one): one for one in closed}
    today = {_place(one): one for one in now}
    gone = {place: replace(one, value=0, offices=0) for place, one in then.items() if place not in today}
    lines = sorted({**today, **gone}.items())
    return tuple(FigureLine(one, then[place].value if place in then else 0) for place, one in lines)


def report_title(report: str) -> str:
    """What a report is called, or what the figures are of that come without one; the code when it isn't known."""
    reports = rule_book().reports
    if report in reports:
        return reports[report].title
    return {"outreach": _("Outreach"), "credit": _("Loans")}.get(report, report)


def period_name(code: str) -> str:
    """A figure's period in words; the code itself when an office wrote none that is known."""
    try:
        return parse_period(code).name
    except DeskError:
        return code


def _is_in(code: str, period: NamedPeriod) -> bool:
    try:
        own = parse_period(code)
    except DeskError:
        return is_year(period) and code.startswith(period.code)
    begins = own.starts_on >= period.starts_on or not is_closable(own)
    return begins and period.starts_on <= own.ends_on <= period.ends_on


def _place(one: FigureSum) -> Place:
    return one.report, one.period, one.key
