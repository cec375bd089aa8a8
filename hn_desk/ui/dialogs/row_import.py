"""Taking in a workbook: the file first, then every row with what becomes of it, then Write; what such dialogs share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.veil import Veil


class RowImportDialog(QDialog):
    """Nothing is written before `Write`. A subclass names its actions in `look` and `keep`, and runs them by `run`."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, columns: Sequence[Column]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.office, self.jobs = office, jobs
        self.path: Path | None = None
        self.form = Form(keeps_drafts=False)
        self.rows = SmallTable(columns)
        self.file = QLabel(_("No workbook chosen yet."))
        self.counted = QLabel(self)
        self.choose_button = _quiet_button(_("Choose the &workbook…"))
        self.choose_button.clicked.connect(self._ask_file)
        self.ask()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def ask(self) -> None:
        """Add the fields, then `lay_rows`."""
        raise NotImplementedError

    def wanted(self) -> str:
        """What the dialog for the file is called."""
        raise NotImplementedError

    def look(self) -> None:
        """Have the chosen workbook looked through."""
        raise NotImplementedError

    def keep(self) -> None:
        """Have the rows written."""
        raise NotImplementedError

    def choose(self, path: Path) -> None:
        """Look through this workbook."""
        self.path = path
        self.file.setText(path.name)
        self.look()

    def lay_rows(self, height: int, *beside: QPushButton) -> None:
        """Add the line of the file with the buttons `beside` its own, the rows, the reason, Write and Cancel."""
        self.form.add_widget(self._file_line(beside))
        self.rows.setMinimumHeight(height)
        self.form.add_widget(self.rows)
        self.counted.setObjectName("section")
        self.counted.setWordWrap(True)
        self.form.add_widget(self.counted)
        self.reason = self.form.add("reason", _("Why the doubtful rows may s&tand"), TextField(most=200))
        self.form.show_field("reason", is_shown=False)
        self.write = self.form.add_button(_("&Write"), self.keep, is_main=True)
        self.write.setEnabled(False)
        self.form.add_button(_("&Cancel"), self.reject)

    def run(self, action: Any, then: Any, *typed: object) -> None:
        """Run `action(office, path, *typed)`; nothing can be written until it has answered."""
        if self.path is not None:
            self.write.setEnabled(False)
            self.jobs.run(action, self.office, self.path, *typed, then=then, on_refused=self.refused)

    def show_rows(self, rows: Sequence[Any], counted: str, *, may_write: bool) -> None:
        """Show what becomes of each row."""
        self.form.summary.forget()
        self.rows.put(rows)
        self.counted.setText(counted)
        self.write.setEnabled(may_write)

    def refused(self, error: DeskError) -> None:
        """Say why; who has only the reason to add may go on."""
        self.form.refuse(error)
        self.write.setEnabled(lacks_reason_only(error))

    def _file_line(self, beside: Sequence[QPushButton]) -> QWidget:
        line, veil = QWidget(), Veil(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.choose_button, *beside):
            row.addWidget(button)
        row.addWidget(self.file, 1)
        veil.turned.connect(self.rows.lift)
        row.addWidget(veil.button)
        return line

    def _ask_file(self) -> None:
        wanted = Wanted(self.wanted(), _("&Open"), _("Spreadsheets (*.xlsx *.xls *.ods)"))
        ask_files(self, wanted, lambda found: self.choose(found[0]))


def lacks_reason_only(error: DeskError) -> bool:
    """Whether a refusal asks for nothing but the reason of the doubtful rows."""
    return [problem.field for problem in error.problems] == ["reason"]


def _quiet_button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
