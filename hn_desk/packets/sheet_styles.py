"""The styles of a packet's sheets, the same bytes in every packet; their order is that of `sheet_profile`'s numbers."""

from typing import Final

from hn_desk.packets.sheet_profile import MAIN
from hn_desk.packets.xml_reading import DECLARATION


def _font(size: int, *, is_bold: bool = False, colour: str = "FF000000") -> str:
    bold = "<b/>" if is_bold else ""
    face = '<name val="Times New Roman"/><family val="1"/>'
    return f'<font>{bold}<sz val="{size}"/><color rgb="{colour}"/>{face}</font>'


def _border(*, is_drawn: bool) -> str:
    sides = ("left", "right", "top", "bottom")
    if not is_drawn:
        return f"<border>{''.join(f'<{side}/>' for side in sides)}<diagonal/></border>"
    colour = '<color rgb="FFBFBFBF"/>'
    lines = "".join(f'<{side} style="thin">{colour}</{side}>' for side in sides)
    return f"<border>{lines}<diagonal/></border>"


def _cell(number_format: int, font: int, alignment: str, *, fill: int = 0, border: int = 1) -> str:
    looks = f'numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
    applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
    return f"<xf {looks} {applied}><alignment {alignment}/></xf>"


def _many(name: str, members: list[str]) -> str:
    return f'<{name} count="{len(members)}">{"".join(members)}</{name}>'


_GENERAL, _WHOLE, _GROUPED, _AS_TEXT, _DAY = 0, 1, 3, 49, 164
_WRAPPED = 'vertical="top" wrapText="1"'
_FILLS = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill>',
]
_CELLS = [
    _cell(_GENERAL, 0, 'vertical="bottom"', border=0),
    _cell(_AS_TEXT, 0, _WRAPPED),
    _cell(_WHOLE, 0, 'vertical="top"'),
    _cell(_GROUPED, 0, 'vertical="top"'),
    _cell(_DAY, 0, 'horizontal="center" vertical="top"'),
    _cell(_AS_TEXT, 1, 'vertical="center"', border=0),
    _cell(_AS_TEXT, 2, 'horizontal="center" vertical="center" wrapText="1"', fill=2),
    _cell(_AS_TEXT, 3, 'horizontal="center" vertical="center"'),
]
_FONTS = [_font(11), _font(14, is_bold=True), _font(11, is_bold=True), _font(8, colour="FF808080")]
_SHEET = (
    f'<styleSheet xmlns="{MAIN}">',
    _many("numFmts", [f'<numFmt numFmtId="{_DAY}" formatCode="dd/mm/yyyy"/>']),
    _many("fonts", _FONTS),
    _many("fills", _FILLS),
    _many("borders", [_border(is_drawn=False), _border(is_drawn=True)]),
    _many("cellStyleXfs", ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
    _many("cellXfs", _CELLS),
    _many("cellStyles", ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
    "</styleSheet>",
)
STYLES: Final = DECLARATION + "".join(_SHEET).encode()
