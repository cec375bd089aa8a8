"""Columns that share the width there is, in the proportion of the letters they ask for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QTableView

from hn_desk.ui.widgets.rows import Column

_PADDING: Final = 22
NARROWEST: Final = 0.62
NARROWEST_WRAPPED: Final = 0.35


def share_width(table: QTableView, columns: Sequence[Column], narrowest: float = NARROWEST) -> None:
    """Widen or narrow all columns to fill the table; under `narrowest` of what they ask for they scroll instead."""
    letter = table.fontMetrics().averageCharWidth()
    asked = [column.letters * letter + _PADDING for column in columns]
    scale = max(table.viewport().width() / max(sum(asked), 1), narrowest)
    for place, width in enumerate(asked):
        title = table.horizontalHeader().sectionSizeHint(place)
        table.setColumnWidth(place, max(int(width * scale), title))
