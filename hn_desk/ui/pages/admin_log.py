"""The log: who did what when, for the auditor."""

from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Log(Part):
    """The tab of the log; the last acts first."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search, with or without accents (Ctrl+F)"))
        self.search.setAccessibleName(_("Search"))
        self.search.textChanged.connect(self.reload)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        self.table = SmallTable(
            (
                Column(_("No."), lambda row: str(row.sequence), letters=6, is_number=True),
                Column(_("When"), lambda row: _moment(row.at), letters=20),
                Column(_("Officer"), lambda row: row.officer_name, letters=22),
                Column(_("Act"), lambda row: row.action_label, letters=26),
                Column(_("Detail"), lambda row: row.detail, letters=64),
            )
        )
        self.count = QLabel(self)
        self.count.setObjectName("hint")
        room = QVBoxLayout(self)
        for part in (self.search, self.table, self.count):
            room.addWidget(part)

    def reload(self) -> None:
        """Read the last acts that fit what is searched."""
        self.jobs.run_latest("log", audit_log, self.office, self.search.text(), then=self._show)

    def _show(self, rows: tuple[AuditRow, ...]) -> None:
        self.table.put(rows)
        self.count.setText(_("Found: {n}").format(n=len(rows)))


def _moment(stamp: str) -> str:
    """A stored UTC moment by the clock of this PC."""
    moment = datetime.fromisoformat(stamp).astimezone()
    return f"{format_date(moment.date())} {moment:%H:%M}"
