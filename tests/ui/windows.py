"""The whole window on an office's folder: opened, signed in to, and left as a crash leaves it."""

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.main_window import MainWindow
from tests.actions.conftest import PASSPHRASE


class Windows:
    """Opens windows and shuts every one of them at the end."""

    def __init__(self) -> None:
        self.all: list[MainWindow] = []

    def open(self, folder: Path, login: str) -> Desk:
        """A window on `folder` with an officer signed in; the desk."""
        window = MainWindow(folder)
        self.all.append(window)
        window.show()
        hands.wait_until(lambda: isinstance(window.screens.currentWidget(), SignIn))
        hands.settle(window.jobs)
        return sign_in(window, login)

    def shut(self) -> None:
        """Shut them all."""
        for window in self.all:
            window.hide()
            window.shut()
            window.deleteLater()
        self.all.clear()
        QApplication.processEvents()


def sign_in(window: MainWindow, login: str) -> Desk:
    """Sign in; the desk, once the drafts were looked for."""
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", login)
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen, "Sign in"))
    hands.wait_until(lambda: window.desk() is not None)
    settle(window)
    desk = window.desk()
    assert desk is not None
    return desk


def settle(window: MainWindow) -> None:
    """Wait for every answer, also for drafts to be read or written."""
    hands.settle(window.jobs)
    desk = window.desk()
    if desk is not None:
        hands.settle(desk.drafts.jobs)
        hands.settle(window.jobs)


def jobs_of(desk: Desk) -> Jobs:
    """The jobs of the window around a desk."""
    window = desk.window()
    assert isinstance(window, MainWindow)
    return window.jobs


def keep(desk: Desk) -> None:
    """Let what is typed be kept, as it is every few seconds."""
    QApplication.processEvents()
    desk.drafts.keep()
    hands.settle(desk.drafts.jobs)


def crashed(folder: Path, into: Path) -> Path:
    """What the disk holds at this moment, as a power cut leaves it: a copy of the folder while it is in use."""
    return Path(shutil.copytree(folder, into))
