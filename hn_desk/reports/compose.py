"""Composing an official report: its file's sentences, figures, typed words, registers, adjustments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hn_desk.reports.adjusting import Adjustment
from hn_desk.reports.compose_tables import adjusted_table, chart_of, table_of
from hn_desk.reports.document import Annex, Block, BlockKind, Figure, Piece, ReportDocument, SignFacts, TableOfFigures
from hn_desk.reports.figures import Dimensions
from hn_desk.reports.table import Cell
from hn_desk.rules.money import format_dong
from hn_desk.rules.report_file import OFFICE, PART, PLACE, BlockFile, ReportFile, ReportWords, places_in
from hn_desk.rules.report_measures import COUNT
from hn_desk.rules.text import clean_line

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
TWO_DIGITS = 10
DASH = "- "
ENDS = ".;:!?…"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the words: whose report it is, over which days, who signs."""

    period: str
    period_words: str
    starts_on: date
    ends_on: date
    counted_on: date
    office: str
    upper_line: str
    place_name: str
    sign: SignFacts
    is_training: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a report is made of: figures by code, typed words by slot, listed rows by table, difficulties, adjustments.

    `difficulties` holds topic, text and proposal of each; a `final` report leaves out what was not typed.
    """

    figures: Mapping[str, Figure]
    dimensions: Dimensions
    texts: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, tuple[tuple[Cell, ...], ...]] = field(default_factory=dict)
    difficulties: Sequence[tuple[str, str, str]] = ()
    adjustments: Sequence[Adjustment] = ()
    is_final: bool = False


def compose(file: ReportFile, words: ReportWords, content: Content, sheet: Sheet) -> ReportDocument:
    """The report without number, day and fingerprint."""
    annexes = tuple(_annexes(file, words, content))
    blocks = _numbered(_without_empty_headings(_blocks(file, words, content, sheet.office)))
    return ReportDocument(
        code=file.code,
        kind_name=words.kind_name,
        subject=file.subject.replace("{period}", sheet.period_words),
        period=sheet.period,
        starts_on=sheet.starts_on,
        ends_on=sheet.ends_on,
        counted_on=sheet.counted_on,
        office=sheet.office,
        upper_line=sheet.upper_line,
        place_name=sheet.place_name,
        notation=file.notation,
        number="",
        issued_on=None,
        opening=_pieces(file.opening, content.figures, sheet.office),
        blocks=(*blocks, *_pointing_to(annexes, words)),
        annexes=tuple(replace(one, title=one.title.upper()) for one in annexes),
        receivers=file.receivers,
        sign=sheet.sign,
        is_training=sheet.is_training,
        fingerprint="",
    )


def shown(figure: Figure) -> str:
    """A figure as a sentence has it: small counts with two digits, thousands with dots."""
    is_small = figure.unit == COUNT and 0 < figure.value < TWO_DIGITS
    return f"{figure.value:02}" if is_small else format_dong(figure.value)


def _blocks(file: ReportFile, words: ReportWords, content: Content, office: str) -> Iterator[Block]:
    for block in file.blocks:
        if block.kind in ("heading", "body", "item"):
            yield from _sentence(block, content, office)
        elif block.kind == "typed":
            yield from _typed(block, words, content)
        elif block.kind == "difficulties":
            yield from _difficulties(block, words, content)
        elif block.kind == "adjustments":
            yield from _adjustments(words, content)
        else:
            yield from _drawn(file, block, words, content)


def _sentence(block: BlockFile, content: Content, office: str) -> Iterator[Block]:
    is_told = not block.when or any(content.figures[code].value for code in block.when)
    text = _whole(block.text, content) if is_told else block.none
    if text:
        pieces = _pieces(text, content.figures, office)
        kind: BlockKind = block.kind  # type: ignore[assignment]  # a heading, paragraph or item is called alike
        yield Block(kind, (Piece(DASH), *pieces) if kind == "item" else pieces, block.level)


def _whole(text: str, content: Content) -> str:
    """A sentence with those of its parts in brackets that have something to tell."""
    return PART.sub(lambda part: part[1] if any(content.figures[one].value for one in places_in(part[1])) else "", text)


def _typed(block: BlockFile, words: ReportWords, content: Content) -> Iterator[Block]:
    typed = [line for line in map(clean_line, content.texts.get(block.slot, "").splitlines()) if line]
    if not typed and (block.none or not content.is_final):
        typed = [block.none or words.nothing_yet]
    for line in typed:
        yield Block("typed", (Piece(line),), slot=block.slot)


def _difficulties(block: BlockFile, words: ReportWords, content: Content) -> Iterator[Block]:
    for topic, text, proposal in content.difficulties:
        if topic in block.of and text:
            said = (words.proposal if proposal else words.difficulty).format(
                text=_ended(text), proposal=_ended(proposal)
            )
            yield Block("item", (Piece(DASH), Piece(said)))


def _adjustments(words: ReportWords, content: Content) -> Iterator[Block]:
    if content.adjustments:
        yield Block("heading", (Piece(words.adjustments),))
        yield Block("table", table=adjusted_table(words, content.adjustments))


def _drawn(file: ReportFile, block: BlockFile, words: ReportWords, content: Content) -> Iterator[Block]:
    table = _table(file, block.of[0], words, content)
    if table is None:
        return
    if block.kind == "table":
        yield Block("table", table=table)
    else:
        yield Block("chart", chart=chart_of(table))


def _annexes(file: ReportFile, words: ReportWords, content: Content) -> Iterator[Annex]:
    drawn = [(one.title, _table(file, one.table, words, content)) for one in file.annexes]
    kept = [(title, table) for title, table in drawn if table is not None]
    for place, (title, table) in enumerate(kept):
        number = words.annex.format(number=ROMAN[place] if len(kept) > 1 else "").strip()
        yield Annex(number, title, table)


def _pointing_to(annexes: Sequence[Annex], words: ReportWords) -> Iterator[Block]:
    """The sentence that names the annexes; none where there is no annex."""
    if annexes:
        named = "; ".join(words.annexed_one.format(number=one.number, title=one.title) for one in annexes)
        yield Block("body", (Piece(words.annexed.format(annexes=named)),))


def _table(file: ReportFile, code: str, words: ReportWords, content: Content) -> TableOfFigures | None:
    table = file.tables[code]
    return table_of(table, words, content.figures, content.dimensions, content.listed.get(code, ()))


def _ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if not text or text[-1] in ENDS else f"{text}."


def _pieces(sentence: str, figures: Mapping[str, Figure], office: str) -> tuple[Piece, ...]:
    text = sentence.replace(OFFICE, office)
    pieces: list[Piece] = []
    end = 0
    for place in PLACE.finditer(text):
        pieces += [Piece(text[end : place.start()])] if place.start() > end else []
        pieces.append(Piece(shown(figures[place[1]]), place[1]))
        end = place.end()
    return (*pieces, Piece(text[end:])) if end < len(text) else tuple(pieces)


def _without_empty_headings(blocks: Iterator[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        while kept and block.kind == "heading" and kept[-1].kind == "heading" and kept[-1].level >= block.level:
            kept.pop()
        kept.append(block)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    upper = lower = 0
    for block in blocks:
        if block.kind != "heading":
            yield block
            continue
        upper, lower = (upper + 1, 0) if block.level == 1 else (upper, lower + 1)
        number = f"{ROMAN[upper - 1]}. " if block.level == 1 else f"{lower}. "
        yield replace(block, pieces=(Piece(number), *block.pieces))
