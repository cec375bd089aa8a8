"""Beside the text of an official report: figures now and before, adjustments of earlier reports, what was written."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hn_desk.actions.office_report_facts import FROZEN, SENT, Adjustment, Compared, Composed, WrittenReport
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.figure_records import MONEY, shown_value
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Comparison(QWidget):
    """Every figure beside the one of the period before; Enter or a double click opens its records."""

    figure = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = QLabel(self)
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(12, 10, 12, 4)
        self.table = SmallTable(
            (
                Column(_("Figure"), _named, letters=26),
                Column(_("Now"), lambda row: _value(row.now, row.unit), letters=8, is_number=True),
                Column(_("Before"), lambda row: _value(row.before, row.unit), letters=8, is_number=True),
                Column(_("Difference"), _difference, letters=8, is_number=True),
            )
        )
        self.table.opened.connect(lambda row: self.figure.emit(row.code))
        _stack(self, self.told, self.table)

    def put(self, report: Composed | None) -> None:
        """Show the figures of a report."""
        before = report.before if report else ""
        self.told.setText(_("Compared with: {period}").format(period=before) if before else "")
        self.table.put(report.compared if report else ())


class Adjustments(QWidget):
    """What earlier reports told and records no longer say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = QLabel(self)
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(12, 10, 12, 4)
        self.table = SmallTable(
            (
                Column(_("Report"), _earlier, letters=16),
                Column(_("Figure"), _named, letters=22),
                Column(_("Was told"), lambda row: _value(row.was, row.unit), letters=8, is_number=True),
                Column(_("Is now"), lambda row: _value(row.now, row.unit), letters=8, is_number=True),
            )
        )
        _stack(self, self.told, self.table)

    def put(self, report: Composed | None) -> None:
        """Show the adjustments that a report tells."""
        found = report.adjustments if report else ()
        nothing = _("Nothing that an earlier report told has changed since.")
        told = _("These figures of earlier reports have changed since; this report tells them once.")
        self.told.setText(told if found else nothing)
        self.table.put(found)
        self.table.setVisible(bool(found))


class Written(QWidget):
    """The reports that were begun; Enter or a double click shows one."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = SmallTable(
            (
                Column(_("Report"), lambda row: row.title, letters=16),
                Column(_("Period"), lambda row: row.period_name, letters=14),
                Column(_("State"), _stands, letters=18),
            )
        )
        self.table.opened.connect(self.opened)
        _stack(self, self.table)

    def put(self, reports: tuple[WrittenReport, ...]) -> None:
        """Show these reports."""
        self.table.put(reports)


def state_label(state: str) -> str:
    """What a state of a report is called."""
    return {FROZEN: _("Frozen"), SENT: _("Report sent")}.get(state, _("Being written"))


def _stack(widget: QWidget, *parts: QWidget) -> None:
    room = QVBoxLayout(widget)
    room.setContentsMargins(0, 0, 0, 0)
    room.setSpacing(4)
    for part in parts:
        room.addWidget(part, 1 if isinstance(part, SmallTable) else 0)
    room.addStretch(0)


def _named(row: Compared | Adjustment) -> str:
    """A figure's name, with đồng where it is money: columns of numbers stay narrow."""
    return f"{row.label} (đồng)" if row.unit == MONEY else row.label


def _value(value: int, unit: str) -> str:
    return format_dong(value) if unit == MONEY else shown_value(value, unit)


def _difference(row: Compared) -> str:
    change = row.now - row.before
    return "0" if not change else f"{'+' if change > 0 else '−'}{_value(abs(change), row.unit)}"


def _earlier(row: Adjustment) -> str:
    return f"{row.period} ({row.number})" if row.number else row.period


def _stands(row: WrittenReport) -> str:
    """The state; below it number and day, and when it was sent."""
    told = [state_label(row.state)]
    if row.number and row.issued_on:
        told.append(_("Number {number}, {day}").format(number=row.number, day=format_date(row.issued_on)))
    if row.sent_on:
        told.append(_("Sent on {day}").format(day=format_date(row.sent_on)))
    return "\n".join(told)
