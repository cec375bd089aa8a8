"""A desk's backups and its restore in the city's window: made, the desk lost, put back, the list of what to ask for."""

import os
from pathlib import Path

from hn_desk.city.desk_backups import desk_folder
from hn_desk.city.places import desk_places
from hn_desk.ui import hands
from hn_desk.ui.city.backups import DeskBackups
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.restore import RestoreScreen
from hn_desk.ui.city.retention import DeskRetention
from tests.pair import CITY_PASSPHRASE, Pair
from tests.ui.test_city import Open, desk_screen, fill_office, open_window, sealed, take

__all__ = ["open_window"]


def test_a_desk_is_backed_up_lost_and_restored_in_the_window(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window)
    screen.tabs.setCurrentWidget(screen.upkeep)
    backups = screen.upkeep.parts["backup.make"]
    assert isinstance(backups, DeskBackups)
    screen.upkeep.tabs.setCurrentWidget(backups)
    hands.settle(window.jobs)
    assert [row.reason for row in backups.table.rows()] == ["daily"]
    hands.press(backups.make_button)
    hands.settle(window.jobs)
    assert [row.reason for row in backups.table.rows()] == ["asked"]
    fill_office(pair)
    take(window, screen, sealed(pair))
    screen.intake.save_receipts(tmp_path)
    hands.settle(window.jobs)
    hands.press(screen.close_button)
    hands.settle(window.jobs)
    places = desk_places(pair.city, "STC")
    for path in [places.database, *places.inbox.iterdir()]:
        path.unlink()

    hands.press(window.entrance.restore_button)
    restore = window.screen_shown()
    assert isinstance(restore, RestoreScreen)
    hands.fill(restore.form, "desk", "STC")
    hands.fill(restore.form, "passphrase", CITY_PASSPHRASE)
    restore.choose_source(desk_folder(places))
    hands.press(restore.restore_button)
    hands.settle(window.jobs)

    assert "print the requests" in restore.told.text()
    assert "00070" in restore.told.text()
    hands.press(hands.button(restore, "Back"))
    hands.settle(window.jobs)
    again = desk_screen(window)
    assert isinstance(again, DeskScreen)
    assert [office.code for office in again.board.table.rows()] == ["00070"]


def test_what_is_due_is_deleted_once_the_keeper_says_so(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window)
    screen.intake.take([stranger(pair.city / "la.xlsx")])
    hands.settle(window.jobs)
    for path in screen.desk.places.quarantine.iterdir():
        os.utime(path, (0, 0))
    screen.tabs.setCurrentWidget(screen.upkeep)
    part = screen.upkeep.parts["retention.read"]
    assert isinstance(part, DeskRetention)
    screen.upkeep.tabs.setCurrentWidget(part)
    hands.settle(window.jobs)
    hands.press(part.delete_button)
    hands.press(hands.button(hands.dialog(part), "Delete it"))
    hands.settle(window.jobs)
    assert [(row.id, row.count) for row in part.table.rows() if row.id == "quarantine"] == [("quarantine", 0)]
    assert list(screen.desk.places.quarantine.iterdir()) == []


def stranger(path: Path) -> Path:
    """A file that is no packet."""
    path.write_bytes(b"no packet at all")
    return path
