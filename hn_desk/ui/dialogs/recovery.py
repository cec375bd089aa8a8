"""Coming in by the recovery sheet: its words, then who it is, then a new passphrase."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.actions.recovery_sheet import NewPassphrase, Recovered, open_sheet, recover
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.recovery_sheet import Words
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form


class RecoverDialog(QDialog):
    """Names appear only once the words have opened the office's keys."""

    recovered = Signal(str)
    """The sign-in name of who has a new passphrase now."""

    def __init__(self, parent: QWidget, folder: Path, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 620, 440)
        self._folder, self._jobs = folder, jobs
        self._found: Recovered | None = None
        self.words = self._words_form()
        self.account = self._account_form()
        self.steps = QStackedWidget(self)
        for form in (self.words, self.account):
            self.steps.addWidget(form)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.steps)

    def _words_form(self) -> Form:
        form = Form()
        form.section(_("Come in by the recovery sheet"))
        form.add("typed", _("The &words on the sheet"), Words(rows=5), is_required=True).explain(
            _("Take the newest sheet from the safe. Type all 18 words in their order, or scan its QR.")
        )
        self._next = form.add_button(_("&Next"), self._open, is_main=True)
        form.add_button(_("&Cancel"), self.reject)
        return form

    def _account_form(self) -> Form:
        form = Form()
        form.section(_("Who are you, and what is your new passphrase?"))
        form.add("officer_id", _("&Officer"), ChoiceField([]), is_required=True).explain(
            _("It will stand in the log that you came in by the recovery sheet.")
        )
        form.add("passphrase", _("New &passphrase"), SecretField(), is_required=True).explain(
            _("At least 12 characters, or 4 words. It can't be read back by anybody.")
        )
        form.add("again", _("Passphrase &again"), SecretField(), is_required=True)
        self._save = form.add_button(_("&Set the passphrase"), self._recover, is_main=True)
        form.add_button(_("&Cancel"), self.reject)
        return form

    def _open(self) -> None:
        values = self.words.values()
        if values is not None:
            self._next.setEnabled(False)
            call = (open_sheet, self._folder, values["typed"])
            self._jobs.run(*call, then=self._opened, on_refused=self._refuse_words)

    def _opened(self, found: Recovered) -> None:
        self._found = found
        self.words.put({})
        field = self.account.field("officer_id")
        if isinstance(field, ChoiceField):
            field.offer([(one.id, _named(one.name, one.position)) for one in found.officers])
        self.account.put({})
        self.steps.setCurrentWidget(self.account)
        self.account.jump("officer_id")

    def _refuse_words(self, error: DeskError) -> None:
        self._next.setEnabled(True)
        self.words.refuse(error)

    def _recover(self) -> None:
        values = self.account.values()
        if values is not None and self._found is not None:
            call = (recover, self._folder, self._found, NewPassphrase(**values))
            self._jobs.run(*call, then=self._recovered, on_refused=self.account.refuse)

    def _recovered(self, login: str) -> None:
        self.recovered.emit(login)
        self.accept()


def _named(name: str, position: str) -> str:
    return f"{name} ({position})" if position else name
