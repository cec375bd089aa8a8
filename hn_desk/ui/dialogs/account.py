"""An officer's own account: another passphrase, a PIN for this session, the words of the own key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.accounts import PassphraseChange, change_passphrase
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.quick_unlock import FEWEST, QuickUnlock, set_pin
from hn_desk.actions.second_key import own_words
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form


class AccountDialog(QDialog):
    """Two short forms, each with a button of its own."""

    said = Signal(str)
    pin_set = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 560, 640)
        self._office, self._jobs = office, jobs
        self.passphrase = self._passphrase_form()
        self.pin = self._pin_form()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.passphrase, 3)
        room.addWidget(self.pin, 3)
        jobs.run(own_words, office, then=self._show_words)

    def _passphrase_form(self) -> Form:
        form = Form()
        form.section(_("Change your passphrase"))
        form.add("now", _("Passphrase &now"), SecretField(), is_required=True)
        form.add("new", _("New &passphrase"), SecretField(), is_required=True).explain(
            _("At least 12 characters, or 4 words. It can't be read back by anybody.")
        )
        form.add("again", _("Passphrase &again"), SecretField(), is_required=True)
        form.add_button(_("&Set the passphrase"), self._change, is_main=True)
        return form

    def _pin_form(self) -> Form:
        form = Form()
        form.section(_("PIN for the lock, until you sign out"))
        form.add("pin", _("P&IN"), SecretField()).explain(
            _("At least {n} digits. After three wrong ones only the passphrase opens.").format(n=FEWEST)
        )
        form.beside("pin_again", _("PIN a&gain"), SecretField())
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setWordWrap(True)
        form.add_widget(self._words)
        form.add_button(_("Set the P&IN"), self._set_pin)
        form.add_button(_("&Close"), self.close)
        return form

    def _change(self) -> None:
        values = self.passphrase.values()
        if values is not None:
            call = (change_passphrase, self._office, PassphraseChange(**values))
            self._jobs.run(*call, then=self._changed, on_refused=self.passphrase.refuse)

    def _changed(self, _changed: Changed) -> None:
        self.passphrase.put({})
        self.said.emit(_("The passphrase was changed."))
        self.close()

    def _set_pin(self) -> None:
        values = self.pin.values()
        if values is not None:
            call = (set_pin, self._office, values["pin"], values["pin_again"])
            self._jobs.run(*call, then=self._pin_set, on_refused=self.pin.refuse)

    def _pin_set(self, quick: QuickUnlock) -> None:
        self.pin.put({})
        self.pin_set.emit(quick)
        self.said.emit(_("The PIN opens the lock until you sign out."))
        self.close()

    def _show_words(self, words: tuple[str, ...]) -> None:
        told = _("The four words of your key, for a colleague who hands the second key over to you: {words}")
        self._words.setText(told.format(words=" – ".join(words)))
