"""Beside the form stands what the checks say now, and what was kept where it was otherwise."""

from collections.abc import Callable
from datetime import date

from hn_desk.actions.credit import save_application
from hn_desk.actions.office import Office
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.ui.conftest import Show
from tests.ui.credit_hands import choose_row, fill, opened

As = Callable[[str], Office]
LATER = date(2026, 12, 1)


def told(page: CreditPage) -> str:
    return "\n".join(page.applications.judgement.texts())


def test_a_fact_typed_otherwise_is_shown_before_and_now(office: Office, jobs: Jobs, show: Show) -> None:
    id_ = save_application(office, samples.WORK).id
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, id_)
    assert "differ" not in told(page)
    fill(page.applications, {"amount": "250 triệu"})
    assert "1 conditions differ from what was kept on 20/11/2026." in page.applications.judgement.verdict.text()
    finding = next(text for text in page.applications.judgement.texts() if "250.000.000" in text)
    assert "Before: " in finding
    assert "100.000.000 đồng ≤ 200.000.000 đồng" in finding
    assert "The number holds since" not in finding


def test_another_law_is_shown_with_its_day_when_a_kept_file_is_opened(office: Office, jobs: Jobs, show: Show) -> None:
    id_ = save_application(office, samples.WORK).id
    page = opened(CreditPage(samples.under_law(office, LATER, "gqvl", person_ceiling=99_999_999), jobs), show)
    choose_row(page, id_)
    assert "✗ Not met" in page.applications.judgement.verdict.text()
    finding = next(text for text in page.applications.judgement.texts() if "99.999.999" in text)
    assert "Before: " in finding
    assert "100.000.000 đồng ≤ 200.000.000 đồng<br>The number holds since 01/12/2026." in finding


def test_the_approver_sees_what_changed_since_a_file_was_presented(
    office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    subject = samples.presented(office)
    hung = samples.under_law(as_officer("hung"), LATER, "gqvl", term_months=59)
    page = opened(CreditPage(hung, jobs), show)
    choose_row(page, subject.id)
    assert "60 tháng &gt; 59 tháng" in told(page)
    assert "The number holds since 01/12/2026." in told(page)


def test_a_check_that_falls_away_is_told(office: Office, jobs: Jobs, show: Show) -> None:
    id_ = save_application(office, samples.LINE).id
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, id_)
    fill(page.applications, {"purpose": "training"})
    assert "No longer checked: The amount is within the limit. 80.000.000 đồng ≤ 100.000.000 đồng" in told(page)
    assert "Not checked before." in told(page)


def test_the_rate_stands_under_the_verdict(office: Office, jobs: Jobs, show: Show) -> None:
    id_ = save_application(office, samples.WORK).id
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, id_)
    assert "Rate: 100 % of the poor households&#x27; rate." in page.applications.judgement.verdict.text()
