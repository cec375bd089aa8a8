"""Breaking text into lines."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.lines import NO_BREAK, Line, Run, break_lines, width_of

LETTERS: defaultdict[str, float] = defaultdict(lambda: 1.0)


def flat(_run: Run) -> defaultdict[str, float]:
    return LETTERS


def said(lines: list[Line]) -> list[str]:
    return ["".join(run.words for run in line.runs) for line in lines]


def test_words_fill_the_room() -> None:
    assert said(break_lines([Run("một hai ba bốn")], flat, 7)) == ["một hai", "ba bốn"]


def test_the_first_line_is_shorter_by_the_indent() -> None:
    assert said(break_lines([Run("một hai ba bốn")], flat, 7, 1)) == ["một", "hai ba", "bốn"]


def test_a_no_break_space_never_ends_a_line() -> None:
    assert said(break_lines([Run(f"vay 100{NO_BREAK}đồng")], flat, 9)) == ["vay", "100 đồng"]


def test_a_word_wider_than_the_room_is_cut() -> None:
    assert said(break_lines([Run("a 123456789")], flat, 4)) == ["a", "1234", "5678", "9"]


def test_a_line_feed_starts_a_paragraph() -> None:
    lines = break_lines([Run("một hai\nba")], flat, 20)
    assert [(line.is_first, line.is_last) for line in lines] == [(True, True), (True, True)]
    assert said(lines) == ["một hai", "ba"]


def test_a_line_feed_within_several_runs_keeps_their_looks() -> None:
    lines = break_lines([Run("a\nb ", is_bold=True), Run("c")], flat, 20)
    assert [line.runs for line in lines] == [(Run("a", is_bold=True),), (Run("b ", is_bold=True), Run("c"))]


def test_a_word_of_two_looks_is_not_parted() -> None:
    lines = break_lines([Run("xin "), Run("Lan", is_bold=True), Run(", chào")], flat, 8)
    assert [line.runs for line in lines] == [(Run("xin "), Run("Lan", is_bold=True), Run(",")), (Run("chào"),)]


def test_no_text_is_one_empty_line() -> None:
    assert said(break_lines([Run("")], flat, 5)) == [""]


def test_a_lines_width_is_that_of_its_runs() -> None:
    (line,) = break_lines([Run("ba "), Run("bốn", is_bold=True)], flat, 99)
    assert line.width == pytest.approx(sum(width_of(run, flat) for run in line.runs)) == 6


@given(st.lists(st.text("ab đ\n", max_size=30), max_size=4), st.integers(1, 12))
def test_nothing_is_lost_and_nothing_too_wide(texts: list[str], room: int) -> None:
    lines = break_lines([Run(text, is_bold=n % 2 == 1) for n, text in enumerate(texts)], flat, room)
    shown = "".join(said(lines)).replace(" ", "")
    assert shown == "".join(texts).replace(" ", "").replace("\n", "")
    assert all(line.width <= room for line in lines)
