"""Figures and targets on the page of reports: typed in, seen in chart and table, printed and kept."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from hn_desk.actions.conversion_numbers import section_labels
from hn_desk.actions.office import Office
from hn_desk.actions.targets import targets
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions.records import add_contact, add_household
from tests.ui.conftest import Show

FIGURES, TARGETS = 2, 3
REGISTERED = "Hộ kinh doanh đã chuyển thành doanh nghiệp"
CONTACTED = "Hộ kinh doanh đã được tiếp cận"


def made(office: Office, jobs: Jobs, show: Show) -> ReportsPage:
    page = ReportsPage(office, jobs)
    show(page).resize(1366, 728)
    jobs.changed.connect(lambda _changed: page.reload())
    page.reload()
    hands.settle(jobs)
    return page


def turn(page: ReportsPage, tab: int) -> None:
    page.tabs.setCurrentIndex(tab)
    hands.settle(page.jobs)


def test_a_target_typed_in_stands_in_chart_table_paper_and_workbook(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    add_contact(office, add_household(office))
    page = made(office, jobs, show)
    turn(page, TARGETS)
    assert page.targets is not None
    assert page.numbers is not None
    form = page.targets.form
    for name, value in (("kind", "contacted"), ("number", "250"), ("source", "KH 7/KH-UBND")):
        hands.fill(form, name, value)
    assert page.is_changed()
    hands.press(page.targets.save)
    hands.settle(jobs)
    assert not page.is_changed()
    assert not page.print_button.isVisible()
    turn(page, FIGURES)
    chart = page.numbers.chart.chart()
    assert chart is not None
    (bar,) = chart.bars
    shown = [page.numbers.table.item(3, column) for column in range(5)]
    told = [cell.text() for cell in shown if cell is not None]
    assert told == [CONTACTED, "250", str(bar.value), "0 %", str(bar.mark)]
    assert f"{CONTACTED}: {bar.words}" in page.numbers.chart.accessibleDescription()
    hands.press(page.print_button)
    hands.settle(jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PreviewDialog)
    dialog.reject()
    page.export_into(tmp_path)
    hands.settle(jobs)
    sheet = load_workbook(tmp_path / "SO-LIEU-CHUYEN-DOI-2026.xlsx").worksheets[0]
    assert [sheet.cell(6, column).value for column in (1, 2, 3)] == [CONTACTED, 250, bar.value]


def test_every_section_is_shown_and_the_bar_under_the_pointer_is_told(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    add_contact(office, add_household(office))
    page = made(office, jobs, show)
    turn(page, FIGURES)
    numbers = page.numbers
    assert numbers is not None
    for code, label in section_labels().items():
        hands.choose(numbers.section, code)
        hands.settle(jobs)
        assert numbers.section.words() == label
        assert numbers.table.columnCount() >= 2
    hands.choose(numbers.section, "groups")
    hands.settle(jobs)
    found = {numbers.chart.bar_at(200, y) for y in range(numbers.chart.height())} - {None}
    chart = numbers.chart.chart()
    assert chart is not None
    assert found == set(chart.bars)
    assert [bar.words for bar in chart.bars] == ["0 / 1"]
    hands.choose(numbers.paper, "only")
    page.export_into(tmp_path)
    hands.settle(jobs)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["SO-LIEU-CHUYEN-DOI-2026-groups.xlsx"]
    hands.choose(numbers.year, "2025")
    hands.settle(jobs)
    assert not numbers.chart_room.isVisible()


def test_a_target_is_changed_and_deleted_after_asking(office: Office, jobs: Jobs, show: Show) -> None:
    page = made(office, jobs, show)
    turn(page, TARGETS)
    part = page.targets
    assert part is not None
    for name, value in (("kind", "registered"), ("number", "4"), ("source", "QĐ 1")):
        hands.fill(part.form, name, value)
    hands.press(part.save)
    hands.settle(jobs)
    part.table.setCurrentCell(0, 0)
    hands.settle(jobs)
    hands.fill(part.form, "number", "5")
    hands.press(part.save)
    hands.settle(jobs)
    assert [row.number for row in targets(office)] == [5]
    hands.press(part.delete)
    hands.press(hands.button(hands.dialog(page), "Delete it"))
    hands.settle(jobs)
    assert targets(office) == ()
    assert part.table.rowCount() == 0


def test_the_leader_sees_targets_and_can_not_change_them(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    page = made(as_officer("hung"), jobs, show)
    turn(page, TARGETS)
    assert page.targets is not None
    assert not page.targets.save.isVisible()
    assert page.targets.form.is_locked
