"""An open desk of the city: packets are taken, offices and records looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.i18n import _
from hn_desk.ui.city.board import BoardView
from hn_desk.ui.city.intake import Intake
from hn_desk.ui.city.offices import Offices
from hn_desk.ui.city.records import RecordsView
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs


class DeskScreen(QWidget):
    """Four tabs; the tabs that show what came are read again whenever something came."""

    said = Signal(str)
    left = Signal()

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self.desk = desk
        self.intake = Intake(desk, jobs)
        self.board = BoardView(desk, jobs)
        self.offices = Offices(desk, jobs)
        self.records = RecordsView(desk, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for part, title in (
            (self.intake, _("Take packets")),
            (self.board, _("Tracking board")),
            (self.offices, _("Offices and packets")),
            (self.records, _("Records received")),
        ):
            self.tabs.addTab(part, title)
        self.close_button = button(_("&Close the desk"))
        self.close_button.clicked.connect(self.left)
        self.intake.took.connect(self.reload)
        self.board.said.connect(self.said)
        self.offices.said.connect(self.said)
        self._lay_out()

    def reload(self) -> None:
        """Read the board, offices, packets and records again."""
        self.offices.reload()
        self.records.reload()
        self.board.reload()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.addWidget(label(f"{self.desk.code} – {self.desk.name}", "title"), 1)
        top.addWidget(self.close_button)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(top)
        room.addWidget(self.tabs, 1)
