"""What new numberings of an office said otherwise than what the desk knew, in a dialog."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.differences import Difference, differences, kind_label, value_words
from hn_desk.i18n import _
from hn_desk.ui.city.person import MACHINE
from hn_desk.ui.city.record_words import HIDDEN, shown, words
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class DifferencesDialog(QDialog):
    """One line a record."""

    def __init__(self, parent: QWidget, desk: CityDesk, jobs: Jobs, office: str) -> None:
        """Of `office`, or of all for an empty code."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 1180, 600)
        self.table = SmallTable(_columns())
        self.count = label("", "hint")
        self.close_button = button(_("&Close"), is_main=True)
        self.close_button.clicked.connect(self.accept)
        low = QHBoxLayout()
        low.addWidget(self.count, 1)
        low.addWidget(self.close_button)
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 16, 20, 16)
        room.addWidget(label(_("What a new numbering says otherwise"), "title"))
        room.addWidget(self.table, 1)
        room.addLayout(low)
        jobs.run_latest("city differences", differences, desk, office, then=self._show)

    def _show(self, rows: tuple[Difference, ...]) -> None:
        self.table.put(rows)
        said = _("{n} records differ. Nothing was thrown away: ask the office on the tab of records.")
        self.count.setText(said.format(n=len(rows)) if rows else _("No new numbering differs from what was known."))


def _columns() -> tuple[Column, ...]:
    called = words(rule_book())

    def told(subject: str, field: str, value: Any) -> str:
        return "" if field in HIDDEN | MACHINE else shown(subject, field, value, called)

    names = {one.code: one.full_name for one in rule_book().communes}
    return (
        Column(_("Office"), lambda row: names.get(row.office, row.office), letters=18),
        Column(_("Numbering"), lambda row: str(row.epoch), letters=9, is_number=True),
        Column(_("What differs"), lambda row: kind_label(row.kind), letters=24),
        Column(_("Record"), lambda row: ": ".join(filter(None, (row.subject_name, row.record))), letters=30),
        Column(_("Before → now"), lambda row: value_words(row, told), letters=50),
    )
