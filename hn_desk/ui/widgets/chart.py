"""A small chart: bars drawn by ourselves, the numbers beside them, readable without colours and without eyes."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hn_desk.actions.conversion_numbers import COLUMNS, Bar, Chart, Lengths, lengths, told
from hn_desk.i18n import _
from hn_desk.ui.theme import ACCENT, INK, QUIET

_AROUND: Final = 12
_BETWEEN: Final = 10
_OVER: Final = 3
_MARK: Final = 3
_BAR_SHARE: Final = 0.55
_NAME_SHARE: Final = 0.34
_WORD_SHARE: Final = 0.26
_UPRIGHT_LINES: Final = 8
_FEWEST_LINES: Final = 4
_WIDEST_STEP: Final = 190


class ChartView(QWidget):
    """Shows one chart; the pointer over a bar tells it whole, a screen reader reads all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._lengths: tuple[Lengths, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Chart"))
        self.setMouseTracking(True)

    def put(self, chart: Chart | None) -> None:
        """Show this chart; None hides it."""
        self._chart = chart
        self._lengths = lengths(chart) if chart else ()
        self.setAccessibleDescription(told(chart) if chart else "")
        self.setVisible(chart is not None)
        self.updateGeometry()
        self.update()

    def chart(self) -> Chart | None:
        """The chart shown."""
        return self._chart

    def sizeHint(self) -> QSize:
        """As high as its bars and its legend need."""
        line = self._line()
        if self._chart is None:
            return QSize(0, 0)
        lines = _UPRIGHT_LINES if self._chart.kind == COLUMNS else len(self._chart.bars)
        return QSize(40 * line, (lines + 1) * line + 2 * _AROUND)

    def minimumSizeHint(self) -> QSize:
        """Level bars are never less high; upright ones can be lower."""
        line = self._line()
        is_upright = self._chart is not None and self._chart.kind == COLUMNS
        return QSize(12 * line, (_FEWEST_LINES + 1) * line if is_upright else self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Tell the bar under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bar = self.bar_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), f"{bar.label}: {bar.words}" if bar else "", self)
            return True
        return super().event(event)

    def bar_at(self, x: int, y: int) -> Bar | None:
        """The bar at a place of this widget, or None."""
        if self._chart is None:
            return None
        top = _AROUND + self._line()
        if self._chart.kind == COLUMNS:
            place = int((x - _AROUND) / self._step()) if y >= top and x >= _AROUND else -1
        else:
            place = (y - top) // self._line() if y >= top else -1
        return self._chart.bars[place] if 0 <= place < len(self._chart.bars) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the legend and the bars."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        line, room = self._line(), self.width() - 2 * _AROUND
        painter.setPen(QColor(QUIET))
        _write(painter, QRectF(_AROUND, _AROUND, room, line), self._chart.legend, Qt.AlignmentFlag.AlignLeft)
        draw = self._draw_column if self._chart.kind == COLUMNS else self._draw_row
        for place, (bar, long) in enumerate(zip(self._chart.bars, self._lengths, strict=True)):
            draw(painter, place, bar, long)
        painter.end()

    def _draw_row(self, painter: QPainter, place: int, bar: Bar, long: Lengths) -> None:
        line, room = self._line(), self.width() - 2 * _AROUND
        top = _AROUND + (place + 1) * line
        names, words = min(self._names(), room * _NAME_SHARE), room * _WORD_SHARE
        left, width = _AROUND + names + _BETWEEN, room - names - words - 2 * _BETWEEN
        painter.setPen(QColor(INK))
        _write(painter, QRectF(_AROUND, top, names, line), bar.label, Qt.AlignmentFlag.AlignLeft)
        beside = QRectF(left + width + _BETWEEN, top, words, line)
        _write(painter, beside, bar.words, Qt.AlignmentFlag.AlignLeft)
        high = top + line * (1 - _BAR_SHARE) / 2
        box = QRectF(left, high, width, line * _BAR_SHARE)
        painter.fillRect(QRectF(left, high, width * long.filled, box.height()), QColor(ACCENT))
        if long.outlined is not None:
            _outline(painter, QRectF(left, high, width * long.outlined, box.height()))
        if long.marked is not None:
            at = left + width * long.marked - _MARK / 2
            painter.fillRect(QRectF(at, high - _OVER, _MARK, box.height() + 2 * _OVER), QColor(INK))

    def _draw_column(self, painter: QPainter, place: int, bar: Bar, long: Lengths) -> None:
        line, step = self._line(), self._step()
        floor = self.height() - _AROUND - line
        room = floor - _AROUND - 2 * line
        left, width = _AROUND + place * step + step / 4, step / 2
        painter.fillRect(QRectF(left, floor - room * long.filled, width, room * long.filled), QColor(ACCENT))
        if long.outlined:
            _outline(painter, QRectF(left, floor - room * long.outlined, width, room * long.outlined))
        high = max(long.filled, long.outlined or 0.0)
        painter.setPen(QColor(INK))
        middle = Qt.AlignmentFlag.AlignHCenter
        _write(painter, QRectF(left - step / 4, floor - room * high - line, step, line), bar.words, middle)
        _write(painter, QRectF(left - step / 4, floor, step, line), bar.label, middle)
        painter.drawLine(int(left - step / 4), int(floor), int(left + width + step / 4), int(floor))

    def _names(self) -> float:
        """The room that the longest name needs."""
        bars = self._chart.bars if self._chart else ()
        return max((float(self.fontMetrics().horizontalAdvance(bar.label)) for bar in bars), default=0.0) + _BETWEEN

    def _step(self) -> float:
        bars = len(self._chart.bars) if self._chart else 1
        return min((self.width() - 2 * _AROUND) / max(bars, 1), _WIDEST_STEP)

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + _BETWEEN


def _write(painter: QPainter, room: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
    """Words in their room, their end cut off where they don't fit: the tooltip and the table have them whole."""
    shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _outline(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(QColor(INK), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
