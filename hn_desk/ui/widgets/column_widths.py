"""Columns that share the width there is: texts stand whole, on one line or broken over a few; the rest scrolls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from hn_desk.ui.widgets.rows import Column

INSIDE: Final = 18
"""What the sheet and the style keep free beside the text of a cell."""
AROUND: Final = INSIDE + 2
"""The same, and what rounding a text's width may lose."""
ABOVE_AND_BELOW: Final = 12
SHORT: Final = 16
"""Letters of a text that isn't broken: days, numbers, short states, most people's names."""
_LONGEST_WORD: Final = 40
"""Letters of a word that a column is widened for."""
_MOST_KEPT: Final = 20_000


@dataclass(slots=True)
class _Need:
    """What one column wants: a width at which no word breaks, two lines, what it asks for, one line."""

    least: int
    broken: int
    asked: int
    whole: int


class Columns:
    """The columns of one table: they learn what their texts need, and only grow, so that they stand still in a search.

    `learn` texts row by row, `share` the width among the columns, then `heighten` rows whose texts break.
    """

    def __init__(self, table: QTableView, columns: Sequence[Column], *, is_low: bool = False) -> None:
        """With `is_low` rows stay low: a text breaks over two lines, and what then is too wide scrolls."""
        self._table = table
        self._is_low = is_low
        self._columns = columns
        self._needs: list[_Need] = []
        self._measured: dict[str, tuple[int, int, int]] = {}
        self._learnt: set[tuple[int, str]] = set()
        """Texts by column that were learnt: a search shows the same ones again and again."""

    def learn(self, rows: Sequence[Any]) -> bool:
        """Measure the texts of these rows; whether a column needs more than before."""
        if not self._needs:
            self._needs = [self._title(place) for place in range(len(self._columns))]
        before = [replace(need) for need in self._needs]
        for row in rows:
            for place, column in enumerate(self._columns):
                text = column.widest(row)
                if (place, text) not in self._learnt:
                    self._learnt.add((place, text))
                    self._widen(column, self._needs[place], text)
        if len(self._learnt) > _MOST_KEPT:
            self._learnt.clear()
        return before != self._needs

    def share(self) -> None:
        """Give every column its least, then room for two lines, what it asks for, whole lines, what is left over."""
        self.learn(())
        room = self._table.viewport().width()
        widths = [need.broken if self._is_low else need.least for need in self._needs]
        for goal in zip(*((need.broken, need.asked, need.whole) for need in self._needs), strict=True):
            lacks = [max(wanted - width, 0) for wanted, width in zip(goal, widths, strict=True)]
            widths = _spread(widths, lacks, min(room - sum(widths), sum(lacks)))
        letters = [column.letters for column in self._columns]
        widths = _spread(widths, letters, room - sum(widths))
        if widths:
            widths[-1] += max(room - sum(widths), 0)
        for place, width in enumerate(widths):
            self._table.setColumnWidth(place, width)

    def heighten(self, place: int, row: Any) -> None:
        """Make a row as high as its highest text."""
        texts = [(column.widest(row), number) for number, column in enumerate(self._columns)]
        height = max((self._height(text, number) for text, number in texts), default=0) + ABOVE_AND_BELOW
        if self._table.rowHeight(place) != height:
            self._table.setRowHeight(place, height)

    def _title(self, place: int) -> _Need:
        width = self._table.horizontalHeader().sectionSizeHint(place)
        return _Need(width, width, width, width)

    def _widen(self, column: Column, need: _Need, text: str) -> None:
        whole, broken, word = self._measure(text)
        letter = self._table.fontMetrics().horizontalAdvance("0")
        is_unbroken = column.is_number or len(text) <= SHORT
        word = min(word, _LONGEST_WORD * letter)
        asked = whole if is_unbroken else min(whole, max(column.letters * letter, word))
        least = whole if is_unbroken else max(word, min(asked, SHORT * letter))
        need.least = max(need.least, least + AROUND)
        need.broken = max(need.broken, min(broken, asked) + AROUND, need.least)
        need.asked = max(need.asked, asked + AROUND, need.broken)
        need.whole = max(need.whole, whole + AROUND, need.asked)

    def _measure(self, text: str) -> tuple[int, int, int]:
        """Width of a text on one line, in two lines, and of its longest word."""
        known = self._measured.get(text)
        if known is None:
            if len(self._measured) >= _MOST_KEPT:
                self._measured.clear()
            known = self._measured[text] = _widths(self._table.fontMetrics(), text)
        return known

    def _height(self, text: str, number: int) -> int:
        metrics = self._table.fontMetrics()
        width = self._table.columnWidth(number)
        if "\n" not in text and self._measure(text)[0] + AROUND <= width:
            return metrics.lineSpacing()
        room = QRect(0, 0, max(width - INSIDE, 1), 10_000)
        return max(metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height(), metrics.lineSpacing())


def _widths(metrics: QFontMetrics, text: str) -> tuple[int, int, int]:
    words = text.split()
    whole = max((metrics.horizontalAdvance(line) for line in text.splitlines()), default=0)
    if len(words) < 2:
        return whole, whole, whole
    middle = min(range(1, len(words)), key=lambda place: _imbalance(words, place))
    halves = (" ".join(words[:middle]), " ".join(words[middle:]))
    return whole, max(map(metrics.horizontalAdvance, halves)), max(map(metrics.horizontalAdvance, words))


def _imbalance(words: Sequence[str], place: int) -> int:
    return abs(sum(map(len, words[:place])) + place - sum(map(len, words[place:])) - len(words) + place)


def _spread(widths: Sequence[int], shares: Sequence[int], spare: int) -> list[int]:
    """`widths` with `spare` added in the proportion of `shares`; nothing is taken away."""
    whole = max(sum(shares), 1)
    return [width + max(spare, 0) * share // whole for width, share in zip(widths, shares, strict=True)]
