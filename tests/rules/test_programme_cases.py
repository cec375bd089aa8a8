import tomllib
from functools import cache
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.case_file import StatedCase, read_cases, try_case
from hn_desk.rules.programme import Programme
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import CASES, PROGRAMMES

FEWEST = 40
CODES = sorted(path.stem for path in PROGRAMMES.glob("*.toml"))


@cache
def programme_of(code: str) -> Programme:
    return load_programme(tomllib.loads((PROGRAMMES / f"{code}.toml").read_text(encoding="utf-8")), f"{code}.toml")


@cache
def cases_of(code: str) -> tuple[StatedCase, ...]:
    return read_cases(tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8")), f"{code}.toml")


def all_cases() -> list[Any]:
    return [pytest.param(code, case, id=f"{code}: {case.name}") for code in CODES for case in cases_of(code)]


@pytest.mark.parametrize("code", CODES)
def test_every_programme_has_its_cases(code: str) -> None:
    assert len(cases_of(code)) >= FEWEST


def test_no_case_file_lacks_its_programme() -> None:
    assert sorted(path.stem for path in CASES.glob("*.toml")) == CODES


@pytest.mark.parametrize(("code", "case"), all_cases())
def test_a_case_is_judged_as_it_says(code: str, case: StatedCase) -> None:
    assert try_case(programme_of(code), case).differences == ()


def stated(**changed: Any) -> StatedCase:
    row = {"says": "A case.", "day": DAY, "expect": {}, **changed}
    return read_cases({"person": cases_table("qd22")["person"], "cases": [row]}, "one.toml")[0]


def cases_table(code: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))


DAY = cases_table("qd22")["cases"][0]["day"]


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"expect": {"years_since": "warn"}}, "years_since: stated warn, judged pass"),
        ({"facts": {"term_months": 121}}, "term_at_most: stated pass, judged refuse"),
        ({"figure": {"term_at_most": "60 tháng"}}, "term_at_most: stated 60 tháng, judged 60 tháng ≤ 120 tháng"),
        ({"until": {"years_since": DAY}}, "years_since: stated 2026-07-01, judged 2028-06-15"),
        ({"since": {"term_months": DAY}}, "term_months: stated 2026-07-01, judged 2023-10-10"),
        ({"since": {"nowhere": DAY}}, "nowhere: stated 2026-07-01, judged pass"),
        ({"rate": 99}, "rate: stated 99, judged 100"),
    ],
)
def test_a_case_that_is_judged_otherwise_says_how(changed: dict[str, Any], difference: str) -> None:
    assert try_case(programme_of("qd22"), stated(**changed)).differences == (difference,)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"colour": "red"}, "cases[1].colour"),
        ({"facts": {"colour": "red"}}, "colour"),
        ({"expect": {"years_since": "maybe"}}, "cases[1].expect.years_since"),
        ({"numbers": {"term_months": [{"from": DAY}]}}, "cases[1].numbers.term_months[1].value"),
        ({"day": "2026-07-01"}, "cases[1].day"),
    ],
)
def test_a_wrong_case_file_is_refused_by_name(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(ResourceError) as refused:
        stated(**changed)
    assert [one.field for one in refused.value.problems] == [problem]


def test_two_cases_of_one_name_are_refused() -> None:
    row = {"says": "A case.", "day": DAY, "expect": {}}
    with pytest.raises(ResourceError):
        read_cases({"cases": [row, row]}, "one.toml")
