"""Columns in a code from before Unicode: found by font or by trial over the whole column."""

from collections.abc import Mapping, Sequence
from typing import Final

from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Cell, Sheet
from hn_desk.intake.trial import encoding_of

__all__ = ["Encoding", "decode", "find_encodings", "samples"]
SAMPLES: Final = 5


def find_encodings(sheet: Sheet, headings: Headings) -> Mapping[int, Encoding]:
    """The code of every column's cells below the headings; a column of plain letters is Unicode."""
    body = sheet.rows[headings.row + 1 :]
    return {
        column: encoding_of({text for row in body if (text := _marked(row, column))}, sheet.fonts.get(column, ""))
        for column in range(len(headings.texts))
    }


def samples(
    sheet: Sheet, headings: Headings, column: int, encoding: Encoding, n: int = SAMPLES
) -> tuple[tuple[str, str], ...]:
    """Up to `n` different texts of a column as they stand and as `encoding` reads them; changed ones first."""
    body = sheet.rows[headings.row + 1 :]
    texts = dict.fromkeys(row[column] for row in body if column < len(row))
    pairs = [(text, decode(text, encoding)) for text in texts if isinstance(text, str) and text.strip()]
    return tuple(sorted(pairs, key=lambda pair: pair[0] == pair[1])[:n])


def _marked(row: Sequence[Cell], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return cell if isinstance(cell, str) and not cell.isascii() else ""
