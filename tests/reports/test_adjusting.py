"""What is told of earlier reports: each difference once, and all together always say what the records say."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.reports.adjusting import Adjustment, Told, adjustments, last_told
from hn_desk.reports.document import Figure

CODES = ("events", "people", "events@radio")
Records = dict[str, int]
states = st.fixed_dictionaries({code: st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)) for code in CODES})


def counted(records: dict[str, Records]) -> dict[str, Figure]:
    return {code: Figure(code, code, sum(of.values()), records=tuple(sorted(of))) for code, of in records.items()}


def named(figures: dict[str, Figure]) -> dict[str, Figure]:
    """What is counted again: the figures of rows of tables are not."""
    return {code: figure for code, figure in figures.items() if "@" not in code}


@settings(max_examples=150, deadline=None)
@given(st.lists(states, min_size=1, max_size=6))
def test_after_each_report_what_was_told_is_what_the_records_say(history: list[dict[str, Records]]) -> None:
    frozen: list[Told] = []
    for place, records in enumerate(history):
        figures = counted(records)
        again = {one.id: named(figures) for one in frozen}
        found = adjustments(last_told(frozen), again)
        frozen.append(Told(str(place), f"kỳ {place}", "", figures, found))
        told = last_told(frozen)
        for report in told:
            for code, figure in named(figures).items():
                assert report.figures[code].value == figure.value
        assert adjustments(told, {one.id: named(figures) for one in told}) == ()


@settings(max_examples=150, deadline=None)
@given(states, states)
def test_an_adjustment_names_the_records_that_came_and_went(
    before: dict[str, Records], now: dict[str, Records]
) -> None:
    told = Told("1", "kỳ", "12/BC-UBND", counted(before))
    found = {one.code: one for one in adjustments((told,), {"1": named(counted(now))})}
    for code in ("events", "people"):
        was, is_now = sum(before[code].values()), sum(now[code].values())
        assert (code in found) == (was != is_now)
        if code in found:
            one = found[code]
            assert (one.was, one.now, one.number) == (was, is_now, "12/BC-UBND")
            assert set(one.came) == now[code].keys() - before[code].keys()
            assert set(one.went) == before[code].keys() - now[code].keys()
    assert "events@radio" not in found


def test_what_was_told_of_a_report_that_is_gone_is_left_alone() -> None:
    lost = Adjustment("gone", "kỳ", "", "events", "Số đợt", "count", 1, 2)
    told = Told("1", "kỳ", "", counted({"events": {"a": 3}}), (lost,))
    assert last_told((told,)) == (replace(told, figures=told.figures),)
