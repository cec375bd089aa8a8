from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import DeskError
from hn_desk.rules.periods import parse_period, periods_of_year, previous_period

PARTS = ("H1", "H2", "Q1", "Q2", "Q3", "Q4")
YEARS = st.integers(2026, 2031)
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "name"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "Year 2026"),
        (" 2026-h1 ", date(2026, 1, 1), date(2026, 6, 30), "First half of 2026"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "Second half of 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "Quarter 4/2026"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "Month 2/2028"),
        ("2026-01-15..2026-03-31", date(2026, 1, 15), date(2026, 3, 31), "15/01/2026 to 31/03/2026"),
    ],
)
def test_a_code_names_its_days(text: str, start: date, end: date, name: str) -> None:
    period = parse_period(text)

    assert (period.starts_on, period.ends_on, period.name) == (start, end, name)
    assert parse_period(period.code) == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "next year", "26", "2026-H3", "2026-Q5", "2026-00", "2026-13", "2026-1", "1899", "2101", "2026-H"),
        *("２０２６", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "2026-03-01", "1800-01-01..2026-01-01"),
    ],
)
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(DeskError, match="is not a period") as refused:
        parse_period(text)
    assert refused.value.reason == "period"


@given(YEARS)
def test_the_periods_of_a_year_tile_it_by_kind(year: int) -> None:
    periods = periods_of_year(year)

    assert [period.code for period in periods[:7]] == [str(year), *(f"{year}-{p}" for p in PARTS)]
    for kind in (periods[:1], periods[1:3], periods[3:7], periods[7:]):
        assert kind[0].starts_on == date(year, 1, 1)
        assert kind[-1].ends_on == date(year, 12, 31)
        assert all(b.starts_on - a.ends_on == timedelta(1) for a, b in pairwise(kind))


@given(YEARS, st.integers(0, 18))
def test_the_period_before_is_the_one_of_its_kind_that_ends_the_day_before(year: int, place: int) -> None:
    before = previous_period(periods_of_year(year)[place])

    known = {period.code: period for one in (year - 1, year) for period in periods_of_year(one)}
    assert known[before.code] == before
    assert before.ends_on + timedelta(1) == periods_of_year(year)[place].starts_on
    assert len(before.code) == len(periods_of_year(year)[place].code)


@given(DAYS, DAYS)
def test_before_a_free_period_lie_as_many_days(one: date, other: date) -> None:
    start, end = sorted((one, other))
    before = previous_period(parse_period(f"{start}..{end}"))

    assert before.ends_on + timedelta(1) == start
    assert before.ends_on - before.starts_on == end - start
