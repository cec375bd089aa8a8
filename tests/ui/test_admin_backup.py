"""The tab of backups and the line of the home page: ages, a new one, the second place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hn_desk.actions import backups
from hn_desk.actions.backup_making import BACKUPS, backup_files
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_backup import Backups
from hn_desk.ui.pages.home_backup import BackupLine
from tests.actions.conftest import NOW
from tests.ui.conftest import Show


@pytest.fixture
def tab(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> Iterator[Backups]:
    made = Backups(as_officer("anh"), jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    yield made
    hands.settle(jobs)


def test_a_backup_is_made_at_the_press_of_a_button(tab: Backups, jobs: Jobs) -> None:
    assert "no backup yet" in tab.state.text()

    hands.press(tab.make)
    hands.settle(jobs)

    assert "today" in tab.state.text()
    assert [row.reason for row in tab.table.rows()] == ["asked"]
    assert len(backup_files(tab.office.folder / BACKUPS)) == 1


def test_the_second_place_is_chosen_filled_and_given_up(tab: Backups, jobs: Jobs, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    hands.press(tab.make)
    hands.settle(jobs)

    tab.choose_place(stick)
    hands.settle(jobs)
    assert str(stick) in tab.second.text()
    assert len(backup_files(stick)) == 1
    hands.press(tab.drop)
    hands.settle(jobs)
    assert str(stick) not in tab.second.text()
    assert not tab.copy.isEnabled()


def test_a_place_that_can_not_be_is_told_on_the_tab(tab: Backups, jobs: Jobs) -> None:
    tab.choose_place(tab.office.folder)
    hands.settle(jobs)

    assert tab.form.summary.isVisible()


def test_the_database_is_checked_now(tab: Backups, jobs: Jobs) -> None:
    said: list[str] = []
    tab.said.connect(said.append)

    hands.press(tab.check)
    hands.settle(jobs)

    assert said == ["Every page of the database is as it was written."]


def test_only_the_administrator_has_the_tab(office: Office, as_officer: Callable[[str], Office], jobs: Jobs) -> None:
    assert AdminPage(office, jobs).part(Backups) is None
    page = AdminPage(as_officer("anh"), jobs)
    assert page.part(Backups) is not None
    hands.settle(jobs)


def test_the_home_page_tells_the_age_and_warns_when_it_is_old(office: Office, jobs: Jobs, show: Show) -> None:
    backups.back_up(office)
    told = []
    for days in (0, 2, 3):
        line = BackupLine(replace(office, clock=lambda days=days: NOW + timedelta(days=days)), jobs)  # type: ignore[misc]
        show(line)
        line.reload()
        hands.settle(jobs)
        told.append((line.words.text(), line.words.objectName()))

    assert told == [
        ("Backup: today.", "hint"),
        ("Backup: 2 days ago.", "hint"),
        ("⚠ The newest backup is 3 days old.", "note"),
    ]


def test_a_stick_that_was_away_too_long_is_told_on_the_home_page(
    office: Office, as_officer: Callable[[str], Office], jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    backups.back_up(office)
    backups.choose_second(as_officer("anh"), tmp_path / "stick")
    (tmp_path / "stick").rename(tmp_path / "away")
    later = replace(office, clock=lambda: NOW + timedelta(days=12))
    backups.back_up(later)

    line = BackupLine(later, jobs)
    show(line)
    line.reload()
    hands.settle(jobs)

    assert "12 days: plug it in" in line.words.text()
    assert line.words.objectName() == "note"


def test_a_backup_can_be_made_from_the_home_page(office: Office, jobs: Jobs, show: Show) -> None:
    line = BackupLine(office, jobs)
    show(line)
    line.reload()
    hands.settle(jobs)
    hands.press(line.make)
    hands.settle(jobs)

    assert line.words.text() == "Backup: today."
