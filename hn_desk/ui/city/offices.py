"""The offices that a desk hears of, the packets of one of them, and its receipt."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import OfficeRow, PacketLine, decision_label, offices, packets
from hn_desk.i18n import _
from hn_desk.ui.city.differences import DifferencesDialog
from hn_desk.ui.city.intake import save_news, save_receipts
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, hash_groups, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


@dataclass(frozen=True, slots=True)
class Heard:
    """What a desk holds: its offices and the packets of the one that was asked for."""

    offices: tuple[OfficeRow, ...]
    packets: tuple[PacketLine, ...]


def heard(desk: CityDesk, office: str) -> Heard:
    """The offices, and the packets of `office` ("" all)."""
    return Heard(offices(desk), packets(desk, office))


class Offices(QWidget):
    """Offices above, packets of the chosen one below, what the chosen packet was answered under them."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._office = ""
        self.table = SmallTable(_office_columns())
        self.table.chosen.connect(self._chosen)
        self.packets = SmallTable(_packet_columns())
        self.packets.chosen.connect(self._explain)
        self.nothing = label(_("No packet has come yet. Take the first one on the tab “Take packets”."), "hint")
        self.why = label("", "plain")
        self.receipt_button = button(_("Save the office's &receipt…"))
        self.receipt_button.clicked.connect(self._choose_folder)
        self.receipt_button.setVisible(desk.may("receipts.issue"))
        self.differences_button = button(_("What &differs…"))
        self.differences_button.clicked.connect(self.show_differences)
        self.dialog: DifferencesDialog | None = None
        self.all_button = button(_("Receipts for &all with news…"))
        self.all_button.clicked.connect(self._choose_folder_for_all)
        self.all_button.setVisible(desk.may("receipts.issue"))
        self._lay_out()

    def reload(self) -> None:
        """Read the offices and packets again."""
        self._jobs.run_latest("city offices", heard, self._desk, self._office, then=self._show)

    def save_receipt(self, folder: Path) -> None:
        """Write the receipt of the chosen office into `folder`."""
        row = self.table.chosen_row()
        if row is not None:
            self._jobs.run(save_receipts, self._desk, (row.code,), folder, then=self._saved)

    def save_all_receipts(self, folder: Path) -> None:
        """Write the receipt of every office with news into `folder`."""
        self._jobs.run(save_news, self._desk, folder, then=self._saved_all)

    def show_differences(self) -> None:
        """Show what new numberings of the chosen office, or of all, said otherwise."""
        self.dialog = DifferencesDialog(self, self._desk, self._jobs, self._office)
        self.dialog.open()

    def _show(self, found: Heard) -> None:
        self.table.put(found.offices)
        codes = [row.code for row in found.offices]
        self.table.setCurrentCell(codes.index(self._office) if self._office in codes else -1, 0)
        self.packets.put(found.packets)
        self.nothing.setVisible(not found.offices)
        self.receipt_button.setEnabled(self.table.chosen_row() is not None)
        self._explain(self.packets.chosen_row())

    def _chosen(self, row: OfficeRow | None) -> None:
        code = row.code if row is not None else ""
        if code != self._office:
            self._office = code
            self.reload()

    def _explain(self, row: PacketLine | None) -> None:
        if row is None:
            self.why.setText(_("Choose a packet to see its hash and, when it was not taken, why."))
            return
        told = [_("Hash: {groups}").format(groups=hash_groups(row.sha256)), row.what, row.do]
        self.why.setText("\n".join(line for line in told if line))

    def _saved(self, names: tuple[str, ...]) -> None:
        self.said.emit(_("Written: {file}. The stick can be removed safely now.").format(file=", ".join(names)))
        self.reload()

    def _saved_all(self, names: tuple[str, ...]) -> None:
        if names:
            words = _("{n} receipts were written. The stick can be removed safely now.").format(n=len(names))
        else:
            words = _("No office has news: nothing was written.")
        self.said.emit(words)
        self.reload()

    def _choose_folder_for_all(self) -> None:
        ask_folder(self, Wanted(_("Folder for the receipts"), _("&Write here")), self.save_all_receipts)

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the receipt"), _("&Write here")), self.save_receipt)

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        top = QHBoxLayout()
        top.addWidget(label(_("Offices"), "section"), 1)
        top.addWidget(self.differences_button)
        top.addWidget(self.all_button)
        top.addWidget(self.receipt_button)
        above = QVBoxLayout(upper)
        above.setContentsMargins(16, 12, 16, 6)
        above.addLayout(top)
        above.addWidget(self.nothing)
        above.addWidget(self.table, 1)
        below = QVBoxLayout(lower)
        below.setContentsMargins(16, 6, 16, 12)
        below.addWidget(label(_("Packets of the chosen office"), "section"))
        below.addWidget(self.packets, 1)
        below.addWidget(self.why)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(lower)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(halves)


def _office_columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.code, letters=8),
        Column(_("Office"), lambda row: row.name, letters=34),
        Column(_("Packets taken"), lambda row: str(row.packets), letters=12, is_number=True),
        Column(_("Packets waiting"), lambda row: str(row.waiting or ""), letters=12, is_number=True),
        Column(_("Records"), lambda row: str(row.records), letters=9, is_number=True),
        Column(_("Last received"), lambda row: shown_moment(row.last_received), letters=16),
        Column(_("Receipt"), lambda row: _("Written once") if row.has_receipt else _("None yet"), letters=14),
    )


def _packet_columns() -> tuple[Column, ...]:
    return (
        Column(_("Received"), lambda row: shown_moment(row.received_at), letters=16),
        Column(_("Office"), lambda row: row.office_name, letters=22),
        Column(_("Numbering"), lambda row: str(row.epoch), letters=9, is_number=True),
        Column(_("Number"), lambda row: str(row.number), letters=6, is_number=True),
        Column(_("Result"), lambda row: decision_label(row.decision), letters=24),
        Column(_("New rows"), lambda row: str(row.new), letters=9, is_number=True),
        Column(_("Changed rows"), lambda row: str(row.changed), letters=11, is_number=True),
        Column(_("Unchanged rows"), lambda row: str(row.unchanged), letters=12, is_number=True),
        Column(_("Refused rows"), lambda row: str(row.refused), letters=10, is_number=True),
    )
