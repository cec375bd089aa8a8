"""A checklist of papers: each is ticked when it was seen, with the day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.widgets.choices import Choice
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import Field

_DAY_WIDTH = 104


class PapersField(Field):
    """Papers by code and words; `value` maps each code ticked to the day it was seen.

    Papers that are not offered at the moment keep their tick: another list may ask for them again.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._lines: dict[str, _Line] = {}
        self._apart: dict[str, date] = {}
        self._area = QWidget(self)
        self.room.addWidget(self._area)

    def offer(self, papers: Sequence[Choice]) -> None:
        """Replace the papers asked for; what was ticked stays ticked."""
        before = self.value()
        self.room.removeWidget(self._area)
        self._area.hide()
        self._area.deleteLater()
        self._area = QWidget(self)
        rows = QVBoxLayout(self._area)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        self._lines = {code: _Line(words, self._today) for code, words in papers}
        for line in self._lines.values():
            rows.addWidget(line)
            line.box.clicked.connect(self._ticked)
            line.day.edited.connect(self.edited)
            line.day.left.connect(self.left)
        self.room.insertWidget(0, self._area)
        self._area.show()
        if self._lines:
            self.setFocusProxy(next(iter(self._lines.values())).box)
        self.put(before)

    def box(self, code: str) -> QCheckBox:
        """The check box of a paper."""
        return self._lines[code].box

    def day(self, code: str) -> DateField:
        """The field of the day a paper was seen."""
        return self._lines[code].day

    def value(self) -> dict[str, date]:
        """The papers ticked, with their day."""
        seen = {code: line.day.value() for code, line in self._lines.items() if line.box.isChecked()}
        return self._apart | {code: day for code, day in seen.items() if day is not None}

    def put(self, value: Mapping[str, date] | None) -> None:
        """Tick exactly these papers."""
        seen = dict(value or {})
        self._apart = {code: day for code, day in seen.items() if code not in self._lines}
        for code, line in self._lines.items():
            line.put(seen.get(code))

    def raw(self) -> object:
        """What stands on the screen."""
        return tuple(self.typed())

    def typed(self) -> list[str]:
        """Each paper ticked with its day as it is spelled."""
        shown = [f"{code}={line.day.line.text()}" for code, line in self._lines.items() if line.box.isChecked()]
        return sorted([*shown, *(f"{code}={day.isoformat()}" for code, day in self._apart.items())])

    def type_again(self, typed: Any) -> None:
        """Tick what was ticked, with the days as they were spelled."""
        spelled = dict(str(one).split("=", 1) for one in typed)
        self.put({})
        for code, day in spelled.items():
            if code in self._lines:
                self._lines[code].spell(day)
            else:
                self._apart[code] = date.fromisoformat(day)

    def problem(self) -> str:
        """Why a day can't be read."""
        ticked = [line.day for line in self._lines.values() if line.box.isChecked()]
        if any(day.value() is None and not day.problem() for day in ticked):
            return _("Type the day each paper was seen.")
        return next((day.problem() for day in ticked if day.problem()), "")

    def _ticked(self) -> None:
        self.edited.emit()
        self.left.emit()


class _Line(QWidget):
    """One paper: the tick, its words, the day."""

    def __init__(self, words: str, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.box = QCheckBox(self)
        self.box.setAccessibleName(words)
        self.day = DateField(today)
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day.line.setAccessibleName(_("Day the paper was seen: {paper}").format(paper=words))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addWidget(_Words(words, self.box), 1)
        row.addWidget(self.day)
        keep = self.day.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.day.setSizePolicy(keep)
        self.box.clicked.connect(self._clicked)
        self.put(None)

    def put(self, day: date | None) -> None:
        self.box.setChecked(day is not None)
        self.day.put(day)
        self.day.setVisible(day is not None)

    def spell(self, day: str) -> None:
        self.box.setChecked(True)
        self.day.show()
        self.day.type_again(day)

    def _clicked(self) -> None:
        self.put(self._today() if self.box.isChecked() else None)


class _Words(QLabel):
    """Words that break, and tick their box when clicked."""

    def __init__(self, words: str, box: QCheckBox) -> None:
        super().__init__(words)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Tick or untick."""
        self._box.click()
