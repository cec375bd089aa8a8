from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.findings import VERDICTS, Finding, eligible_until, judgement


def finding(verdict: str, until: date | None = None) -> Finding:
    return Finding("check", verdict, "Because.", until=until)


@pytest.mark.parametrize(
    ("verdicts", "judged"),
    [
        ((), "pass"),
        (("pass", "pass"), "pass"),
        (("pass", "warn"), "warn"),
        (("warn", "ask"), "ask"),
        (("ask", "refuse", "pass"), "refuse"),
    ],
)
def test_the_gravest_verdict_judges(verdicts: tuple[str, ...], judged: str) -> None:
    assert judgement(finding(verdict) for verdict in verdicts) == judged


@given(st.permutations(VERDICTS))
def test_the_order_of_findings_does_not_matter(verdicts: list[str]) -> None:
    assert judgement(map(finding, verdicts)) == "refuse"


def test_the_earliest_last_day_counts() -> None:
    ones = [finding("pass"), finding("pass", date(2028, 1, 1)), finding("warn", date(2027, 1, 1))]
    assert eligible_until(ones) == date(2027, 1, 1)
    assert eligible_until([finding("pass")]) is None
