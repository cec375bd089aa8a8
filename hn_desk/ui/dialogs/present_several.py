"""Several papers presented for signature with one read-through, all of the ticked ones or none."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.batch import present_several
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.paper_choice import Paper, PaperChoice
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form

SIZE: Final = (820, 560)


class PresentDialog(QDialog):
    """Shows what is ready; `presented(Changed)` once the ticked papers lie before the approver."""

    presented = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, papers: Sequence[Paper]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs = office, jobs
        self.form = Form(keeps_drafts=False)
        self.form.section(_("Which of these do you present for signature?"))
        self.papers = PaperChoice(papers)
        self.papers.list.setMinimumHeight(340)
        self.form.add_widget(self.papers)
        self.yes = self.form.add_button(_("&Present them"), self._present, is_main=True)
        self.form.add_button(_("Not &yet"), self.reject)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def _present(self) -> None:
        chosen = self.papers.chosen()
        if not chosen:
            self.form.refuse(DeskError(_("Nothing is chosen."), do=_("Tick the papers that you present.")))
            return
        self.yes.setEnabled(False)
        self._jobs.run(present_several, self._office, chosen, then=self._kept, on_refused=self._refused)

    def _kept(self, changed: Changed) -> None:
        self.presented.emit(changed)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.yes.setEnabled(True)
        self.form.refuse(error)
