"""A report's data file: the program's own are whole, and each mistake is named with its key and reason."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.errors import ResourceError
from hn_desk.reports.figures import COUNTS, SHARE
from hn_desk.rules.periods import parse_period
from hn_desk.rules.report_file import PART, PERIOD_KINDS, places_in
from hn_desk.rules.report_measures import DIMENSIONS, MEASURES
from hn_desk.rules.report_periods import day_alike, kind_of, period_before, period_words
from hn_desk.rules.report_reading import load_report
from hn_desk.settings import resource

KNOWN: Mapping[str, frozenset[str]] = {
    "topics": frozenset({"kh297", "qd22"}),
    "programmes": frozenset({"qd22"}),
    "forms": frozenset({"broadcast"}),
    "audiences": frozenset(),
    "groups": frozenset(),
    "obstacles": frozenset(),
    "supports": frozenset(),
    "kinds": frozenset({"model", "collective", "person"}),
}
Change = Callable[[dict[str, Any]], object]


def file() -> dict[str, Any]:
    """A small report that is good."""
    return {
        "code": "small",
        "title": "Nhỏ",
        "subject": "Kết quả {period}",
        "notation": "BC-UBND",
        "source": "[ours]",
        "protected": True,
        "periods": ["half1"],
        "reads": ["credit.read"],
        "writes": [],
        "opening": "Báo cáo như sau:",
        "receivers": ["- Lưu: VT."],
        "figures": [
            {"code": "events", "label": "Số đợt", "measure": "events", "topics": ["kh297"]},
            {"code": "loans", "label": "Món", "measure": "loans", "programmes": ["qd22"], "stage": ["paid"]},
        ],
        "blocks": [
            {"kind": "item", "text": "Có {events} đợt."},
            {"kind": "typed", "slot": "next", "text": "Việc tới"},
            {"kind": "table", "of": "forms"},
        ],
        "tables": [
            {
                "code": "forms",
                "title": "Hình thức",
                "rows": "forms",
                "heading": "Hình thức",
                "figures": ["events"],
                "total": True,
            },
        ],
        "annexes": [{"title": "Các đợt", "table": "forms"}],
    }


def load(data: dict[str, Any]) -> Any:
    return load_report(data, "small.toml", KNOWN, frozenset({"credit.read"}))


def test_a_good_file_is_read() -> None:
    report = load(file())
    assert (report.code, report.blocks[0].when, report.slots[0].slot) == ("small", ("events",), "next")
    assert report.tables["forms"].shorts == {"events": "Số đợt"}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda data: data.update(code="other"), "code"),
        (lambda data: data.update(periods=["week"]), "periods"),
        (lambda data: data.update(reads=["nothing.read"]), "reads"),
        (lambda data: data.update(extra="x"), "extra"),
        (lambda data: data["figures"][0].update(measure="people"), "figures[1].measure"),
        (lambda data: data["figures"][0].pop("topics"), "figures[1].topics"),
        (lambda data: data["figures"][0].update(topics=["kh298"]), "figures[1].topics"),
        (lambda data: data["figures"][0].update(stage=["paid"]), "figures[1].stage"),
        (lambda data: data["figures"][1].update(stage=["lost"]), "figures[2].stage"),
        (lambda data: data["figures"][1].update(code="events"), "figures[1].code"),
        (lambda data: data["blocks"][0].update(text="Có {people} người."), "blocks[1].text"),
        (lambda data: data["blocks"][0].update(none="Không có {people}."), "blocks[1].none"),
        (lambda data: data["blocks"][0].update(when=["people"]), "blocks[1].when"),
        (lambda data: data["blocks"][0].update(kind="line"), "blocks[1].kind"),
        (lambda data: data["blocks"][1].pop("slot"), "blocks[2].slot"),
        (lambda data: data["blocks"][2].update(of="places"), "blocks[3].of"),
        (lambda data: data["tables"][0].update(rows="weather"), "tables[1].rows"),
        (lambda data: data["tables"][0].update(records="loans"), "tables[1].records"),
        (lambda data: data["annexes"][0].update(table="places"), "annexes[1].table"),
        (lambda data: data.update(opening="Có {people} người:"), "opening"),
    ],
)
def test_a_mistake_is_named_with_its_key(change: Change, key: str) -> None:
    data = file()
    change(data)
    with pytest.raises(ResourceError) as refused:
        load(data)
    assert key in {problem.field for problem in refused.value.problems}
    assert "small.toml" in refused.value.what


def test_every_measure_is_counted_and_every_dimension_narrows_one() -> None:
    assert {*COUNTS, SHARE} == MEASURES.keys()
    every = {option for measure in MEASURES.values() for option in measure.options}
    assert set(DIMENSIONS.values()) <= every
    assert all(set(measure.needed) <= set(measure.options) for measure in MEASURES.values())


def test_every_figure_of_the_programs_reports_is_shown_somewhere() -> None:
    for report in rule_book().reports.values():
        said = {code for block in report.blocks for text in (block.text, block.none) for code in places_in(text)}
        tabled = {code for table in report.tables.values() for code in (*table.figures, table.records)}
        unseen = {one.code for one in report.figures} - said - tabled
        assert unseen <= {"plans", "examples", "difficulties"}, report.code


def test_no_sentence_keeps_a_figure_back_that_is_not_0() -> None:
    """A figure that does not decide whether its sentence is told stands in the other sentence too, or is a ratio."""
    for report in rule_book().reports.values():
        for block in report.blocks:
            hidden = set(places_in(block.text)) - {*block.when, *places_in(block.none)}
            assert {report.figure(code).measure for code in hidden} <= {SHARE}, (report.code, block.text)
            assert all(places_in(part) for part in PART.findall(block.text)), (report.code, block.text)


def test_reports_name_no_day_that_is_not_in_their_sources() -> None:
    data = tomllib.loads(resource("reports/qd08.toml").read_text(encoding="utf-8"))
    assert "Kế hoạch số" not in data["opening"], "the plan of [003] bears no number"


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("2026", "year", "năm 2026"),
        ("2026-H1", "half1", "06 tháng đầu năm 2026"),
        ("2026-H2", "half2", "06 tháng cuối năm 2026"),
        ("2026-Q3", "quarter", "quý III năm 2026"),
        ("2026-02", "month", "tháng 02 năm 2026"),
        ("2026-11", "month", "tháng 11 năm 2026"),
        ("2026-01-05..2026-03-31", "free", "từ ngày 05/01/2026 đến ngày 31/03/2026"),
    ],
)
def test_paper_names_a_period(code: str, kind: str, words: str) -> None:
    period = parse_period(code)
    assert kind_of(period) == kind
    assert period_words(rule_book().report_words.periods, period) == words


def test_a_half_year_is_compared_with_the_half_that_is_reported_too() -> None:
    half = parse_period("2026-H1")
    assert period_before(half, ("half1", "year")).code == "2025-H1"
    assert period_before(half, PERIOD_KINDS).code == "2025-H2"
    assert period_before(parse_period("2026-Q1"), PERIOD_KINDS).code == "2025-Q4"


@pytest.mark.parametrize(
    ("code", "day", "until"),
    [
        ("2026-11", date(2026, 11, 20), date(2026, 10, 20)),
        ("2026-11", date(2026, 11, 30), date(2026, 10, 31)),
        ("2026-03", date(2026, 3, 30), date(2026, 2, 28)),
        ("2026-Q1", date(2026, 2, 15), date(2025, 11, 15)),
        ("2028", date(2028, 11, 15), date(2027, 11, 15)),
        ("2026-03-01..2026-03-10", date(2026, 3, 4), date(2026, 2, 22)),
    ],
)
def test_what_is_counted_up_to_a_day_is_compared_up_to_one_alike(code: str, day: date, until: date) -> None:
    period = parse_period(code)
    assert day_alike(day, period, period_before(period, PERIOD_KINDS)) == until
