"""Where somebody's sheet has its headings, in one row or two, below whatever titles stand above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hn_desk.intake.fields import SubjectFields, folded
from hn_desk.intake.letters import decode
from hn_desk.intake.opening import Cell, Sheet
from hn_desk.intake.trial import encoding_of
from hn_desk.intake.wording import JOINT, best_scores
from hn_desk.rules.text import clean_line

REASON: Final = "Lý do"
"""The heading of the last column of rows handed back, among those of the office's own workbook."""
MOST_TITLE_ROWS: Final = 40
LONGEST: Final = 120
"""Letters; nobody's heading is longer, and a title often is."""
LEAST: Final = 2
CERTAIN: Final = 4
"""Columns that name fields: with lines below them they are the headings, and what comes later repeats them."""
_LIKE_DATA: Final = re.compile("[0-9]{4}|^[0-9.,]+$")


@dataclass(frozen=True, slots=True)
class Headings:
    """The last heading row (from 0), in how many rows the headings stand, each column's heading in readable letters.

    Two rows are joined by " – ", what is merged across columns is filled along; `fingerprint` is the same for the same
    wordings in the same columns, whether or not the rows were handed back with their reasons.
    """

    row: int
    rows: int
    texts: tuple[str, ...]
    fingerprint: str


def guess_headings(sheet: Sheet, subject: SubjectFields) -> Headings:
    """The row or two rows that name most of the subject's fields; the first full row where none names any."""
    best, best_named, best_columns = None, 0, 0
    for row, rows in _candidates(sheet):
        if best and best_columns >= CERTAIN and _has_data(sheet.rows[best.row + 1 : row]):
            break
        found = headings_at(sheet, row, rows)
        named, columns = _named(found, subject)
        if named > best_named:
            best, best_named, best_columns = found, named, columns
    return best or headings_at(sheet, _first_full_row(sheet), 1)


def headings_at(sheet: Sheet, row: int, rows: int) -> Headings:
    """The headings of which `row` (from 0) is the last of `rows` (1 or 2)."""
    width = max(map(len, sheet.rows), default=0)
    lower = _texts(sheet.rows[row], width) if row < len(sheet.rows) else [""] * width
    if rows == 1 or row == 0:
        texts = lower
    else:
        upper = _filled_along(_texts(sheet.rows[row - 1], width), lower)
        texts = [JOINT.join(filter(None, dict.fromkeys(pair))) for pair in zip(upper, lower, strict=True)]
    encoding = encoding_of(texts)
    said = tuple(clean_line(decode(text, encoding)) for text in texts)
    return Headings(row, rows if row else 1, said, _fingerprint(said))


def _candidates(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Last row and number of rows of everything that could be headings; of a pair only the pair."""
    lower_of_pair = -1
    for place in range(min(len(sheet.rows), MOST_TITLE_ROWS)):
        row = sheet.rows[place]
        if not _can_be_headings(row):
            continue
        if place + 1 < len(sheet.rows) and _is_pair(row, sheet.rows[place + 1]):
            lower_of_pair = place + 1
            yield place + 1, 2
        elif place != lower_of_pair:
            yield place, 1


def _can_be_headings(row: Sequence[Cell]) -> bool:
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    others = sum(not isinstance(cell, str) and cell is not None for cell in row)
    is_like_data = sum(map(bool, map(_LIKE_DATA.search, texts))) >= LEAST
    return len(texts) > others and not is_like_data and bool(texts) and max(map(len, texts)) <= LONGEST


def _is_pair(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether `lower` divides headings of `upper`: text under nothing, or under the same text again, and no data."""
    width = max(len(upper), len(lower))
    if any(not isinstance(cell, str) and cell is not None for cell in lower):
        return False
    above, below = _texts(upper, width), _texts(lower, width)
    pairs = list(zip(above, below, strict=True))
    count = sum(map(bool, below))
    tops = {over for over, under in pairs if over and under}
    is_under_nothing = any(under and not over for over, under in pairs) or len(tops) < count
    is_divided = is_under_nothing and any(over and not under for over, under in pairs)
    return is_divided and count >= LEAST and sum(map(bool, above)) >= LEAST and not any(map(_LIKE_DATA.search, below))


def _has_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row of `rows` holds days, numbers or codes as lines do: what follows them repeats headings."""
    return any(sum(_is_like_data(cell) for cell in row) >= LEAST for row in rows)


def _is_like_data(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_LIKE_DATA.search(cell))
    return cell is not None and not isinstance(cell, bool)


def _named(headings: Headings, subject: SubjectFields) -> tuple[int, int]:
    """How well the headings name fields, each field once, and how many columns do; 0 for less than two of them."""
    scores = [best_scores(text, subject) for text in headings.texts if text]
    best: dict[str, int] = {}
    for named in scores:
        for code, said in named.items():
            best[code] = max(best.get(code, 0), said)
    columns = sum(map(bool, scores))
    return (sum(best.values()), columns) if len(best) >= LEAST and columns >= LEAST else (0, 0)


def _first_full_row(sheet: Sheet) -> int:
    filled = [sum(cell not in ("", None) for cell in row) for row in sheet.rows[:MOST_TITLE_ROWS]]
    most = max(filled, default=0)
    return next((place for place, count in enumerate(filled) if count * 2 > most), 0)


def _filled_along(upper: list[str], lower: list[str]) -> list[str]:
    """A heading over several columns stands in the first; below it each has its own."""
    filled, last = [], ""
    for over, under in zip(upper, lower, strict=True):
        last = over or (last if under else "")
        filled.append(last)
    return filled


def _texts(row: Sequence[Cell], width: int) -> list[str]:
    texts = [_text(cell) for cell in row[:width]]
    return texts + [""] * (width - len(texts))


def _text(cell: Cell) -> str:
    """A heading's text as it stands; codes from before Unicode use letters that cleaning would take away."""
    if isinstance(cell, str):
        return " ".join(cell.replace("\u00a0", " ").split())
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell)


def _fingerprint(texts: Sequence[str]) -> str:
    said = "|".join(map(folded, texts)).rstrip("|").removesuffix(f"|{folded(REASON)}").rstrip("|")
    return sha256(said.encode()).hexdigest()
