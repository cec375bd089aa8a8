"""The households that are linked to an event: how many, and for who may read them which."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.event_households import LinkedHousehold, linked_households, links_households
from hn_desk.actions.labels import DONE
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_facts import EventFacts
from hn_desk.i18n import _
from hn_desk.ui.dialogs.event_households import EventHouseholdsDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

HEIGHT: Final = 150


class LinkedHouseholds(QWidget):
    """Shown for topics that link households; `opened(id)` asks for a household, `saved(changed)` tells of new links."""

    opened = Signal(str)
    saved = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, is_changed: Callable[[], bool]) -> None:
        """`is_changed` says whether the event is typed over: it is saved first then."""
        super().__init__()
        self._is_changed = is_changed
        self._office, self._jobs = office, jobs
        self._event_id = ""
        self.dialog: EventHouseholdsDialog | None = None
        self.words = QLabel(self)
        self.words.setObjectName("hint")
        self.words.setWordWrap(True)
        self.table = SmallTable(_columns())
        self.table.setFixedHeight(HEIGHT)
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.add_button = QPushButton(_("Households that want to con&vert…"), self)
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._ask)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(6)
        room.addWidget(self.words)
        room.addWidget(self.table)
        room.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_none()

    def show_none(self) -> None:
        """Show nothing: a new event, or a topic that is only counted."""
        self._event_id = ""
        self.hide()

    def show_event(self, facts: EventFacts) -> None:
        """Show the households linked to this event, if its topic links any."""
        if not links_households(self._office, facts.draft.topic) or facts.draft.state != DONE:
            self.show_none()
            return
        self._event_id = facts.draft.id or ""
        self.show()
        self.words.setText(_("Households linked to this event: {n}").format(n=facts.linked))
        may = self._office.may
        self.add_button.setVisible(may("outreach.write") and may("households.write"))
        self.table.setVisible(bool(facts.linked) and may("households.read"))
        self.table.put(())
        if facts.linked and may("households.read"):
            self._jobs.run_latest("linked", linked_households, self._office, self._event_id, then=self._put)

    def _put(self, rows: tuple[LinkedHousehold, ...]) -> None:
        self.table.put(rows)

    def _ask(self) -> None:
        if self._is_changed():
            self.words.setText(_("What you typed here is not saved yet."))
            return
        self.dialog = EventHouseholdsDialog(self.window(), self._office, self._jobs, self._event_id)
        self.dialog.saved.connect(self.saved)
        self.dialog.open()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Household"), lambda row: f"{row.name} – {row.owner}", letters=26),
        Column(_("Intention"), lambda row: row.intention, letters=12),
        Column(_("What was said"), lambda row: row.said, letters=18),
    )
