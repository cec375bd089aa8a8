"""The name under which a question for reports is kept, and whether everybody gets it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.kept_questions import KeptQuestion, keep_question
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.questions import Question
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form

_SIZE = (460, 220)


class KeepQuestionDialog(QDialog):
    """`kept(id)` once the question is kept."""

    kept = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, question: Question) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *_SIZE)
        self._office, self._jobs, self._question = office, jobs, question
        self.form = Form(keeps_drafts=False)
        self.form.add("name", _("&Name of the question"), TextField(most=60), is_required=True)
        self.form.add("is_shared", "", FlagField(_("For all officers")))
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("&Save"), self._keep, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def begin(self, kept: KeptQuestion | None) -> None:
        """Open, with the name of the question that was changed."""
        self.form.put({"name": kept.name, "is_shared": kept.is_shared} if kept else {})
        self.open()
        self.form.jump("name")

    def _keep(self) -> None:
        values = self.form.values()
        if values is not None:
            keep = partial(keep_question, is_shared=bool(values["is_shared"]))
            name, refuse = values["name"], self.form.refuse
            self._jobs.run(keep, self._office, name, self._question, then=self._is_kept, on_refused=refuse)

    def _is_kept(self, changed: Changed) -> None:
        self.kept.emit(changed.id or "")
        self.accept()
