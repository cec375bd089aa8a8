"""For every day of 2026 to 2031 due days and reminders equal a count of its own: own holidays, own moon, day by day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from hn_desk.rules.deadline_file import load_deadlines
from hn_desk.rules.deadlines import Deadline, DeadlineKind, DueState, due_on, next_due, state_on
from hn_desk.rules.workdays import is_workday
from tests.rules.lunar import lunar_day
from tests.rules.places import resource

DATA = load_deadlines(resource("deadlines.toml"), "deadlines.toml")
FIRST, LAST = date(2026, 1, 1), date(2031, 12, 31)
ONE = timedelta(days=1)
SWAPPED = {
    date(2026, 1, 2): False,
    date(2026, 1, 10): True,
    date(2026, 8, 31): False,
    date(2026, 8, 22): True,
}
"""Days the government swapped for all offices."""
OFFICE = {
    date(2027, 2, 13): True,
    date(2027, 2, 11): False,
    date(2028, 2, 29): False,
    date(2028, 3, 4): True,
    date(2030, 5, 31): False,
    date(2031, 11, 14): False,
}
"""Days an office entered, 29/2 among them."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What the regulation says, written by hand: on which days it is due, and the days to prepare."""

    is_due: Callable[[date], bool]
    lead_days: int


REGULATED: Mapping[str, Owed] = {
    "sme-coverage": Owed(lambda day: (day.month, day.day) == (12, 31), 45),
    "sme-plan": Owed(lambda day: (day.month, day.day) == (10, 31), 30),
    "kh297-half": Owed(lambda day: (day.month, day.day) == (6, 15), 21),
    "kh297-year": Owed(lambda day: (day.month, day.day) == (11, 15), 21),
    "list-qd08": Owed(lambda day: day.day == 5 and day >= date(2026, 6, 1), 7),
    "survey-qd08": Owed(lambda day: day == date(2026, 7, 14), 14),
    "review-qd08-2027": Owed(lambda day: day == date(2027, 6, 30), 60),
    "review-qd08-2031": Owed(lambda day: day == date(2031, 6, 30), 60),
    "gqvl-year": Owed(lambda day: (day.month, day.day) == (12, 14), 21),
    "demand-qd08": Owed(lambda day: (day.month, day.day) == (10, 31) and day >= date(2026, 6, 1), 30),
}
MADE: Mapping[str, tuple[dict[str, int | DeadlineKind], Owed]] = {
    "before-march": (
        {"kind": DeadlineKind.BEFORE, "day": 1, "month": 3},
        Owed(lambda day: day.month == 2 and (day + ONE).month == 3, 3),
    ),
    "29-february": (
        {"kind": DeadlineKind.YEARLY, "day": 29, "month": 2},
        Owed(lambda day: day.month == 2 and (day + ONE).day == 1, 0),
    ),
    "tet": ({"kind": DeadlineKind.MONTHLY, "day": 10}, Owed(lambda day: day.day == 10, 5)),
    "quarter": (
        {"kind": DeadlineKind.QUARTER, "quarter": 1, "year": 2028},
        Owed(lambda day: day == date(2028, 3, 31), 31),
    ),
}


def deadlines() -> list[tuple[Deadline, Owed]]:
    """The regulations' deadlines, D12 switched on, and some that fall on hard days."""
    known = {one.code: replace(one, is_off=False) for one in DATA.deadlines}
    assert known.keys() == REGULATED.keys()
    first = known["kh297-year"]
    made = [
        (replace(first, code=code, lead_days=owed.lead_days, **numbers), owed)  # type: ignore[arg-type]  # kind, numbers
        for code, (numbers, owed) in MADE.items()
    ]
    return [(known[code], owed) for code, owed in REGULATED.items()] + made


def own_holidays(year: int) -> set[date]:
    """Labour Code 2019 art. 111, 112 and 24/11: the holidays, and the workdays given for those on a weekend.

    Of Tết, whose five days begin on its eve, a Saturday is given back before, a Sunday after: so were 2024 and 2025.
    """
    tet = [lunar_day(year, 1, 1) + timedelta(days=n) for n in range(-1, 4)]
    national = date(year, 9, 2)
    others = [
        date(year, 1, 1),
        lunar_day(year, 3, 10),
        date(year, 4, 30),
        date(year, 5, 1),
        national,
        beside(national),
        date(year, 11, 24),
    ]
    free = {*tet, *others}
    for day in sorted(free):
        if day.weekday() >= 5:
            step = -ONE if day in tet and day.weekday() == 5 else ONE
            given = day + step
            while given.weekday() >= 5 or given in free:
                given += step
            free.add(given)
    return free


def beside(national: date) -> date:
    """The second day of the national holiday: the neighbour on a weekday that makes the longer rest, else the eve."""
    neighbours = [day for day in (national - ONE, national + ONE) if day.weekday() < 5]
    return max(neighbours, key=lambda day: (rest({national, day}), day < national))


def rest(free: set[date]) -> int:
    """Days in a row without work around these."""
    first, last = min(free), max(free)
    while (first - ONE).weekday() >= 5:
        first -= ONE
    while (last + ONE).weekday() >= 5:
        last += ONE
    return (last - first).days + 1


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def own_last_workdays(exceptions: Mapping[date, bool]) -> dict[date, date]:
    """By day, the last workday up to it: one walk forward through the calendar."""
    free = set().union(*(own_holidays(year) for year in range(2025, 2034)))
    worked = {**SWAPPED, **exceptions}
    last, found = date(2025, 10, 1), {}
    for day in days_of(date(2025, 10, 1), date(2033, 12, 31)):
        if worked.get(day, day.weekday() < 5 and day not in free):
            last = day
        found[day] = last
    return found


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        (1968, (1, 29)),
        (1985, (1, 21)),
        (2007, (2, 17)),
        (2024, (2, 10)),
        (2025, (1, 29)),
        (2026, (2, 17)),
        (2027, (2, 6)),
        (2028, (1, 26)),
        (2029, (2, 13)),
        (2030, (2, 2)),
        (2031, (1, 23)),
    ],
)
def test_the_own_moon_agrees_with_published_new_years(year: int, new_year: tuple[int, int]) -> None:
    assert lunar_day(year, 1, 1) == date(year, *new_year)


@pytest.mark.parametrize("exceptions", [{}, OFFICE], ids=["calendar", "office"])
def test_every_workday_of_six_years(exceptions: Mapping[date, bool]) -> None:
    last = own_last_workdays(exceptions)
    told = {**DATA.exceptions, **exceptions}
    wrong = [day for day in days_of(FIRST, LAST) if is_workday(day, told) != (last[day] == day)]
    assert wrong == []


@pytest.mark.parametrize("exceptions", [{}, OFFICE], ids=["calendar", "office"])
def test_every_due_day_and_reminder_of_six_years(exceptions: Mapping[date, bool]) -> None:
    last = own_last_workdays(exceptions)
    told = {**DATA.exceptions, **exceptions}
    for deadline, owed in deadlines():
        coming: date | None = None
        for today in reversed(days_of(FIRST, date(2032, 12, 31))):
            coming = today if owed.is_due(today) else coming
            if today > LAST:
                continue
            due = next_due(deadline, today, told)
            assert (due.day if due else None) == coming, (deadline.code, today)
            if due and coming:
                begin = last[coming - timedelta(days=owed.lead_days)]
                facts = (due.days_left, due.last_workday, due.is_workday, due.remind_on)
                expected = ((coming - today).days, last[coming], last[coming] == coming, begin)
                assert facts == expected, (deadline.code, today)
                is_near = state_on(due, today, is_done=False) is DueState.NEAR
                assert is_near == (begin <= today), (deadline.code, today)


def test_a_due_day_that_passed_stays_overdue_on_every_later_day() -> None:
    deadline = next(one for one in DATA.deadlines if one.code == "kh297-half")
    for today in days_of(FIRST, LAST):
        due = due_on(deadline, date(2028, 6, 15), today, {})
        assert (state_on(due, today, is_done=False) is DueState.OVERDUE) == (today > date(2028, 6, 15))
