from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.facts import ESTABLISHMENT, Facts
from hn_desk.rules.findings import Finding
from hn_desk.rules.judging import findings
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import resource

DAY = date(2026, 7, 1)
QD22 = load_programme(resource("programmes/qd22.toml"), "qd22.toml")


def found(check: str, day: date = DAY, **known: Any) -> Finding:
    return next(one for one in findings(QD22, Facts(**known), day) if one.check == check)


@given(st.integers(1, 500), st.integers(0, 500))
def test_a_share_of_workers_is_compared_exactly(total: int, counted: int) -> None:
    check = found("worker_share_at_least", applicant=ESTABLISHMENT, workers_total=total, workers_qualifying=counted)
    assert (check.verdict == "pass") == (counted <= total and counted * 10 >= total)
    assert ("= 10 % <" in check.figure) is False


@given(st.dates(date(2018, 1, 1), date(2035, 1, 1)), st.dates(date(2023, 10, 10), date(2040, 1, 1)))
def test_the_window_closes_on_the_day_it_names(completed: date, day: date) -> None:
    check = found("years_since", day, completed_on=completed)
    if check.until is None:
        assert completed > day
        assert check.verdict == "refuse"
    else:
        assert (check.verdict == "refuse") == (day > check.until)
        assert (check.verdict == "warn") == (0 <= (check.until - day).days <= 60)


@given(st.integers(1, 300_000_000), st.integers(1, 60))
def test_training_is_never_judged_by_a_rounded_month(amount: int, months: int) -> None:
    check = found("amount_per_month_at_most", purpose="training", amount=amount, training_months=months)
    assert (check.verdict == "pass") == (amount <= 4_000_000 * months)


def test_training_without_any_amount_asks_for_it() -> None:
    check = found("amount_per_month_at_most", purpose="training")
    assert check.verdict == "ask"
    assert check.sentence == "Still to be filled in: Amount."


def test_a_finding_cites_its_article_and_shows_its_sum() -> None:
    check = found("years_since", completed_on=date(2023, 6, 15))
    assert check.figure == "15/06/2023 + 5 năm = 15/06/2028"
    assert check.article == "Quyết định 22/2023/QĐ-TTg, đối tượng vay vốn"
    assert check.sentence == "Eligible until 15/06/2028."


def test_an_application_is_judged_by_the_law_of_its_day() -> None:
    raised = replace(QD22.numbers["person_ceiling"].periods[0], since=date(2026, 1, 1), value=150_000_000)
    ceiling = replace(QD22.numbers["person_ceiling"], periods=(*QD22.numbers["person_ceiling"].periods, raised))
    later = replace(QD22, numbers={**QD22.numbers, "person_ceiling": ceiling})
    facts = Facts(purpose="business", amount=120_000_000)

    def verdict(day: date) -> str:
        return next(one.verdict for one in findings(later, facts, day) if one.check == "amount_at_most")

    assert verdict(date(2025, 12, 31)) == "refuse"
    assert verdict(date(2026, 1, 1)) == "pass"


def test_a_kind_of_applicant_that_the_programme_has_not_is_refused() -> None:
    persons_only = replace(QD22, applicants={"person": QD22.applicants["person"]})
    assert [one.check for one in findings(persons_only, Facts(applicant=ESTABLISHMENT), DAY)] == ["applicant"]
