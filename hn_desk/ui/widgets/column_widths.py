"""Columns that share the width there is: short ones stand whole, long ones give way, the last ones hide at the end."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QTableView

from hn_desk.ui.widgets.rows import Column

_PADDING: Final = 22
NARROWEST: Final = 0.62
NARROWEST_WRAPPED: Final = 0.35
SHORT: Final = 11
"""Letters that a column always has room for, so that days, numbers and states stand whole."""
ALWAYS: Final = 2
"""Columns that are never hidden."""


def share_width(table: QTableView, columns: Sequence[Column], narrowest: float = NARROWEST) -> None:
    """Fill the table; long columns narrow down to `narrowest` of what they ask for, then all scroll."""
    _apply(table, *_asked(table, columns, narrowest))


def fit_width(table: QTableView, columns: Sequence[Column]) -> None:
    """Like `share_width`, but instead of scrolling the last columns hide until the others fit."""
    for place in range(len(columns)):
        table.setColumnHidden(place, False)
    asked, least = _asked(table, columns, NARROWEST)
    shown = len(columns)
    while shown > ALWAYS and sum(least[:shown]) > table.viewport().width():
        shown -= 1
    for place in range(shown, len(columns)):
        table.setColumnHidden(place, True)
    _apply(table, asked[:shown], least[:shown])


def _asked(table: QTableView, columns: Sequence[Column], narrowest: float) -> tuple[list[int], list[int]]:
    """What each column asks for, and the least it takes."""
    letter = table.fontMetrics().averageCharWidth()
    titles = [table.horizontalHeader().sectionSizeHint(place) for place in range(len(columns))]
    asked = [max(c.letters * letter + _PADDING, title) for c, title in zip(columns, titles, strict=True)]
    share = [max(narrowest, min(SHORT / column.letters, 1.0)) for column in columns]
    least = [max(int(a * s), title) for a, s, title in zip(asked, share, titles, strict=True)]
    return asked, least


def _apply(table: QTableView, asked: list[int], least: list[int]) -> None:
    """Give every column its least, and what is left over in the proportion of what each still lacks, or asks for."""
    spare = table.viewport().width() - sum(least)
    lacks = [a - b for a, b in zip(asked, least, strict=True)]
    shares = lacks if 0 < spare < sum(lacks) else asked
    base = least if 0 < spare < sum(lacks) or spare <= 0 else asked
    left = max(table.viewport().width() - sum(base), 0)
    for place, (width, share) in enumerate(zip(base, shares, strict=True)):
        table.setColumnWidth(place, width + left * share // max(sum(shares), 1))
