"""An open desk of the city: packets are taken, offices and records looked at; each tab for the roles that may."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.roles import city_roles
from hn_desk.i18n import _
from hn_desk.ui.city.aside import AsideView
from hn_desk.ui.city.board import BoardView
from hn_desk.ui.city.intake import Intake
from hn_desk.ui.city.numbers import NumbersView
from hn_desk.ui.city.offices import Offices
from hn_desk.ui.city.questions import QuestionsView
from hn_desk.ui.city.records import RecordsView
from hn_desk.ui.city.upkeep import Upkeep
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs


class DeskScreen(QWidget):
    """Tabs for what the officer's role may do; those that show what came are read again whenever something came."""

    said = Signal(str)
    left = Signal()

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self.desk = desk
        self.intake = Intake(desk, jobs)
        self.board = BoardView(desk, jobs)
        self.numbers = NumbersView(desk, jobs)
        self.offices = Offices(desk, jobs)
        self.records = RecordsView(desk, jobs)
        self.questions = QuestionsView(desk, jobs)
        self.aside = AsideView(desk, jobs)
        self.upkeep = Upkeep(desk, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for part, title, action in (
            (self.intake, _("Take packets"), "packets.take"),
            (self.board, _("Tracking board"), "board.read"),
            (self.numbers, _("Numbers and targets"), "board.read"),
            (self.offices, _("Offices and packets"), "board.read"),
            (self.records, _("Records received"), "board.read"),
            (self.questions, _("Questions"), "questions.read"),
            (self.aside, _("Quarantine"), "board.read"),
            (self.upkeep, _("Upkeep"), "passphrase.own"),
        ):
            if desk.may(action):
                self.tabs.addTab(part, title)
            else:
                part.setParent(self)
                part.hide()
        self.close_button = button(_("&Close the desk"))
        self.close_button.clicked.connect(self.left)
        self.intake.took.connect(self.reload)
        self.upkeep.said.connect(self.said)
        self.tabs.currentChanged.connect(self._turned)
        self.board.said.connect(self.said)
        self.numbers.said.connect(self.said)
        self.offices.said.connect(self.said)
        self.questions.said.connect(self.said)
        self.aside.said.connect(self.said)
        self.records.asked.connect(self._asked)
        self._lay_out()

    def reload(self) -> None:
        """Read the board, offices, packets and records again."""
        if self.desk.may("board.read"):
            self.offices.reload()
            self.records.reload()
            self.board.reload()
            self.numbers.reload()
            self.aside.reload()
        if self.desk.may("questions.read"):
            self.questions.reload()

    def _turned(self, _place: int) -> None:
        """The desk's own upkeep is read when it is turned to."""
        if self.tabs.currentWidget() is self.upkeep:
            self.upkeep.reload()

    def _asked(self) -> None:
        self.said.emit(_("The question goes with the office's next receipt."))
        self.questions.reload()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.addWidget(label(f"{self.desk.code} – {self.desk.name}", "title"), 1)
        role = city_roles().labels[self.desk.officer.role]
        who = label(f"{self.desk.officer.name} – {role}", "hint")
        who.setWordWrap(False)
        top.addWidget(who)
        top.addWidget(self.close_button)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(top)
        room.addWidget(self.tabs, 1)
