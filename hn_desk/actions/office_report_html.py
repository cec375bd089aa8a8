"""An official report as the screen shows it: laid out like the paper, every figure a link (`figure:CODE`).

Places for free words are links too while they can be typed (`slot:CODE`); charts are pictures called `chart:N`.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from hn_desk.forms.head import BLANK_DAY, MOTTO, NATION
from hn_desk.i18n import _
from hn_desk.reports.charts import Chart
from hn_desk.reports.document import Annex, Block, Piece, ReportDocument, TableOfFigures
from hn_desk.reports.office_report_pdf import DRAFT, FINGERPRINT, head_of, number_of, signer_of
from hn_desk.reports.printed import cell_text
from hn_desk.reports.table import Cell, Column
from hn_desk.rules.dates import place_date_line

FIGURE: Final = "figure:"
SLOT: Final = "slot:"
CHART: Final = "chart:"
RECEIVERS: Final = "Nơi nhận:"
_NUMBERS: Final = frozenset({"number", "count", "money", "percent"})
_HEAD: Final = '<table width="100%" cellpadding="2"><tr><td width="42%" align="center" valign="top">{left}</td>'
_HEAD_RIGHT: Final = '<td width="58%" align="center" valign="top">{right}</td></tr></table>'
_BODY: Final = '<p align="justify" style="text-indent: 28px; margin: 5px 0;">{words}</p>'
_TITLE: Final = '<p align="center" style="margin: 10px 0 4px 0;"><b>{words}</b></p>'


def html_of(document: ReportDocument, *, is_written: bool) -> str:
    """The whole report; with `is_written` its places for free words can be gone to."""
    parts = [_head(document), _title(document), _body(_linked(document.opening)) if document.opening else ""]
    charts = iter(range(len(charts_of(document))))
    for block in document.blocks:
        parts.append(_block(block, charts, is_written=is_written))
    parts.append(_end(document))
    parts += [_annex(annex) for annex in document.annexes]
    return "\n".join(parts)


def charts_of(document: ReportDocument) -> tuple[Chart, ...]:
    """The charts of a report in their order: the pictures `chart:0`, `chart:1` and so on."""
    return tuple(block.chart for block in document.blocks if block.chart is not None)


def _head(document: ReportDocument) -> str:
    head = head_of(document)
    left = [escape(head.superior), *(f"<b>{escape(line)}</b>" for line in head.issuer)]
    number = f"Số: {number_of(document).strip()}" if document.number else f"Số: … {number_of(document).strip()}"
    issued_on, place = document.issued_on, document.place_name
    day = place_date_line(place, issued_on) if issued_on else f"{place}, {BLANK_DAY}"
    right = [f"<b>{NATION}</b>", f"<b>{MOTTO}</b>", "", f"<i>{escape(day)}</i>"]
    stage = "" if document.fingerprint else f'<p align="right"><b>{DRAFT}</b></p>'
    both = _HEAD.format(left="<br>".join([*left, "", escape(number)])) + _HEAD_RIGHT.format(right="<br>".join(right))
    return stage + both


def _title(document: ReportDocument) -> str:
    return _TITLE.format(words=f"{escape(document.kind_name)}<br>{escape(document.subject)}")


def _block(block: Block, charts: Iterator[int], *, is_written: bool) -> str:
    if block.table is not None:
        return _table(block.table)
    if block.chart is not None:
        return f'<p align="center"><img src="{CHART}{next(charts)}"></p>'
    words = _linked(block.pieces)
    if block.kind == "heading":
        return f'<p style="margin: 10px 0 4px 0;"><b>{words}</b></p>'
    if block.kind == "typed" and is_written:
        words += f' <a href="{SLOT}{escape(block.slot)}">[{escape(_("type here"))}]</a>'
    return _body(words)


def _body(words: str) -> str:
    return _BODY.format(words=words)


def _linked(pieces: Sequence[Piece]) -> str:
    return "".join(_link(piece.text, piece.figure) for piece in pieces)


def _link(text: str, figure: str) -> str:
    words = escape(text).replace("\n", "<br>")
    return f'<a href="{FIGURE}{escape(figure)}">{words}</a>' if figure else words


def _table(table: TableOfFigures) -> str:
    heading = _TITLE.format(words=escape(table.title)) if table.title else ""
    top = "".join(f'<th class="cell" align="center">{escape(column.heading)}</th>' for column in table.columns)
    rows = "".join(
        f"<tr>{_row(row, codes, table.columns)}</tr>" for row, codes in zip(table.rows, table.figures, strict=True)
    )
    style = 'width="100%" cellpadding="4" cellspacing="0" style="border-collapse: collapse;"'
    return f"{heading}<table {style}><thead><tr>{top}</tr></thead>{rows}</table><p></p>"


def _row(row: Sequence[Cell], codes: Sequence[str], columns: Sequence[Column]) -> str:
    return "".join(
        f'<td class="cell" align="{"right" if column.kind in _NUMBERS else "left"}">'
        f"{_link(cell_text(cell, column), code)}</td>"
        for cell, code, column in zip(row, codes, columns, strict=True)
    )


def _end(document: ReportDocument) -> str:
    signer = signer_of(document)
    left = f"<i><b>{RECEIVERS}</b></i><br>" + "<br>".join(map(escape, document.receivers))
    signed = [*(f"<b>{escape(line)}</b>" for line in signer.authority), "", "", f"<b>{escape(signer.name)}</b>"]
    places = _HEAD.replace('align="center" ', "", 1).format(left=left) + _HEAD_RIGHT.format(right="<br>".join(signed))
    mark = FINGERPRINT.format(fingerprint=document.fingerprint)
    return places + (f"<p><small>{escape(mark)}</small></p>" if document.fingerprint else "")


def _annex(annex: Annex) -> str:
    words = f"{escape(annex.number)}<br>{escape(annex.title)}"
    return f"<hr>{_TITLE.format(words=words)}{_table(annex.table)}"
