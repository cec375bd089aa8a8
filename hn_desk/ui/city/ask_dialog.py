"""Writing a question about one record, or mending one that was found, before it goes to the office."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.form import Form


class AskDialog(QDialog):
    """What it is about above, the question below; `asked` once it is kept. A refusal stands under the field."""

    asked = Signal()

    def __init__(self, parent: QWidget, jobs: Jobs, about: str, text: str, keep: Callable[[str], object]) -> None:
        """`keep` is run with the text typed, as a job."""
        super().__init__(parent)
        self._jobs, self._keep = jobs, keep
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 600, 400)
        self.form = Form(keeps_drafts=False)
        self.form.add("text", _("&Question to the office"), MultiLine(rows=5)).put(text)
        self.form.add_widget(
            label(_("Nothing of another office stands in a question: no name, number or address."), "hint")
        )
        self.save_button = self.form.add_button(_("&Keep the question"), self._save, is_main=True)
        self.form.add_button(_("&Cancel"), self.reject)
        what = label(about, "section")
        what.setContentsMargins(16, 12, 16, 4)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(what)
        room.addWidget(self.form, 1)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            self._jobs.run(self._keep, values["text"], then=self._kept, on_refused=self.form.refuse)

    def _kept(self, _result: object) -> None:
        self.asked.emit()
        self.accept()
