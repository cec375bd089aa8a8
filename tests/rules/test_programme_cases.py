import tomllib
from pathlib import Path
from typing import Any

import pytest

from hn_desk.rules.facts import facts_from
from hn_desk.rules.findings import PASS, Finding, judgement
from hn_desk.rules.judging import findings
from hn_desk.rules.programme_file import load_programme

ROOT = Path(__file__).resolve().parents[2]
PROGRAMMES = sorted((ROOT / "resources" / "programmes").glob("*.toml"))
FEWEST = 12


def cases_of(programme: Path) -> dict[str, Any]:
    return tomllib.loads((ROOT / "tests" / "programmes" / programme.name).read_text(encoding="utf-8"))


def all_cases() -> list[Any]:
    return [
        pytest.param(programme, case, id=f"{programme.stem}: {case['says']}")
        for programme in PROGRAMMES
        if (ROOT / "tests" / "programmes" / programme.name).exists()
        for case in cases_of(programme)["cases"]
    ]


def found_in(programme: Path, case: dict[str, Any]) -> tuple[Finding, ...]:
    applicant = case.get("applicant", "person")
    known = {**cases_of(programme)[applicant], **case.get("facts", {}), "applicant": applicant}
    for name in case.get("without", []):
        del known[name]
    rules = load_programme(tomllib.loads(programme.read_text(encoding="utf-8")), programme.name)
    return findings(rules, facts_from(known), case["day"])


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda path: path.stem)
def test_every_programme_has_its_cases(programme: Path) -> None:
    cases = cases_of(programme)["cases"]
    assert len(cases) >= FEWEST
    assert len({case["says"] for case in cases}) == len(cases)


@pytest.mark.parametrize(("programme", "case"), all_cases())
def test_a_case_is_judged_as_it_says(programme: Path, case: dict[str, Any]) -> None:
    found = found_in(programme, case)
    by_check: dict[str, list[Finding]] = {}
    for finding in found:
        by_check.setdefault(finding.check, []).append(finding)
    verdicts = {check: judgement(ones) for check, ones in by_check.items()}
    assert {check: verdict for check, verdict in verdicts.items() if verdict != PASS} == case["expect"]
    assert {check: by_check[check][0].figure for check in case.get("figure", {})} == case.get("figure", {})
    assert {check: by_check[check][0].until for check in case.get("until", {})} == case.get("until", {})
    assert all(finding.sentence for finding in found)
