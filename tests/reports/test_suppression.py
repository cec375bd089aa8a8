"""What of a column of counts and its sum may be posted: nothing small, nothing that could be worked out."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.reports.suppression import hidden_counts

Shown = tuple[int | None, ...]


def shown(counts: Sequence[int]) -> Shown:
    """A column as it is posted, its sum last; None for what is hidden."""
    hidden, is_sum_hidden = hidden_counts(counts)
    cells = [None if place in hidden else count for place, count in enumerate(counts)]
    return (*cells, None if is_sum_hidden else sum(counts))


@pytest.mark.parametrize(
    ("counts", "posted"),
    [
        ((12, 0, 7), (12, 0, 7, 19)),
        ((12, 3, 7), (12, None, 7, None)),
        ((5, 4, 4), (5, None, None, None)),
        ((3, 0, 0), (None, 0, 0, None)),
        ((0, 0, 0), (0, 0, 0, 0)),
        ((), (0,)),
    ],
)
def test_a_small_count_is_hidden_and_the_sum_with_it(counts: tuple[int, ...], posted: Shown) -> None:
    assert shown(counts) == posted


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=6))
def test_nothing_posted_lies_between_one_and_four(counts: list[int]) -> None:
    posted = shown(counts)
    assert not any(one in (1, 2, 3, 4) for one in posted)


@pytest.mark.parametrize(("size", "most"), [(1, 20), (2, 20), (3, 14)])
def test_who_knows_the_rule_can_work_out_no_hidden_count(size: int, most: int) -> None:
    alike: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=size):
        alike[shown(counts)].append(counts)
    for posted, found in alike.items():
        for place in range(size):
            if posted[place] is None:
                assert {counts[place] for counts in found} == {1, 2, 3, 4}
