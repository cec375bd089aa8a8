"""Columns that share the width there is, in the proportion of the letters they ask for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QTableView

from hn_desk.ui.widgets.rows import Column

_PADDING: Final = 22
_NARROWEST: Final = 0.62


def share_width(table: QTableView, columns: Sequence[Column]) -> None:
    """Widen or narrow all columns to fill the table; narrower than about two thirds they scroll instead."""
    letter = table.fontMetrics().averageCharWidth()
    asked = [column.letters * letter + _PADDING for column in columns]
    scale = max(table.viewport().width() / max(sum(asked), 1), _NARROWEST)
    for place, width in enumerate(asked):
        table.setColumnWidth(place, int(width * scale))
