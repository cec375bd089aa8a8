"""Reading the data files of official reports; everything wrong in one is told at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final, get_args

from hn_desk.i18n import _
from hn_desk.rules.dated import read_dated_whole
from hn_desk.rules.reading import Reader
from hn_desk.rules.report_file import (
    PERIOD_KINDS,
    AnnexFile,
    BlockFile,
    BlockKind,
    FigureFile,
    ReportFile,
    ReportWords,
    TableFile,
    places_in,
)
from hn_desk.rules.report_measures import DIMENSIONS, FIXED_CHOICES, MEASURES

BLOCK_KINDS: Final[tuple[BlockKind, ...]] = get_args(BlockKind)
ROWS_OF_RECORDS: Final = ("events", "office_plans", "lists")
"""Records that a table may list one by one; none of them is a person."""
FIRST_DAY: Final = date(2026, 1, 1)
"""From this day on the numbers of reports must be known."""
EXAMPLE_KINDS: Final = ("model", "collective", "person")
COLUMNS: Final = (
    "day",
    "title",
    "form",
    "audiences",
    "people",
    "groups",
    "number",
    "author",
    "month",
    "lines",
    "period",
    "report",
    "figure",
    "was",
    "now",
    "why",
)


def load_report(
    data: Mapping[str, object], name: str, known: Mapping[str, Collection[str]], actions: Collection[str]
) -> ReportFile:
    """Make a ReportFile of a file's tables; ResourceError names the file, each key and what is wrong with it.

    `known` holds what may stand in each option (`topics`, `forms`, `programmes` …), `actions` the table of rights.
    """
    reader = Reader(data, name)
    choices = {**known, **FIXED_CHOICES}
    rows = reader.tables("figures")
    figures = tuple(_figure(row, choices) for row in rows)
    codes = [one.code for one in figures]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    tables = {
        one.code: one for one in (_table(row, figures, choices) for row in reader.tables("tables", optional=True))
    }
    made = ReportFile(
        code=reader.choice("code", (name.removesuffix(".toml"),)),
        title=reader.text("title"),
        subject=reader.text("subject"),
        notation=reader.text("notation"),
        duty=reader.text("duty", optional=True),
        source=reader.text("source"),
        is_protected=reader.flag("protected"),
        periods=reader.texts("periods", PERIOD_KINDS, optional=False),
        reads=reader.texts("reads", actions),
        writes=reader.texts("writes", actions),
        instruction=reader.text("instruction", optional=True),
        opening=reader.text("opening"),
        receivers=reader.texts("receivers", optional=False),
        figures=figures,
        blocks=tuple(_block(row, codes, tables, known["topics"]) for row in reader.tables("blocks")),
        tables=tables,
        annexes=tuple(_annex(row, tables) for row in reader.tables("annexes", optional=True)),
    )
    _check_places(reader, "opening", made.opening, codes)
    reader.finish()
    return made


def load_report_words(data: Mapping[str, object], name: str) -> ReportWords:
    """Make the words of every report of a file's tables."""
    reader = Reader(data, name)
    periods, columns = reader.table("periods"), reader.table("columns")
    words = ReportWords(
        kind_name=reader.text("kind_name"),
        periods={kind: periods.text(kind) for kind in PERIOD_KINDS},
        columns={column: columns.text(column) for column in COLUMNS},
        total=reader.text("total"),
        annex=reader.text("annex"),
        annexed=reader.text("annexed"),
        annexed_one=reader.text("annexed_one"),
        adjustments=reader.text("adjustments"),
        adjusted=reader.text("adjusted"),
        changed=reader.text("changed"),
        difficulty=reader.text("difficulty"),
        proposal=reader.text("proposal"),
        nothing_yet=reader.text("nothing_yet"),
        adjusted_years=read_dated_whole(reader, "adjusted_years", since=FIRST_DAY),
    )
    reader.finish()
    return words


def _figure(reader: Reader, choices: Mapping[str, Collection[str]]) -> FigureFile:
    measure = reader.choice("measure", tuple(MEASURES))
    found = MEASURES.get(measure)
    allowed = found.options if found else ()
    options = {key: reader.texts(key, choices.get(key)) for key in allowed if reader.has(key)}
    for key in found.needed if found else ():
        if not options.get(key):
            reader.problem(key, _("is missing"))
    label = reader.text("label")
    return FigureFile(reader.text("code"), label, reader.text("short", optional=True) or label, measure, options)


def _block(
    reader: Reader, figures: Collection[str], tables: Mapping[str, TableFile], topics: Collection[str]
) -> BlockFile:
    kinds: dict[str, BlockKind] = {one: one for one in BLOCK_KINDS}
    kind = kinds.get(reader.choice("kind", BLOCK_KINDS), "body")
    of: tuple[str, ...] = ()
    if kind in ("table", "chart"):
        of = (reader.choice("of", tuple(tables)),)
    elif kind == "difficulties":
        of = reader.texts("of", topics, optional=False)
    text = reader.text("text", optional=kind in ("table", "chart", "difficulties", "adjustments"))
    when = reader.texts("when", figures, optional=False) if reader.has("when") else places_in(text)
    none = reader.text("none", optional=True)
    for key, words in (("text", text), ("none", none)):
        _check_places(reader, key, words, figures)
    return BlockFile(
        kind,
        text,
        when,
        none,
        reader.whole("level") if reader.has("level") else 1,
        reader.text("slot") if kind == "typed" else "",
        reader.text("hint", optional=True),
        of,
    )


def _table(reader: Reader, figures: Sequence[FigureFile], choices: Mapping[str, Collection[str]]) -> TableFile:
    codes = [one.code for one in figures]
    listable = [one.code for one in figures if one.measure in MEASURES and _subject(one) in ROWS_OF_RECORDS]
    records = reader.choice("records", listable) if reader.has("records") else ""
    rows = "" if records else reader.choice("rows", tuple(DIMENSIONS))
    shown = reader.texts("figures", codes, optional=bool(records))
    return TableFile(
        reader.text("code"),
        reader.text("title"),
        "" if records else reader.text("heading"),
        rows,
        reader.texts("values", choices.get(DIMENSIONS.get(rows, ""))),
        shown,
        records,
        reader.flag("total"),
        {one.code: one.short for one in figures if one.code in shown},
    )


def _subject(figure: FigureFile) -> str:
    return MEASURES[figure.measure].subject


def _annex(reader: Reader, tables: Mapping[str, TableFile]) -> AnnexFile:
    return AnnexFile(reader.text("title"), reader.choice("table", tuple(tables)))


def _check_places(reader: Reader, key: str, text: str, figures: Collection[str]) -> None:
    for code in places_in(text):
        if code not in figures:
            reader.problem(key, _("{word} is not one of {words}").format(word=code, words=", ".join(figures)))
