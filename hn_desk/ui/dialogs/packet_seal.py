"""Sealing the next packet for a desk: what goes in, the passphrase of the office's key, and what became of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.keyring import KeyState, key_state
from hn_desk.actions.office import Office
from hn_desk.actions.officer_registry import PendingKey, pending_keys
from hn_desk.actions.packet_facts import Sealed, StreamRow
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.token_keys import WRONG_PIN
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form

DELTA = "delta"
FULL = "full"
_WRONG_PASSPHRASE = WRONG_PIN | {"key-file"}


class SealDialog(QDialog):
    """Asks for the passphrase and seals; `sealed` gives the `Sealed`. It stays open until the packet is kept."""

    sealed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, stream: StreamRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumSize(520, 380)
        self._office, self._jobs, self._stream = office, jobs, stream
        self._is_sealing = False
        self.form = Form()
        self._fill_form()
        self.wait = QLabel(_("Sealing… This takes a few seconds."), self)
        self.wait.setObjectName("hint")
        self.wait.hide()
        self.form.add_widget(self.wait)
        self.cancel_button = self.form.add_button(_("&Cancel"), self.reject)
        self.seal_button = self.form.add_button(_("&Seal the packet"), self._seal, is_main=True)
        self.passphrase.line.returnPressed.connect(self._seal)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        self.passphrase.setFocus()
        self._secret = _("Type the passphrase of the signing key.")
        jobs.run(pending_keys, office, then=self._show_pending)
        if office.may("keys.read"):
            jobs.run(key_state, office, then=self._show_key)

    def reject(self) -> None:
        """Close, unless the packet is just being sealed."""
        if not self._is_sealing:
            super().reject()

    def _fill_form(self) -> None:
        number, name = self._stream.next_number, self._stream.desk_name
        self.form.section(_("Packet {number} for {desk}").format(number=number, desk=name))
        self.kind = self.form.add(
            "kind",
            _("What goes &in"),
            ChoiceField(
                [
                    (DELTA, _("What changed since the last packet")),
                    (FULL, _("Everything this desk receives, once more")),
                ],
                has_empty=False,
            ),
        )
        self.pending = QLabel(self)
        self.pending.setObjectName("note")
        self.pending.setTextFormat(Qt.TextFormat.PlainText)
        self.pending.setWordWrap(True)
        self.pending.hide()
        self.form.add_widget(self.pending)
        self.passphrase = self.form.add("passphrase", _("&Passphrase of the signing key"), SecretField())
        self.passphrase.explain(_("The one typed when the office's key was made, not the one for signing in."))
        self.form.put({"kind": DELTA})

    def _show_pending(self, keys: tuple[PendingKey, ...]) -> None:
        """Name the officers whose keys this packet certifies for the city."""
        words = _("{name} ({roles})")
        named = "; ".join(words.format(name=one.name, roles=", ".join(one.roles)) for one in keys)
        said = _(
            "With this packet the office's key certifies new signing keys of: {names}. Seal it only if they work here."
        )
        self.pending.setText(said.format(names=named))
        self.pending.setVisible(bool(keys))

    def _show_key(self, state: KeyState) -> None:
        """A key on a token is opened by the token's PIN."""
        if state.token:
            self._secret = _("Plug in the token and type its PIN.")
            self.form.rename("passphrase", _("&PIN of the token"))
            self.passphrase.explain(
                _("The key lies on token {serial}: plug it in. The PIN is kept nowhere.").format(serial=state.token)
            )

    def _seal(self) -> None:
        values = self.form.values()
        if values is None or self._is_sealing:
            return
        if not values["passphrase"]:
            self.form.refuse(_at_passphrase(self._secret))
            return
        self._show_sealing(is_sealing=True)
        is_empty = not self._stream.waiting_rows
        call = (_seal, self._office, self._stream.desk, values["passphrase"], (values["kind"], is_empty))
        self._jobs.run(*call, then=self._sealed, on_refused=self._refused)

    def _sealed(self, sealed: Sealed) -> None:
        self._show_sealing(is_sealing=False)
        self.passphrase.put("")
        self.sealed.emit(sealed)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._show_sealing(is_sealing=False)
        self.passphrase.put("")
        self.form.refuse(_at_passphrase(str(error)) if error.reason in _WRONG_PASSPHRASE else error)
        self.passphrase.setFocus()

    def _show_sealing(self, *, is_sealing: bool) -> None:
        self._is_sealing = is_sealing
        self.wait.setVisible(is_sealing)
        for button in (self.seal_button, self.cancel_button):
            button.setEnabled(not is_sealing)


def _seal(office: Office, desk: str, passphrase: str, what: tuple[str, bool]) -> Sealed:
    kind, allow_empty = what
    return seal_packet(office, desk, passphrase, kind=kind, allow_empty=allow_empty)


def _at_passphrase(sentence: str) -> InputError:
    return InputError(_("The packet is not sealed yet."), problems=(Problem("passphrase", sentence),))
