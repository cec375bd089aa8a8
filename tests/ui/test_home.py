"""The home page says what waits, what is due, what has no receipt; a line leads to its record."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.home_facts import ConversionCounts, Today, Waiting
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.office_report_facts import ReportFreeze
from hn_desk.actions.office_report_freezing import freeze
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.reports.coverage import Coverage, GroupCoverage
from hn_desk.ui import hands, theme
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.home import HomePage
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions.conftest import NOW, PASSPHRASE
from tests.ui.conftest import Show
from tests.ui.windows import Windows, jobs_of


def due(days_left: int, state: DueState) -> DueDay:
    day = date(2026, 12, 5)
    return DueDay(
        code="list-qd08",
        duty="D7",
        topic="qd08",
        title="Danh sách tháng",
        receiver="NHCSXH",
        source="003",
        day=day,
        weekday="Thứ Bảy",
        days_left=days_left,
        last_workday=date(2026, 12, 4),
        remind_on=date(2026, 11, 27),
        state=state,
        evidence="Chưa có danh sách",
        page="credit",
        record="list-1",
        opens="list-1",
    )


FACTS = Today(
    day=date(2026, 11, 20),
    weekday="Thứ Sáu",
    waiting=(Waiting("confirm", "abc", "3 hồ sơ chờ xác nhận", "credit"), Waiting("seal", "", "Gói mới", "packets")),
    deadlines=(
        due(-2, DueState.OVERDUE),
        due(0, DueState.NEAR),
        due(3, DueState.NEAR),
        due(40, DueState.AHEAD),
        due(41, DueState.DONE),
    ),
    unreceipted=(
        PacketRow("p1", "STC", "Sở Tài chính", 7, "2026-11-10T00:00:00Z", 12, "waiting", 10, 1, "x.xlsx", "0" * 64),
    ),
    coverage=Coverage(
        tuple(GroupCoverage(str(n), f"Tổ {n}", int(n < 3), is_reached=n < 3) for n in range(10)), 3, 10, 30
    ),
    conversions=ConversionCounts(1200, 30, 4, 2),
    counts={},
)


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> HomePage:
    made = HomePage(office, jobs)
    show(made)
    return made


@pytest.fixture
def records_page(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> HomePage:
    """The page of the records clerk, who sends the packets."""
    made = HomePage(as_officer("mai"), jobs)
    show(made)
    return made


def texts(page: HomePage) -> str:
    return "\n".join(hands.visible_texts(page))


def test_a_fresh_office_has_nothing_waiting_and_deadlines_ahead(records_page: HomePage, jobs: Jobs) -> None:
    page = records_page
    page.reload()
    hands.settle(jobs)
    assert "20/11/2026" in page.day.text()
    assert "Every packet sent has its receipt." in texts(page)
    assert page.deadlines.rowCount() > 0


def test_a_deadline_shows_its_weekday_and_a_sign_when_near_today_or_late(page: HomePage) -> None:
    page._show(FACTS)
    days = [page.deadlines.item(row, 0) for row in range(5)]
    assert [item.text().splitlines() for item in days if item] == [
        ["Thứ Bảy, 05/12/2026", "⚠ 2 days late"],
        ["Thứ Bảy, 05/12/2026", "⚠ today", "last workday 04/12/2026"],
        ["Thứ Bảy, 05/12/2026", "⚠ 3 days left", "last workday 04/12/2026"],
        ["Thứ Bảy, 05/12/2026", "40 days left", "last workday 04/12/2026"],
        ["Thứ Bảy, 05/12/2026", "✓ done"],
    ]
    inks = [item.foreground().color().name() for item in days if item]
    assert (inks[0], inks[4]) == (theme.WRONG, theme.GOOD)
    assert theme.WRONG not in inks[1:]


def test_a_click_on_a_deadline_leads_to_where_it_is_met(page: HomePage, qtbot: QtBot) -> None:
    page._show(FACTS)
    with qtbot.waitSignal(page.wanted) as said:
        hands.pick(page.deadlines, 0)
    assert said.args == ["credit", "list-1"]


def test_a_report_begun_and_not_sent_in_time_is_red_and_leads_to_itself(
    office: Office, page: HomePage, jobs: Jobs, qtbot: QtBot
) -> None:
    freeze(office, ReportFreeze("kh297", "2026"))
    page.reload()
    hands.settle(jobs)
    day, what = (page.deadlines.item(0, column) for column in range(2))
    assert day is not None
    assert what is not None
    assert day.text() == "Sunday, 15/11/2026\n⚠ 5 days late"
    assert what.text().endswith("⚠ Frozen, without a number yet.")
    assert what.foreground().color().name() == theme.WRONG
    with qtbot.waitSignal(page.wanted) as said:
        hands.pick(page.deadlines, 0)
    assert said.args == ["reports", "?report=kh297&period=2026&request="]


def test_a_click_on_a_report_s_deadline_opens_the_report_in_the_window(qapp: object, office_folder: Path) -> None:
    office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    freeze(office, ReportFreeze("kh297", "2026"))
    office.close()
    windows = Windows()
    desk = windows.open(office_folder, "lan")
    home = desk.page("home")
    assert isinstance(home, HomePage)
    hands.pick(home.deadlines, 0)
    hands.settle(jobs_of(desk))
    reports = desk.page("reports")
    assert isinstance(reports, ReportsPage)
    assert reports.official is not None
    assert reports.tabs.currentWidget() is reports.official
    assert reports.official.place().startswith("kh297")
    assert (desk.shown(), reports.official.choice.asked()) == ("reports", ("kh297", "2026", ""))
    windows.shut()


def test_a_deadline_without_a_plan_or_act_leads_to_the_register_for_it(office: Office, jobs: Jobs, show: Show) -> None:
    reports = ReportsPage(office, jobs)
    show(reports)
    for code in ("acts", "plans"):
        reports.open_record(f"?register={code}")
        hands.settle(jobs)
        shown = reports.registers.shown()
        assert reports.tabs.currentWidget() is reports.registers
        assert shown is not None
        assert shown.acts.register.code == code


def test_coverage_names_who_is_left(page: HomePage) -> None:
    page._show(FACTS)
    assert page.coverage.figure.text() == "30 %"
    assert "3 of 10" in texts(page)
    assert "Tổ 3, Tổ 4, Tổ 5, Tổ 6, Tổ 7 and 2 more" in texts(page)


def test_conversions_are_counted_with_dots(page: HomePage) -> None:
    page._show(FACTS)
    assert [figure.text() for figure in page.conversions.figures] == ["1.200", "30", "4", "2"]


def test_a_click_on_what_waits_leads_to_it(page: HomePage, qtbot: QtBot) -> None:
    page._show(FACTS)
    with qtbot.waitSignal(page.wanted) as said:
        hands.pick(page.waiting, 0)
    assert said.args == ["credit", "abc"]


def test_enter_on_a_packet_leads_to_it(records_page: HomePage, qtbot: QtBot) -> None:
    records_page._show(FACTS)
    hands.pick(records_page.packets, 0)
    with qtbot.waitSignal(records_page.wanted) as said:
        QTest.keyClick(records_page.packets, Qt.Key.Key_Return)
    assert said.args == ["packets", "p1"]


def test_an_officer_sees_only_the_figures_of_the_own_work(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    made = HomePage(as_officer("anh"), jobs)
    show(made)
    made._show(FACTS)
    shown = texts(made)
    assert "Deadlines ahead" in shown
    assert not any(card in shown for card in ("Packets without a receipt", "Residential groups reached", "Conversions"))


def bottom_of(card: QWidget | None, page: HomePage) -> int:
    assert card is not None
    return card.mapTo(page, card.rect().bottomLeft()).y()


def test_without_the_card_of_packets_the_waiting_work_takes_its_room(page: HomePage, jobs: Jobs) -> None:
    page._show(FACTS)
    hands.settle(jobs)
    waiting, figures = page.waiting.parentWidget(), page.conversions.parentWidget()
    assert bottom_of(waiting, page) == bottom_of(figures, page)
