"""Who may do what: the table of roles and actions, as it is enforced."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QLabel, QVBoxLayout

from hn_desk.actions.office import Office
from hn_desk.actions.who_may import WhoMayRow, who_may
from hn_desk.i18n import _
from hn_desk.rules.roles import ROLES
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

MAY: Final = "✓"
MAY_NOT: Final = "–"


class WhoMay(Part):
    """The tab of the table: a line an action, a column a role."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        table = office.book.roles
        self.told = QLabel(_told(), self)
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.table = SmallTable(
            (
                Column(_("Act"), lambda row: row.label, letters=32),
                Column(_("On which records"), lambda row: ", ".join(row.kinds), letters=24),
                *(Column(table.short[role], partial(_mark, role), letters=7) for role in ROLES),
            )
        )
        for place, role in enumerate(ROLES, self.table.columnCount() - len(ROLES)):
            title = self.table.horizontalHeaderItem(place)
            if title is not None:
                title.setToolTip(table.labels[role])
        room = QVBoxLayout(self)
        room.addWidget(self.told)
        room.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the table."""
        self.jobs.run_latest("who may", who_may, self.office, then=self.table.put)


def _mark(role: str, row: WhoMayRow) -> str:
    return MAY if role in row.roles else MAY_NOT


def _told() -> str:
    return _(
        "✓ may, – may not. An officer with several roles may do what any of them may; who entered a record never "
        "confirms it. Every refused attempt is written into the log."
    )
