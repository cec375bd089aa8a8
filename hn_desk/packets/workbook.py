"""Puts the sheets of a packet together to a workbook, and takes one apart again: only what a packet has. PACKET §2."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from hn_desk.packets import package_parts as package
from hn_desk.packets.archive import CONTENT_TYPES, Packed
from hn_desk.packets.package_parts import Relationship
from hn_desk.packets.reasons import refuse
from hn_desk.packets.sheet_profile import MAIN, SheetHead, Value
from hn_desk.packets.sheet_reading import read_rows
from hn_desk.packets.sheet_styles import STYLES
from hn_desk.packets.sheet_writing import pack_sheet
from hn_desk.packets.xml_reading import DECLARATION, check_plain, escape, parse_small

_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_START: Final = f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONSHIPS}"><bookViews><workbookView/></bookViews><sheets>'
_END: Final = "</sheets></workbook>"
_NAME: Final = re.compile(r"[^\[\]:*?/\\'\"<>&\x00-\x1f]{1,31}")
SHEET_COUNT_LIMIT: Final = 20


def make_workbook(sheets: Sequence[tuple[str, Packed]]) -> dict[str, bytes | Packed]:
    """Make the parts of an unsigned workbook from (sheet name, packed sheet) in their order."""
    names = [name for name, _sheet in sheets]
    parts: dict[str, bytes | Packed] = {
        package.ROOT_RELATIONSHIPS: package.render_relationships(
            [Relationship("rId01", package.DOCUMENT_KIND, package.WORKBOOK)]
        ),
        package.WORKBOOK: _render(names),
        package.WORKBOOK_RELATIONSHIPS: package.render_relationships(_arrows(len(names))),
        package.STYLES_PART: STYLES,
    }
    for number, (_name, sheet) in enumerate(sheets, 1):
        parts[f"xl/{_place(number)}"] = sheet
    return {CONTENT_TYPES: package.render_types(parts), **parts}


def write_workbook(sheets: Iterable[tuple[SheetHead, Iterable[Sequence[Value]]]]) -> dict[str, bytes | Packed]:
    """Write sheets straight into the parts of an unsigned workbook."""
    return make_workbook([(head.name, pack_sheet(head, rows)[0]) for head, rows in sheets])


def read_workbook(parts: Mapping[str, bytes]) -> dict[str, Iterator[list[Value]]]:
    """The rows of each sheet of a verified workbook by its name, read as they are taken; PacketError when foreign."""
    if parts[package.STYLES_PART] != STYLES:
        raise refuse("workbook-styles")
    names = _read_names(parts[package.WORKBOOK])
    arrows = package.render_relationships(_arrows(len(names)))
    if parts[package.WORKBOOK_RELATIONSHIPS] != arrows:
        raise refuse("workbook-shape")
    return {name: read_rows(name, parts[f"xl/{_place(number)}"]) for number, name in enumerate(names, 1)}


def _read_names(data: bytes) -> list[str]:
    check_plain(package.WORKBOOK, data)
    root = parse_small(package.WORKBOOK, data)
    if root.find(f"{{{MAIN}}}definedNames") is not None:
        raise refuse("workbook-names")
    sheets = root.findall(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
    if any("state" in sheet.attrib for sheet in sheets):
        raise refuse("workbook-hidden")
    names = [sheet.get("name", "") for sheet in sheets]
    if data != _render(names):
        raise refuse("workbook-shape")
    return names


def _render(names: Sequence[str]) -> bytes:
    if not 0 < len(names) <= SHEET_COUNT_LIMIT or len({name.casefold() for name in names}) != len(names):
        raise refuse("workbook-sheet")
    if not all(_NAME.fullmatch(name) for name in names):
        raise refuse("workbook-sheet")
    lines = (
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number:02d}"/>'
        for number, name in enumerate(names, 1)
    )
    return DECLARATION + f"{_START}{''.join(lines)}{_END}".encode()


def _arrows(count: int) -> list[Relationship]:
    sheets = [Relationship(f"rId{number:02d}", package.SHEET_KIND, _place(number)) for number in range(1, count + 1)]
    return [*sheets, Relationship(f"rId{count + 1:02d}", package.STYLES_KIND, "styles.xml")]


def _place(number: int) -> str:
    return f"worksheets/sheet{number}.xml"
