from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.deadlines import Deadline, DeadlineKind, is_workday, load_deadlines, next_due, waiting, workdays_on
from tests.rules.places import resource

DATA = load_deadlines(resource("deadlines.toml"), "deadlines.toml")


def named(code: str) -> Deadline:
    return next(one for one in DATA.deadlines if one.code == code)


def due_on(code: str, today: date) -> date | None:
    due = next_due(named(code), today)
    return due.day if due else None


@pytest.mark.parametrize(
    ("code", "today", "day"),
    [
        ("list-qd08", date(2026, 7, 5), date(2026, 7, 5)),
        ("list-qd08", date(2026, 7, 6), date(2026, 8, 5)),
        ("list-qd08", date(2026, 12, 6), date(2027, 1, 5)),
        ("list-qd08", date(2026, 1, 1), date(2026, 6, 5)),
        ("kh297-half", date(2026, 6, 15), date(2026, 6, 15)),
        ("kh297-half", date(2026, 6, 16), date(2027, 6, 15)),
        ("kh297-year", date(2026, 6, 16), date(2026, 11, 15)),
        ("sme-coverage", date(2026, 3, 1), date(2026, 12, 31)),
        ("sme-coverage", date(2026, 12, 31), date(2026, 12, 31)),
        ("survey-qd08", date(2026, 7, 14), date(2026, 7, 14)),
        ("survey-qd08", date(2026, 7, 15), None),
        ("review-qd08-2027", date(2026, 7, 1), date(2027, 6, 30)),
        ("review-qd08-2027", date(2027, 7, 1), None),
        ("gqvl-year", date(2026, 7, 1), None),
    ],
)
def test_the_next_due_day_is_the_laws_day(code: str, today: date, day: date | None) -> None:
    assert due_on(code, today) == day


@pytest.mark.parametrize(("until", "is_due"), [(date(2026, 8, 4), False), (date(2026, 8, 5), True)])
def test_a_deadline_ends_with_its_last_day(until: date, is_due: bool) -> None:
    deadline = Deadline("x", "D0", "t", "r", "s", DeadlineKind.MONTHLY, 5, date(2026, 1, 1), until, day=5)
    assert bool(next_due(deadline, date(2026, 7, 6))) is is_due


def test_a_day_on_a_weekend_is_shown_not_moved() -> None:
    due = next_due(named("kh297-year"), date(2026, 11, 10))
    assert due
    assert (due.day, due.weekday, due.days_left) == (date(2026, 11, 15), "Sunday", 5)
    assert (due.is_workday, due.last_workday) == (False, date(2026, 11, 13))


@given(st.sampled_from([one for one in DATA.deadlines if not one.is_off]), st.dates(date(2026, 1, 1), date(2032, 1, 1)))
def test_a_due_day_is_never_past_and_stays_due_until_it_comes(deadline: Deadline, today: date) -> None:
    due = next_due(deadline, today)
    if due:
        assert due.day == today + timedelta(days=due.days_left)
        assert due.day >= today
        later = next_due(deadline, due.day)
        assert later
        assert later.day == due.day


def test_reminders_begin_with_the_lead_days_nearest_first() -> None:
    assert [one.deadline.code for one in waiting(DATA, date(2026, 6, 3))] == ["list-qd08", "kh297-half"]
    assert [one.deadline.code for one in waiting(DATA, date(2026, 6, 17))] == []
    assert [one.deadline.code for one in waiting(DATA, date(2026, 6, 28))] == ["list-qd08"]
    assert [one.deadline.code for one in waiting(DATA, date(2026, 6, 27))] == []


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 1), True),
        (date(2026, 9, 2), False),
        (date(2026, 11, 14), False),
        (date(2026, 4, 30), False),
        (date(2026, 11, 13), True),
    ],
)
def test_weekends_and_public_holidays_are_no_workdays(day: date, worked: bool) -> None:
    exceptions: dict[date, bool] = {} if day != date(2026, 9, 1) else {day: True}
    assert is_workday(day, exceptions) is worked


def test_a_saturday_may_be_worked_by_exception() -> None:
    saturday = date(2026, 11, 14)
    assert is_workday(saturday, {saturday: True})
    assert not is_workday(date(2026, 11, 13), {date(2026, 11, 13): False})


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 11, 16), 3, date(2026, 11, 19)),
        (date(2026, 11, 19), 3, date(2026, 11, 25)),
        (date(2026, 8, 31), 1, date(2026, 9, 3)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_workdays_pass_over_weekends_and_holidays(day: date, count: int, reached: date) -> None:
    assert workdays_on(day, count, {}) == reached


def test_exceptions_are_read_with_their_source() -> None:
    data = resource("deadlines.toml")
    data["exceptions"] = [{"day": date(2026, 11, 14), "worked": True, "source": "Công văn"}]
    read = load_deadlines(data, "deadlines.toml")
    due = next_due(named("kh297-year"), date(2026, 11, 10), read.exceptions)
    assert due
    assert due.last_workday == date(2026, 11, 14)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "weekly"}, "deadlines[1].kind: weekly is not one of"),
        ({"day": 29}, "deadlines[1].day: must lie between 1 and 28"),
        ({"day": 0}, "deadlines[1].day: must lie between 1 and 28"),
        ({"kind": "before", "day": 31, "month": 4}, "deadlines[1].day: is not a day of that month"),
        ({"kind": "before", "day": 31, "month": 13}, "deadlines[1].month: must lie between 1 and 12"),
        ({"month": 4}, "deadlines[1].month: is not a key"),
        ({"receiver": ""}, "deadlines[1].receiver: must be a text"),
    ],
)
def test_a_wrong_file_is_refused(change: dict[str, Any], problem: str) -> None:
    data = resource("deadlines.toml")
    data["deadlines"][0].update(change)
    with pytest.raises(ResourceError) as refused:
        load_deadlines(data, "deadlines.toml")
    assert problem in refused.value.what
