"""A planned event was held: its day, and of the rest only what isn't known yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.labels import DONE
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach import audiences, save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import Choice, ChoicesField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField
from hn_desk.ui.widgets.form import Form

WIDTH: Final = 640
MOST_COUNTED: Final = 10_000_000


class EventDoneDialog(QDialog):
    """Asks the day, the groups and audiences when none are ticked, and the figures that events of this form have."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(
        self, parent: QWidget, office: Office, jobs: Jobs, draft: EventDraft, groups: Sequence[Choice]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumWidth(WIDTH)
        self._office, self._jobs, self._draft = office, jobs, draft
        self.form = Form()
        self._ask(groups)
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("It was &held"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        fit(self, WIDTH, self._height())

    def _ask(self, groups: Sequence[Choice]) -> None:
        today = self._office.today()
        self.form.section(_("Held: {title}").format(title=self._draft.title))
        self.form.add("starts_on", _("F&rom"), DateField(self._office.today), is_required=True)
        self.form.beside("ends_on", _("T&o"), DateField(self._office.today))
        if not self._draft.group_ids:
            self.form.add("group_ids", _("Residential &groups reached"), ChoicesField(groups, columns=3))
        offered = [(one.code, one.label) for one in audiences(self._office, self._draft.topic)]
        if not self._draft.audiences and offered:
            self.form.add("audiences", _("&Audiences"), ChoicesField(offered, columns=1))
        place = self.form.add
        for name in self._figures():
            place(name, figure_labels()[name], NumberField(most=MOST_COUNTED))
            place = self.form.beside
        planned = self._draft.starts_on
        day = planned if planned is None or planned <= today else today
        self.form.put({"starts_on": day, "ends_on": self._draft.ends_on if day == planned else None})

    def _figures(self) -> list[str]:
        asked = self._office.book.outreach.asked.get(self._draft.form, ())
        return [name for name in asked if getattr(self._draft, name) is None]

    def _height(self) -> int:
        lists = sum(name in self.form.names() for name in ("group_ids", "audiences"))
        return 260 + 170 * lists

    def _save(self) -> None:
        values: dict[str, Any] | None = self.form.values()
        if values is not None:
            draft = replace(self._draft, state=DONE, accepted=self.form.accepted(), **values)
            self._jobs.run(save_event, self._office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.saved.emit(changed)
        self.accept()


def figure_labels() -> dict[str, str]:
    """What the figures of an event are called, by field."""
    return {
        "people": _("People pr&esent"),
        "women": _("Of them &women"),
        "times": _("Times reached"),
        "broadcasts": _("Broadcasts"),
        "posts": _("Posts"),
        "leaflets": _("Leaflets handed out"),
    }
