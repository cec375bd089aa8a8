"""Files that are no packets, or another desk's, and folders that take nothing are told in the windows they reach."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.packets import seal_packet
from hn_desk.city.overview import counts
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.dialogs.packet_answers import AnswersDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.packets import PacketsPage
from hn_desk.ui.problems import Problems
from tests.pair import KEY_PASSPHRASE, Pair

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Anybody's workbook."""
    openpyxl.Workbook().save(tmp_path / "so-lieu.xlsx")
    return tmp_path / "so-lieu.xlsx"


@pytest.fixture
def screen(pair: Pair, jobs: Jobs, show: Show) -> DeskScreen:
    """The window of the city's NHCS desk."""
    made = DeskScreen(pair.desk("NHCS"), jobs)
    show(made)
    hands.settle(jobs)
    return made


def shown(screen: DeskScreen) -> str:
    """All that the one row of the intake says."""
    table = screen.intake.table
    assert table.rowCount() == 1
    items = [table.item(0, column) for column in range(table.columnCount())]
    return " ".join(item.text() for item in items if item is not None)


def test_a_packet_for_another_desk_is_told_at_the_desk(pair: Pair, screen: DeskScreen, jobs: Jobs) -> None:
    packet = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    screen.intake.take((packet,))
    hands.settle(jobs)
    assert "another desk" in shown(screen)
    assert counts(screen.desk)["packets"] == 0


def test_a_workbook_that_is_no_packet_is_told_at_the_desk(workbook: Path, screen: DeskScreen, jobs: Jobs) -> None:
    screen.intake.take((workbook,))
    hands.settle(jobs)
    assert "Kept aside as evidence" in shown(screen)
    assert screen.intake.hint.text() == "0 of 1 files were accepted."


def test_a_workbook_is_no_answer_of_the_city(pair: Pair, workbook: Path, jobs: Jobs, show: Show) -> None:
    page = PacketsPage(pair.clerk, jobs)
    show(page)
    page.read_answers((workbook,))
    hands.settle(jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, AnswersDialog)
    assert "so-lieu.xlsx" in " ".join(hands.visible_texts(dialog))
    hands.press(dialog.close_button)


def test_a_folder_that_takes_nothing_keeps_the_packet_where_it_is(
    pair: Pair, jobs: Jobs, show: Show, qtbot: QtBot, workbook: Path, tmp_path: Path
) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    page, problems = PacketsPage(pair.clerk, jobs), Problems(tmp_path)
    qtbot.addWidget(problems)
    jobs.refused.connect(problems.show_refusal)
    show(page)
    page.reload()
    hands.settle(jobs)
    page.book.choose(sealed.packet_id)
    hands.settle(jobs)
    page.book.copy_to(workbook)
    hands.settle(jobs)
    assert "isn't there" in problems.text()
    assert "choose another folder" in problems.text()
    assert sealed.path.exists()
    row = page.book.table.chosen_row()
    assert row is not None
    assert row.state == "packed"
