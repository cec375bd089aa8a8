from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.deadline_file import load_deadlines
from hn_desk.rules.deadlines import (
    Deadline,
    DeadlineKind,
    DueState,
    Span,
    due_on,
    next_due,
    occurrences,
    period_of,
    state_on,
)
from hn_desk.rules.workdays import is_workday, workdays_on
from tests.rules.places import resource

DATA = load_deadlines(resource("deadlines.toml"), "deadlines.toml")


def named(code: str) -> Deadline:
    return next(one for one in DATA.deadlines if one.code == code)


def next_day(code: str, today: date) -> date | None:
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
    assert next_day(code, today) == day


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


def made(kind: DeadlineKind, lead_days: int = 7, **numbers: Any) -> Deadline:
    return Deadline("x", "D0", "t", "r", "s", kind, lead_days, date(2026, 1, 1), None, **numbers)


@pytest.mark.parametrize(
    ("code", "day", "begins"),
    [
        ("list-qd08", date(2026, 7, 5), date(2026, 6, 26)),
        ("list-qd08", date(2026, 12, 5), date(2026, 11, 27)),
        ("kh297-half", date(2027, 6, 15), date(2027, 5, 25)),
        ("kh297-year", date(2026, 11, 15), date(2026, 10, 23)),
        ("sme-coverage", date(2026, 12, 31), date(2026, 11, 16)),
    ],
)
def test_a_reminder_begins_on_a_workday_the_lead_days_before_or_earlier(code: str, day: date, begins: date) -> None:
    assert due_on(named(code), day, day, DATA.exceptions).remind_on == begins


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 6, 25), DueState.AHEAD),
        (date(2026, 6, 26), DueState.NEAR),
        (date(2026, 7, 5), DueState.NEAR),
        (date(2026, 7, 6), DueState.OVERDUE),
        (date(2030, 1, 1), DueState.OVERDUE),
    ],
)
def test_a_due_day_is_ahead_then_near_then_overdue_until_it_is_done(today: date, state: DueState) -> None:
    due = due_on(named("list-qd08"), date(2026, 7, 5), today, {})
    assert state_on(due, today, is_done=False) is state
    assert state_on(due, today, is_done=True) is DueState.DONE


def test_every_day_of_a_span_is_told_and_none_before_the_deadline_holds() -> None:
    days = occurrences(named("list-qd08"), date(2026, 4, 1), date(2026, 8, 5))
    assert days == (date(2026, 6, 5), date(2026, 7, 5), date(2026, 8, 5))
    assert occurrences(named("gqvl-year"), date(2026, 1, 1), date(2030, 1, 1)) == ()


def test_29_february_is_the_28th_where_there_is_none() -> None:
    yearly = made(DeadlineKind.YEARLY, day=29, month=2)
    days = occurrences(yearly, date(2026, 1, 1), date(2028, 12, 31))
    assert days == (date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (Span.MONTH, "2027-06"),
        (Span.QUARTER, "2027-Q2"),
        (Span.HALF, "2027-H1"),
        (Span.YEAR, "2027"),
        (Span.LAST_YEAR, "2026"),
        (Span.SO_FAR, "2026-01-01..2027-06-15"),
    ],
)
def test_the_period_of_a_due_day(span: Span, code: str) -> None:
    assert period_of(made(DeadlineKind.YEARLY, day=15, month=6, span=span), date(2027, 6, 15)).code == code


def test_dates_in_the_data_say_what_they_are_about() -> None:
    about = {one.code: period_of(one, date(2027, 11, 15)).code for one in DATA.deadlines}
    assert about["kh297-half"] == "2027-H2"
    assert about["kh297-year"] == about["gqvl-year"] == about["sme-coverage"] == "2027"
    assert about["review-qd08-2027"] == "2026-06-01..2027-11-15"


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
        ({"kind": "monthly", "day": 29}, "deadlines[1].day: must lie between 1 and 28"),
        ({"kind": "monthly", "day": 0}, "deadlines[1].day: must lie between 1 and 28"),
        ({"kind": "before", "day": 31, "month": 4}, "deadlines[1].day: is not a day of that month"),
        ({"kind": "before", "day": 31, "month": 13}, "deadlines[1].month: must lie between 1 and 12"),
        ({"month": 4}, "deadlines[1].month: is not a key"),
        ({"kind": "yearly", "day": 29, "month": 2}, "deadlines[1].day: is not a day of that month"),
        ({"period": "decade"}, "deadlines[1].period: decade is not one of"),
        ({"proofs": ["promise"]}, "deadlines[1].proofs: promise is not one of"),
        ({"proofs": ["report"]}, "deadlines[1].report: is missing"),
        ({"code": "kh297-year"}, "deadlines[1].code: stands more than once"),
        ({"receiver": ""}, "deadlines[1].receiver: must be a text"),
    ],
)
def test_a_wrong_file_is_refused(change: dict[str, Any], problem: str) -> None:
    data = resource("deadlines.toml")
    first = next(place for place, row in enumerate(data["deadlines"]) if row["code"] == "list-qd08")
    data["deadlines"].insert(0, data["deadlines"].pop(first))
    data["deadlines"][0].update(change)
    with pytest.raises(ResourceError) as refused:
        load_deadlines(data, "deadlines.toml")
    assert problem in refused.value.what
