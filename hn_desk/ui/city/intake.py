"""Taking packets at a desk: files chosen or dropped, what became of each, and the receipts that answer them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.city.collect import UNREAD, Collected, Report, collect_files
from hn_desk.city.desk import CityDesk
from hn_desk.city.handovers import hand_out_receipts, note_packets
from hn_desk.city.overview import decision_label
from hn_desk.city.receipts import offices_with_news
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.progress import Progress
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


def take_files(desk: CityDesk, paths: Sequence[Path], report: Report) -> tuple[Collected, ...]:
    """Take files one after another, by name, an office's packets in their order, and write them into the book."""
    named = sorted(paths, key=lambda path: path.name)
    taken = collect_files(desk, named, report)
    note_packets(desk, list(zip(taken, named, strict=False)))
    return taken


def save_receipts(desk: CityDesk, offices: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Write the receipt of each office into a folder; the files' names."""
    return hand_out_receipts(desk, offices, folder)


def save_news(desk: CityDesk, folder: Path) -> tuple[str, ...]:
    """Write the receipt of every office with news into a folder; the files' names."""
    return save_receipts(desk, offices_with_news(desk), folder)


class Intake(QWidget):
    """What was brought last; `took` says that the desk's records may have changed."""

    took = Signal()
    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.hint = label(_("Choose the packets that an office brought, or drop them here."), "hint")
        self.table = SmallTable(_columns())
        self.told = label("", "good")
        self.told.hide()
        self.take_button = button(_("&Take packets…"), is_main=True)
        self.take_button.clicked.connect(self._choose_files)
        self.receipts_button = button(_("&Save the receipts…"))
        self.receipts_button.clicked.connect(self._choose_folder)
        self.receipts_button.setEnabled(False)
        self.progress = Progress(self)
        self.progress.cancelled.connect(jobs.cancel)
        jobs.progress.connect(self.progress.show_progress)
        jobs.busy.connect(self.progress.show_busy)
        self._lay_out()
        FileDrop(self).dropped.connect(self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Take these files."""
        self._tell("")
        self.take_button.setEnabled(False)
        then = partial(self._took, len(paths))
        self._jobs.run_long(take_files, self._desk, tuple(paths), then=then, on_refused=self._refused)

    def save_receipts(self, folder: Path) -> None:
        """Write the receipts for everybody who brought something into `folder`."""
        self._jobs.run(save_receipts, self._desk, self.senders(), folder, then=self._saved)

    def senders(self) -> tuple[str, ...]:
        """Codes of the offices whose packets are shown."""
        return tuple(sorted({row.office for row in self.table.rows() if row.office}))

    def _took(self, brought: int, collected: tuple[Collected, ...]) -> None:
        self.take_button.setEnabled(True)
        self.table.put(collected)
        self.receipts_button.setEnabled(bool(self.senders()))
        good = sum(one.is_good for one in collected)
        words = _("{good} of {all} files were accepted.").format(good=good, all=len(collected))
        left = brought - len(collected)
        stopped = _("You stopped it: {left} files were not looked at.").format(left=left) if left else ""
        self.hint.setText(f"{words} {stopped}".strip())
        self.took.emit()

    def _refused(self, error: DeskError) -> None:
        self.take_button.setEnabled(True)
        self._jobs.refused.emit(error)

    def _saved(self, names: tuple[str, ...]) -> None:
        self._tell(_("Written: {file}. The stick can be removed safely now.").format(file=", ".join(names)))
        self.took.emit()

    def _tell(self, words: str) -> None:
        self.told.setText(f"✓ {words}" if words else "")
        self.told.setVisible(bool(words))

    def _choose_files(self) -> None:
        wanted = Wanted(_("Packets of offices"), _("&Take"), _("Packets (*.xlsx *.txt)"))
        ask_files(self, wanted, self.take)

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the receipts"), _("&Write here")), self.save_receipts)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.take_button)
        top.addWidget(self.receipts_button)
        top.addWidget(self.hint, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addLayout(top)
        room.addWidget(self.progress)
        room.addWidget(self.told)
        room.addWidget(self.table, 1)


def _result(row: Collected) -> str:
    words = _("Could not be read") if row.decision == UNREAD else decision_label(row.decision)
    return f"✓ {words}" if row.is_good else f"✗ {words}"


def _count(row: Collected, number: int) -> str:
    return str(number) if row.is_good else ""


def _said(row: Collected) -> str:
    also = ""
    if row.also_taken:
        numbers = ", ".join(str(number) for number in row.also_taken)
        also = _("Packets that had waited for it were taken too: {numbers}.").format(numbers=numbers)
    return " ".join(part for part in (row.text, row.do, also) if part)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("File"), lambda row: row.file, letters=27),
        Column(_("Result"), _result, letters=20),
        Column(_("Office"), lambda row: row.office_name, letters=18),
        Column(_("Number"), lambda row: str(row.number or ""), letters=6, is_number=True),
        Column(_("New rows"), lambda row: _count(row, row.new), letters=9, is_number=True),
        Column(_("Changed rows"), lambda row: _count(row, row.changed), letters=11, is_number=True),
        Column(_("Unchanged rows"), lambda row: _count(row, row.unchanged), letters=12, is_number=True),
        Column(_("Refused rows"), lambda row: _count(row, row.refused), letters=10, is_number=True),
        Column(_("What it means"), _said, letters=46),
    )
