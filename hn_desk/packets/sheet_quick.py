"""A sheet of the packet's profile read by one pattern a row: the same rows as the strict reader's, or none at all.

It takes only what the strict reader (`sheet_reading`) takes too, byte for byte; on anything it does not know it answers
None, and the strict reader reads the sheet and says what is wrong. So it can make reading quick, and nothing else.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from hn_desk.packets import sheet_profile as profile
from hn_desk.packets.sheet_profile import Value

LARGEST: Final = 8 * 1024 * 1024
"""Of a larger sheet the text alone would take too much memory."""
START: Final = re.compile(
    re.escape(profile.BEFORE_COLUMNS)
    + r'(?:<col min="[0-9]{1,2}" max="[0-9]{1,2}" width="[0-9]{1,3}" customWidth="1"/>){1,60}'
    + re.escape(profile.AFTER_COLUMNS)
)
_TEXT: Final = r"([^<>&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]" + f"{{0,{profile.TEXT_LIMIT}}})"
"""Without `&`: a text that needs care is left to the strict reader."""
CODED: Final = "_x"
"""With this a coded character begins."""
_NUMBER: Final = r"(-?[0-9]{1,15})"
_LETTERS: Final = profile.letters(profile.COLUMN_LIMIT)
Found = tuple[str | None, ...]
"""What a column's cells were found to hold of one kind; None where they hold another, or nothing."""


def quick_rows(data: bytes) -> list[list[Value]] | None:
    """All rows of a sheet, the three above the data too; None when it isn't just as this program's writer writes it."""
    if len(data) > LARGEST or not data.endswith(profile.AFTER_ROWS.encode()):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if CODED in text:
        return None
    start = START.match(text)
    return _rows(text, start.end()) if start else None


def _rows(text: str, at: int) -> list[list[Value]] | None:
    title = _head(1, 1, profile.TITLE_STYLE).match(text, at)
    width = text.count('<c r="', title.end(), text.find("</row>", title.end())) if title else 0
    if title is None or not 0 < width <= profile.COLUMN_LIMIT:
        return None
    headings = _head(2, width, profile.HEADING_STYLE).match(text, title.end())
    fields = _head(3, width, profile.FIELD_STYLE).match(text, headings.end()) if headings else None
    if headings is None or fields is None:
        return None
    rows: list[list[Value]] = [list(one.groups()) for one in (title, headings, fields)]
    end = _take(text, fields.end(), width, rows)
    is_whole = end == len(text) - len(profile.AFTER_ROWS) and len(rows) < profile.ROW_LIMIT + profile.FIRST_DATA_ROW
    return rows if is_whole else None


def _take(text: str, at: int, width: int, rows: list[list[Value]]) -> int:
    """Add the data rows from there on; where they end, -1 when one of them isn't as it must be."""
    match, expected = _data(width).match, profile.FIRST_DATA_ROW
    taken: list[tuple[str | None, ...]] = []
    found = match(text, at)
    while found is not None and found[1] == str(expected):
        taken.append(found.groups())
        if len(taken) > profile.ROW_LIMIT:
            return -1
        expected, at = expected + 1, found.end()
        found = match(text, at)
    columns = _columns(taken)
    if columns is None:
        return -1
    rows.extend(map(list, zip(*columns, strict=True)))
    return at


def _columns(taken: list[tuple[str | None, ...]]) -> list[Sequence[Value]] | None:
    """The cells by column; None when a number or a day isn't written as it must be."""
    columns: list[Sequence[Value]] = []
    found = list(zip(*taken, strict=True))
    for place in range(1, len(found), 3):
        column = _column(*found[place : place + 3])
        if column is None:
            return None
        columns.append(column)
    return columns


def _column(words: Found, numbers: Found, days: Found) -> Sequence[Value] | None:
    """One column, of each row a text, a number, a day, or nothing; a column of texts alone is taken as it stands."""
    if None not in words:
        return words
    known: dict[str | None, Value] = {None: None}
    for digits in {*numbers, *days} - known.keys():
        value = int(digits or "")
        if str(value) != digits:
            return None
        known[digits] = value
    if not all(one is None or profile.FIRST_DAY <= int(one) <= profile.LAST_DAY for one in set(days)):
        return None
    dated = {one: None if one is None else date.fromordinal(int(one) + profile.DAY_ZERO) for one in set(days)}
    return [
        known[number] if number is not None else dated[day] if day is not None else word
        for word, number, day in zip(words, numbers, days, strict=True)
    ]


@lru_cache(maxsize=200)
def _head(number: int, width: int, style: str) -> re.Pattern[str]:
    height = ' ht="45" customHeight="1"' if number == 2 else ""
    cells = (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t(?: xml:space="preserve")?>{_TEXT}</t></is></c>'
        for letter in _LETTERS[:width]
    )
    return re.compile(f'<row r="{number}"{height}>{"".join(cells)}</row>')


@lru_cache(maxsize=60)
def _data(width: int) -> re.Pattern[str]:
    """A row of so many cells: its number, then of each cell text, number, day; all three None where it is empty."""
    text = f' s="{profile.TEXT_STYLE}" t="inlineStr"><is><t(?: xml:space="preserve")?>{_TEXT}</t></is></c>'
    number = f' s="[{profile.WHOLE_STYLE}{profile.MONEY_STYLE}]"><v>{_NUMBER}</v></c>'
    day = f' s="{profile.DATE_STYLE}"><v>{_NUMBER}</v></c>'
    cells = (f'<c r="{letter}\\1"(?:{text}|{number}|{day}|/>)' for letter in _LETTERS[:width])
    return re.compile(f'<row r="([0-9]{{1,6}})">{"".join(cells)}</row>')
