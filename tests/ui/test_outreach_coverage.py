"""Coverage in the window: the matrix is walked, a cell shows its events, a visit is planned, the wall page is shown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.coverage import Coverage, GroupCoverage, Matrix, MatrixRow
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.widgets.matrix_table import SUMS, MatrixTable, told
from tests.actions.records import add_event


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> OutreachPage:
    add_event(office, "Hội nghị")
    add_event(office, "Phát thanh", "kh296", groups=1)
    made = OutreachPage(office, jobs)
    show(made)
    made.reload()
    made.tabs.setCurrentIndex(1)
    hands.settle(jobs)
    return made


def texts(table: MatrixTable, column: int) -> list[str]:
    return [str(table.matrix.index(row, column).data()) for row in range(table.matrix.rowCount())]


def test_the_matrix_is_walked_and_a_cell_shows_its_events(page: OutreachPage, jobs: Jobs) -> None:
    panel, table = page.coverage, page.coverage.table
    assert table.matrix.topics[:2] == ("sme", "kh296")
    assert texts(table, 1) == ["2/5", "40 %", "1", "● 1", "● 1", "○ 0", "○ 0", "○ 0"]
    assert texts(table, 2)[:4] == ["1/5", "20 %", "1", "● 1"]
    assert texts(table, len(table.matrix.topics) + 1)[-5:] == ["2", "1", "0", "0", "0"]
    table.setFocus()
    table.setCurrentIndex(table.matrix.index(SUMS, 1))
    hands.settle(jobs)
    assert [row.title for row in panel.events.rows()] == ["Hội nghị"]
    QTest.keyClick(table, Qt.Key.Key_Right)
    hands.settle(jobs)
    assert [row.title for row in panel.events.rows()] == ["Phát thanh"]
    assert (panel.topic.value(), panel.bar.value()) == ("kh296", 1)
    chart = panel.chart.chart()
    assert chart is not None
    assert [bar.value for bar in chart.bars][-2:] == [1, 1]
    panel.events.opened.emit(panel.events.rows()[0])
    hands.settle(jobs)
    assert page.tabs.currentIndex() == 0
    assert page.form.field("title").value() == "Phát thanh"


def test_a_visit_to_those_left_is_planned_at_one_press(page: OutreachPage, jobs: Jobs) -> None:
    panel = page.coverage
    hands.press(panel.only_left.tick)
    assert [row.name for row in panel.table.matrix.rows] == [f"Tổ dân phố số {n}" for n in (3, 4, 5)]
    hands.press(panel.plan_button)
    hands.settle(jobs)
    assert page.tabs.currentIndex() == 0
    draft = page.form.draft()
    assert draft is not None
    assert (draft.topic, draft.state, draft.group_ids) == ("sme", "planned", frozenset(panel.left()))
    assert len(draft.group_ids) == 3


def test_a_period_is_chosen_by_its_name_or_by_its_days(page: OutreachPage, jobs: Jobs) -> None:
    panel = page.coverage
    assert panel.period.value() == "2026"
    hands.choose(panel.period, "2026-H1")
    hands.settle(jobs)
    assert (panel.form.field("end").value(), panel.bar.value()) == (date(2026, 6, 30), 0)
    hands.fill(panel.form, "end", "31/12/2026")
    hands.settle(jobs)
    assert (panel.period.value(), panel.bar.value()) == ("2026", 2)
    hands.fill(panel.form, "end", "30/12/2026")
    assert panel.period.value() == ""


def test_the_wall_page_is_shown_and_the_matrix_kept_as_a_workbook(
    page: OutreachPage, jobs: Jobs, tmp_path: Path
) -> None:
    hands.press(page.coverage.wall_button)
    hands.settle(jobs)
    preview = page.coverage.preview
    assert preview is not None
    assert preview.page_count() == 1
    hands.press(preview.close_button)
    page.coverage.export_into(tmp_path)
    hands.settle(jobs)
    sheet = load_workbook(tmp_path / "DO-PHU-20260101-20261231.xlsx").worksheets[0]
    assert ("Tổ dân phố số 1", 1, 1) in [row[:3] for row in sheet.iter_rows(values_only=True)]


def test_sixty_groups_and_three_topics_fill_the_table_at_once(qtbot: QtBot) -> None:
    cells = [GroupCoverage(str(n), f"Tổ {n}", n % 3, n % 2, n % 3 > 0) for n in range(60)]
    one = Coverage(tuple(cells), 40, 60, 66, 400)
    rows = tuple(MatrixRow(cell.id, cell.name, (cell,) * 3) for cell in cells)
    matrix = Matrix(date(2026, 11, 20), {"a": "Một", "b": "Hai", "c": "Ba"}, (one,) * 3, rows)
    table = MatrixTable()
    qtbot.addWidget(table)
    table.resize(800, 600)
    table.show()
    begun = process_time()
    table.put(matrix, rows)
    table.grab()
    assert process_time() - begun < 0.2
    assert texts(table, 1)[SUMS + 1] == "● 1+1"
    assert "reached the groups it followed" in told(cells[1])
