"""Coverage for the screen and the command line: groups against topics, month by month, the events behind a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hn_desk.actions.listing import PAGE
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import event_rows
from hn_desk.actions.outreach_facts import EventRow
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.remarks import gone
from hn_desk.i18n import _
from hn_desk.reports import coverage as counted
from hn_desk.reports.charts import PROGRESS, Bar, Chart
from hn_desk.reports.coverage import Coverage, GroupCoverage
from hn_desk.reports.table import MONTH, Period, parts_of
from hn_desk.rules.coverage import Days, counted_days

__all__ = ["Chart", "Coverage", "GroupCoverage", "Matrix", "MatrixRow", "cell_events", "matrix", "trend"]

READ = "outreach.read"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One residential group: a cell for each topic, in the matrix's order."""

    id: str
    name: str
    cells: tuple[GroupCoverage, ...]

    @property
    def events(self) -> int:
        """Done events that reached the group, of all topics shown."""
        return sum(cell.events for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Residential groups owed against topics (code → name); of a running period the days up to `counted_to`."""

    counted_to: date
    topics: Mapping[str, str]
    coverages: tuple[Coverage, ...]
    rows: tuple[MatrixRow, ...]


def matrix(office: Office, start: date, end: date) -> Matrix:
    """Each topic this officer may see against each residential group owed from `start` to `end`, both included."""
    office.require(READ)
    names = topic_names(office)
    with office.database.read() as session:
        covered = counted.coverages(session, names, Period(start, end), office.today())
    coverages = tuple(covered.values())
    beside = zip(*(one.groups for one in coverages), strict=True)
    rows = tuple(MatrixRow(cells[0].id, cells[0].name, cells) for cells in beside)
    return Matrix(counted_days(start, end, office.today()).end, names, coverages, rows)


def trend(office: Office, topic: str, start: date, end: date) -> Chart:
    """How far the groups were reached by the end of each month of the period, months ahead left out. DeskError."""
    office.require(READ)
    if topic not in topic_names(office):
        raise gone()
    days = counted_days(start, end, office.today())
    with office.database.read() as session:
        read = counted.counting(session, days)
    months = parts_of(Period(days.start, days.end, MONTH))
    bars = tuple(_bar(name, read.coverage(topic, Days(days.start, part.end))) for name, part in months)
    return Chart(PROGRESS, bars, _("Groups reached by the end of each month"))


def cell_events(office: Office, topic: str, group: str, start: date, end: date) -> tuple[EventRow, ...]:
    """The done events that count for one group, those of the groups it followed among them, by day. DeskError."""
    office.require(READ)
    if topic not in topic_names(office):
        raise gone()
    days = counted_days(start, end, office.today())
    with office.database.read() as session:
        ids = sorted(counted.counting(session, days).events(topic, group, days))
    rows = [row for start_at in range(0, len(ids), PAGE) for row in event_rows(office, ids[start_at : start_at + PAGE])]
    return tuple(sorted(rows, key=lambda row: (row.day, row.id)))


def _bar(name: str, covered: Coverage) -> Bar:
    words = f"{covered.reached}/{covered.active} ({covered.percent} %)"
    return Bar(name, covered.reached, words, covered.active)
