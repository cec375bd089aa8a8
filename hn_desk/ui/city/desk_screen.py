"""An open desk of the city: packets are taken, offices and records looked at; each tab for the roles that may."""

from functools import partial
from pathlib import Path

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
from hn_desk.ui.dialogs.help import HelpDialog
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.shortcuts import bind


def tabs() -> dict[str, tuple[str, str]]:
    """By the name of each tab its title and the action that opens it; its help lies under `city_` and the name."""
    return {
        "intake": (_("Take packets"), "packets.take"),
        "board": (_("Tracking board"), "board.read"),
        "numbers": (_("Numbers and targets"), "board.read"),
        "offices": (_("Offices and packets"), "board.read"),
        "records": (_("Records received"), "board.read"),
        "questions": (_("Questions"), "questions.read"),
        "aside": (_("Quarantine"), "board.read"),
        "upkeep": (_("Upkeep"), "passphrase.own"),
    }


class DeskScreen(QWidget):
    """Tabs for what the officer's role may do; those that show what came are read again whenever something came."""

    said = Signal(str)
    left = Signal()
    locked = Signal()

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
        self._parts: dict[str, QWidget] = {name: getattr(self, name) for name in tabs()}
        for name, (title, action) in tabs().items():
            part = self._parts[name]
            if desk.may(action):
                self.tabs.addTab(part, title)
            else:
                part.setParent(self)
                part.hide()
        self._help: HelpDialog | None = None
        self.help_button = button(_("Hel&p"))
        self.help_button.clicked.connect(self.help)
        bind(self.help_button, "F1", self)
        self.lock_button = button(_("&Lock"))
        self.lock_button.clicked.connect(self.locked)
        bind(self.lock_button, "Ctrl+L", self)
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

    def offer_file(self, path: Path) -> None:
        """Offer to take in a packet that was opened with the program."""
        if self.tabs.indexOf(self.intake) < 0 or path.suffix.casefold() == ".pdf":
            words = _("{name} is not taken in here: packets of offices are, by who may.")
            self.said.emit(words.format(name=path.name))
            return
        self.tabs.setCurrentWidget(self.intake)
        question = Question(
            _("Take {name} in?").format(name=path.name),
            _("It is checked whether it comes from an office that the city certified."),
            yes=_("&Take it in"),
            no=_("&Not now"),
        )
        ask(self, question, partial(self.intake.take, (path,)))

    def help(self) -> None:
        """Show the help of the tab that is shown, beside the window."""
        if self._help is None:
            self._help = HelpDialog(self)
        shown = self.tabs.currentWidget()
        self._help.show_page(next(f"city_{name}" for name, part in self._parts.items() if part is shown))

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
        for part in (self.help_button, self.lock_button, self.close_button):
            top.addWidget(part)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(top)
        room.addWidget(self.tabs, 1)
