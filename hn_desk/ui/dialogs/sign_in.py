"""The sign-in screen; also the lock, which only the officer who locked can open."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hn_desk.actions.office import TRAINING_FILE, Office, open_keys, unlock
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.problems import RESTORABLE
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 460
_INNER_WIDTH: Final = _WIDTH - 50
_LONGEST_HINT: Final = 2000


class SignIn(QWidget):
    """Sign-in name and passphrase; the key is derived off the window's thread."""

    signed_in = Signal(object, str)
    """The Office and the sign-in name."""
    restore_wanted = Signal()
    """The office is to be restored from a backup."""
    unlocked = Signal()
    """The right passphrase was typed for the lock."""

    def __init__(self, folder: Path, jobs: Jobs, login: str = "", *, is_locked: bool = False) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._is_locked = is_locked
        self.form = Form()
        self.form.section(_("This desk is locked") if is_locked else _("Sign in"))
        self._login = self.form.add("login", _("Sign-in &name"), TextField())
        self._passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self._button = self.form.add_button(_("&Open") if is_locked else _("S&ign in"), self._enter, is_main=True)
        self.restore = self.form.add_button(_("&Restore from a backup…"), self.restore_wanted.emit)
        self.restore.setVisible(not is_locked)
        self._wait = QLabel(_("Opening the office…"), self)
        self._wait.setObjectName("hint")
        self._wait.hide()
        self.form.add_widget(self._wait)
        self._show_hint()
        self._lay_out()
        self._login.put(login)
        self._login.lock(is_locked=is_locked)
        self._login.line.returnPressed.connect(self._passphrase.setFocus)
        self._passphrase.line.returnPressed.connect(self._enter)
        self.setFocusProxy(self._passphrase if login else self._login)

    def _enter(self) -> None:
        values = self.form.values()
        if values is None or not self._button.isEnabled():
            return
        self._show_waiting(is_waiting=True)
        if self._is_locked:
            call = (open_keys, self._folder, values["login"], values["passphrase"])
            self._jobs.run(*call, then=self._opened, on_refused=self._refuse)
        else:
            self._jobs.run(unlock, self._folder, *values.values(), then=self._signed_in, on_refused=self._refuse)

    def _signed_in(self, office: Office) -> None:
        self._passphrase.put("")
        self.signed_in.emit(office, self._login.value())

    def _opened(self, _keys: object) -> None:
        self._passphrase.put("")
        self.unlocked.emit()

    def _refuse(self, error: DeskError) -> None:
        self._show_waiting(is_waiting=False)
        self._passphrase.put("")
        self.form.refuse(error)
        if error.reason in RESTORABLE and not self._is_locked:
            self.restore.setFocus()
        else:
            self._passphrase.setFocus()

    def _show_waiting(self, *, is_waiting: bool) -> None:
        self._button.setEnabled(not is_waiting)
        self._wait.setVisible(is_waiting)

    def _show_hint(self) -> None:
        try:
            words = (self._folder / TRAINING_FILE).read_text(encoding="utf-8")[:_LONGEST_HINT]
        except (OSError, UnicodeDecodeError):
            return
        hint = QLabel(words.strip(), self)
        hint.setObjectName("note")
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint.setWordWrap(True)
        hint.ensurePolished()
        hint.setMinimumHeight(hint.heightForWidth(_INNER_WIDTH))
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
