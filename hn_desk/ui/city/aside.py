"""The tab “Cách ly”: files that were not taken as data, each with its reason; the original can be handed out."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.quarantine import Aside, export_aside, quarantine
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, card, hash_groups, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class AsideView(QWidget):
    """Files above, the newest first; the chosen one's reason below."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._chose)
        self.nothing = label(_("No file was kept aside: everything that came verified."), "hint")
        self.detail = label("")
        self.export_button = button(_("Save the &original…"))
        self.export_button.clicked.connect(self._choose_folder)
        self.export_button.setVisible(desk.may("packets.take"))
        row = QWidget()
        low = QHBoxLayout(row)
        low.setContentsMargins(0, 0, 0, 0)
        low.addStretch(1)
        low.addWidget(self.export_button)
        self._card = card(self.detail, row)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addWidget(self.nothing)
        room.addWidget(self.table, 1)
        room.addWidget(self._card)

    def reload(self) -> None:
        """Read again what is kept aside."""
        self._jobs.run_latest("city aside", quarantine, self._desk, then=self._show)

    def export(self, folder: Path) -> None:
        """Write the original of the chosen file into `folder`."""
        row = self.table.chosen_row()
        if row is not None:
            self._jobs.run(export_aside, self._desk, row.id, folder, then=self._saved)

    def _show(self, rows: tuple[Aside, ...]) -> None:
        self.table.put(rows)
        self.nothing.setVisible(not rows)
        if rows and self.table.chosen_row() is None:
            self.table.choose(rows[0].id)
        self._chose(self.table.chosen_row())

    def _chose(self, row: Aside | None) -> None:
        self._card.setVisible(row is not None)
        if row is not None:
            gone = "" if row.is_there else _("The original was deleted at the end of the time for which it is kept.")
            told = [row.what, row.do, gone, _("Hash: {groups}").format(groups=hash_groups(row.sha256))]
            self.export_button.setEnabled(row.is_there)
            self.detail.setText("\n".join(line for line in told if line))

    def _saved(self, name: str) -> None:
        self.said.emit(_("Written: {file}. The stick can be removed safely now.").format(file=name))

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the original"), _("&Write here")), self.export)


def _signed_by(row: Aside) -> str:
    return row.office_name or row.office if row.office else _("Not proved")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Received"), lambda row: shown_moment(row.received_at), letters=16),
        Column(_("Signed by the key of"), _signed_by, letters=24),
        Column(_("Reason"), lambda row: row.what, letters=60),
        Column(_("Code"), lambda row: row.reason, letters=18),
    )
