"""The tab of updates, the start that tells how one ended, and the way back from the sign-in screen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from hn_desk import __version__
from hn_desk.actions import first_opening, opening
from hn_desk.errors import StorageError
from hn_desk.ui import hands, loader, main_window
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.admin_update import UpdatePart
from hn_desk.updates import state
from hn_desk.updates.helper import finish
from tests.ui.windows import Windows, jobs_of, sign_in
from tests.updates.sticks import NEWER, StandIn, stand_in, stick, version_in


@pytest.fixture
def windows(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    monkeypatch.setattr(main_window, "READ_MS", 0)
    opened = Windows()
    yield opened
    opened.shut()


@pytest.fixture
def setup(tmp_path: Path) -> StandIn:
    return stand_in(tmp_path / "Programs" / "HN Desk")


def part_of(desk: Desk, setup: StandIn) -> UpdatePart:
    desk.go("admin")
    page: Any = desk.page("admin")
    part = page.part(UpdatePart)
    assert isinstance(part, UpdatePart)
    part.setup = setup
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs_of(desk))
    return part


def install(desk: Desk, setup: StandIn, usb: Path) -> MainWindow:
    """Press what the administrator presses, until the window has closed for the setup."""
    window, part = desk.window(), part_of(desk, setup)
    assert isinstance(window, MainWindow)
    part.look_at(usb)
    hands.settle(window.jobs)
    hands.press(hands.button(part, "Install this version…"))
    hands.press(hands.button(hands.dialog(part), "Install"))
    hands.wait_until(lambda: not window.isVisible())
    return window


def opened(windows: Windows, folder: Path) -> MainWindow:
    """The window as the program's next start makes it."""
    window = MainWindow(folder)
    windows.all.append(window)
    window.show()
    hands.wait_until(lambda: isinstance(window.screens.currentWidget(), SignIn))
    hands.settle(window.jobs)
    return window


def test_the_administrator_installs_what_is_on_the_stick(
    windows: Windows, office_folder: Path, setup: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = windows.open(office_folder, "anh")
    part = part_of(desk, setup)
    part.look_at(stick(tmp_path / "old", "0.0.1"))
    hands.settle(jobs_of(desk))
    assert f"version {__version__} is already at work" in " ".join(hands.visible_texts(part.form.summary))
    assert not part.install_button.isVisible()

    window = install(desk, setup, stick(tmp_path / "usb"))
    assert window.desk() is None
    window.shut()
    finish(office_folder, setup)
    assert version_in(setup.place) == NEWER

    monkeypatch.setattr(first_opening, "__version__", NEWER)
    again = opened(windows, office_folder)
    assert f"Version {NEWER} is installed" in again.news.words.text()
    sign_in(again, "anh")
    hands.settle(again.upkeep.background)
    assert f"updated from version {__version__} to {NEWER}" in again.news.words.text()
    assert state.load(office_folder) is None


def test_a_new_version_that_cannot_open_the_office_goes_back_by_a_button(
    windows: Windows, office_folder: Path, setup: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(windows.open(office_folder, "anh"), setup, stick(tmp_path / "usb")).shut()
    finish(office_folder, setup)
    monkeypatch.setattr(first_opening, "__version__", NEWER)
    monkeypatch.setattr(loader, "undo_update", lambda folder: finish(folder, setup) and None)

    def broken(*_what: object, **_names: object) -> None:
        raise StorageError("The upgrade would leave records alone.", reason="upgrade")

    window = opened(windows, office_folder)
    with monkeypatch.context() as patched:
        patched.setattr(opening, "upgrade", broken)
        screen = window.screens.currentWidget()
        assert isinstance(screen, SignIn)
        hands.fill(screen.form, "login", "anh")
        hands.type_text(screen.form.field("passphrase"), "mot hai ba bon nam")
        hands.press(hands.button(screen, "Sign in"))
        hands.settle(window.jobs)
    hands.press(hands.button(screen, "Go back to the former version"))
    hands.wait_until(lambda: not window.isVisible())
    assert version_in(setup.place) == __version__

    monkeypatch.setattr(first_opening, "__version__", __version__)
    window = opened(windows, office_folder)
    assert "was not kept" in window.news.words.text()
    sign_in(window, "anh")
    hands.settle(window.upkeep.background)
    assert state.load(office_folder) is None


def test_a_start_after_a_failed_opening_goes_back_by_itself(
    windows: Windows, office_folder: Path, setup: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(windows.open(office_folder, "anh"), setup, stick(tmp_path / "usb")).shut()
    finish(office_folder, setup)
    update = state.load(office_folder)
    assert update is not None
    state.save(office_folder, replace(update, step=state.FAILED))
    asked: list[Path] = []
    monkeypatch.setattr(loader, "undo_update", asked.append)
    window = MainWindow(office_folder)
    windows.all.append(window)
    window.show()
    hands.wait_until(lambda: bool(asked) and not window.isVisible())
    assert f"goes back to version {__version__}" in window.news.words.text()


def test_what_no_setup_installed_says_how_to_update_it(
    windows: Windows, office_folder: Path, setup: StandIn, tmp_path: Path
) -> None:
    (setup.place / "uninstall.exe").unlink()
    part = part_of(windows.open(office_folder, "anh"), setup)
    part.look_at(stick(tmp_path / "usb"))
    hands.settle(part.jobs)
    hands.press(part.install_button)
    assert "was not installed by the setup" in " ".join(hands.visible_texts(part.form.summary))
    assert part.findChildren(QDialog) == []
