"""Questions of one's own on the page of reports: put together, answered at once, kept, opened again, deleted."""

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from hn_desk.actions.kept_questions import kept_questions
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions.records import add_contact, add_event, add_household
from tests.ui.conftest import Show


def made(office: Office, jobs: Jobs, show: Show) -> ReportsPage:
    page = ReportsPage(office, jobs)
    show(page).resize(1366, 728)
    page.reload()
    page.tabs.setCurrentWidget(page.questions)
    hands.settle(jobs)
    return page


def lines(page: ReportsPage) -> list[list[str]]:
    table = page.questions.table
    cells = [[table.item(row, n) for n in range(table.columnCount())] for row in range(table.rowCount())]
    return [[cell.text() for cell in row if cell is not None] for row in cells]


def test_a_question_is_put_together_kept_opened_again_and_deleted(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    household = add_household(office)
    add_contact(office, household)
    add_contact(office, household, date(2026, 3, 3), intention="refused")
    page = made(office, jobs, show)
    asked, form = page.questions, page.questions.form
    for name, value in (("subject", "contacts"), ("first", "quarter"), ("second", "intention")):
        hands.fill(form, name, value)
        hands.settle(jobs)
    assert [line[-2:] for line in lines(page)] == [["1", "1"], ["1", "1"], ["2", "1"]]
    chart = asked.chart.chart()
    assert chart is not None
    assert [bar.value for bar in chart.bars] == [1, 1]
    hands.fill(form, "only", "intention")
    hands.fill(form, "value", "refused")
    hands.settle(jobs)
    assert [line[0] for line in lines(page)] == ["Quarter 1/2026", "Total"]
    hands.press(asked.keep_button)
    assert asked.dialog is not None
    hands.fill(asked.dialog.form, "name", "Hộ từ chối")
    hands.press(asked.dialog.save_button)
    hands.settle(jobs)
    (kept,) = kept_questions(office)
    assert (kept.name, kept.question) == ("Hộ từ chối", asked.question())
    hands.fill(form, "subject", "events")
    hands.settle(jobs)
    assert asked.question() != kept.question
    hands.choose(asked.kept, "")
    hands.choose(asked.kept, kept.id)
    asked.kept.edited.emit()
    hands.settle(jobs)
    assert asked.question() == kept.question
    page.export_into(tmp_path)
    hands.settle(jobs)
    assert load_workbook(next(tmp_path.glob("CAU-HOI-*.xlsx"))).worksheets[0].max_row >= 3
    hands.press(page.print_button)
    hands.settle(jobs)
    paper = hands.dialog(page)
    assert isinstance(paper, PreviewDialog)
    paper.reject()
    hands.press(asked.delete_button)
    hands.press(hands.button(hands.dialog(page), "Delete the question"))
    hands.settle(jobs)
    assert kept_questions(office) == ()
    assert not asked.delete_button.isVisible()


def test_what_can_not_be_asked_is_said_under_the_field(office: Office, jobs: Jobs, show: Show) -> None:
    add_event(office)
    page = made(office, jobs, show)
    asked, form = page.questions, page.questions.form
    hands.fill(form, "subject", "households")
    hands.settle(jobs)
    assert asked.day.value() == "now"
    hands.fill(form, "first", "month")
    hands.settle(jobs)
    assert "day that counts" in form.problem_at("day")
    hands.fill(form, "subject", "events")
    hands.settle(jobs)
    assert form.problem_at("day") == ""
    hands.fill(form, "end", "1/1/2020")
    hands.settle(jobs)
    assert "before the first" in form.problem_at("end")
