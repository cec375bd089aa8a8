"""The levels of a desk's numbers: sums with targets and charts, the offices of a sum, the records of an office."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hn_desk.city.number_charts import months_chart, offices_chart, progress_chart
from hn_desk.city.number_words import (
    closed_words,
    figure_label,
    figures_words,
    late_words,
    measure_label,
    pace_of,
    percent_words,
    signed,
    untold_words,
    value_words,
)
from hn_desk.city.numbers import Line, Numbers, OfficeLine
from hn_desk.city.overview import Records
from hn_desk.city.received import is_counting
from hn_desk.city.report_figures import FigureLine, period_name, report_title
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.rules.targets import Pace
from hn_desk.ui import theme
from hn_desk.ui.city.record_words import Words
from hn_desk.ui.city.records import record_columns
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.widgets.chart import ChartView
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

BACK: Final = "Esc"


class SumsPage(QWidget):
    """Each sum is a link: Enter or a double click opens the offices that it is made of."""

    opened = Signal(str)
    """The measure whose offices are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Numbers | None = None
        self.table = SmallTable(_sum_columns())
        self.table.setAccessibleName(_("Sums"))
        self.table.chosen.connect(self._show_months)
        self.table.opened.connect(lambda row: self.opened.emit(row.measure))
        self.offices_button = button(_("&Offices of this sum"))
        self.offices_button.clicked.connect(self._open)
        self.progress, self.months = ChartView(), ChartView()
        self.figures_title = label(_("Figures of reports"), "section")
        self.figures = SmallTable(_figure_columns())
        self.figures.setAccessibleName(_("Figures of reports"))
        self.no_figures = label("", "hint")
        self.closed = label("", "plain")
        self.late = label("", "problem")
        self.untold = label("", "hint")
        self._lay_out()

    def put(self, found: Numbers) -> None:
        """Show these numbers; the sum that was looked at stays chosen."""
        self._found = found
        before = self.table.chosen_row()
        self.table.put(found.lines)
        first = next((one.measure for one in found.lines if one.value), "")
        self.table.choose(before.measure if before is not None else first)
        self.progress.put(progress_chart(found))
        self._show_months(self.table.chosen_row())
        self.halves.setVisible(bool(found.lines))
        self._show_figures(found)
        self.closed.setText(closed_words(found))
        self.closed.setVisible(is_counting(found.board.desk))
        late = late_words(found)
        self.late.setText("\n".join(f"! {line}" for line in late))
        self.late.setVisible(bool(late))
        untold = untold_words(found.untold)
        self.untold.setText(untold)
        self.untold.setVisible(bool(untold))

    def _show_figures(self, found: Numbers) -> None:
        self.figures.put(found.figures)
        for part in (self.figures_title, self.figures):
            part.setVisible(bool(found.figures))
        why = figures_words(found)
        self.no_figures.setText(why)
        self.no_figures.setVisible(bool(why))

    def _show_months(self, row: Line | None) -> None:
        self.offices_button.setEnabled(row is not None)
        self.months.put(months_chart(self._found, row.measure) if row is not None and self._found else None)

    def _open(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.opened.emit(row.measure)

    def _lay_out(self) -> None:
        charts = QVBoxLayout()
        charts.addWidget(self.progress)
        charts.addWidget(self.months, 1)
        charts.addStretch(0)
        tables = QVBoxLayout()
        tables.addWidget(self.table, 1)
        tables.addWidget(self.offices_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.halves = QWidget()
        halves = QHBoxLayout(self.halves)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.addLayout(tables, 7)
        halves.addLayout(charts, 4)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.halves, 3)
        room.addWidget(self.figures_title)
        room.addWidget(self.figures, 2)
        room.addWidget(self.no_figures)
        room.addStretch(0)
        for part in (self.closed, self.late, self.untold):
            room.addWidget(part)


class OfficesPage(QWidget):
    """What each office adds to one sum; Enter opens its records, Escape leads back."""

    opened = Signal(object)
    """The `OfficeLine` whose records are wanted."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.measure = ""
        self.title = label("", "section")
        self.table = SmallTable(_office_columns())
        self.table.setAccessibleName(_("Offices"))
        self.table.opened.connect(self.opened)
        self.chart = ChartView()
        self.records_button = button(_("&Records of this office…"))
        self.records_button.clicked.connect(self._open)
        self.back_button = _back(self)
        self.table.chosen.connect(lambda row: self.records_button.setEnabled(row is not None))
        self._lay_out()

    def put(self, found: Numbers, measure: str) -> None:
        """Show the offices of a sum."""
        self.measure = measure
        line = found.line(measure)
        words = _("{measure}, {period}: {value} from {n} offices")
        self.title.setText(
            words.format(
                measure=measure_label(measure), period=found.period.name, value=value_words(line), n=line.offices
            )
        )
        self.table.put(found.offices(measure))
        if self.table.chosen_row() is None:
            self.table.setCurrentCell(0, 0)
        self.records_button.setEnabled(self.table.chosen_row() is not None)
        self.chart.put(offices_chart(found, measure))

    def _open(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.opened.emit(row)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.records_button)
        top.addWidget(self.back_button)
        around = QScrollArea()
        around.setWidgetResizable(True)
        around.setFrameShape(QScrollArea.Shape.NoFrame)
        around.setWidget(self.chart)
        halves = QHBoxLayout()
        halves.addWidget(self.table, 7)
        halves.addWidget(around, 5)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(top)
        room.addLayout(halves, 1)


class RecordsPage(QWidget):
    """The records that an office's sum is made of; Escape leads back to the offices."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "section")
        self.count = label("", "hint")
        self.table = SmallTable(())
        self.back_button = _back(self)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back_button)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addLayout(top)
        self._room.addWidget(self.table, 1)
        self._room.addWidget(self.count)

    def put(self, title: str, subject: str, found: tuple[Records, Words]) -> None:
        """Show records under a title."""
        records, called = found
        table = SmallTable(record_columns(subject, records, called))
        table.put(records.rows)
        table.setAccessibleName(title)
        self._room.replaceWidget(self.table, table)
        table.setVisible(True)
        self.table.deleteLater()
        self.table = table
        self.title.setText(title)
        shown = _("{n} of {total} records")
        self.count.setText(shown.format(n=format_dong(len(records.rows)), total=format_dong(records.total)))


def _back(page: OfficesPage | RecordsPage) -> QWidget:
    made = button(_("&Back (Esc)"))
    made.clicked.connect(page.left)
    shortcut = QShortcut(QKeySequence(BACK), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(page.left)
    return made


def _link(_row: object) -> str:
    return theme.ACCENT


def _pace_ink(row: Line | OfficeLine) -> str:
    return _ink(row.pace)


def _ink(one: Pace | None) -> str:
    if one is None:
        return ""
    return theme.GOOD if one.ahead >= 0 or one.done >= one.target else theme.WRONG


def _expected(one: Pace | None) -> str:
    return format_dong(one.expected) if one else ""


def _goal(one: Pace | None) -> str:
    return f"{format_dong(one.target)} ({one.percent} %)" if one else ""


def _sum_columns() -> tuple[Column, ...]:
    return (
        Column(_("Sum"), lambda row: measure_label(row.measure), letters=30),
        Column(_("Now"), value_words, letters=16, is_number=True, ink=_link),
        Column(_("Target"), lambda row: _goal(row.pace), letters=14, is_number=True),
        Column(_("By today"), lambda row: _expected(row.pace), letters=9, is_number=True),
        Column(_("Pace"), lambda row: pace_of(row.pace), letters=16, ink=_pace_ink),
        Column(_("As closed"), lambda row: _closed(row.closed), letters=12, is_number=True),
        Column(_("Adjustment"), lambda row: signed(row.adjusted), letters=10, is_number=True),
    )


def _figure_columns() -> tuple[Column, ...]:
    return (
        Column(_("Report"), lambda row: report_title(row.figure.report), letters=24),
        Column(_("Period"), lambda row: period_name(row.figure.period), letters=14),
        Column(_("Figure"), figure_label, letters=30),
        Column(_("Now"), _figure_value, letters=14, is_number=True),
        Column(_("Offices that sent it"), lambda row: format_dong(row.figure.offices), letters=9, is_number=True),
        Column(_("As closed"), lambda row: _closed(row.closed), letters=12, is_number=True),
        Column(_("Adjustment"), lambda row: signed(row.adjusted), letters=10, is_number=True),
    )


def _figure_value(row: FigureLine) -> str:
    return format_dong(row.figure.value)


def _office_columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.code, letters=7),
        Column(_("Office"), lambda row: row.name, letters=24),
        Column(_("Now"), value_words, letters=16, is_number=True, ink=_link),
        Column(_("Share"), lambda row: percent_words(row.permille), letters=9, is_number=True),
        Column(_("Pace"), lambda row: pace_of(row.pace), letters=14, ink=_pace_ink),
        Column(_("As closed"), lambda row: _closed(row.closed), letters=12, is_number=True),
        Column(_("Adjustment"), lambda row: signed(row.adjusted), letters=10, is_number=True),
    )


def _closed(value: int | None) -> str:
    return "" if value is None else format_dong(value)
