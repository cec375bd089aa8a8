"""The approver's confirmation: what is confirmed, one paper or several, and the passphrase typed again."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.paper_choice import Paper, PaperChoice
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form

MANY: Final = (820, 620)
_AT_PASSPHRASE = frozenset({"passphrase", "wait"})


class ConfirmDialog(QDialog):
    """Shows the papers and asks for the passphrase; `confirmed(Changed)` once they are signed, all or none."""

    confirmed = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, papers: Sequence[Paper]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumSize(520, 360)
        if len(papers) > 1:
            fit(self, *MANY)
        self._office, self._jobs, self._papers = office, jobs, tuple(papers)
        self.papers: PaperChoice | None = None
        self.form = Form(keeps_drafts=False)
        self._fill()
        self.passphrase = self.form.add("passphrase", _("Your &passphrase"), SecretField(), is_required=True)
        self.passphrase.explain(_("The one you sign in with: with it you sign here. You sign the printed paper too."))
        self.passphrase.line.returnPressed.connect(self._confirm)
        self.yes = self.form.add_button(_("&Yes, I confirm"), self._confirm)
        self.yes.setObjectName("yes")
        self.no = self.form.add_button(_("Not &yet"), self.reject)
        self.no.setObjectName("no")
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        self.passphrase.setFocus()

    def chosen(self) -> tuple[Subject, ...]:
        """The papers to confirm."""
        if self.papers is None:
            return tuple(paper.subject for paper in self._papers)
        return self.papers.chosen()

    def _fill(self) -> None:
        if len(self._papers) == 1:
            self.form.section(_("Do you confirm this?"))
            self.form.add_widget(_plain(self._papers[0].words))
            return
        self.form.section(_("Which of these do you confirm?"))
        self.papers = PaperChoice(self._papers)
        self.papers.list.setMinimumHeight(340)
        self.form.add_widget(self.papers)

    def _confirm(self) -> None:
        values, chosen = self.form.values(), self.chosen()
        if values is None or not self.yes.isEnabled():
            return
        if not chosen:
            self.form.refuse(DeskError(_("Nothing is chosen."), do=_("Tick the papers that you confirm.")))
            return
        if not values["passphrase"]:
            self.form.refuse(at_passphrase(_("Type your passphrase.")))
            return
        self.yes.setEnabled(False)
        call = (confirm, self._office, chosen, values["passphrase"])
        self._jobs.run(*call, then=self._kept, on_refused=self._refused)

    def _kept(self, changed: Changed) -> None:
        self.passphrase.put("")
        self.confirmed.emit(changed)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.yes.setEnabled(True)
        self.passphrase.put("")
        self.form.refuse(refused_there(error))
        self.passphrase.setFocus()


def refused_there(error: DeskError) -> DeskError:
    """A refusal of the passphrase as a mistake at its field; any other as it is."""
    return at_passphrase(str(error)) if error.reason in _AT_PASSPHRASE else error


def at_passphrase(sentence: str) -> InputError:
    """A mistake at the field of the passphrase."""
    return InputError(_("Nothing is signed yet."), problems=(Problem("passphrase", sentence),))


def _plain(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("plain")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
