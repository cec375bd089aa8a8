from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import InputError
from hn_desk.rules.dates import (
    add_months,
    add_years,
    age_on,
    birthday,
    format_birth,
    format_date,
    latest_birth,
    parse_birth,
    parse_date,
    place_date_line,
    weekday_name,
)

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5/3/2026", date(2026, 3, 5)),
        ("05-03-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("5 3 2026", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("ngày 5 tháng 3 năm 2026", date(2026, 3, 5)),
        ("5/3/26", date(2026, 3, 5)),
        ("5/3/36", date(2036, 3, 5)),
        ("5/3/37", date(1937, 3, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("hôm nay", TODAY),
        ("Hôm Qua", date(2026, 6, 30)),
        ("ngày mai", date(2026, 7, 2)),
        ("+7", date(2026, 7, 8)),
        ("+ 30", date(2026, 7, 31)),
    ],
)
def test_a_day_is_read_as_officers_type_it(typed: str, day: date) -> None:
    assert parse_date(typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30/02/2026", "Month 2/2026 has 28 days"),
        ("30/02/2024", "Month 2/2024 has 29 days"),
        ("31/4/2026", "Month 4/2026 has 30 days"),
        ("0/4/2026", "no day 0"),
        ("1/13/2026", "no month 13"),
        ("1/1/1899", "not between 1900 and 2100"),
        ("1/1/2101", "not between 1900 and 2100"),
        ("mồng một", "not a day"),
        ("", "not a day"),
        ("٠١/٠١/٢٠٢٦", "not a day"),
    ],
)
def test_a_day_that_does_not_exist_is_explained(typed: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        parse_date(typed, today=TODAY)
    assert refused.value.do


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_that_is_shown_can_be_typed(day: date) -> None:
    assert parse_date(format_date(day), today=TODAY) == day
    assert parse_date(day.strftime("%d%m%Y"), today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1980", "1980"),
        ("5/3/1980", "1980-03-05"),
        ("5/3/80", "1980-03-05"),
        ("5/3/26", "2026-03-05"),
        ("1/7/2026", "2026-07-01"),
        ("1896", "1896"),
        ("2026", "2026"),
    ],
)
def test_a_birth_keeps_the_year_alone_when_no_more_is_known(typed: str, stored: str) -> None:
    assert parse_birth(typed, today=TODAY) == stored


@pytest.mark.parametrize("typed", ["2027", "2/7/2026", "1895", "0000", "3/3/1895", "tuổi Tý", "30/2/1980"])
def test_an_impossible_birth_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        parse_birth(typed, today=TODAY)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2011-07-01", TODAY, 15),
        ("2011-07-02", TODAY, 14),
        ("2011", TODAY, 14),
        ("2011", date(2026, 12, 31), 15),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_the_youngest_possible_one(birth: str, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@given(st.dates(date(1900, 1, 1), date(2050, 12, 31)), st.integers(1, 49))
def test_on_the_birthday_the_age_is_reached_and_not_a_day_before(born: date, age: int) -> None:
    day = birthday(born.isoformat(), age)
    assert age_on(born.isoformat(), day) == age
    assert age_on(born.isoformat(), date.fromordinal(day.toordinal() - 1)) == age - 1


def test_one_born_on_a_leap_day_is_of_age_on_the_first_of_march() -> None:
    assert birthday("2008-02-29", 18) == date(2026, 3, 1)
    assert birthday("2008-02-29", 20) == date(2028, 2, 29)


def test_a_year_alone_means_its_last_day() -> None:
    assert latest_birth("1980") == date(1980, 12, 31)


def test_births_are_shown_as_paper_wants_them() -> None:
    assert (format_birth("1980"), format_birth("1980-03-05")) == ("1980", "05/03/1980")


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 2, 5), "Hà Nội, ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "Hà Nội, ngày 15 tháng 3 năm 2026"),
        (date(2026, 12, 1), "Hà Nội, ngày 01 tháng 12 năm 2026"),
    ],
)
def test_zeros_lead_small_days_and_the_first_two_months(day: date, line: str) -> None:
    assert place_date_line("Hà Nội", day) == line


def test_years_and_months_later_stay_in_the_month() -> None:
    assert add_years(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_each_weekday_has_its_own_name() -> None:
    assert weekday_name(date(2026, 6, 15)) == "Monday"
    assert len({weekday_name(date(2026, 6, day)) for day in range(15, 22)}) == 7
