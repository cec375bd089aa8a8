"""The tab of the needs surveys: figures typed, kept, shown and printed."""

from collections.abc import Callable
from datetime import date

from hn_desk.actions.office import Office
from hn_desk.actions.surveys import SurveyDraft, save_survey, surveys
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.ui.conftest import Show
from tests.ui.credit_hands import opened

As = Callable[[str], Office]


def test_figures_are_typed_kept_and_printed(office: Office, jobs: Jobs, show: Show) -> None:
    page = opened(CreditPage(office, jobs), show)
    page.tabs.setCurrentWidget(page.surveys)
    part = page.surveys
    hands.fill(part.form, "day", "10/7/2026")
    hands.fill(part.form, "in_rehabilitation", "12")
    hands.fill(part.form, "with_decision", "3")
    hands.press(part.save_button)
    hands.settle(jobs)
    assert part.form.problem_at("establishments")
    hands.fill(part.form, "establishments", "1")
    hands.press(part.save_button)
    hands.settle(jobs)
    assert len(surveys(office)) == 1
    (row,) = part.table.rows()
    assert (row.in_rehabilitation, row.with_decision, row.establishments) == (12, 3, 1)
    hands.press(part.print_button)
    hands.settle(jobs)
    assert isinstance(hands.dialog(page), PreviewDialog)


def test_who_does_not_enter_sees_the_history_alone(office: Office, as_officer: As, jobs: Jobs, show: Show) -> None:
    save_survey(office, SurveyDraft(date(2026, 7, 10), 12, 3, 0))
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    page.tabs.setCurrentWidget(page.surveys)
    assert len(page.surveys.table.rows()) == 1
    assert not page.surveys.form.field("day").isVisible()
    assert not page.surveys.save_button.isVisible()
