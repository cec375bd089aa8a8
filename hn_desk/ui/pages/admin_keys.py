"""The office's signing key: make the request, compare its words with the city by phone, install the city's trust."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from hn_desk.actions.keyring import KeyState, key_state, make_request, saved_request
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.reference import ReferenceState, reference_state
from hn_desk.errors import DeskError
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.city_rules import open_city_rules
from hn_desk.ui.dialogs.packet_numbering import ask_new_numbering
from hn_desk.ui.dialogs.token_request import REQUEST_NAME, TokenRequestDialog
from hn_desk.ui.dialogs.trust_preview import TrustPacks
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.file_dialog import FileDialog
from hn_desk.ui.widgets.form import Form

__all__ = ["REQUEST_NAME", "Keys"]


class Keys(Part):
    """The tab of keys."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self._packs = TrustPacks(self, office, jobs)
        self.facts = QLabel(self)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setWordWrap(True)
        self.form = Form()
        self.form.section(_("State"))
        self.form.add_widget(self.facts)
        self.form.section(_("1. Make the request and hand it to the city"))
        self._passphrase = self.form.add("passphrase", _("&Passphrase for the key"), SecretField())
        self._passphrase.explain(_("It is asked for when a packet is sealed."))
        self.form.beside("again", _("Passphrase &again"), SecretField())
        self.form.add_widget(self._button(_("Make the &request…"), self._choose_request))
        self.token_button = self._button(_("The key lies on a t&oken…"), self._ask_token)
        self.form.add_widget(self.token_button)
        self.again = self._button(_("&Copy the request again…"), self._choose_copy)
        self.again.hide()
        self.form.add_widget(self.again)
        self.form.section(_("2. Install what the city answers"))
        self.form.add_widget(self._button(_("Install the &trust pack…"), self._choose_trust))
        self.rules_button = self._button(_("City's r&ules…"), self.show_rules)
        self.form.add_widget(self.rules_button)
        self.form.section(_("3. Only after a restore or when a copy of the office was found"))
        self.numbering = self._button(_("Begin a new &numbering…"), self._ask_numbering)
        self.form.add_widget(self.numbering)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form, 1)

    def reload(self) -> None:
        """Read how far the key is."""
        self.jobs.run_latest("keys", key_state, self.office, then=self._show)

    def make_request(self, folder: Path) -> None:
        """Make the key and write its request into `folder`."""
        values = self.form.values()
        if values is None:
            return
        if values["passphrase"] != values["again"]:
            self.form.refuse(DeskError(_("The two passphrases differ.")))
            return
        call = (_write_request, self.office, values["passphrase"], folder)
        self.jobs.run(*call, then=self._requested, on_refused=self.form.refuse)

    def copy_request(self, folder: Path) -> None:
        """Write the request of the key there is into `folder` once more."""
        call = (_write_saved, self.office, folder)
        self.jobs.run(*call, then=self._requested, on_refused=self.form.refuse)

    def install_trust(self, file: Path) -> None:
        """Show what a trust pack changes, and install it when that is wanted."""
        self._packs.look_at(file, self._installed, self.form.refuse)

    def _ask_token(self) -> None:
        dialog = TokenRequestDialog(self.office, self.jobs, self)
        dialog.made.connect(self._requested)
        dialog.open()

    def show_rules(self) -> None:
        """Show which rules of the city are in use, and what those that wait would change."""
        open_city_rules(self, self.office, self.jobs)

    def _look_at_rules(self, state: ReferenceState) -> None:
        if state.waiting:
            self.show_rules()

    def _requested(self, file: Path) -> None:
        self.form.put({})
        self.said.emit(_("The request was written: {file}").format(file=file.name))
        self.reload()

    def _installed(self, _changed: Changed) -> None:
        self.form.summary.forget()
        self.said.emit(_("The trust pack was installed."))
        self.reload()
        self.jobs.run(reference_state, self.office, then=self._look_at_rules)

    def _show(self, state: KeyState) -> None:
        self.facts.setText("\n".join(_told(state)))
        self.again.setVisible(state.has_key)

    def _ask_numbering(self) -> None:
        ask_new_numbering(self, self.office, self.jobs, self._numbered)

    def _numbered(self, _changed: Changed) -> None:
        self.said.emit(_("A new numbering has begun: every desk gets everything once more, from number 1."))

    def _choose_request(self) -> None:
        self._choose_folder(self.make_request)

    def _choose_copy(self) -> None:
        self._choose_folder(self.copy_request)

    def _choose_folder(self, then: Callable[[Path], object]) -> None:
        dialog = _files(self, _("Folder for the request"), accepts=_("&Use this folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()

    def _choose_trust(self) -> None:
        dialog = _files(self, _("Trust pack of the city"), accepts=_("&Install"))
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.fileSelected.connect(lambda chosen: self.install_trust(Path(chosen)))
        dialog.open()

    def _button(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(pressed)
        return button


def _write_request(office: Office, passphrase: str, folder: Path) -> Path:
    return copy_out(make_request(office, passphrase), folder, REQUEST_NAME)


def _write_saved(office: Office, folder: Path) -> Path:
    return copy_out(saved_request(office), folder, REQUEST_NAME)


def _told(state: KeyState) -> list[str]:
    lines = [_("✓ There is a key.") if state.has_key else _("✗ There is no key yet.")]
    if state.token:
        lines.append(_("It lies on the token number {serial}; sealing asks for its PIN.").format(serial=state.token))
    if state.fingerprint_words:
        words = " ".join(state.fingerprint_words)
        lines.append(_("Words of the request, to compare by phone: {words}").format(words=words))
    if state.certificate_until:
        lines.append(_("✓ Certificate good until {day}").format(day=format_date(state.certificate_until)))
    elif state.has_key:
        lines.append(_("✗ The city has not certified it yet."))
    if state.root_words:
        lines.append(_("Words of the city's root: {words}").format(words=" ".join(state.root_words)))
    if state.trust_number:
        lines.append(_("Trust pack number {n}").format(n=state.trust_number))
    if state.is_stale:
        lines.append(_("⚠ The trust pack is old. Ask the city for a new one."))
    lines += [f"⚠ {notice}" for notice in state.notices]
    return lines


def _files(parent: Keys, title: str, *, accepts: str) -> QFileDialog:
    dialog = FileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, accepts)
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("&Cancel"))
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("Name:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))
    return dialog
