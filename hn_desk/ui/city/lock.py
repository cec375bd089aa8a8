"""The screen before a locked desk: only who opened the desk goes on, with the passphrase."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_lock import reopen
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 460


class LockScreen(QWidget):
    """Who is at the desk and a passphrase; no record, no number."""

    unlocked = Signal()

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.form = Form(keeps_drafts=False)
        self.form.section(_("This desk is locked"))
        self.form.add_widget(label(f"{desk.code} – {desk.officer.name}", "hint"))
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.open_button = self.form.add_button(_("&Open"), self._open, is_main=True)
        self.passphrase.line.returnPressed.connect(self._open)
        self.setFocusProxy(self.passphrase)
        card = QFrame(self)
        card.setObjectName("card")
        card.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(8, 12, 8, 12)
        inner.addWidget(self.form)
        room = QVBoxLayout(self)
        room.addStretch(1)
        room.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        room.addStretch(2)

    def _open(self) -> None:
        values = self.form.values()
        if values is not None and self.open_button.isEnabled():
            self.open_button.setEnabled(False)
            call = (reopen, self._desk, values["passphrase"])
            self._jobs.run(*call, then=self._opened, on_refused=self._refused)

    def _opened(self, _nothing: None) -> None:
        self.passphrase.put("")
        self.unlocked.emit()

    def _refused(self, error: DeskError) -> None:
        self.open_button.setEnabled(True)
        self.passphrase.put("")
        self.form.refuse(error)
        self.passphrase.setFocus()
