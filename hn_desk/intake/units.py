"""In which unit a column counts money: its heading says so, or a row above the table."""

import re
from typing import Final

from hn_desk.intake.fields import folded
from hn_desk.intake.headings import MOST_TITLE_ROWS, Headings
from hn_desk.intake.letters import decode
from hn_desk.intake.opening import Sheet
from hn_desk.intake.trial import encoding_of

_SCALES: Final = {"(trieu|tr)( dong| d)?|1 000 000 dong": 10**6, "(nghin|ngan|1 000) (dong|d)|1000 dong": 10**3}
_IN_HEADING: Final = {re.compile(rf"\b({scale})\b"): unit for scale, unit in _SCALES.items()}
_ABOVE: Final = {
    re.compile(rf"\b(dvt|don vi|don vi tinh) ({scale})\b|^({scale})( dong)?$"): unit for scale, unit in _SCALES.items()
}


def unit_of(sheet: Sheet, headings: Headings, column: int) -> int:
    """Đồng in one of what the column counts; 1 where nothing says otherwise."""
    heading = folded(headings.texts[column]) if column < len(headings.texts) else ""
    told = [unit for said, unit in _IN_HEADING.items() if said.search(heading)]
    above = [folded(text) for text in _above(sheet, headings)]
    told += [unit for said, unit in _ABOVE.items() if any(map(said.search, above))]
    return next(iter(told), 1)


def _above(sheet: Sheet, headings: Headings) -> list[str]:
    rows = sheet.rows[: min(headings.row + 1, MOST_TITLE_ROWS)]
    texts = [cell for row in rows for cell in row if isinstance(cell, str) and cell]
    encoding = encoding_of(texts)
    return [decode(text, encoding) for text in texts]
