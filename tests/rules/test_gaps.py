"""Which numbers are missing, whatever has come: against counting one by one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.gaps import missing, run_words, runs_of

NUMBERS = st.lists(st.integers(1, 40), max_size=40)


@given(NUMBERS, st.integers(0, 45))
def test_missing_are_those_that_counting_one_by_one_finds(numbers: list[int], last: int) -> None:
    end = max((*numbers, last), default=0)
    counted = [number for number in range(1, end + 1) if number not in numbers]
    assert [n for first, final in missing(numbers, last) for n in range(first, final + 1)] == counted


@given(NUMBERS)
def test_runs_hold_the_numbers_once_and_never_touch(numbers: list[int]) -> None:
    runs = runs_of(numbers)
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(set(numbers))
    assert all(after[0] > before[1] + 1 for before, after in pairwise(runs))


def test_a_far_number_is_no_work() -> None:
    assert missing([1, 10**12]) == ((2, 10**12 - 1),)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([3], "3"), ([1, 2, 3], "1–3"), ([*range(1, 15), 16], "1–14 and 16"), ([1, 3, 5], "1, 3 and 5")],
)
def test_runs_are_read_as_one_says_them(numbers: list[int], words: str) -> None:
    assert run_words(runs_of(numbers)) == words
