"""Needs surveys are figures only: kept as history, reported by day, never posted when small."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.office import Office
from hn_desk.actions.reporting import Period, print_report, report
from hn_desk.actions.surveys import FIGURES, SurveyDraft, save_survey, surveys
from hn_desk.errors import InputError, RoleError
from hn_desk.models.tables import NeedSurvey
from tests.forms.pages import page_texts

As = Callable[[str], Office]
DAY = date(2026, 7, 10)
DRAFT = SurveyDraft(DAY, 12, 3, 0)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_every_survey_stays_and_the_last_of_a_day_is_reported(office: Office) -> None:
    save_survey(office, DRAFT)
    save_survey(office, replace(DRAFT, with_decision=7))
    save_survey(office, replace(DRAFT, day=date(2026, 6, 1)))
    assert [(one.day, one.with_decision) for one in surveys(office)] == [(DAY, 7), (DAY, 3), (date(2026, 6, 1), 3)]
    assert report(office, "needs", YEAR).rows == ((date(2026, 6, 1), 12, 3, 0), (DAY, 12, 7, 0))
    assert report(office, "needs", Period(DAY, DAY)).rows == ((DAY, 12, 7, 0),)


def test_what_is_posted_hides_the_small_figures(office: Office) -> None:
    save_survey(office, DRAFT)
    assert report(office, "needs", YEAR, is_posted=True).rows == ((DAY, "12", "< 5", "0"),)


def test_it_is_printed(office: Office) -> None:
    save_survey(office, DRAFT)
    text = "".join(page_texts(print_report(office, "needs", YEAR).pdf))
    assert "10/07/2026" in text


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, day=None), "day"),
        (replace(DRAFT, day=date(2026, 11, 21)), "day"),
        (replace(DRAFT, in_rehabilitation=None), "in_rehabilitation"),
        (replace(DRAFT, establishments=-1), "establishments"),
        (replace(DRAFT, with_decision=100_001), "with_decision"),
    ],
)
def test_a_wrong_figure_is_named_and_nothing_is_kept(office: Office, draft: SurveyDraft, field: str) -> None:
    with pytest.raises(InputError) as refused:
        save_survey(office, draft)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert surveys(office) == ()


def test_a_survey_holds_figures_and_who_entered_them_and_nothing_else(office: Office, as_officer: As) -> None:
    save_survey(office, DRAFT)
    with office.database.read() as session:
        kept = session.query(NeedSurvey).one().content
    assert set(kept) == {"day", "order", "at", "officer_id", *FIGURES}
    with pytest.raises(RoleError):
        save_survey(as_officer("mai"), DRAFT)
    with pytest.raises(RoleError):
        surveys(as_officer("anh"))
