"""What is dear to make is made once when several processes share the tests."""

from pathlib import Path

import pytest

import hn_desk
from tests.conftest import TOGETHER, Together

HOUSE = Path(hn_desk.__file__).resolve().parents[1]


def group(nodeid: str) -> str:
    return str(Together._split_scope(Together.__new__(Together), nodeid))


@pytest.mark.parametrize("start", TOGETHER)
def test_the_files_of_a_group_are_there(start: str) -> None:
    assert list(HOUSE.glob(f"{start}*"))


def test_all_tests_that_look_at_a_day_run_in_one_process() -> None:
    files = [path.stem for path in (HOUSE / "tests" / "journeys").glob("test_*.py") if "day: Day" in path.read_text()]
    assert len(files) > 1
    assert {group(f"tests/journeys/{name}.py::test_x[one]") for name in files} == {"a day"}


def test_any_other_test_goes_to_whoever_is_free() -> None:
    assert group("tests/rules/test_money.py::test_x[one]") == "tests/rules/test_money.py::test_x[one]"
