"""The calendar: events and due days on their days by month and week, walked by keys, opened and planned from there."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.widgets.day_grid import GridDay
from tests.actions.records import add_event, plan_event

TODAY, HELD = date(2026, 11, 20), date(2026, 10, 5)


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> OutreachPage:
    add_event(office, "Hội nghị")
    made = OutreachPage(office, jobs)
    show(made)
    made.reload()
    made.tabs.setCurrentIndex(2)
    hands.settle(jobs)
    made.calendar.grid.setFocus()
    return made


def day_of(page: OutreachPage, day: date) -> GridDay:
    return next(one for one in page.calendar.grid.days() if one.day == day)


def test_a_month_shows_whole_weeks_and_the_keys_walk_and_turn_it(page: OutreachPage, jobs: Jobs) -> None:
    grid = page.calendar.grid
    assert (grid.days()[0].day, grid.days()[-1].day) == (date(2026, 10, 26), date(2026, 12, 6))
    assert day_of(page, date(2026, 11, 22)).is_quiet
    assert not day_of(page, TODAY).is_quiet
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == date(2026, 11, 28)
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    hands.settle(jobs)
    assert (grid.current, page.calendar.title.text()) == (date(2026, 10, 28), "Month 10/2026")
    grid.go_to(HELD)
    hands.settle(jobs)
    assert [line.words for line in day_of(page, HELD).lines if line.id] == ["Hội nghị"]
    QTest.keyClick(grid, Qt.Key.Key_Home)
    hands.settle(jobs)
    assert (grid.current, page.calendar.title.text()) == (TODAY, "Month 11/2026")


def test_what_is_due_stands_on_its_day_with_who_receives_it(page: OutreachPage) -> None:
    dues = [line for day in page.calendar.grid.days() for line in day.lines if not line.id]
    assert dues
    assert {line.sign for line in dues} == {"▲"}


def test_a_planned_event_of_a_day_gone_by_is_told_from_one_to_come(
    page: OutreachPage, office: Office, jobs: Jobs
) -> None:
    for day in (date(2026, 11, 19), TODAY):
        plan_event(office, day)
    page.calendar.reload()
    hands.settle(jobs)
    signs = [[line.sign for line in day_of(page, day).lines if line.id] for day in (date(2026, 11, 19), TODAY)]
    assert signs == [["?"], ["○"]]
    page.calendar.grid.go_to(date(2026, 11, 19))
    hands.settle(jobs)
    things = page.calendar.things.model()
    said = [things.index(row, 1).data() for row in range(things.rowCount())]
    assert "outcome not written down" in said


def test_a_week_has_seven_days(page: OutreachPage, jobs: Jobs) -> None:
    hands.press(page.calendar.week_button)
    hands.settle(jobs)
    assert [one.day.day for one in page.calendar.grid.days()] == [16, 17, 18, 19, 20, 21, 22]
    QTest.keyClick(page.calendar.grid, Qt.Key.Key_PageDown)
    hands.settle(jobs)
    assert page.calendar.grid.days()[0].day == date(2026, 11, 23)


def test_a_double_click_opens_an_event_and_n_plans_one(page: OutreachPage, jobs: Jobs) -> None:
    grid = page.calendar.grid
    grid.go_to(HELD)
    hands.settle(jobs)
    place = next(n for n, line in enumerate(day_of(page, HELD).lines, 1) if line.id)
    box, line = grid.box(HELD), grid.fontMetrics().lineSpacing() + 2
    at = QPoint(box.center().x(), box.top() + 5 + place * line + line // 2)
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=at)
    hands.settle(jobs)
    assert (page.tabs.currentIndex(), page.form.field("title").value()) == (0, "Hội nghị")
    page.tabs.setCurrentIndex(2)
    hands.settle(jobs)
    grid.go_to(date(2026, 12, 3))
    hands.settle(jobs)
    QTest.keyClick(grid, Qt.Key.Key_N)
    hands.settle(jobs)
    draft = page.form.draft()
    assert draft is not None
    assert (page.tabs.currentIndex(), draft.starts_on, draft.state, draft.id) == (0, date(2026, 12, 3), "planned", None)
