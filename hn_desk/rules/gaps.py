"""Numbers that follow one another from 1: which have come, which are missing among them."""

from collections.abc import Iterable
from typing import Final

from hn_desk.i18n import _

Run = tuple[int, int]
"""The first and the last of numbers without a gap, both included."""
TWO: Final = 2


def runs_of(numbers: Iterable[int]) -> tuple[Run, ...]:
    """The numbers as runs, lowest first; twice the same counts once."""
    runs: list[Run] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def missing(numbers: Iterable[int], last: int = 0) -> tuple[Run, ...]:
    """What is missing from 1 to the highest of these positive numbers, or to `last` where that is higher."""
    runs = runs_of(numbers)
    before = (0, *(end for _start, end in runs))
    after = (*(start for start, _end in runs), max(last + 1, before[-1] + 1))
    return tuple((end + 1, start - 1) for end, start in zip(before, after, strict=True) if start - end >= TWO)


def run_words(runs: Iterable[Run]) -> str:
    """Runs as one reads them: “1–14 and 16”; "" for none."""
    words = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    if len(words) < TWO:
        return "".join(words)
    return _("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])
