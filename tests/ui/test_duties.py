"""The page of duties: the table, what there is for the chosen duty, and the ways from it and to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import Office
from hn_desk.actions.register_plans import PlanDraft, save_plan
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from hn_desk.ui.pages.duties import DutiesPage
from hn_desk.ui.pages.home import HomePage
from tests.actions.credit_samples import TODAY
from tests.actions.records import add_event
from tests.ui.conftest import Show


@pytest.fixture
def page(office: Office, as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> DutiesPage:
    """The head of office's page, after an event of the SME scheme."""
    add_event(office)
    made = DutiesPage(as_officer("mai"), jobs)
    show(made).resize(1366, 728)
    made.reload()
    hands.settle(jobs)
    return made


def said(page: DutiesPage, code: str) -> list[str]:
    """The lines of what there is for a duty."""
    page.table.choose(code)
    return [line.text.strip() for line in page.lines.rows()]


def test_the_page_tells_each_duty_its_state_its_words_and_what_shows_it(page: DutiesPage, qtbot: QtBot) -> None:
    shown = {row.code: page.table.item(place, 2) for place, row in enumerate(page.table.rows())}
    texts = {code: item.text() for code, item in shown.items() if item is not None}
    assert list(texts) == [f"D{number}" for number in range(1, 16)]
    assert (texts["D1"], texts["D4"], texts["D12"]) == ("► under way", "○ not begun", "– off")
    assert said(page, "D1") == [
        "► Tuyên truyền đến mọi tổ dân phố trong năm: 2 of 5 residential groups (40 %)",
        "Phổ biến Đề án",
    ]
    assert "tất cả các tổ dân phố, cụm dân cư" in page.words.text()
    assert page.facts.text().startswith("Source: Bản tin tháng 11/2025")
    with qtbot.waitSignal(page.wanted) as went:
        page.lines.opened.emit(page.lines.rows()[1])
    assert went.args == ["outreach", page.lines.rows()[1].id]
    with qtbot.waitSignal(page.wanted) as went:
        hands.press(page.go_button)
    assert went.args == ["outreach", "?coverage"]


def test_a_plan_entered_elsewhere_shows_after_its_job_and_the_year_before_has_none(
    page: DutiesPage, office: Office
) -> None:
    draft = PlanDraft(duty="D11", year=2026, title="Kế hoạch", number="3/KH", issued_on=TODAY)
    page.jobs.run(save_plan, office, draft)
    page.reload()
    hands.settle(page.jobs)
    assert said(page, "D11")[:2] == ["✓ Kế hoạch tín dụng năm đã ban hành: on 20/11/2026", "Kế hoạch, number 3/KH"]
    hands.choose(page.year, "2025")
    hands.settle(page.jobs)
    assert said(page, "D11")[0] == "○ Kế hoạch tín dụng năm đã ban hành: none yet"


def test_the_table_is_printed_and_kept(page: DutiesPage, tmp_path: Path) -> None:
    hands.press(hands.button(page, "Print…"))
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.page_count() >= 1
    dialog.close()
    page.export_into(tmp_path)
    hands.settle(page.jobs)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["NGHIA-VU-20261120.xlsx"]


def test_the_home_page_leads_to_the_duties(office: Office, jobs: Jobs, show: Show, qtbot: QtBot) -> None:
    home = HomePage(office, jobs)
    show(home)
    with qtbot.waitSignal(home.wanted) as went:
        hands.press(hands.button(home, "Duties of the office"))
    hands.settle(jobs)
    assert went.args == ["duties", ""]


def test_the_ways_from_a_duty_lead_to_the_tab_where_it_is_entered(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    desk = Desk(as_officer("mai"), jobs, PLACES)
    show(desk)
    desk.go("duties", "D5")
    hands.settle(jobs)
    page = desk.page("duties")
    assert isinstance(page, DutiesPage)
    assert page.heading.text().startswith("D5. ")
    hands.press(page.go_button)
    hands.settle(jobs)
    reports: Any = desk.page("reports")
    assert (desk.shown(), type(reports.registers.shown()).__name__) == ("reports", "Plans")
    assert reports.tabs.currentWidget() is reports.registers
    desk.go("duties")
    page.lines.opened.emit(next(line for line in page.lines.rows() if "6 tháng" in line.text))
    hands.settle(jobs)
    assert (reports.tabs.currentWidget(), reports.official.place()[:15]) == (reports.official, "kh297 · 2026-H1")
    desk.go("duties")
    page.table.choose("D1")
    hands.press(page.go_button)
    outreach: Any = desk.page("outreach")
    assert (desk.shown(), outreach.tabs.currentWidget()) == ("outreach", outreach.coverage)
    desk.go("duties")
    page.table.choose("D8")
    hands.press(page.go_button)
    credit: Any = desk.page("credit")
    assert credit.tabs.currentWidget() is credit.surveys
    desk.go("duties")
    page.table.choose("D12")
    page.lines.opened.emit(page.lines.rows()[0])
    assert (desk.shown(), type(reports.registers.shown()).__name__) == ("reports", "PapersFromAbove")
    hands.settle(jobs)
