"""A .csv read as rows of texts: in which code it is, and what divides its cells, are found by trying."""

import csv
import re
from io import StringIO
from typing import Final

from hn_desk.intake.letters import Encoding
from hn_desk.intake.refusals import broken, unknown_kind
from hn_desk.intake.trial import MARKED, right_share

_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS: Final = ";,\t|"
_LOOKED_AT: Final = 50
_AS_TEXT: Final = re.compile('^="([^"]*)"$')
"""A formula that only keeps a number's zeros, `="001080012345"`."""


def read_delimited(data: bytes) -> list[list[str]]:
    """The rows of a .csv; InputError when it is no text or its quotes don't close."""
    text = _text(data)
    if "\0" in text:
        raise unknown_kind()
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise broken() from error
    return [[_AS_TEXT.sub(r"\1", cell) for cell in row] for row in rows] if '="' in text else rows


def _text(data: bytes) -> str:
    bom = next((name for mark, name in _BOMS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(bom)
    except UnicodeDecodeError as error:
        if bom != "utf-8":
            raise broken() from error
    if 0 in data:
        return _wide(data)
    return _narrow(data)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is 0."""
    name = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise unknown_kind() from error


def _narrow(data: bytes) -> str:
    """One byte a letter: windows-1258 where its words are Vietnamese so, else Western letters, as TCVN3 and VNI are."""
    western = data.decode("cp1252", errors="replace")
    try:
        vietnamese = data.decode("cp1258")
    except UnicodeDecodeError:
        return western
    words = sorted(set(MARKED.findall(western)))
    best = max(right_share(words, encoding) for encoding in Encoding)
    own = right_share(sorted(set(MARKED.findall(vietnamese))), Encoding.UNICODE)
    return vietnamese if own > best else western


def _delimiter(text: str) -> str:
    """What divides most lines into one number of cells, more than one."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: _agreement(lines, mark))


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
    usual = max(set(counts), key=lambda count: (count > 1, counts.count(count), count), default=1)
    return (counts.count(usual), usual) if usual > 1 else (0, 0)
