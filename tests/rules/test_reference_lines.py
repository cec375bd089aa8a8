"""Edges of the comparison of rules' files: values without a day, sources with their values, days that end."""

from datetime import date

import pytest

from hn_desk.rules.reference_diff import Difference, _is_told_with_its_row, change_words, leaves, lost_values
from hn_desk.rules.toml_text import toml_text

TODAY = date(2026, 11, 22)


def test_a_difference_is_told_with_and_without_its_day() -> None:
    one = Difference("a.toml", "Ngưỡng", "mức", "a", "", "1", None, "", False)
    assert change_words(one) == "Ngưỡng: mức · – → 1"
    other = Difference("a.toml", "Ngưỡng", "mức", "a", "1", "2", TODAY, "QĐ 1", False)
    assert change_words(other).endswith("22/11/2026 · QĐ 1")


def test_a_value_of_no_known_kind_is_compared_by_its_words() -> None:
    assert dict(leaves({"a": None})) == {("a",): "None"}
    with pytest.raises(TypeError):
        toml_text({"a": object()})


def test_a_source_that_changed_with_its_value_is_told_with_it() -> None:
    path, value = ("rows", "2026", "source"), ("rows", "2026", "value")
    assert _is_told_with_its_row(path, {path: "a", value: 1}, {path: "b", value: 2})
    assert not _is_told_with_its_row(path, {path: "a", value: 1}, {path: "b", value: 1})


def test_a_day_that_ends_something_may_move_but_not_into_the_past() -> None:
    row = {"from": date(2026, 1, 1), "to": date(2027, 1, 1), "value": 1}
    assert lost_values({"a": [row]}, {"a": [{**row, "to": date(2026, 12, 31)}]}, TODAY) == ()
    assert len(lost_values({"a": [row]}, {"a": [{**row, "to": date(2026, 1, 31)}]}, TODAY)) == 1
