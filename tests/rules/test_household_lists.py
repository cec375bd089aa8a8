"""What the list of household businesses may be asked: read from its file, a wrong one refused."""

from collections.abc import Callable
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.household_lists import load_household_lists
from tests.rules.places import resource


def test_days_rise_and_headings_are_read() -> None:
    lists = load_household_lists(resource("households.toml"), "households.toml")
    assert list(lists.quiet_after) == sorted(lists.quiet_after)
    assert len(set(lists.headings.values())) == len(lists.headings)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data["quiet_after"].reverse(), "quiet_after: must rise"),
        (lambda data: data.update(quiet_after=[]), "quiet_after: must rise"),
        (lambda data: data["work_list"].update(day=data["work_list"]["way"]), "work_list: must be different"),
        (lambda data: data.pop("soon_days"), "soon_days: is missing"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource("households.toml")
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_household_lists(data, "households.toml")
    assert problem in refused.value.what
