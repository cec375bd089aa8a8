"""Restoring a desk from the first screen: which desk, from which folders, by whom; then what must be sent again."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.board_words import office_words
from hn_desk.city.desk import Clock
from hn_desk.city.desk_restoring import UNTOLD, DeskRestored, DeskRestorePlan, restore_desk
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 860


class RestoreScreen(QWidget):
    """The form; `left` to go back. The old files are set aside, never deleted."""

    left = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self._source: Path | None = None
        self._receipts: Path | None = None
        self.form = Form(keeps_drafts=False)
        self.form.section(_("Restore a desk"))
        self.form.add_widget(label(_("What lies in the desk's folder is set aside, not deleted."), "hint"))
        desks = [(code, f"{code} – {desk.name}") for code, desk in rule_book().desks.items()]
        self.desk = self.form.add("desk", _("&Desk"), ChoiceField(desks), is_required=True)
        self.form.add("name", _("Keeper's &name"), TextField())
        self.form.beside("passphrase", _("&Passphrase"), SecretField(), is_required=True)
        words = _("The server is lost for good; HN Desk is closed on every other PC of this desk")
        self.server_lost = self.form.add("server_lost", "", FlagField(words))
        self.form.show_field("server_lost", is_shown=False)
        self.source_button = button(_("Folder with back&ups…"))
        self.source_button.clicked.connect(self._ask_source)
        self.source = label("", "hint")
        self.receipts_button = button(_("Folder with the desk's &receipts, if there is one…"))
        self.receipts_button.clicked.connect(self._ask_receipts)
        self.receipts = label("", "hint")
        self.told = label("")
        for part in (self.source_button, self.source, self.receipts_button, self.receipts, self.told):
            self.form.add_widget(part)
        self.form.add_button(_("&Back"), self.left.emit)
        self.restore_button = self.form.add_button(_("Re&store"), self._restore, is_main=True)
        self._tell()
        self._lay_out()

    def choose_source(self, folder: Path) -> None:
        """Look for backups here; the desk's own folder of backups is looked at in any case."""
        self._source = folder
        self._tell()

    def choose_receipts(self, folder: Path) -> None:
        """Read the receipts that lie here, as the offices have them."""
        self._receipts = folder
        self._tell()

    def _restore(self) -> None:
        values = self.form.values()
        if values is None or not self.restore_button.isEnabled():
            return
        sources = (self._source,) if self._source else ()
        receipts = (self._receipts,) if self._receipts else ()
        who = (values["name"], values["passphrase"])
        plan = DeskRestorePlan(values["desk"], sources, *who, receipts, self.server_lost.value())
        self.restore_button.setEnabled(False)
        self.told.setText(_("Restoring. This may take some minutes…"))
        call = (partial(restore_desk, clock=self._clock), self._folder, plan)
        self._jobs.run(*call, then=self._restored, on_refused=self._refused)

    def _restored(self, found: DeskRestored) -> None:
        self.restore_button.setEnabled(True)
        self.form.put({"desk": self.desk.value()})
        self.form.show_field("server_lost", is_shown=False)
        lines = [
            _("✓ Restored from the backup of {at}. Packets taken again: {n}; receipts taken back: {receipts}.").format(
                at=shown_moment(found.made_at), n=found.taken, receipts=found.receipts
            )
        ]
        lines += [_("Damaged and passed over: {file}").format(file=name) for name in found.bad]
        if found.lost:
            lines.append(_("These offices must send packets again; print the requests on the tracking board:"))
            lines += [f"{one.code} {one.name}: {office_words(one)}" for one in found.lost]
        else:
            lines.append(_("As far as the receipts tell, no packet is missing. Go back and open the desk."))
        self.told.setText("\n".join(lines))

    def _refused(self, error: DeskError) -> None:
        self.restore_button.setEnabled(True)
        self.told.setText("")
        if error.reason == UNTOLD:
            self.form.show_field("server_lost", is_shown=True)
        self.form.refuse(error)

    def _tell(self) -> None:
        self.source.setText(str(self._source or _("The desk's own folder of backups is looked at in any case.")))
        hint = _("Receipts show what the desk had acknowledged; those in its own folder are read in any case.")
        self.receipts.setText(str(self._receipts or hint))

    def _ask_source(self) -> None:
        ask_folder(self, Wanted(_("Folder with backups"), _("&Use this folder")), self.choose_source)

    def _ask_receipts(self) -> None:
        ask_folder(self, Wanted(_("Folder with receipts"), _("&Use this folder")), self.choose_receipts)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(8, 12, 8, 12)
        inner.addWidget(self.form)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 24, 16, 24)
        room.addWidget(frame, 1, Qt.AlignmentFlag.AlignHCenter)
