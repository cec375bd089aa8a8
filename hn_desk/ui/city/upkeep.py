"""The tab “Nội bộ” of a desk: officers, handover book, backups, log, own passphrase; each for the roles that may."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_log import check_desk_log, desk_log, desk_log_choices, export_desk_log
from hn_desk.i18n import _
from hn_desk.ui.city.backups import DeskBackups
from hn_desk.ui.city.handovers import Handovers
from hn_desk.ui.city.officers import DeskOfficers
from hn_desk.ui.city.own_account import OwnAccount
from hn_desk.ui.city.retention import DeskRetention
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_log import Log, LogActs
from hn_desk.ui.pages.admin_part import Part


class DeskLog(Log):
    """The log of a desk, read and proved like an office's."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        acts = LogActs(desk_log_choices, desk_log, export_desk_log, check_desk_log)
        super().__init__(desk, jobs, acts)  # type: ignore[arg-type]  # its acts are handed the desk that they ask for


class Upkeep(QWidget):
    """The parts as tabs; the one that is turned to is read."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self.parts: dict[str, Part] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for action, made, title in (
            ("officers.read", DeskOfficers, _("Officers")),
            ("handovers.read", Handovers, _("Handover book")),
            ("backup.make", DeskBackups, _("Backups")),
            ("retention.read", DeskRetention, _("Retention")),
            ("log.read", DeskLog, _("Log")),
            ("passphrase.own", OwnAccount, _("My name and passphrase")),
        ):
            if desk.may(action):
                self.parts[action] = made(desk, jobs)
                self.parts[action].said.connect(self.said)
                self.tabs.addTab(self.parts[action], title)
        self.tabs.currentChanged.connect(lambda _place: self.reload())
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.tabs)

    def reload(self) -> None:
        """Read the part that is shown."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, Part):
            shown.reload()
