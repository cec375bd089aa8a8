"""The city's numbers in their window: from a sum to its offices and their records by keys, a period closed, files."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hn_desk.city.snapshots import snapshots
from hn_desk.sheets import read_workbook
from hn_desk.ui import hands
from hn_desk.ui.city.numbers import NumbersView
from hn_desk.ui.jobs import Jobs
from tests.actions.conftest import NOW
from tests.city.made_records import record, records_written
from tests.city.test_collect import sealed_packet
from tests.pair import Pair
from tests.ui.test_city import Open, desk_screen, fill_office, open_window, take

__all__ = ["open_window"]
DAY = NOW.astimezone().date()


def opened(pair: Pair, open_window: Open) -> NumbersView:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, sealed_packet(pair).path)
    screen.tabs.setCurrentWidget(screen.numbers)
    return screen.numbers


def test_keys_lead_from_a_sum_to_its_offices_their_records_and_back(
    pair: Pair, qtbot: QtBot, open_window: Open
) -> None:
    view = opened(pair, open_window)
    assert view.sums.table.rows()[0].pace is not None
    assert view.sums.progress.chart() is not None
    hands.pick(view.sums.table, 0)
    QTest.keyClick(view.sums.table, Qt.Key.Key_Return)
    assert [row.name for row in view.offices.table.rows()] == ["Phường Hoàn Kiếm"]
    assert view.offices.table.hasFocus()
    QTest.keyClick(view.offices.table, Qt.Key.Key_Return)
    dialog = hands.dialog(view)
    hands.type_text(dialog.focusWidget(), "Đối chiếu số doanh nghiệp")
    hands.press(hands.button(dialog, "&Open the records"))
    hands.settle(view._jobs)
    assert view.levels.currentWidget() is view.records
    assert len(view.records.table.rows()) == 1
    view.window().activateWindow()
    qtbot.waitUntil(view.records.table.hasFocus)
    QTest.keyClick(view.records.table, Qt.Key.Key_Escape)
    assert view.offices.table.hasFocus()
    QTest.keyClick(view.offices.table, Qt.Key.Key_Escape)
    assert view.sums.table.hasFocus()


def test_a_period_that_is_over_is_closed_once_and_kept_as_files(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    view = opened(pair, open_window)
    assert not view.close_button.isEnabled()
    hands.choose(view.part, "2026-10")
    hands.settle(view._jobs)
    hands.press(view.close_button)
    hands.press(hands.button(hands.dialog(view), "&Close it"))
    hands.settle(view._jobs)
    assert not view.close_button.isEnabled()
    assert "closed" in view.part.words()
    assert [one.closed.period for one in snapshots(view._desk)] == ["2026-10"]
    assert view.sums.table.rows()[0].adjusted == 0
    for ending in ("xlsx", "pdf"):
        view.save(ending, tmp_path)
    assert view.year_button.isVisible()
    view.save_year(tmp_path)
    hands.settle(view._jobs)
    assert (tmp_path / f"DNNVV-STC-2026-{DAY:%Y%m%d}.csv").exists()
    name = f"SO-LIEU-STC-2026-10-{DAY:%Y%m%d}"
    assert len(read_workbook((tmp_path / f"{name}.xlsx").read_bytes())) == 6
    assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_a_desk_of_figures_alone_shows_them_or_says_that_none_came(pair: Pair, qtbot: QtBot, jobs: Jobs) -> None:
    desk = replace(pair.desk("STC"), code="VPUB")
    view = NumbersView(desk, jobs)
    qtbot.addWidget(view)
    view.show()
    view.reload()
    hands.settle(jobs)
    assert view.sums.no_figures.isVisible()
    assert not view.sums.halves.isVisible()
    facts = {"report": "kh297", "period": "2026-H1", "key": "events", "label": "Số buổi", "unit": "count", "value": 4}
    with records_written(desk) as session:
        session.add(record("00070", "figures", "f", facts))
    view.reload()
    hands.settle(jobs)
    assert not view.sums.no_figures.isVisible()
    assert view.sums.figures.isVisible()
    assert [one.figure.value for one in view.sums.figures.rows()] == [4]
