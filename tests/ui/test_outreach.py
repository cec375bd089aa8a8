"""The outreach page: an event typed and saved, coverage counted, minutes shown; reports read and kept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QWidget

from hn_desk.actions.city_states import city_state_label
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import event, event_ids
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions.records import plan_event

TITLES = {"done": "Hội nghị phổ biến chính sách", "planned": "Phát thanh tháng 12"}


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> OutreachPage:
    made = OutreachPage(office, jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def type_event(page: OutreachPage, jobs: Jobs, groups: int, state: str = "done") -> None:
    hands.press(page.new_button)
    hands.settle(jobs)
    hands.choose(page.form.topic, page.form.topic.codes()[0])
    hands.fill(page.form, "form", page.form.field("form").codes()[0])  # type: ignore[attr-defined]
    hands.fill(page.form, "title", TITLES[state])
    hands.choose(page.form.state, state)
    hands.fill(page.form, "starts_on", "5/11/2026")
    hands.settle(jobs)
    hands.tick(page.form.groups, page.form.groups.codes()[:groups])
    hands.tick(page.form.audiences, page.form.audiences.codes()[:1])
    hands.press(page.save_button)
    hands.settle(jobs)


def test_an_event_is_kept_with_the_groups_it_reached(page: OutreachPage, office: Office, jobs: Jobs) -> None:
    type_event(page, jobs, 3)
    kept = event(office, event_ids(office, Query(sort="day"))[0])
    assert (kept.draft.title, len(kept.draft.group_ids), kept.draft.state) == (
        "Hội nghị phổ biến chính sách",
        3,
        "done",
    )


def test_only_groups_of_a_held_event_are_called_reached(page: OutreachPage, jobs: Jobs) -> None:
    hands.press(page.new_button)
    hands.settle(jobs)
    hands.choose(page.form.state, "planned")
    assert page.form.title_of("group_ids") == "Residential groups"
    hands.choose(page.form.state, "done")
    assert page.form.title_of("group_ids") == "Residential groups reached"


def test_the_list_begins_with_the_newest_event(page: OutreachPage, office: Office, jobs: Jobs) -> None:
    for day in (5, 9, 7):
        plan_event(office, date(2026, 12, day))
    page.reload()
    hands.settle(jobs)
    assert [page.list.rows.index(row, 0).data() for row in range(3)] == ["09/12/2026", "07/12/2026", "05/12/2026"]


def test_coverage_counts_only_what_was_held(page: OutreachPage, jobs: Jobs) -> None:
    type_event(page, jobs, 5, state="planned")
    page.tabs.setCurrentIndex(1)
    hands.settle(jobs)
    assert page.coverage.bar.value() == 0
    type_event(page, jobs, 3)
    assert not page.form.summary.codes()
    page.tabs.setCurrentIndex(1)
    page.reload()
    hands.settle(jobs)
    assert (page.coverage.bar.value(), page.coverage.bar.maximum()) == (3, 5)
    assert [row.events for row in page.coverage.table.matrix.rows] == [1, 1, 1, 0, 0]


def test_the_reason_is_asked_only_of_a_cancelled_event(page: OutreachPage, jobs: Jobs) -> None:
    type_event(page, jobs, 1, state="planned")
    assert not page.form.field("cancel_reason").isVisible()
    hands.choose(page.form.state, "cancelled")
    assert page.form.field("cancel_reason").isVisible()
    hands.press(page.save_button)
    hands.settle(jobs)
    assert page.form.problem_at("cancel_reason")


def test_minutes_are_shown_of_a_held_event(page: OutreachPage, jobs: Jobs) -> None:
    type_event(page, jobs, 2)
    hands.press(page.minutes_button)
    hands.settle(jobs)
    assert page.preview is not None
    assert page.preview.page_count() == 1
    hands.press(page.preview.close_button)


def test_a_report_is_read_and_kept_as_a_workbook(
    page: OutreachPage, office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget], tmp_path: Path
) -> None:
    type_event(page, jobs, 2)
    reports = ReportsPage(office, jobs)
    show(reports)
    reports.tabs.setCurrentIndex(1)
    reports.reload()
    hands.settle(jobs)
    hands.choose(reports.chosen, "coverage")
    hands.settle(jobs)
    assert reports.table.rowCount() == 7
    reports.export_into(tmp_path)
    hands.settle(jobs)
    (kept,) = tmp_path.glob("*.xlsx")
    cells = [cell for row in load_workbook(kept).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "Tổ dân phố số 1" in cells


def test_the_period_of_a_report_is_marked_when_it_ends_before_it_begins(
    office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]
) -> None:
    reports = ReportsPage(office, jobs)
    refused: list[str] = []
    jobs.refused.connect(lambda error: refused.append(str(error)))
    show(reports)
    reports.tabs.setCurrentIndex(1)
    reports.reload()
    hands.settle(jobs)
    hands.fill(reports.form, "end", "1/1/2020")
    hands.settle(jobs)
    assert refused or reports.form.problem_at("end")


def test_events_are_narrowed_to_one_state_of_their_way_to_the_city(page: OutreachPage, jobs: Jobs) -> None:
    type_event(page, jobs, 2)
    page.list.reload()
    hands.settle(jobs)
    place = page.list.rows.index(0, 3)
    assert page.list.rows.data(place) == city_state_label("not_sent")
    hands.choose(page.city_filter.field, "waiting")
    hands.settle(jobs)
    assert page.list.rows.rowCount() == 0
    hands.choose(page.city_filter.field, "not_sent")
    hands.settle(jobs)
    assert page.list.rows.rowCount() == 1
