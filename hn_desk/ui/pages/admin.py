"""Administration: staff, residential groups, the office's papers, keys, the log; each tab for those who may."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QTabWidget

from hn_desk.actions.office import Office
from hn_desk.actions.printer_page import printer_page
from hn_desk.actions.support import support_bundle
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_backup import Backups
from hn_desk.ui.pages.admin_forms import Forms
from hn_desk.ui.pages.admin_groups import Groups
from hn_desk.ui.pages.admin_keys import Keys
from hn_desk.ui.pages.admin_log import Log
from hn_desk.ui.pages.admin_office import OfficeWords
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.pages.admin_rights import Rights
from hn_desk.ui.pages.admin_roles import WhoMay
from hn_desk.ui.pages.admin_second_key import SecondKey
from hn_desk.ui.pages.admin_staff import Staff
from hn_desk.ui.pages.admin_update import UpdatePart
from hn_desk.ui.pages.admin_workdays import Workdays
from hn_desk.ui.widgets.page import Page


class AdminPage(Page):
    """Tabs; the one shown is read again when something changed, the others when they are shown."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {"backups", "forms", "groups", "office", "packets", "recovery", "staff", "workdays"}
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for part, title, action in _parts(office, jobs):
            if office.may(action):
                self.tabs.addTab(part, title)
                part.said.connect(self.said)
                part.closing.connect(self.closing)
                part.closed.connect(self.closed)
                part.ended.connect(self.ended)
        self.tabs.currentChanged.connect(self._turned)
        if office.may("support.write"):
            self.test_button = self.add_action(_("Print a &test page…"), self._print_test_page)
            self.add_action(_("&Support bundle…"), self._ask_folder)
        self.fill(_("Administration"), self.tabs)

    def reload(self) -> None:
        """Read the tab that is shown."""
        part = self.tabs.currentWidget()
        if isinstance(part, Part):
            part.reload()

    def part(self, kind: type[Part]) -> Part | None:
        """The tab of a kind, when this officer sees it."""
        parts = [self.tabs.widget(place) for place in range(self.tabs.count())]
        return next((part for part in parts if isinstance(part, kind)), None)

    def is_changed(self) -> bool:
        """Whether something typed on a tab isn't saved."""
        parts = [self.tabs.widget(place) for place in range(self.tabs.count())]
        return any(isinstance(part, Part) and part.is_changed() for part in parts)

    def write_bundle(self, folder: Path) -> None:
        """Write the support bundle into `folder`."""
        path = folder / f"HO-TRO-{self.office.code}-{self.office.today():%Y%m%d}.zip"
        kept = _("Kept as {name}.").format(name=path.name)
        self.jobs.run(support_bundle, self.office, path, then=lambda _changed: self.said.emit(kept))

    def _print_test_page(self) -> None:
        self.jobs.run(printer_page, then=lambda paper: PreviewDialog(paper, lambda _copies: None, self).open())

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.write_bundle)

    def _turned(self, _place: int) -> None:
        self.reload()


def _parts(office: Office, jobs: Jobs) -> list[tuple[Part, str, str]]:
    return [
        (Staff(office, jobs), _("Officers"), "staff.write"),
        (Groups(office, jobs), _("Residential groups"), "groups.write"),
        (Workdays(office, jobs), _("Workdays"), "workdays.write"),
        (OfficeWords(office, jobs), _("Papers of the office"), "staff.write"),
        (Forms(office, jobs), _("Forms"), "forms.install"),
        (Keys(office, jobs), _("Keys"), "keys.write"),
        (SecondKey(office, jobs), _("Second key"), "second_key.read"),
        (Backups(office, jobs), _("Backups"), "backup.write"),
        (UpdatePart(office, jobs), _("Update"), "program.update"),
        (WhoMay(office, jobs), _("Who may do what"), "roles.read"),
        (Rights(office, jobs), _("Retention and rights"), "retention.read"),
        (Log(office, jobs), _("Log"), "log.read"),
    ]
