"""Many like events at once: what they have in common above, a line for each below; all are kept or none."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.event_table import save_events
from hn_desk.actions.labels import CANCELLED, DONE
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.i18n import _
from hn_desk.ui.dialogs.event_lines import EventLines
from hn_desk.ui.dialogs.event_template import EventTemplate
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField

SIZE: Final = (860, 660)


class EventTableDialog(QDialog):
    """One template, many lines."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs = office, jobs
        self.form = EventTemplate(office, _("Many like events"))
        states = [(code, words) for code, words in labels.event_states().items() if code != CANCELLED]
        self.form.add("state", _("&State"), ChoiceField(states, has_empty=False))
        self.lines = self.form.add("rows", _("&Events, a line for each"), EventLines(), is_required=True)
        self.form.put_template({"state": DONE})
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("&Save all"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def _save(self) -> None:
        values: dict[str, Any] | None = self.form.values()
        if values is not None:
            lines = values.pop("rows")
            template = EventDraft(**values, accepted=self.form.accepted())
            self._jobs.run(save_events, self._office, template, lines, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.saved.emit(changed)
        self.accept()
