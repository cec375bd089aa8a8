"""What the library for cells doesn't tell of an .xlsx: fonts, errors in place of values, how far the cells reach."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final

from lxml import etree

MOST_FILLED: Final = 1_500
"""Cells whose fonts are counted, from the top; a column is typed in one."""
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_FAR: Final = re.compile(rb'r="(?:[A-Za-z]{2,3}[0-9]|[A-Za-z]?[0-9]{6})')
_UNUSUAL: Final = (b"r='", b" =", b"= ", b"\t", b"\n", b"\r")
"""How a cell's place may be written that no office program writes so: then all is looked through."""
_DECLARED: Final = 100
"""Bytes at a part's beginning in which lines may break: office programs write the rest in one."""
_COLUMNS: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})[0-9]{1,7}["']""")
_ROWS: Final = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}([0-9]{1,7})["']""")
_ERROR: Final = re.compile(
    rb"""<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]{1,20})<"""
)
_BAD: Final = (etree.XMLSyntaxError, ValueError, IndexError, KeyError)


def sheet_paths(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the sheets' parts in the sheets' order; none where the workbook can't be followed."""
    try:
        targets = {
            one.get("Id", ""): one.get("Target", "")
            for one in _tree(parts["xl/_rels/workbook.xml.rels"]).iter("{*}Relationship")
        }
        sheets = list(_tree(parts["xl/workbook.xml"]).iter("{*}sheet"))
    except _BAD:
        return []
    relations = [one.get(_RELATION) or one.get(_STRICT_RELATION) or "" for one in sheets]
    return [_path(targets.get(relation, "")) for relation in relations]


def counts_from_1904(parts: Mapping[str, bytes]) -> bool:
    """Whether the workbook counts days from 1904, as Excel for Macintosh did."""
    return re.search(rb"""date1904\s*=\s*["'](1|true)["']""", parts.get("xl/workbook.xml", b"")) is not None


def reach(part: bytes) -> int:
    """How many cells lie between A1 and the last row and column that are named: room that a reader will take.

    0 for a sheet that has only columns A to Z and less than 100 000 rows.
    """
    if not _FAR.search(part) and all(part.find(sign, _DECLARED) < 0 for sign in _UNUSUAL):
        return 0
    columns = set(_COLUMNS.findall(part))
    return max(map(_number, columns), default=0) * max(map(int, set(_ROWS.findall(part))), default=0)


def errors(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Row and column (from 0) and text of each cell that shows an error, as `#N/A`."""
    if b't="e"' not in part:
        return
    for column, row, text in _ERROR.findall(part):
        yield int(row) - 1, _number(column) - 1, text.decode("ascii", errors="replace")


def column_fonts(part: bytes, styles: bytes) -> Mapping[int, str]:
    """Each column's most frequent font among the sheet's first filled cells; empty where the file doesn't say."""
    try:
        fonts = _fonts_by_style(styles)
        counts: dict[int, Counter[str]] = {}
        for column, style in _styles(part):
            if 0 <= style < len(fonts):
                counts.setdefault(column, Counter())[fonts[style]] += 1
    except _BAD:
        return {}
    return {column: counter.most_common(1)[0][0] for column, counter in counts.items()}


def _fonts_by_style(styles: bytes) -> Sequence[str]:
    tree = _tree(styles)
    fonts = [
        next((name.get("val", "") for name in font.iter("{*}name")), "") for font in tree.iterfind("{*}fonts/{*}font")
    ]
    places = [int(one.get("fontId", "0")) for one in tree.iterfind("{*}cellXfs/{*}xf")]
    return [fonts[place] if 0 <= place < len(fonts) else "" for place in places]


def _styles(part: bytes) -> Iterator[tuple[int, int]]:
    """Column (from 0) and style of the first filled cells of text."""
    events = etree.iterparse(
        BytesIO(part),
        events=("end",),
        tag="{*}c",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    seen = 0
    for _event, cell in events:
        if len(cell) and cell.get("t") in ("s", "str", "inlineStr"):
            seen += 1
            yield _number(cell.get("r", "A").rstrip("0123456789").encode()) - 1, int(cell.get("s", "0"))
        cell.clear()
        if seen >= MOST_FILLED:
            return


def _tree(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _number(column: bytes) -> int:
    """A column's number from 1 by its letters."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("@")
    return number
