"""The case files hold the law: any dated number of any programme, moved by its smallest unit, turns a case red."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.case_file import try_case
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import PROGRAMMES
from tests.rules.test_programme_cases import CODES, cases_of

Table = dict[str, Any]
Way = tuple[str | int, ...]
SMALLEST = {"value": (1, -1), "from": (timedelta(days=1), timedelta(days=-1)), "to": (timedelta(1), timedelta(-1))}


def table_of(code: str) -> Table:
    return tomllib.loads((PROGRAMMES / f"{code}.toml").read_text(encoding="utf-8"))


def periods_of(table: Table) -> Iterator[Way]:
    """The way to every table with a dated value."""
    yield ("valid",)
    for name, periods in table["numbers"].items():
        yield from (("numbers", name, place) for place in range(len(periods)))


def at(table: Table, way: Way) -> Table:
    found: Any = table
    for step in way:
        found = found[step]
    return cast(Table, found)


def mutations() -> Iterator[Any]:
    for code in CODES:
        table = table_of(code)
        for way in periods_of(table):
            for key in sorted(SMALLEST.keys() & at(table, way).keys()):
                for step in SMALLEST[key]:
                    yield pytest.param(code, way, key, step, id=f"{code} {way}.{key} {step}")


def red_cases(code: str, table: Table) -> list[str]:
    """The cases that are no longer judged as they say; all of them when the file is refused as a whole."""
    try:
        programme = load_programme(table, f"{code}.toml")
    except ResourceError:
        return [case.name for case in cases_of(code)]
    return [case.name for case in cases_of(code) if try_case(programme, case).differences]


@pytest.mark.parametrize(("code", "way", "key", "step"), list(mutations()))
def test_a_number_moved_by_its_smallest_unit_turns_a_case_red(code: str, way: Way, key: str, step: Any) -> None:
    table = copy.deepcopy(table_of(code))
    at(table, way)[key] += step
    assert table != table_of(code)
    assert red_cases(code, table)


@pytest.mark.parametrize("code", CODES)
def test_untouched_nothing_is_red(code: str) -> None:
    assert red_cases(code, table_of(code)) == []
