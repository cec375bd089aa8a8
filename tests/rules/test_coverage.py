"""Coverage by groups that are split, merged, closed or set aside, against a slow recount written otherwise."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.coverage import (
    Coverage,
    Days,
    History,
    Life,
    Succession,
    Visit,
    counted_days,
    coverage,
    forerunners,
    reached,
)

FIRST = date(2026, 1, 1)
GROUPS = st.frozensets(st.sampled_from("abcdefgh"))


def day(number: int) -> date:
    return FIRST + timedelta(number)


def share(history: History, days: Days, *visits: Visit) -> Coverage:
    visited = history.visited(days, visits)
    return coverage(set(history.owed(days)), reached(visited.keys(), history.followed(days)))


def split(at: int = 10) -> History:
    last = day(at - 1)
    lives = (Life("a", None, last), Life("a1", day(at)), Life("a2", day(at)))
    return History(lives, (Succession("a", "a1", day(at)), Succession("a", "a2", day(at))))


def merge(at: int = 10) -> History:
    last = day(at - 1)
    lives = (Life("a", None, last), Life("b", None, last), Life("c", day(at)))
    return History(lives, (Succession("a", "c", day(at)), Succession("b", "c", day(at))))


def visit(group: str, start: int, end: int | None = None) -> Visit:
    return Visit(f"{group}{start}", group, day(start), day(start if end is None else end))


HALF = Days(day(0), day(30))


def test_what_a_group_was_split_into_is_reached_by_a_visit_before() -> None:
    assert split().owed(HALF) == ("a1", "a2")
    assert share(split(), HALF, visit("a", 3)) == Coverage(2, 2, frozenset())
    assert share(split(), HALF, visit("a1", 12)) == Coverage(1, 2, frozenset({"a2"}))


def test_a_merged_group_is_reached_when_it_or_all_before_it_were() -> None:
    assert merge().owed(HALF) == ("c",)
    assert share(merge(), HALF, visit("a", 3)).percent == 0
    assert share(merge(), HALF, visit("a", 3), visit("b", 9)).percent == 100
    assert share(merge(), HALF, visit("c", 10)).percent == 100


def test_before_the_change_the_old_ones_are_owed_and_after_it_the_new() -> None:
    assert merge().owed(Days(day(0), day(9))) == ("a", "b")
    assert merge().owed(Days(day(10), day(30))) == ("c",)
    assert share(merge(), Days(day(10), day(30)), visit("a", 3), visit("b", 3)).reached == 0


def test_a_visit_counts_on_a_day_of_the_life_and_the_period_only() -> None:
    assert share(split(), HALF, visit("a", 10)).reached == 0
    assert share(split(), HALF, visit("a1", 9)).reached == 0
    assert share(split(), HALF, visit("a1", 8, 10)).reached == 1
    assert share(split(), Days(day(20), day(30)), visit("a1", 15, 19), visit("a2", 15, 20)).left == {"a1"}
    assert share(split(), HALF, visit("unknown", 3)).reached == 0


def test_a_group_that_ended_without_another_still_counts_one_set_aside_never() -> None:
    history = History((Life("a", None, day(5)), Life("b"), Life("c", is_aside=True)))
    assert share(history, HALF, visit("a", 5), visit("c", 5)) == Coverage(1, 2, frozenset("b"))
    assert history.owed(Days(day(6), day(9))) == ("b",)


def test_a_group_set_aside_hands_nothing_on() -> None:
    history = History((Life("a", is_aside=True), Life("b", day(9))), (Succession("a", "b", day(9)),))
    assert share(history, HALF, visit("a", 3)) == Coverage(0, 1, frozenset("b"))


def test_a_circle_in_the_records_ends() -> None:
    circle = {"a": {"b"}, "b": {"a"}}
    assert reached(set(), circle) == frozenset()
    assert forerunners("a", circle) == {"b"}


@pytest.mark.parametrize(
    ("today", "end"), [(day(5), day(5)), (day(40), day(30)), (day(-9), day(0)), (day(30), day(30))]
)
def test_a_period_that_still_runs_ends_today(today: date, end: date) -> None:
    assert counted_days(day(0), day(30), today) == Days(day(0), end)


def test_percent_is_cut_and_an_office_without_groups_owes_nothing() -> None:
    assert coverage(set("abc"), {"a", "gone"}) == Coverage(1, 3, frozenset("bc"))
    assert coverage(set("abc"), {"a", "gone"}).percent == 33
    assert coverage(set(), set()).percent == 100


@given(GROUPS, GROUPS)
def test_a_hundred_percent_means_nobody_is_left(owed: frozenset[str], found: frozenset[str]) -> None:
    covered = coverage(owed, found)
    assert (covered.percent == 100) == (not covered.left)
    assert covered.reached + len(covered.left) == covered.total


@dataclass
class Row:
    """A group as a plain row: what it is called, its days by number, what it came from, whether it is set aside."""

    name: str
    starts: int
    ends: int = 10_000
    came_from: list["Row"] = field(default_factory=list)
    is_aside: bool = False
    became: list["Row"] = field(default_factory=list)


@st.composite
def offices(draw: st.DrawFn) -> list[Row]:
    """Random lives: groups split in two or three, merged, closed, set aside, founded, over 100 days."""
    rows = [Row(f"g{n}", -1) for n in range(draw(st.integers(1, 5)))]
    at = 0
    while at < 100 and len(rows) < 25:
        at += draw(st.integers(1, 25))
        alive = [row for row in rows if row.ends == 10_000]
        what = draw(st.sampled_from(["split", "merge", "close", "aside", "found"]))
        count = 2 if what == "merge" else 1
        if what == "found":
            rows.append(Row(f"g{len(rows)}", at))
        elif len(alive) >= count:
            olds = draw(st.permutations(alive))[:count]
            if what == "aside":
                olds[0].is_aside = True
                continue
            for old in olds:
                old.ends = at - 1
            for _new in range({"split": draw(st.integers(2, 3)), "merge": 1}.get(what, 0)):
                new = Row(f"g{len(rows)}", at, came_from=list(olds))
                rows.append(new)
                for old in olds:
                    old.became.append(new)
    return rows


def slow_days(row: Row, start: int, end: int) -> set[int]:
    """Every day of the period on which the group was there, one by one."""
    return set() if row.is_aside else {n for n in range(start, end + 1) if row.starts <= n <= row.ends}


def slow_reached(row: Row, start: int, end: int, visits: list[tuple[str, int, int]]) -> bool:
    there = slow_days(row, start, end)
    if any(name == row.name and there & set(range(first, last + 1)) for name, first, last in visits):
        return True
    if not row.came_from or not start <= row.starts <= end:
        return False
    return all(slow_reached(old, start, end, visits) for old in row.came_from)


def history_of(rows: list[Row]) -> History:
    lives = tuple(
        Life(row.name, day(row.starts), None if row.ends == 10_000 or row.is_aside else day(row.ends), row.is_aside)
        for row in rows
    )
    links = tuple(Succession(old.name, row.name, day(row.starts)) for row in rows for old in row.came_from)
    return History(lives, links)


@given(offices(), st.data())
def test_random_histories_count_as_a_slow_recount_does(rows: list[Row], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 100))
    end = data.draw(st.integers(start, 110))
    one = st.tuples(st.sampled_from([row.name for row in rows]), st.integers(0, 110), st.integers(0, 20))
    visits = [(name, first, first + more) for name, first, more in data.draw(st.lists(one, max_size=30))]
    counted = share(
        history_of(rows),
        Days(day(start), day(end)),
        *(Visit(str(n), name, day(first), day(last)) for n, (name, first, last) in enumerate(visits)),
    )
    owed = [row for row in rows if slow_days(row, start, end) and not any(new.starts <= end for new in row.became)]
    left = {row.name for row in owed if not slow_reached(row, start, end, visits)}
    assert counted == Coverage(len(owed) - len(left), len(owed), frozenset(left))
    assert (counted.percent == 100) == (not left)
