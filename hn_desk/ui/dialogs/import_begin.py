"""Where an import begins: the button of a page, a file dropped on the page."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from hn_desk.actions.import_rights import importable
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.dialogs.packet_files import FileDrop
from hn_desk.ui.jobs import Jobs


class ImportButton(QPushButton):
    """“Import from Excel…” for one subject, hidden from who may not; `page` takes dropped files too.

    The wizard offers what else may be taken in, unless the subject is the only one.
    """

    said = Signal(str)
    """A sentence for the line at the bottom."""

    def __init__(self, page: QWidget, office: Office, jobs: Jobs, subject: str, *, is_only: bool = False) -> None:
        super().__init__(_("&Import from Excel…"), page)
        self.setAutoDefault(False)
        self._page, self._office, self._jobs, self._subject = page, office, jobs, subject
        self._is_only = is_only
        self.may = subject in importable(office)
        self.setVisible(self.may)
        self.clicked.connect(lambda: self.begin())
        if self.may:
            FileDrop(page).dropped.connect(self._dropped)

    def begin(self, path: Path | None = None) -> ImportWizard:
        """Open the wizard, with this file when there is one."""
        wizard = ImportWizard(self._page, self._office, self._jobs, self._subject, is_only=self._is_only)
        wizard.written.connect(self._written)
        wizard.open()
        if path is not None:
            wizard.choose(path)
        return wizard

    def _written(self, _changed: object) -> None:
        self.said.emit(_("Saved."))

    def _dropped(self, paths: tuple[Path, ...]) -> None:
        self.begin(paths[0])
