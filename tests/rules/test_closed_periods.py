"""Closed periods: what was closed, and all that was told of it later, make the count of today."""

from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.closed_periods import (
    Adjustment,
    Closed,
    difference,
    is_alike,
    is_closable,
    told,
    untold,
    with_adjustments,
)
from hn_desk.rules.periods import parse_period

COUNTS = st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("xyz"), st.integers(1, 9)), max_size=2)


def plain(values: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return with_adjustments(values, ())


@given(COUNTS, COUNTS)
def test_a_difference_added_to_the_old_makes_the_new(
    then: dict[str, dict[str, int]], now: dict[str, dict[str, int]]
) -> None:
    changes = [
        Adjustment("", office, measure, n)
        for office, mine in difference(then, now).items()
        for measure, n in mine.items()
    ]
    assert with_adjustments(then, changes) == plain(now)
    assert all(one.value for one in changes)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=4))
def test_what_was_closed_and_told_since_is_the_count_of_today(
    months: list[tuple[dict[str, dict[str, int]], ...]],
) -> None:
    """Three months are closed one after the other; each closing is followed by another count of the months before."""
    codes, closed = ("2026-01", "2026-02", "2026-03"), list[Closed]()
    for code, count in zip(codes, months[0], strict=True):
        changes = [one for n in range(len(closed)) for one in untold(closed, n, months[-1][n])]
        closed.append(Closed(code, count, tuple(changes)))
    for n in range(len(closed)):
        now = months[len(months) // 2][n]
        whole = with_adjustments(closed[n].values, (*told(closed, n), *untold(closed, n, now)))
        assert whole == plain(now)


def test_a_quarter_tells_nothing_of_months() -> None:
    closed = [Closed("2026-01", {"a": {"x": 1}}), Closed("2026-Q1", {"a": {"x": 1}})]
    closed.append(Closed("2026-02", {}, (Adjustment("2026-01", "a", "x", 4),)))
    assert told(closed, 0) == (Adjustment("2026-01", "a", "x", 4),)
    assert untold(closed, 0, {"a": {"x": 5}}) == ()
    assert untold(closed, 1, {"a": {"x": 5}}) == (Adjustment("2026-Q1", "a", "x", 4),)


def test_kinds_of_periods() -> None:
    assert is_alike("2026-01", "2025-12")
    assert is_alike("2026-H1", "2025-H2")
    assert not is_alike("2026-Q1", "2026-H1")
    assert not is_alike("2026", "2026-01")
    assert is_closable(parse_period("2026-Q1"))
    assert not is_closable(parse_period("2026-01-01..2026-01-31"))
