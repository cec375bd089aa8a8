"""The sign-in screen; also the lock, which only the officer who locked can open."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hn_desk.actions.accounts import reauthenticate
from hn_desk.actions.first_opening import UPDATE_FAILED
from hn_desk.actions.office import TRAINING_FILE, Office, unlock
from hn_desk.actions.quick_unlock import QuickUnlock, is_pin, open_quickly
from hn_desk.actions.sign_in_tries import seconds_to_wait
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui import loader
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.problems import RESTORABLE
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 460
_INNER_WIDTH: Final = _WIDTH - 50
_LONGEST_HINT: Final = 2000


@dataclass(frozen=True, slots=True)
class Lock:
    """What was locked: the open office, and the PIN that was set for this session."""

    office: Office
    quick: QuickUnlock | None = None


class _Hint(QLabel):
    """Words that are all to be read, however many lines they take."""

    def showEvent(self, event: QShowEvent) -> None:
        """Its height is known once the sheet has drawn it."""
        super().showEvent(event)
        self.setMinimumHeight(self.heightForWidth(_INNER_WIDTH))


class SignIn(QWidget):
    """Sign-in name and passphrase; the key is derived off the window's thread."""

    signed_in = Signal(object, str)
    """The Office and the sign-in name."""
    restore_wanted = Signal()
    """The office is to be restored from a backup."""
    undo_wanted = Signal()
    """The new version could not open the office: the former one is to come back."""
    unlocked = Signal()
    """The right passphrase was typed for the lock."""

    def __init__(self, folder: Path, jobs: Jobs, login: str = "", *, lock: Lock | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._lock = lock
        is_locked = lock is not None
        self.form = Form()
        self.form.section(_("This desk is locked") if is_locked else _("Sign in"))
        self._login = self.form.add("login", _("Sign-in &name"), TextField())
        has_pin = lock is not None and lock.quick is not None and not lock.quick.is_spent
        label = _("&PIN or passphrase") if has_pin else _("&Passphrase")
        self._passphrase = self.form.add("passphrase", label, SecretField())
        self._button = self.form.add_button(_("&Open") if is_locked else _("S&ign in"), self._enter, is_main=True)
        self.lost = QPushButton(_("&Forgot the passphrase / use the recovery sheet…"), self)
        self.lost.setObjectName("link")
        self.lost.setAutoDefault(False)
        self.lost.setVisible(not is_locked)
        self.lost.clicked.connect(self._recover)
        self.restore = self.form.add_button(_("&Restore from a backup…"), self.restore_wanted.emit)
        self.restore.setVisible(not is_locked)
        self.undo = self.form.add_button(_("&Go back to the former version"), self.undo_wanted.emit, is_main=True)
        self.undo.hide()
        self._wait = QLabel(_("Opening the office…"), self)
        self._wait.setObjectName("hint")
        self._wait.hide()
        self.form.add_widget(self._wait)
        self.form.add_widget(self.lost)
        self._left = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        self._show_hint()
        self._lay_out()
        self._login.put(login)
        self._login.lock(is_locked=is_locked)
        self._login.line.returnPressed.connect(self._passphrase.setFocus)
        self._passphrase.line.returnPressed.connect(self._enter)
        self.setFocusProxy(self._passphrase if login else self._login)
        jobs.run_latest("wait", seconds_to_wait, folder, then=self._wait_for)

    def _enter(self) -> None:
        values = self.form.values()
        if values is None or not self._button.isEnabled():
            return
        self._show_waiting(is_waiting=True)
        if self._lock is not None:
            self._unlock(self._lock, values["passphrase"])
        else:
            self._jobs.run(unlock, self._folder, *values.values(), then=self._signed_in, on_refused=self._refuse)

    def _unlock(self, lock: Lock, typed: str) -> None:
        """By the PIN when it can be one; a passphrase is longer than any."""
        if lock.quick is not None and not lock.quick.is_spent and is_pin(typed):
            self._jobs.run(open_quickly, lock.office, lock.quick, typed, then=self._opened, on_refused=self._refuse)
        else:
            self._jobs.run(reauthenticate, lock.office, typed, then=self._opened, on_refused=self._refuse)

    def _recover(self) -> None:
        self._jobs.run(loader.recovery, then=self._show_recovery)

    def _show_recovery(self, make: type[Any]) -> None:
        dialog = make(self, self._folder, self._jobs)
        dialog.recovered.connect(self._recovered)
        dialog.open()

    def _recovered(self, login: str) -> None:
        self._login.put(login)
        self._wait.setText(_("The new passphrase is set. Sign in with it."))
        self._wait.show()
        self._passphrase.setFocus()

    def _signed_in(self, office: Office) -> None:
        self._passphrase.put("")
        self.signed_in.emit(office, self._login.value())

    def _opened(self, _keys: object) -> None:
        self._show_waiting(is_waiting=False)
        self._passphrase.put("")
        self.unlocked.emit()

    def _refuse(self, error: DeskError) -> None:
        self._show_waiting(is_waiting=False)
        self._passphrase.put("")
        self.form.refuse(error)
        self._jobs.run_latest("wait", seconds_to_wait, self._folder, then=self._wait_for)
        self.undo.setVisible(error.reason == UPDATE_FAILED)
        if error.reason in RESTORABLE and self._lock is None:
            self.restore.setFocus()
        else:
            self._passphrase.setFocus()

    def _show_waiting(self, *, is_waiting: bool) -> None:
        self._button.setEnabled(not is_waiting)
        self._wait.setText(_("Opening the office…"))
        self._wait.setVisible(is_waiting)

    def _wait_for(self, seconds: int) -> None:
        """Count down to the next try, after wrong ones."""
        if seconds > 0:
            self._left = seconds + 1
            self._button.setEnabled(False)
            self._second.start()
            self._count_down()

    def _count_down(self) -> None:
        self._left -= 1
        self._wait.setVisible(self._left > 0)
        self._wait.setText(_("Wrong passphrases were typed. You can try again in {n} seconds.").format(n=self._left))
        if self._left <= 0:
            self._second.stop()
            self._button.setEnabled(True)

    def _show_hint(self) -> None:
        try:
            words = (self._folder / TRAINING_FILE).read_text(encoding="utf-8")[:_LONGEST_HINT]
        except (OSError, UnicodeDecodeError):
            return
        hint = _Hint(words.strip(), self)
        hint.setObjectName("note")
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint.setWordWrap(True)
        self.form.add_widget(hint)

    def _lay_out(self) -> None:
        name = QLabel("HN Desk", self)
        name.setObjectName("title")
        card = QFrame(self)
        card.setObjectName("card")
        card.setFixedWidth(_WIDTH)
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(8, 12, 8, 8)
        inner.addWidget(self.form)
        room = QVBoxLayout(self)
        room.addStretch(1)
        room.addWidget(name, 0, Qt.AlignmentFlag.AlignHCenter)
        room.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        room.addStretch(2)
