"""Writes a sheet of the packet's profile row by row, in constant memory."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Final

from hn_desk.packets import sheet_profile as profile
from hn_desk.packets.archive import Packed, Packer
from hn_desk.packets.reasons import refuse
from hn_desk.packets.sheet_profile import Column, SheetHead, Value
from hn_desk.packets.texts import has_forbidden
from hn_desk.packets.xml_reading import escape

_NEEDS_CARE: Final = re.compile("[^ -%'-;=?-^`-~À-ɏẠ-ỹ]")
_CODE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXT_OPEN: Final = '" s="1" t="inlineStr"><is><t>'
_TEXT_CLOSE: Final = "</t></is></c>"
_PIECE: Final = 200


def pack_sheet(head: SheetHead, rows: Iterable[Sequence[Value]]) -> tuple[Packed, int]:
    """Write a sheet straight into its compressed part, and count its data rows."""
    packer = Packer()
    count = write_sheet(head, rows, packer.write)
    return packer.finish(), count


def write_sheet(head: SheetHead, rows: Iterable[Sequence[Value]], write: Callable[[bytes], object]) -> int:
    """Hand the sheet's bytes to `write` piece by piece, and count its data rows."""
    write(_start(head).encode())
    opens = tuple(f'<c r="{letter}' for letter in profile.letters(len(head.columns)))
    styles = tuple(profile.MONEY_STYLE if column.is_money else profile.WHOLE_STYLE for column in head.columns)
    number = profile.FIRST_DATA_ROW - 1
    lines: list[str] = []
    for number, row in enumerate(rows, profile.FIRST_DATA_ROW):
        lines.append(_row(number, row, opens, styles, head.name))
        if len(lines) == _PIECE:
            write("".join(lines).encode())
            lines.clear()
    if number > profile.ROW_LIMIT + profile.FIRST_DATA_ROW - 1:
        raise refuse("sheet-rows", sheet=head.name, limit=profile.ROW_LIMIT)
    lines.append(profile.AFTER_ROWS)
    write("".join(lines).encode())
    return number - profile.FIRST_DATA_ROW + 1


def _start(head: SheetHead) -> str:
    fields = [column.field for column in head.columns]
    headings = [column.heading for column in head.columns]
    return "".join(
        chain(
            [profile.BEFORE_COLUMNS],
            (_width(place, column) for place, column in enumerate(head.columns, 1)),
            [profile.AFTER_COLUMNS],
            [_head_row(1, [head.title], profile.TITLE_STYLE)],
            [_head_row(2, headings, profile.HEADING_STYLE)],
            [_head_row(3, fields, profile.FIELD_STYLE)],
        )
    )


def _width(place: int, column: Column) -> str:
    return f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'


def _head_row(number: int, texts: Sequence[str], style: str) -> str:
    cells = (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for letter, text in zip(profile.letters(len(texts)), texts, strict=True)
    )
    height = ' ht="45" customHeight="1"' if number == 2 else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _row(number: int, row: Sequence[Value], opens: Sequence[str], styles: Sequence[str], sheet: str) -> str:
    """One `<row>`; the usual text goes the short way, everything else through `_cell`."""
    cells = [f'<row r="{number}">']
    for start, style, value in zip(opens, styles, row, strict=True):
        if type(value) is str and not _NEEDS_CARE.search(value) and value.strip() is value and len(value) < 9999:
            cells.append(f"{start}{number}{_TEXT_OPEN}{value}{_TEXT_CLOSE}")
        elif value is None:
            cells.append(f'{start}{number}"/>')
        else:
            cells.append(_cell(f"{start}{number}", style, value, sheet))
    cells.append("</row>")
    return "".join(cells)


def _cell(start: str, style: str, value: Value, sheet: str) -> str:
    cell = start.removeprefix('<c r="')
    if isinstance(value, str):
        return f'{start}" s="1" t="inlineStr"><is>{_text(value, cell, sheet)}</is></c>'
    if isinstance(value, date):
        days = value.toordinal() - profile.DAY_ZERO
        if days < profile.FIRST_DAY:
            raise refuse("cell-date", cell=cell, sheet=sheet)
        return f'{start}" s="{profile.DATE_STYLE}"><v>{days}</v></c>'
    if type(value) is not int:
        raise refuse("cell-type", cell=cell, sheet=sheet)
    if not -profile.NUMBER_LIMIT < value < profile.NUMBER_LIMIT:
        raise refuse("cell-digits", cell=cell, sheet=sheet)
    return f'{start}" s="{style}"><v>{value}</v></c>'


def _text(value: str, cell: str, sheet: str) -> str:
    text = unicodedata.normalize("NFC", value)
    if has_forbidden(text):
        raise refuse("cell-control", cell=cell, sheet=sheet)
    coded = _CODE.sub("_x005F_", text)
    if len(coded) > profile.TEXT_LIMIT:
        raise refuse("cell-text", cell=cell, sheet=sheet)
    space = "" if coded.strip() == coded else ' xml:space="preserve"'
    return f"<t{space}>{escape(coded)}</t>"
