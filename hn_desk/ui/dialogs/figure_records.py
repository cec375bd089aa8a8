"""The records that one figure of a report counts: exactly those, each opened with a double click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.office_report_facts import Figure, FigureRecord
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.ui.fitting import fit
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

_SIZE = (680, 480)
MONEY = "money"


class FigureRecordsDialog(QDialog):
    """`wanted(page, id)` when a record is to be opened on its own page."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget, figure: Figure, records: Sequence[FigureRecord]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *_SIZE)
        title = QLabel(f"{figure.label}: {shown_value(figure.value, figure.unit)}", self)
        title.setObjectName("section")
        title.setWordWrap(True)
        hint = QLabel(_hint(figure), self)
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        self.table = SmallTable(_columns(is_sum=any(one.amount is not None for one in records)))
        self.table.put(records)
        self.table.opened.connect(self._open)
        self.table.setVisible(bool(figure.subject))
        self.open_button = QPushButton(_("&Open the record"), self)
        self.open_button.setObjectName("main")
        self.open_button.clicked.connect(lambda: self._open(self.table.chosen_row()))
        self.open_button.setVisible(bool(records))
        close = QPushButton(_("&Close"), self)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(close)
        room = QVBoxLayout(self)
        for widget in (title, hint):
            room.addWidget(widget)
        room.addWidget(self.table, 1)
        room.addLayout(row)
        if records:
            self.table.choose(records[0].id)
            self.table.setFocus()

    def _open(self, record: FigureRecord | None) -> None:
        if record is not None:
            self.accept()
            self.wanted.emit(record.page, record.id)


def shown_value(value: int, unit: str) -> str:
    """A figure's number with its unit."""
    words = format_dong(value)
    return {MONEY: f"{words} đồng", "percent": f"{value} %"}.get(unit, words)


def _hint(figure: Figure) -> str:
    if not figure.subject:
        return _("This figure is a share of other figures of the report; it counts no records of its own.")
    return _("Counted from {n} records. Double click one to open it.").format(n=format_dong(len(figure.records)))


def _columns(*, is_sum: bool) -> tuple[Column, ...]:
    columns = (
        Column(_("Day"), lambda row: format_date(row.day) if row.day else "", letters=10),
        Column(_("What was counted"), lambda row: row.title or _("(hidden from your role)"), letters=40),
    )
    amount = Column(
        _("Adds"), lambda row: "" if row.amount is None else format_dong(row.amount), "", 12, is_number=True
    )
    return (*columns, amount) if is_sum else columns
