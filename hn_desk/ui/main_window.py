"""The window: what stands around every page, and which screen is shown when."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui import loader, theme
from hn_desk.ui.fitting import bring_forward
from hn_desk.ui.jobs import Jobs, SaysWhatChanged
from hn_desk.ui.loader import Place, Start
from hn_desk.ui.locking import Locking
from hn_desk.ui.problems import Problems
from hn_desk.ui.progress import Progress
from hn_desk.ui.update_news import UpdateNews
from hn_desk.ui.upkeep import Upkeep

if TYPE_CHECKING:
    from hn_desk.actions.first_opening import News
    from hn_desk.actions.office import Office
    from hn_desk.ui.desk import Desk

TITLE: Final = "HN Desk"
SIZE: Final = (1366, 728)
READ_MS: Final = 4000
"""How long the sentence stands that the former version comes back, before the window closes for it."""


class MainWindow(QMainWindow):
    """Opening, then first run or sign-in, then the desk with its pages."""

    painted = Signal()
    """The window was painted for the first time; from now on slow things may be imported."""
    city_wanted = Signal()
    """This PC is a desk of the city."""
    ready = Signal()
    """The first screen that can be used is there."""

    def __init__(self, folder: Path, places: Sequence[Place] = loader.PLACES) -> None:
        super().__init__()
        theme.dress_window(self)
        self.setWindowTitle(TITLE)
        self.resize(*SIZE)
        self.folder = folder
        self.jobs = Jobs(self)
        self.upkeep = Upkeep(self.jobs, self)
        self.problems = Problems(folder, self)
        self.news = UpdateNews(self)
        self._places = places
        self._is_painted = False
        self._start: Start | None = None
        self._office: Office | None = None
        self._login = ""
        self._desk: Desk | None = None
        self._file: Path | None = None
        self._waiting: list[Callable[[], object]] = []
        self.locking = Locking(self)
        self.screens = QStackedWidget(self)
        self.screens.addWidget(_opening())
        self._lay_out()
        self._connect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and begin loading right after the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first when something typed isn't saved."""
        desk = self.desk()
        if desk is None or not desk.is_changed():
            super().closeEvent(event)
            return
        event.ignore()
        desk.leave(self._close_for_good)

    def desk(self) -> "Desk | None":
        """The desk, once an officer is signed in; also while it is locked."""
        return self._desk

    def shut(self) -> None:
        """Keep what is typed as a draft, end the worker, then let go of the office."""
        self.locking.watch(0)
        self._keep_drafts()
        self.upkeep.close()
        self.jobs.close()
        if self._office is not None:
            self._office.close()
            self._office = None

    def open_file(self, path: Path | None) -> None:
        """Come to the front; a file that was opened with the program is offered once somebody is signed in."""
        bring_forward(self)
        self._file = path or self._file
        self._offer_file()

    def _offer_file(self) -> None:
        if self._file is None:
            return
        if self._desk is None or self.locking.is_locked:
            words = _("Sign in, then {name} is opened.").format(name=self._file.name)
            self.statusBar().showMessage(words)
            return
        path, self._file = self._file, None
        self._desk.offer_file(path)

    def _keep_drafts(self) -> None:
        if self._desk is not None:
            self._desk.drafts.close()

    def _begin(self) -> None:
        self.jobs.run(loader.begin, self.folder, then=self._began)

    def _began(self, start: Start) -> None:
        self._start = start
        if start.news is not None:
            self.news.tell(start.news)
            if start.news.is_to_undo:
                self._undo_update()
                return
        if start.is_set_up:
            self._show_sign_in()
        else:
            self._show_first_run()
        for place in self._places:
            self.jobs.run(loader.load, place)
        self.upkeep.look_at_program(self.folder)
        self.ready.emit()

    def _show_first_run(self) -> None:
        if self._start is not None:
            screen = self._start.first_run(self.folder, self.jobs)
            screen.made.connect(self._show_sign_in)
            screen.city_wanted.connect(self.city_wanted)
            screen.restore_wanted.connect(self._show_restore)
            self._replace(screen)

    def _show_sign_in(self, login: str = "") -> None:
        if self._start is not None:
            screen = self._start.sign_in(self.folder, self.jobs, login)
            screen.signed_in.connect(self._sign_in)
            screen.restore_wanted.connect(self._show_restore)
            screen.undo_wanted.connect(self._undo_update)
            self._replace(screen)
            self._offer_file()

    def _undo_update(self) -> None:
        self.jobs.run(loader.undo_update, self.folder, then=self._leave_for_update)

    def _leave_for_update(self, _nothing: None) -> None:
        """The sentence can be read for a moment; the former program waits for this one's end."""
        QTimer.singleShot(READ_MS, self.close)

    def _end(self) -> None:
        """The office is closed and the helper waits."""
        self.upkeep.watch(None)
        self._office, self._desk = None, None
        self.close()

    def _tell_update(self, news: "News | None") -> None:
        if news is not None:
            self.news.tell(news)
            self.upkeep.background.run(loader.end_update, self.folder)
        else:
            self.news.hide()

    def _show_restore(self) -> None:
        """The wizard, once nobody holds the office any more."""
        self.upkeep.watch(None)
        if self._office is not None:
            self._keep_drafts()
            self.jobs.run(self._office.close, then=self._let_go)
        elif self._start is not None:
            screen = self._start.restore(self.folder, self.jobs, is_new_pc=not self._start.is_set_up)
            screen.done.connect(self._restored)
            screen.left.connect(self._leave_restore)
            self._replace(screen)

    def _let_go(self, _nothing: None) -> None:
        self._office, self._desk = None, None
        self._band.hide()
        self._show_restore()

    def _restored(self, login: str) -> None:
        if self._start is not None:
            self._start = replace(self._start, is_set_up=True)
        self._show_sign_in(login)

    def _leave_restore(self) -> None:
        if self._start is not None and self._start.is_set_up:
            self._show_sign_in()
        else:
            self._show_first_run()

    def _sign_in(self, office: "Office", login: str) -> None:
        self._office, self._login = office, login
        self.jobs.run(loader.desk, then=self._show_desk)

    def _show_desk(self, make: "type[Desk]") -> None:
        if self._office is None:
            return
        desk = make(self._office, self.jobs, self._places)
        desk.said.connect(self._say)
        desk.locked.connect(self._lock)
        desk.signed_out.connect(self._sign_out)
        desk.ended.connect(self._end)
        self._desk = desk
        self._band.setVisible(self._office.environment == "training")
        self._replace(desk)
        self.locking.watch(self._idle_minutes())
        desk.go("home")
        self.jobs.run(loader.look_through, self._office)
        self.jobs.run(loader.told_update, self.folder, then=self._tell_update)
        self.upkeep.watch(self._office)
        self._offer_file()

    def _sign_out(self) -> None:
        self.upkeep.watch(None)
        if self._office is not None:
            self.jobs.run(self._office.close, then=self._signed_out)

    def _signed_out(self, _nothing: None) -> None:
        self.locking.watch(0)
        self._office, self._desk = None, None
        self._band.hide()
        self._show_sign_in()

    def _lock_idle(self) -> None:
        if self._desk is not None and not self.locking.is_locked:
            self._desk.locked.emit()

    def _lock(self) -> None:
        if self._start is None or self._desk is None or self._office is None or self.locking.is_locked:
            return
        lock = self._start.lock(self._office, self._desk.quick)
        screen = self._start.sign_in(self.folder, self.jobs, self._login, lock=lock)
        screen.unlocked.connect(partial(self._unlock, screen))
        self.screens.addWidget(screen)
        self.screens.setCurrentWidget(screen)
        self.problems.clear()
        self.statusBar().clearMessage()
        self.locking.lock()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self, screen: QWidget) -> None:
        self.locking.unlock(self._idle_minutes())
        self._tell_later()
        if self._desk is not None:
            self.screens.setCurrentWidget(self._desk)
        self.screens.removeWidget(screen)
        screen.deleteLater()
        self._offer_file()

    def _idle_minutes(self) -> int:
        return self._start.idle_minutes if self._start is not None else 0

    def _refused(self, error: DeskError) -> None:
        """Say it; while the desk is locked it waits, since it may name somebody."""
        if self.locking.is_locked:
            self._waiting.append(partial(self.problems.show_refusal, error))
        else:
            self.problems.show_refusal(error)

    def _failed(self, details: str) -> None:
        if self.locking.is_locked:
            self._waiting.append(partial(self.problems.show_bug, details))
        else:
            self.problems.show_bug(details)

    def _tell_later(self) -> None:
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()

    def _replace(self, screen: QWidget) -> None:
        self.problems.clear()
        before = self.screens.currentWidget()
        self.screens.addWidget(screen)
        self.screens.setCurrentWidget(screen)
        self.screens.removeWidget(before)
        before.deleteLater()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, _change: SaysWhatChanged) -> None:
        self.problems.clear()

    def _say(self, sentence: str) -> None:
        if self.locking.is_locked:
            return
        self.statusBar().showMessage(sentence)

    def _close_for_good(self) -> None:
        self._desk = None
        self.close()

    def _connect(self) -> None:
        self.painted.connect(self._begin)
        self.jobs.refused.connect(self._refused)
        self.upkeep.background.refused.connect(self._refused)
        self.upkeep.background.failed.connect(self._failed)
        self.problems.restore_wanted.connect(self._show_restore)
        self.news.undo_wanted.connect(self._undo_update)
        self.jobs.failed.connect(self._failed)
        self.locking.idle.connect(self._lock_idle)
        self.jobs.changed.connect(self._changed)
        self.jobs.progress.connect(self._progress.show_progress)
        self.jobs.busy.connect(self._progress.show_busy)
        self._progress.cancelled.connect(self.jobs.cancel)

    def _lay_out(self) -> None:
        self._band = QLabel(_("TRAINING: nothing here is real, and no packet counts"), self)
        self._band.setObjectName("training")
        self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._band.hide()
        self._progress = Progress(self)
        middle = QWidget(self)
        room = QVBoxLayout(middle)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        for widget in (self._band, self.problems, self.news, self._progress):
            room.addWidget(widget)
        room.addWidget(self.screens, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)


def _opening() -> QLabel:
    label = QLabel(_("HN Desk is opening…"))
    label.setObjectName("title")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
