"""A dialog that records what stands on a paper: a sentence above, a form below, Record and Cancel."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form


class RecordDialog(QDialog):
    """`recorded(Changed)` once it is kept. Nothing typed is lost on a refusal."""

    recorded = Signal(object)
    size_at_first: ClassVar[tuple[int, int]] = (560, 340)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *self.size_at_first)
        self.office, self.jobs = office, jobs
        self.form = Form()
        self.what = QLabel(self)
        self.what.setObjectName("section")
        self.what.setWordWrap(True)
        self.what.setContentsMargins(16, 12, 16, 4)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.what)
        room.addWidget(self.form, 1)
        self.ask()
        self.save_button = self.form.add_button(_("&Record"), self.save, is_main=True)
        self.form.add_button(_("&Cancel"), self.reject)

    def ask(self) -> None:
        """Add the fields."""
        raise NotImplementedError

    def save(self) -> None:
        """Hand what was typed to the action."""
        raise NotImplementedError

    def kept(self, changed: Changed) -> None:
        """Say so and close."""
        self.recorded.emit(changed)
        self.accept()
