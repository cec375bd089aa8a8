"""Coverage on the screen: groups against topics for a period, who is left, month by month; page for the wall, Excel."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hn_desk.actions.coverage import Chart, Matrix, MatrixRow, cell_events, matrix, trend
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach import topics
from hn_desk.actions.outreach_facts import EventRow
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.reporting import Period, export_report
from hn_desk.actions.wall_page import wall_page
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.periods import parse_period, periods_of_year
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.chart import ChartView
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.matrix_table import MatrixTable
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

_FORM: Final = 92
_WIDTHS: Final = (820, 330)
"""Of the matrix and of what stands beside it."""


class CoveragePanel(QWidget):
    """Choose period and topic; walk the matrix; see the events behind a cell; plan a visit to who is left."""

    planned = Signal(str, object)
    """Plan a visit: the topic and the ids of the groups left."""
    opened = Signal(str)
    """Show the event with this id."""
    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs = office, jobs
        self._matrix: Matrix | None = None
        self.preview: PreviewDialog | None = None
        self.form = self._form()
        self.words = QLabel(self)
        self.words.setObjectName("section")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.table = MatrixTable()
        self.cell_words = QLabel(self)
        self.cell_words.setObjectName("section")
        self.cell_words.setWordWrap(True)
        self.events = SmallTable(_columns())
        self.chart = ChartView()
        self.table.went.connect(self._went)
        self.events.opened.connect(lambda row: self.opened.emit(row.id))
        self._lay_out()

    def reload(self) -> None:
        """Count again, once topic and both days can be read."""
        asked = self._asked()
        if asked is not None:
            start, end = asked
            self._jobs.run_latest("coverage", matrix, self._office, start, end, then=self._show)
            self._count_months()

    def export_into(self, folder: Path) -> None:
        """Keep the matrix as a workbook in `folder`."""
        asked = self._asked()
        if asked is not None:
            start, end = asked
            path = folder / f"DO-PHU-{start:%Y%m%d}-{end:%Y%m%d}.xlsx"
            kept = partial(self._exported, path.name)
            self._jobs.run(export_report, self._office, "coverage", Period(start, end), path, then=kept)

    def left(self) -> tuple[str, ...]:
        """The ids of the groups that the topic chosen has not reached."""
        if self._matrix is None:
            return ()
        return tuple(group.id for group in self._matrix.coverages[self._place(self._matrix)].left)

    def _form(self) -> Form:
        office = self._office
        form = Form(keeps_drafts=False)
        today = office.today()
        periods = [(one.code, one.name) for year in (today.year, today.year - 1) for one in periods_of_year(year)]
        self.period = form.add("period", _("&Period"), ChoiceField([("", _("other days")), *periods], has_empty=False))
        form.beside("start", _("F&rom"), DateField(office.today))
        form.beside("end", _("T&o"), DateField(office.today))
        offered = [(one.code, one.label) for one in topics(office)]
        self.topic = form.beside("topic", _("&Topic"), ChoiceField(offered, has_empty=False))
        form.widen("topic")
        self.only_left = form.beside("only_left", _("Shown"), FlagField(_("&Only those left")))
        year = parse_period(str(today.year))
        days = {"period": year.code, "start": year.starts_on, "end": year.ends_on}
        form.put({**days, "topic": offered[0][0], "only_left": False})
        self.period.edited.connect(self._take_period)
        self.topic.edited.connect(self.reload)
        self.only_left.edited.connect(self._fill)
        for name in ("start", "end"):
            form.field(name).edited.connect(self._take_days)
        form.setMaximumHeight(_FORM)
        return form

    def _take_period(self) -> None:
        if self.period.value():
            period = parse_period(self.period.value())
            self.form.field("start").put(period.starts_on)
            self.form.field("end").put(period.ends_on)
            self.reload()

    def _take_days(self) -> None:
        asked = self._asked()
        known = (parse_period(code) for code in self.period.codes() if code)
        fits = (one.code for one in known if (one.starts_on, one.ends_on) == asked)
        self.period.put(next(fits, ""))
        self.reload()

    def _asked(self) -> tuple[date, date] | None:
        values = self.form.values()
        if values is None or not values["start"] or not values["end"]:
            return None
        return values["start"], max(values["start"], values["end"])

    def _show(self, shown: Matrix) -> None:
        self._matrix = shown
        self._fill()

    def _fill(self) -> None:
        if self._matrix is not None:
            self._tell(self._matrix)
            self.table.put(self._matrix, self._rows(self._matrix))

    def _tell(self, shown: Matrix) -> None:
        """Say how far the topic chosen came."""
        covered = shown.coverages[self._place(shown)]
        told = _("Reached {reached} of {active} residential groups ({percent} %)")
        self.words.setText(told.format(reached=covered.reached, active=covered.active, percent=covered.percent))
        self.bar.setMaximum(max(covered.active, 1))
        self.bar.setValue(covered.reached)
        self.plan_button.setEnabled(bool(covered.left))

    def _place(self, shown: Matrix) -> int:
        return list(shown.topics).index(self.topic.value())

    def _rows(self, shown: Matrix) -> tuple[MatrixRow, ...]:
        if not self.only_left.value():
            return shown.rows
        place = self._place(shown)
        return tuple(row for row in shown.rows if not row.cells[place].is_reached)

    def _count_months(self) -> None:
        asked = self._asked()
        if asked is not None:
            self._jobs.run_latest("trend", trend, self._office, self.topic.value(), *asked, then=self._show_trend)

    def _show_trend(self, chart: Chart) -> None:
        self.chart.put(chart)

    def _went(self, topic: str, group: str) -> None:
        asked = self._asked()
        if not topic or not group or asked is None or self._matrix is None:
            self.cell_words.setText(_("Choose a cell to see its events."))
            self.events.put(())
            return
        name = next(row.name for row in self._matrix.rows if row.id == group)
        self.cell_words.setText(f"{name} – {self._matrix.topics[topic]}")
        if topic != self.topic.value() and not self.only_left.value():
            self.topic.put(topic)
            self._tell(self._matrix)
            self._count_months()
        wanted = (topic, group, *asked)
        self._jobs.run_latest("events of a cell", cell_events, self._office, *wanted, then=self._show_events)

    def _show_events(self, rows: tuple[EventRow, ...]) -> None:
        self.events.put(rows)

    def _plan(self) -> None:
        self.planned.emit(self.topic.value(), self.left())

    def _ask_wall(self) -> None:
        asked = self._asked()
        if asked is not None:
            self._jobs.run(wall_page, self._office, *asked, then=self._show_wall)

    def _show_wall(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, lambda _copies: None, self)
        self.preview.open()

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _exported(self, name: str, _changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=name))

    def _lay_out(self) -> None:
        of_cell = QWidget(self)
        below = QVBoxLayout(of_cell)
        below.setContentsMargins(0, 4, 0, 0)
        below.addWidget(self.cell_words)
        below.addWidget(self.events, 1)
        months = QScrollArea(self)
        months.setWidget(self.chart)
        months.setWidgetResizable(True)
        months.setFrameShape(QFrame.Shape.NoFrame)
        self.side = QTabWidget(self)
        self.side.addTab(of_cell, _("Events of the cell"))
        self.side.addTab(months, _("By month"))
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self.table)
        both.addWidget(self.side)
        both.setSizes(_WIDTHS)
        both.setStretchFactor(0, 1)
        both.setChildrenCollapsible(False)
        share = QHBoxLayout()
        share.addWidget(self.words)
        share.addWidget(self.bar, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 0, 12, 8)
        room.addWidget(self.form)
        room.addLayout(share)
        room.addWidget(both, 1)
        room.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.plan_button = self._button(_("P&lan a visit to those left"), self._plan, "outreach.write")
        self.wall_button = self._button(_("Page for the &wall…"), self._ask_wall, "forms.print")
        self.excel_button = self._button(_("Save as &Excel…"), self._ask_folder, "reports.read")
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.plan_button, self.wall_button, self.excel_button):
            row.addWidget(button)
        return row

    def _button(self, words: str, done: Callable[[], None], action: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(done)
        button.setVisible(self._office.may(action))
        return button


def _columns() -> list[Column]:
    return [
        Column(_("Day"), lambda row: format_date(row.day), letters=10),
        Column(_("Title"), lambda row: row.title, letters=16),
        Column(_("People"), lambda row: "" if row.people is None else str(row.people), letters=6, is_number=True),
    ]
