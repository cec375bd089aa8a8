from dataclasses import replace
from datetime import date

from hn_desk.rules.finding_changes import FindingChange, finding_changes
from hn_desk.rules.findings import PASS, REFUSE, Finding

AMOUNT = Finding("amount_at_most", PASS, "Within.", "80 ≤ 100", since=date(2023, 10, 10))
PAPERS = (Finding("document_required", PASS, "Plan."), Finding("document_required", REFUSE, "Contracts."))


def test_the_same_findings_differ_in_nothing() -> None:
    assert finding_changes((AMOUNT, *PAPERS), (AMOUNT, *PAPERS)) == ()


def test_another_sentence_alone_is_no_difference() -> None:
    assert finding_changes((AMOUNT,), (replace(AMOUNT, sentence="Within the limit."),)) == ()


def test_another_verdict_or_figure_is_a_difference() -> None:
    now = replace(AMOUNT, figure="80 ≤ 90", since=date(2026, 10, 1))
    assert finding_changes((AMOUNT, *PAPERS), (now, *PAPERS)) == (FindingChange(AMOUNT, now),)
    now = replace(AMOUNT, verdict=REFUSE)
    assert finding_changes((AMOUNT,), (now,)) == (FindingChange(AMOUNT, now),)


def test_checks_of_one_name_are_told_apart_by_their_place() -> None:
    mended = replace(PAPERS[1], verdict=PASS)
    assert finding_changes(PAPERS, (PAPERS[0], mended)) == (FindingChange(PAPERS[1], mended),)


def test_new_and_gone_checks_are_differences() -> None:
    assert finding_changes((AMOUNT,), PAPERS) == (
        FindingChange(None, PAPERS[0]),
        FindingChange(None, PAPERS[1]),
        FindingChange(AMOUNT, None),
    )


def test_the_law_is_another_when_its_number_came_after_the_kept_day() -> None:
    change = FindingChange(AMOUNT, replace(AMOUNT, since=date(2026, 10, 1)))
    assert change.law_since(date(2026, 9, 30)) == date(2026, 10, 1)
    assert change.law_since(date(2026, 10, 1)) is None
    assert change.law_since(None) is None
    assert FindingChange(AMOUNT, None).law_since(date(2026, 9, 30)) is None
