"""In which unit a column counts money: its heading says so, or a row above the table."""

import re
from typing import Final

from hn_desk.intake.fields import folded
from hn_desk.intake.headings import MOST_TITLE_ROWS, Headings
from hn_desk.intake.letters import decode
from hn_desk.intake.opening import Sheet
from hn_desk.intake.trial import encoding_of

_DONG: Final = "(dong|vnd|d)"
_NO_AMOUNT: Final = "(?:(?<![0-9] )|(?<=20[0-9]{2} ))"
"""A bare number before the word makes an amount of it, “over 1 billion”; a year doesn't."""
_SCALES: Final = {
    rf"{_NO_AMOUNT}t[yi] ?{_DONG}|{_NO_AMOUNT}(?<!cong )t[yi]$": 10**9,
    rf"{_NO_AMOUNT}tram trieu( {_DONG})?": 10**8,
    rf"{_NO_AMOUNT}(trieu|tr)( {_DONG}|d|dong)?|1 ?000 ?000 ?{_DONG}|x ?1 ?000 ?000": 10**6,
    rf"{_NO_AMOUNT}(nghin|ngan)( {_DONG}|$)|(?<!000 )1 ?000 ?{_DONG}|x ?1 ?000": 10**3,
}
UNIT_WORDS: Final = {10**9: "tỷ đồng", 10**8: "trăm triệu đồng", 10**6: "triệu đồng", 10**3: "nghìn đồng"}
"""How a unit other than the đồng is written."""
_IN_HEADING: Final = {re.compile(rf"\b({scale})(?![^ ])"): unit for scale, unit in _SCALES.items()}
_ABOVE: Final = {
    re.compile(rf"\b(dvt|don vi|don vi tinh) (la )?({scale})(?![^ ])|^({scale})( dong)?$"): unit
    for scale, unit in _SCALES.items()
}


def unit_of(sheet: Sheet, headings: Headings, column: int) -> int:
    """Đồng in one of what the column counts; 1 where nothing says otherwise."""
    heading = folded(headings.texts[column]) if column < len(headings.texts) else ""
    told = [unit for said, unit in _IN_HEADING.items() if said.search(heading)]
    return next(iter(told), 0) or unit_above(sheet, headings)


def unit_above(sheet: Sheet, headings: Headings) -> int:
    """Đồng in one of what the rows above the lines say that the sheet counts; 1 where they say nothing."""
    above = [folded(text) for text in _above(sheet, headings)]
    return next((unit for said, unit in _ABOVE.items() if any(map(said.search, above))), 1)


def _above(sheet: Sheet, headings: Headings) -> list[str]:
    rows = sheet.rows[: min(headings.row + 1, MOST_TITLE_ROWS)]
    texts = [cell for row in rows for cell in row if isinstance(cell, str) and cell]
    encoding = encoding_of(texts)
    return [decode(text, encoding) for text in texts]
