"""Days that recur: the chosen weekdays of each week, one day of each month, month ends and 29/2 included."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.recurrence import Recurrence, read_recurrence

DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 800)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
WEEKLY = st.frozensets(st.integers(0, 6), min_size=1)


def every_day(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


@given(SPANS, WEEKLY)
def test_each_week_has_exactly_the_chosen_weekdays(span: tuple[date, date], weekdays: frozenset[int]) -> None:
    wanted = [day for day in every_day(*span) if (day.isoweekday() - 1) in weekdays]
    assert list(Recurrence(weekdays).days(*span)) == wanted


@given(SPANS, st.integers(1, 31))
def test_each_month_has_its_day_or_its_last_one(span: tuple[date, date], month_day: int) -> None:
    def is_due(day: date) -> bool:
        is_last = (day + timedelta(days=1)).month != day.month
        return day.day == month_day or (is_last and day.day < month_day)

    assert list(Recurrence(month_day=month_day).days(*span)) == [day for day in every_day(*span) if is_due(day)]


@given(st.integers(2026, 2035), st.integers(1, 31))
def test_a_year_has_twelve_monthly_days(year: int, month_day: int) -> None:
    days = Recurrence(month_day=month_day).days(date(year, 1, 1), date(year, 12, 31))
    assert [day.month for day in days] == list(range(1, 13))
    assert all(day.day == min(month_day, monthrange(day.year, day.month)[1]) for day in days)


def test_february_of_a_leap_year_has_its_29th() -> None:
    rule = Recurrence(month_day=30)
    assert rule.days(date(2028, 2, 1), date(2028, 2, 29)) == (date(2028, 2, 29),)
    assert rule.days(date(2027, 2, 1), date(2027, 2, 28)) == (date(2027, 2, 28),)
    assert rule.days(date(2028, 2, 1), date(2028, 2, 28)) == ()


@pytest.mark.parametrize(
    ("rule", "is_sound"),
    [
        (Recurrence(frozenset({0, 3})), True),
        (Recurrence(month_day=31), True),
        (Recurrence(), False),
        (Recurrence(frozenset({7})), False),
        (Recurrence(month_day=32), False),
        (Recurrence(frozenset({1}), 5), False),
        (Recurrence(frozenset({9}), 5), False),
    ],
)
def test_it_is_either_weekly_or_monthly(rule: Recurrence, *, is_sound: bool) -> None:
    assert rule.is_sound() == is_sound


@given(WEEKLY)
def test_it_is_read_back_as_it_was_kept(weekdays: frozenset[int]) -> None:
    assert read_recurrence(Recurrence(weekdays).as_plain()) == Recurrence(weekdays)
