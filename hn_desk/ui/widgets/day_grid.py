"""A month or a week of days, painted by ourselves: what is on each day, walked with the arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hn_desk.i18n import _
from hn_desk.rules.dates import add_months, format_date, weekday_name
from hn_desk.ui.theme import ACCENT, CHOSEN, GROUND, INK, PAPER, QUIET, SOFT_LINE

WEEK: Final = 7
_AROUND: Final = 5
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One thing on a day: a sign, its words, its colour, and the id that a double click hands on ("" for none)."""

    sign: str
    words: str
    colour: str = INK
    id: str = ""


@dataclass(frozen=True, slots=True)
class GridDay:
    """One day of the grid; `is_quiet` where offices don't work."""

    day: date
    is_quiet: bool
    lines: tuple[DayLine, ...]


class DayGrid(QWidget):
    """Shows whole weeks. Arrows go by day and week, PgUp and PgDn by month or week, N asks for something new."""

    went = Signal(object)
    """The current day changed."""
    turned = Signal(object)
    """A day outside the grid is wanted."""
    opened = Signal(str)
    """A thing was double-clicked: its id."""
    entered = Signal()
    """Enter was pressed on a day."""
    asked = Signal(object)
    """Something new is wanted on this day."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._days: tuple[GridDay, ...] = ()
        self._month = 0
        self.current = today
        self.is_week = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Calendar"))

    def put(self, days: Sequence[GridDay], month: int) -> None:
        """Show these days, whole weeks from a Monday; days of other months than `month` (0: none) stand back."""
        self._days, self._month = tuple(days), month
        self._tell()
        self.update()

    def days(self) -> tuple[GridDay, ...]:
        """The days shown."""
        return self._days

    def go_to(self, day: date) -> None:
        """Make a day current; one outside the grid is asked for."""
        self.current = day
        self.went.emit(day)
        if all(one.day != day for one in self._days) or (self._month and day.month != self._month):
            self.turned.emit(day)
        self._tell()
        self.update()

    def step(self, count: int) -> None:
        """Go so many months on, or weeks where a week is shown; back below 0."""
        self.go_to(self.current + timedelta(days=WEEK * count) if self.is_week else add_months(self.current, count))

    def sizeHint(self) -> QSize:
        """Room for a few lines a day."""
        return QSize(WEEK * 110, 5 * 80)

    def minimumSizeHint(self) -> QSize:
        """So small that it still can be read."""
        return QSize(WEEK * 70, 300)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, turn, open, ask for something new."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.go_to(self.current + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.go_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_N:
            self.asked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day pressed."""
        self.setFocus()
        day = self._day_at(event.position().x(), event.position().y())
        if day is not None:
            self.go_to(day.day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the thing under the pointer."""
        x, y = event.position().x(), event.position().y()
        day = self._day_at(x, y)
        if day is None:
            return
        box = self.box(day.day)
        place = int(y - box.top() - _AROUND) // self._line() - 1
        if 0 <= place < min(len(day.lines), self._fitting(box, len(day.lines))) and day.lines[place].id:
            self.opened.emit(day.lines[place].id)

    def box(self, day: date) -> QRect:
        """Where a day stands."""
        place = next(n for n, one in enumerate(self._days) if one.day == day)
        rows, top = max(len(self._days) // WEEK, 1), self._line() + _AROUND
        row, column = divmod(place, WEEK)
        left, right = self.width() * column // WEEK, self.width() * (column + 1) // WEEK
        room = self.height() - top - 1
        return QRect(left, top + room * row // rows, right - left, room * (row + 1) // rows - room * row // rows)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the weekdays and the days."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(PAPER))
        painter.setPen(QColor(QUIET))
        for column, one in enumerate(self._days[:WEEK]):
            left, right = self.width() * column // WEEK, self.width() * (column + 1) // WEEK
            room = QRect(left + _AROUND, 0, right - left - _AROUND, self._line() + _AROUND)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, weekday_name(one.day))
        for one in self._days:
            self._draw_day(painter, one)
        painter.end()

    def _draw_day(self, painter: QPainter, one: GridDay) -> None:
        box, line = self.box(one.day), self._line()
        is_other = bool(self._month) and one.day.month != self._month
        painter.fillRect(box, QColor(GROUND if one.is_quiet else PAPER))
        if one.day == self.current:
            painter.fillRect(box, QColor(CHOSEN))
        painter.setPen(QColor(SOFT_LINE))
        painter.drawRect(box.adjusted(0, 0, -1, 0))
        if one.day == self.current:
            painter.setPen(QPen(QColor(ACCENT), 2 if self.hasFocus() else 1))
            painter.drawRect(box.adjusted(1, 1, -2, -1))
        font, bold = painter.font(), QFont(painter.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(QUIET if is_other else INK))
        words = f"{one.day.day}/{one.day.month}" if one.day.day == 1 or is_other else str(one.day.day)
        if one.day == self._today:
            words = _("{day} – today").format(day=words)
        inner = box.adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), line), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(font)
        self._draw_lines(painter, inner, one.lines)

    def _draw_lines(self, painter: QPainter, inner: QRect, lines: Sequence[DayLine]) -> None:
        line, metrics = self._line(), QFontMetrics(painter.font())
        shown = self._fitting(inner, len(lines))
        texts = [(f"{one.sign} {one.words}", one.colour) for one in lines[:shown]]
        if shown < len(lines):
            texts.append((_("… {n} more").format(n=len(lines) - shown), QUIET))
        for place, (words, colour) in enumerate(texts, 1):
            painter.setPen(QColor(colour))
            room = QRect(inner.left(), inner.top() + place * line, inner.width(), line)
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)

    def _fitting(self, box: QRect, count: int) -> int:
        """How many lines stand under the day's number; one is kept for how many more there are."""
        fit = max(box.height() // self._line() - 1, 0)
        return count if count <= fit else max(fit - 1, 0)

    def _day_at(self, x: float, y: float) -> GridDay | None:
        return next((one for one in self._days if self.box(one.day).contains(int(x), int(y))), None)

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + 2

    def _tell(self) -> None:
        """Say the current day and what is on it to who can't see it."""
        one = next((one for one in self._days if one.day == self.current), None)
        lines = [f"{line.sign} {line.words}" for line in one.lines] if one else []
        self.setAccessibleDescription(f"{weekday_name(self.current)} {format_date(self.current)}; {'; '.join(lines)}")
