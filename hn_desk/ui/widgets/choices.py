"""Fields that are chosen, not typed: one of a few, several of a few, yes or no."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from hn_desk.i18n import _
from hn_desk.ui.widgets.field import Field

Choice = tuple[str, str]
"""Code and the words shown for it."""
_AROUND: Final = 24
_ROUNDING: Final = 4
LONG: Final = 8
"""More choices than these have a box that ticks all of them."""


class _Box(QComboBox):
    """A combo box that the mouse wheel scrolls past, so that no choice changes by accident.

    It would like to be as wide as what is chosen; where there is less room, an ellipsis says that words go on.
    """

    def sizeHint(self) -> QSize:
        """Room for the words chosen."""
        hint, option = super().sizeHint(), self._option()
        frame = option.rect.width() - self._room(option)
        return hint.expandedTo(QSize(self.fontMetrics().horizontalAdvance(self.currentText()) + frame + _ROUNDING, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the words as far as there is room."""
        option = self._option()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, self._room(option)
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> Any:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option

    def _room(self, option: Any) -> int:
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(kind, option, part, self).width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()


class ChoiceField(Field):
    """One of `choices`; `value` is its code, or "" while nothing is chosen."""

    def __init__(self, choices: Sequence[Choice] = (), *, has_empty: bool = True) -> None:
        super().__init__()
        self.box = _Box(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setMaxVisibleItems(16)
        self._has_empty = has_empty
        self.hold(self.box)
        self.offer(choices)
        self.box.activated.connect(self._chosen)
        self.box.currentTextChanged.connect(self.box.setToolTip)
        self.box.currentTextChanged.connect(self.box.updateGeometry)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Replace the choices; what was chosen stays chosen when it is still there."""
        before = self.value()
        self.box.clear()
        if self._has_empty:
            self.box.addItem(_("(choose)"), "")
        for code, words in choices:
            self.box.addItem(words, code)
        self.box.view().setMinimumWidth(self.box.view().sizeHintForColumn(0) + _AROUND)
        self.put(before)

    def value(self) -> str:
        """The code chosen, or ""."""
        return self.box.currentData() or ""

    def put(self, value: str | None) -> None:
        """Choose the code; an unknown one chooses nothing."""
        place = self.box.findData(value or "")
        self.box.setCurrentIndex(place if place >= 0 or not self._has_empty else 0)

    def codes(self) -> tuple[str, ...]:
        """The codes offered, in their order."""
        offered = (self.box.itemData(place) for place in range(self.box.count()))
        return tuple(code for code in offered if code)

    def words(self) -> str:
        """What is shown for the choice, or ""."""
        return self.box.currentText() if self.value() else ""

    def _chosen(self, _place: int) -> None:
        self.edited.emit()
        self.left.emit()


class ChoicesField(Field):
    """Any of `choices`, a check box each, in `columns` columns; `value` is a frozenset of codes.

    Above a long list stands one that ticks all, or none; it is only ticked while all are.
    """

    offers_all: ClassVar[bool] = True
    """Whether a long list begins with a box that ticks all."""

    def __init__(self, choices: Sequence[Choice] = (), *, columns: int = 2) -> None:
        super().__init__()
        self._columns = columns
        self._area: QWidget | None = None
        self.all_box: QCheckBox | None = None
        self._boxes: dict[str, QCheckBox] = {}
        self.offer(choices)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Replace the choices; what was chosen stays chosen when it is still there."""
        before = self.value()
        if self._area is not None:
            self.room.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._area = QWidget(self)
        has_all = self.offers_all and len(choices) > LONG
        self.all_box = QCheckBox(_("All ({n})").format(n=len(choices)), self._area) if has_all else None
        self._boxes = {code: QCheckBox(words.replace("&", "&&"), self._area) for code, words in choices}
        self._lay_out(self._area)
        self.room.insertWidget(0, self._area)
        if self._boxes:
            self.setFocusProxy(self.all_box or next(iter(self._boxes.values())))
        self.put(before)

    def box(self, code: str) -> QCheckBox:
        """The check box of `code`."""
        return self._boxes[code]

    def codes(self) -> tuple[str, ...]:
        """The codes offered, in their order."""
        return tuple(self._boxes)

    def value(self) -> frozenset[str]:
        """The codes ticked."""
        return frozenset(code for code, box in self._boxes.items() if box.isChecked())

    def put(self, value: Iterable[str] | None) -> None:
        """Tick exactly the codes of `value`."""
        ticked = frozenset(value or ())
        for code, box in self._boxes.items():
            box.setChecked(code in ticked)
        self._fit_all()

    def _lay_out(self, area: QWidget) -> None:
        grid = QGridLayout(area)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for place, box in enumerate(self._boxes.values(), start=self._columns if self.all_box else 0):
            grid.addWidget(box, place // self._columns, place % self._columns)
            box.clicked.connect(self._ticked)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        if self.all_box:
            grid.addWidget(self.all_box, 0, 0, 1, self._columns)
            self.all_box.clicked.connect(self._tick_all)

    def _tick_all(self, is_ticked: bool) -> None:
        self.put(self._boxes if is_ticked else ())
        self._ticked()

    def _fit_all(self) -> None:
        if self.all_box:
            self.all_box.setChecked(len(self.value()) == len(self._boxes))

    def _ticked(self) -> None:
        self._fit_all()
        self.edited.emit()
        self.left.emit()


class FlagField(Field):
    """Yes or no, one check box with its own words; `value` is a bool."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tick = QCheckBox(words, self)
        self.hold(self.tick)
        self.tick.clicked.connect(self._ticked)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.tick.isChecked()

    def put(self, value: bool | None) -> None:
        """Tick it or not."""
        self.tick.setChecked(bool(value))

    def _ticked(self) -> None:
        self.edited.emit()
        self.left.emit()
