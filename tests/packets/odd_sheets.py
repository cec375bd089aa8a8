"""Packets that an office's own key signed and whose sheets are still not those of a packet; each with its reason."""

from collections.abc import Callable

from hn_desk.packets import opc
from hn_desk.packets import package_parts as package
from hn_desk.packets.cover import COVER_HEAD, cover_rows
from hn_desk.packets.package_parts import STYLES_PART, WORKBOOK
from hn_desk.packets.sheet_profile import SheetHead, Value, letters
from hn_desk.packets.sheet_writing import pack_sheet
from hn_desk.packets.workbook import make_workbook
from tests.packets import keyring
from tests.packets.real_packet import (
    AT,
    COVER,
    EVENTS,
    GROUPS,
    cover,
    identifier,
    office_sends,
    parts,
    resigned,
    with_part,
)

PUT = 's="1" t="inlineStr"><is><t>put</t></is></c>'
FIRST = f'<c r="A4" s="1" t="inlineStr"><is><t>{identifier(1)}</t></is></c>'
VERSION = '<c r="B4" s="2"><v>1</v></c>'


def workbook() -> dict[str, tuple[str, Callable[[], bytes]]]:
    return {
        "replaced styles": ("workbook-styles", lambda: office_sends(STYLES_PART, "Times New Roman", "Wingdings")),
        "a hidden sheet": (
            "workbook-hidden",
            lambda: office_sends(WORKBOOK, 'sheetId="2"', 'sheetId="2" state="hidden"'),
        ),
        "a defined name": (
            "workbook-names",
            lambda: office_sends(WORKBOOK, "</sheets>", "</sheets><definedNames></definedNames>"),
        ),
        "another list of sheets": ("workbook-shape", lambda: office_sends(WORKBOOK, "<bookViews>", "<bookViews> ")),
        "sheets crossed": ("workbook-shape", lambda: office_sends(package.WORKBOOK_RELATIONSHIPS, "rId05", "rId06")),
        "a sheet name twice": ("workbook-sheet", lambda: office_sends(WORKBOOK, "Tổ dân phố", "Bìa")),
        "a sheet name with a bracket": ("workbook-sheet", lambda: office_sends(WORKBOOK, "Tổ dân phố", "[Tổ]")),
        "no sheets": ("workbook-sheet", no_sheets),
    }


def sheets() -> dict[str, tuple[str, Callable[[], bytes]]]:
    return {
        "text between cells": ("sheet-shape", lambda: office_sends(GROUPS, VERSION, VERSION + "?")),
        "a drawing": ("sheet-shape", lambda: office_sends(GROUPS, "</worksheet>", "<drawing></drawing></worksheet>")),
        "a cell without its text": ("sheet-shape", lambda: office_sends(GROUPS, "<is><t>put</t></is>", "")),
        "a wider window": ("sheet-shape", lambda: office_sends(GROUPS, 'ySplit="3"', 'ySplit="2"')),
        "something behind the sheet": ("sheet-shape", lambda: office_sends(GROUPS, "</worksheet>", "</worksheet>\n")),
        "a second page set-up": (
            "sheet-shape",
            lambda: office_sends(GROUPS, "</worksheet>", "<pageSetup/></worksheet>"),
        ),
        "no page set-up": ("sheet-shape", lambda: office_sends(GROUPS, "<pageSetup paperSize", "<pagesetup paperSize")),
        "an unknown row attribute": (
            "sheet-attribute",
            lambda: office_sends(GROUPS, '<row r="4">', '<row r="4" spans="1:6">'),
        ),
        "an unknown cell attribute": (
            "sheet-attribute",
            lambda: office_sends(GROUPS, '<c r="B4" s="2">', '<c r="B4" s="2" cm="1">'),
        ),
        "an unknown text attribute": (
            "sheet-attribute",
            lambda: office_sends(GROUPS, "<t>put", '<t xml:lang="vi">put'),
        ),
        "a formula": ("sheet-formula", lambda: office_sends(GROUPS, VERSION, '<c r="B4" s="2"><f>1+1</f><v>1</v></c>')),
        "merged cells": (
            "sheet-merge",
            lambda: office_sends(GROUPS, "</sheetData>", '</sheetData><mergeCells count="1"></mergeCells>'),
        ),
        "a hyperlink": (
            "sheet-link",
            lambda: office_sends(GROUPS, "</sheetData>", "</sheetData><hyperlinks></hyperlinks>"),
        ),
        "a hidden row": ("sheet-hidden", lambda: office_sends(GROUPS, '<row r="4">', '<row r="4" hidden="1">')),
        "a hidden column": ("sheet-hidden", lambda: office_sends(GROUPS, 'customHeight="1"', 'hidden="1"')),
        "a hidden column above": (
            "sheet-hidden",
            lambda: office_sends(GROUPS, 'customWidth="1"', 'customWidth="1" hidden="1"'),
        ),
        "a row without number": ("sheet-row", lambda: office_sends(GROUPS, '<row r="4">', "<row>")),
        "a cell without place": ("sheet-cell", lambda: office_sends(GROUPS, '<c r="B4" s="2">', "<c>")),
        "a row left out": ("sheet-row", lambda: office_sends(GROUPS, '<row r="4">', '<row r="5">')),
        "a cell left out": ("sheet-cell", lambda: office_sends(GROUPS, VERSION, "")),
        "a cell missing at the end": ("sheet-cell", lambda: office_sends(GROUPS, '<c r="F4" s="2"><v>1</v></c>', "")),
        "61 columns": ("sheet-columns", lambda: office_sends(GROUPS, '<row r="4">', '<row r="4">' + wide_row())),
        "another title": ("sheet-head", lambda: office_sends(GROUPS, "DANH MỤC", "DANH SÁCH")),
        "another heading": ("sheet-head", lambda: office_sends(GROUPS, "Phiên bản", "Số tiền")),
        "other fields": ("sheet-fields", lambda: office_sends(GROUPS, "<t>version", "<t>amount")),
    }


def cells() -> dict[str, tuple[str, Callable[[], bytes]]]:
    return {
        "a shared string": ("cell-type", lambda: office_sends(GROUPS, 's="2"><v>', 's="2" t="s"><v>')),
        "an unknown style": ("cell-style", lambda: office_sends(GROUPS, 's="2"><v>', 's="9"><v>')),
        "1e999": ("cell-number", lambda: version("1e999")),
        "a fraction": ("cell-number", lambda: version("1.5")),
        "minus nought": ("cell-number", lambda: version("-0")),
        "no number": ("cell-number", lambda: version("")),
        "5 000 digits": ("cell-digits", lambda: version("9" * 5000)),
        "a day before 1900": ("cell-date", lambda: office_sends(EVENTS, 's="4"><v>46143', 's="4"><v>12')),
        "a day after 9999": ("cell-date", lambda: office_sends(EVENTS, 's="4"><v>46143', 's="4"><v>9999999')),
        "too long a text": ("cell-text", lambda: office_sends(GROUPS, "<t>put", "<t>" + "a" * 32768)),
        "a coded character": ("cell-escape", lambda: office_sends(GROUPS, "<t>put", "<t>_x0041_put")),
    }


def contents() -> dict[str, tuple[str, Callable[[], bytes]]]:
    return {
        "no cover": ("cover-missing", lambda: office_sends(WORKBOOK, "Bìa", "Bia")),
        "a cover without its office": ("cover-shape", lambda: office_sends(COVER, "<t>office_code", "<t>office")),
        "a cover fact twice": ("cover-shape", lambda: office_sends(COVER, "<t>office_code", "<t>desk")),
        "a cover fact without key": (
            "cover-shape",
            lambda: office_sends(COVER, 's="1" t="inlineStr"><is><t>office_code</t></is></c>', 's="2"><v>1</v></c>'),
        ),
        "another label": ("cover-shape", lambda: office_sends(COVER, "<t>Nơi nhận", "<t>Nơi gửi")),
        "no disclaimer": ("cover-shape", lambda: office_sends(COVER, "không thay chữ ký số", "thay chữ ký số")),
        "a first packet that follows one": ("cover-shape", lambda: sent(previous_hash="a" * 64)),
        "an epoch before its parent": ("cover-shape", lambda: sent(parent_epoch=1)),
        "part 3 of 2": ("cover-shape", lambda: sent(kind="full", part=3, parts=2)),
        "a format for an older reader": ("cover-shape", lambda: sent(reader=1)),
        "a delta in parts": ("cover-shape", lambda: sent(parts=2)),
        "a wrong epoch": ("cover-fact", lambda: office_sends(COVER, "<t>training</t>", "<t>tập huấn</t>")),
        "a day that is none": ("cover-fact", lambda: office_sends(COVER, "2026-11-22T10", "2026-02-30T10")),
        "a turned-round name": (
            "cover-fact",
            lambda: office_sends(COVER, "<t>Phường Hoàn Kiếm", "<t>Phường\u202e Hoàn Kiếm"),
        ),
        "a newer format": ("format-newer", lambda: office_sends(COVER, "hn-desk/4", "hn-desk/5")),
        "an unknown format": ("cover-fact", lambda: office_sends(COVER, "hn-desk/4", "hn-tool/4")),
        "a newer reader": ("reader-newer", lambda: sent(reader=5)),
        "another office": ("office-differs", lambda: sent(office_code="00071")),
        "a sheet the cover does not name": ("sheet-unknown", lambda: sent(rows={"groups": 1})),
        "an unknown subject": ("sheet-unknown", lambda: sent(rows={"secrets": 1})),
        "a sheet renamed": ("sheet-unknown", lambda: office_sends(WORKBOOK, "Tổ dân phố", "Tổ")),
        "a wrong count": (
            "rows-count",
            lambda: office_sends(COVER, '<v>1</v></c><c r="C26"', '<v>2</v></c><c r="C26"'),
        ),
    }


def version(text: str) -> bytes:
    return office_sends(GROUPS, VERSION, f'<c r="B4" s="2"><v>{text}</v></c>')


def no_sheets() -> bytes:
    text = parts()[WORKBOOK].decode()
    return resigned(with_part(WORKBOOK, (text[: text.index("<sheet ")] + text[text.index("</sheets>") :]).encode()))


def wide_row() -> str:
    return "".join(f'<c r="{letter}4"/>' for letter in letters(61))


def sent(**changes: object) -> bytes:
    """A packet with a cover alone, of any facts."""
    facts = cover().model_copy(update=changes)
    return send([(COVER_HEAD, cover_rows(facts))])


def send(sheets: list[tuple[SheetHead, list[tuple[Value, ...]]]]) -> bytes:
    unsigned = make_workbook([(head.name, pack_sheet(head, lines)[0]) for head, lines in sheets])
    return opc.sign(unsigned, keyring.key("office"), keyring.office().certificate, AT)
