"""The city's window: the entrance, an open desk, the authority, a new city."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.actions.quick_unlock import idle_minutes
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_backups import back_up_desk_daily
from hn_desk.i18n import _
from hn_desk.ui import theme
from hn_desk.ui.city.authority import AuthorityScreen
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.entrance import Entrance
from hn_desk.ui.city.lock import LockScreen
from hn_desk.ui.city.new_city import NewCity, Ways
from hn_desk.ui.city.reference import ReferenceScreen
from hn_desk.ui.city.restore import RestoreScreen
from hn_desk.ui.fitting import bring_forward
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.locking import Locking
from hn_desk.ui.problems import Problems

SIZE: Final = (1366, 728)


class CityWindow(QMainWindow):
    """One screen at a time."""

    def __init__(self, folder: Path, ways: Ways | None = None) -> None:
        super().__init__()
        theme.dress_window(self)
        self.setWindowTitle("HN Desk")
        self.resize(*SIZE)
        self.folder = folder
        self.jobs = Jobs(self)
        self.problems = Problems(folder, self)
        self._ways = ways or Ways()
        self.entrance = Entrance(self.jobs, folder, self._ways.clock)
        self.screens = QStackedWidget(self)
        self.screens.addWidget(self.entrance)
        self._desk: CityDesk | None = None
        self._file: Path | None = None
        self._waiting: list[Callable[[], object]] = []
        self.locking = Locking(self)
        self._lay_out()
        self._connect()
        self.entrance.reload()

    def screen_shown(self) -> QWidget:
        """The screen that is shown: `Entrance`, `DeskScreen`, `LockScreen`, `AuthorityScreen` or `NewCity`."""
        return self.screens.currentWidget()

    def open_file(self, path: Path | None) -> None:
        """Come to the front; a packet that was opened with the program is offered once a desk is open."""
        bring_forward(self)
        self._file = path or self._file
        self._offer_file()

    def _offer_file(self) -> None:
        screen = self.screens.currentWidget()
        if self._file is None:
            return
        if self.locking.is_locked or not isinstance(screen, DeskScreen):
            words = _("Open the desk, then {name} is taken in.").format(name=self._file.name)
            self.statusBar().showMessage(words)
            return
        path, self._file = self._file, None
        screen.offer_file(path)

    def shut(self) -> None:
        """End the worker, then let go of the desk."""
        self.locking.watch(0)
        self.jobs.close()
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _open(self, desk: CityDesk) -> None:
        self._desk = desk
        screen = DeskScreen(desk, self.jobs)
        screen.said.connect(self._say)
        screen.left.connect(self._close_desk)
        screen.locked.connect(self._lock)
        self._band.setVisible(desk.environment == "training")
        self._show(screen)
        self.locking.watch(idle_minutes(desk.places.folder))
        screen.reload()
        if desk.may("backup.make"):
            self.jobs.run(back_up_desk_daily, desk)
        self._offer_file()

    def _close_desk(self) -> None:
        if self._desk is not None:
            self.jobs.run(self._desk.close, then=self._closed)

    def _closed(self, _nothing: None) -> None:
        self.locking.watch(0)
        self._desk = None
        self._go_back()

    def _lock(self) -> None:
        """Cover an open desk until its officer types the passphrase; the other screens keep nothing open."""
        shown = self.screens.currentWidget()
        if self._desk is None or self.locking.is_locked or not isinstance(shown, DeskScreen):
            return
        screen = LockScreen(self._desk, self.jobs)
        screen.unlocked.connect(partial(self._unlock, screen, shown))
        self.problems.clear()
        self.statusBar().clearMessage()
        self.screens.addWidget(screen)
        self.screens.setCurrentWidget(screen)
        self.locking.lock()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self, lock: QWidget, screen: QWidget) -> None:
        if self._desk is not None:
            self.locking.unlock(idle_minutes(self._desk.places.folder))
        self.screens.setCurrentWidget(screen)
        self.screens.removeWidget(lock)
        lock.deleteLater()
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()
        self._offer_file()

    def _tell(self, tell: Callable[[], object]) -> None:
        """Say it; while the desk is locked it waits, since it may name somebody."""
        if self.locking.is_locked:
            self._waiting.append(tell)
        else:
            tell()

    def _show_authority(self) -> None:
        screen = AuthorityScreen(self.jobs, self.folder, self._ways.clock)
        screen.left.connect(self._go_back)
        screen.wants_rules.connect(self._show_rules)
        self._show(screen)
        screen.reload()

    def _show_rules(self) -> None:
        authority = self.screens.currentWidget()
        screen = ReferenceScreen(self.jobs, self.folder, self._ways.clock)
        screen.left.connect(self._show_authority)
        screen.left.connect(screen.deleteLater)
        self._show(screen)
        self.screens.removeWidget(authority)
        authority.deleteLater()
        screen.reload()

    def _show_new_city(self) -> None:
        screen = NewCity(self.jobs, self.folder, self._ways)
        screen.left.connect(self._go_back)
        screen.made.connect(self._made)
        self._show(screen)

    def _show_restore(self) -> None:
        screen = RestoreScreen(self.jobs, self.folder, self._ways.clock)
        screen.left.connect(self._go_back)
        self._show(screen)

    def _made(self) -> None:
        self._go_back()
        self._say(_("The city is set up. Certify the offices on the authority's page, then open a desk."))

    def _show(self, screen: QWidget) -> None:
        self.problems.clear()
        self._say("")
        self.screens.addWidget(screen)
        self.screens.setCurrentWidget(screen)

    def _go_back(self) -> None:
        left = self.screens.currentWidget()
        self.problems.clear()
        self._say("")
        self._band.hide()
        self.screens.setCurrentWidget(self.entrance)
        if left is not self.entrance:
            self.screens.removeWidget(left)
            left.deleteLater()
        self.entrance.reload()

    def _take_folder(self, folder: Path) -> None:
        self.folder = folder

    def _say(self, sentence: str) -> None:
        self._tell(partial(self.statusBar().showMessage, sentence))

    def _connect(self) -> None:
        self.entrance.opened.connect(self._open)
        self.entrance.folder_chosen.connect(self._take_folder)
        self.entrance.wants_authority.connect(self._show_authority)
        self.entrance.wants_new_city.connect(self._show_new_city)
        self.entrance.wants_restore.connect(self._show_restore)
        self.jobs.refused.connect(lambda error: self._tell(partial(self.problems.show_refusal, error)))
        self.jobs.failed.connect(lambda details: self._tell(partial(self.problems.show_bug, details)))
        self.locking.idle.connect(self._lock)

    def _lay_out(self) -> None:
        self._band = QLabel(_("TRAINING: nothing here is real, and no packet counts"), self)
        self._band.setObjectName("training")
        self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._band.hide()
        middle = QWidget(self)
        room = QVBoxLayout(middle)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        for part in (self._band, self.problems):
            room.addWidget(part)
        room.addWidget(self.screens, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
