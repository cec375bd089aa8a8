"""Targets: how far the office should have come by a day, ahead or behind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.targets import CALENDAR, WORKING, Pace, Span, elapsed, load_targets, pace, pace_words, span_of
from tests.rules.places import resource

DATA = load_targets(resource("targets.toml"), "targets.toml")


def test_a_year_and_its_quarters_have_their_days() -> None:
    assert span_of(2026, 0) == Span(date(2026, 1, 1), date(2026, 12, 31))
    assert [span_of(2026, quarter) for quarter in (1, 4)] == [
        Span(date(2026, 1, 1), date(2026, 3, 31)),
        Span(date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_working_days_leave_out_weekends_holidays_and_the_offices_own_exceptions() -> None:
    week = Span(date(2026, 4, 27), date(2026, 5, 3))
    assert elapsed(week, date(2026, 4, 28), WORKING, {}) == (1, 2), "27/4, 30/4 and 1/5 are holidays"
    assert elapsed(week, date(2026, 4, 28), WORKING, {date(2026, 4, 28): False}) == (0, 1)
    assert elapsed(week, date(2026, 4, 28), CALENDAR, {}) == (2, 7)


@pytest.mark.parametrize(
    ("done", "come", "said"),
    [
        (40, 1, "Target reached"),
        (20, 50, "On time"),
        (23, 50, "Ahead by 3"),
        (12, 50, "Behind by 8"),
        (0, 2, "On time"),
    ],
)
def test_the_pace_says_ahead_or_behind_in_whole_ones(done: int, come: int, said: str) -> None:
    assert pace_words(pace(40, done, (come, 100))) == said


def test_half_of_the_days_gone_is_half_of_the_target() -> None:
    assert pace(41, 10, (50, 100)) == Pace(41, 10, 24, 20)


@given(st.integers(2021, 2035), st.integers(0, 4), st.integers(-40, 400), st.integers(1, 50_000))
def test_nothing_is_expected_before_the_span_and_all_of_it_at_its_end(
    year: int, quarter: int, after: int, target: int
) -> None:
    span = span_of(year, quarter)
    for spread in (WORKING, CALENDAR):
        expected = pace(target, 0, elapsed(span, span.start + timedelta(days=after), spread, {})).expected
        assert 0 <= expected <= target
        assert expected == 0 or after >= 0
        assert pace(target, 0, elapsed(span, span.end, spread, {})).expected == target


def test_each_kind_says_what_is_counted_and_where_it_comes_from() -> None:
    assert {kind.measure for kind in DATA.kinds} >= {"registered", "contacted"}
    assert all(kind.source for kind in DATA.kinds)
    assert DATA.kinds_of(2025) == ()
    assert DATA.spread_on(date(2020, 1, 1)) == DATA.spread_on(date(2026, 6, 1)) == WORKING


def test_an_unknown_measure_and_a_code_twice_are_named() -> None:
    row = {"code": "a", "label": "A", "measure": "registered", "unit": "hộ", "from": date(2026, 1, 1), "source": "x"}
    spread = [{"from": date(2026, 1, 1), "days": "calendar", "source": "x"}]
    with pytest.raises(ResourceError) as refused:
        load_targets({"kinds": [row, {**row, "measure": "sold"}], "spread": spread}, "t.toml")
    assert [problem.field for problem in refused.value.problems] == [
        "kinds[2].measure",
        "kinds[1].code",
        "kinds[2].code",
    ]
