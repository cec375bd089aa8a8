"""The next step of one conversion in a dialog: what it needs is asked before it is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.household_facts import HouseholdFacts
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.household_conversion import ConversionPanel


class ConversionStepDialog(QDialog):
    """The household's conversion with the step chosen; closes once it is written."""

    taken = Signal(str)
    """The id of the household whose step was written."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, facts: HouseholdFacts, state: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 720, 620)
        self._id = facts.draft.id or ""
        self.panel = ConversionPanel(office, jobs)
        self.panel.saved.connect(self._taken)
        whose = QLabel(f"{facts.draft.name} – {facts.draft.owner.name}", self)
        whose.setObjectName("section")
        whose.setTextFormat(Qt.TextFormat.PlainText)
        whose.setWordWrap(True)
        whose.setContentsMargins(12, 10, 12, 0)
        close = QPushButton(_("&Cancel"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        low = QHBoxLayout()
        low.setContentsMargins(16, 0, 28, 10)
        low.addStretch(1)
        low.addWidget(close)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(whose)
        room.addWidget(self.panel, 1)
        room.addLayout(low)
        self.panel.offer_step(state)
        self.panel.show_household(facts)

    def _taken(self) -> None:
        self.taken.emit(self._id)
        self.accept()
