"""Several planned events marked as held at once: all due ones ticked, those that did not take place unticked."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.event_holding import Held, PlannedEvent, hold_events
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, weekday_name
from hn_desk.ui.dialogs.event_done import MOST_COUNTED
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoicesField
from hn_desk.ui.widgets.field import NumberField
from hn_desk.ui.widgets.form import Form

SIZE: Final = (720, 560)


class EventsHeldDialog(QDialog):
    """Every planned event whose day has come; each is held as it was planned."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, due: tuple[PlannedEvent, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs = office, jobs
        self._versions = {one.id: one.version for one in due}
        self.form = Form(keeps_drafts=False)
        self.form.section(_("Planned events whose day has come"))
        offered = [(one.id, _words(one)) for one in due]
        title = _("&Held as planned: untick what did not take place") if due else _("None is waiting.")
        self.events = self.form.add("events", title, ChoicesField(offered, columns=1))
        self.form.add("broadcasts", _("&Broadcasts of each that says none"), NumberField(most=MOST_COUNTED))
        self.form.put({"events": self._versions})
        self.form.show_field("broadcasts", is_shown=any(one.broadcasts is None for one in due))
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("&They were held"), self._save, is_main=True)
        self.save_button.setEnabled(bool(due))
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def _save(self) -> None:
        values: dict[str, Any] | None = self.form.values()
        if values is not None:
            chosen = tuple((id_, version) for id_, version in self._versions.items() if id_ in values["events"])
            held = Held(chosen, values["broadcasts"])
            self._jobs.run(hold_events, self._office, held, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.saved.emit(changed)
        self.accept()


def _words(one: PlannedEvent) -> str:
    day = f"{weekday_name(one.day)} {format_date(one.day)}"
    return _("{day}: {title} ({n} groups)").format(day=day, title=one.title, n=one.groups)
