"""The tab “Bảng theo dõi”: how each office stands, what the chosen one sent; requests, table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.paper_file import Paper
from hn_desk.city.board import GOOD, LATE, MISSING, NEVER, Board, OfficeState, board
from hn_desk.city.board_sheet import board_sheet, missing_words
from hn_desk.city.board_sums import Sums, YearSums, year_sums
from hn_desk.city.board_words import state_label, stream_words, sums_words
from hn_desk.city.desk import CityDesk
from hn_desk.city.request_page import RequestPages, request_pages
from hn_desk.i18n import _
from hn_desk.ui import theme
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label, shown_moment
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

ALL: Final = ""
OVERDUE: Final = "overdue"
SIGNS: Final = {MISSING: "✗", NEVER: "✗", LATE: "!", GOOD: "✓"}
INKS: Final = {MISSING: theme.WRONG, NEVER: theme.WRONG, LATE: theme.TRAINING, GOOD: theme.GOOD}


@dataclass(frozen=True, slots=True)
class Found:
    """A desk's board and its sums of this year."""

    board: Board
    sums: YearSums


def found(desk: CityDesk, before: Found | None) -> Found:
    """The board now; the sums of `before` while no packet came, since only packets change them."""
    now = board(desk)
    if before and (before.board.offices, before.board.day) == (now.offices, now.day):
        return Found(now, before.sums)
    return Found(now, year_sums(desk, now.day.year))


def save_sheet(desk: CityDesk, folder: Path) -> str:
    """Write the board as a workbook into `folder`; the file's name."""
    one = found(desk, None)
    name = f"BANG-THEO-DOI-{desk.code}-{one.board.day:%Y%m%d}.xlsx"
    return files.copy_out(board_sheet(one.board, one.sums), folder, name).name


class BoardView(QWidget):
    """Offices with their state, those that are missing packets or late alone when asked; the chosen one below."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._found: Found | None = None
        self.filter = ChoiceField(has_empty=False)
        self.filter.offer(
            [(ALL, _("All offices")), (MISSING, _("Packets missing")), (OVERDUE, _("Late or never heard of"))]
        )
        self.filter.edited.connect(self._fill)
        self.table = SmallTable(_columns())
        self.table.setAccessibleName(_("Tracking board"))
        self.table.chosen.connect(self._explain)
        self.count = label("", "hint")
        self.details = label("")
        self.request_button = button(_("&Request of the chosen office…"))
        self.request_button.clicked.connect(self._ask_chosen)
        self.all_button = button(_("Requests of a&ll shown…"))
        self.all_button.clicked.connect(self._ask_all)
        self.sheet_button = button(_("Save as &Excel…"))
        self.sheet_button.clicked.connect(self._choose_folder)
        for part in (self.request_button, self.all_button):
            part.setVisible(desk.may("requests.write"))
        self._lay_out()
        self._explain(None)

    def reload(self) -> None:
        """Read the board again."""
        self._jobs.run_latest("city board", found, self._desk, self._found, then=self._show)

    def save_sheet(self, folder: Path) -> None:
        """Write the board as a workbook into `folder`."""
        self._jobs.run(save_sheet, self._desk, folder, then=self._saved)

    def _show(self, one: Found) -> None:
        self._found = one
        self._fill()

    def _fill(self) -> None:
        if self._found is None:
            return
        now = self._found.board
        self.table.put([office for office in now.offices if _is_shown(office, self.filter.value())])
        told = _("{all} offices: {missing} with packets missing, {never} never heard of, {late} late, {good} complete.")
        words = told.format(all=len(now.offices), **{state: now.count(state) for state in (MISSING, NEVER, LATE, GOOD)})
        if now.files_aside:
            words += " " + _("{n} files lie in quarantine.").format(n=now.files_aside)
        self.count.setText(words)
        self.all_button.setEnabled(bool(self._owing(self.table.rows())))
        self._explain(self.table.chosen_row())

    def _explain(self, row: OfficeState | None) -> None:
        self.request_button.setEnabled(row is not None and row.state != GOOD)
        if row is None or self._found is None:
            self.details.setText(_("Choose an office to see which packets came and which are missing."))
            return
        told = [_numbering(row, n) for n in range(len(row.streams))] or [state_label(row.state)]
        sums = sums_words(self._found.sums, self._found.sums.offices.get(row.code, Sums()))
        if sums:
            told.append(_("{office} in {year}: {sums}.").format(office=row.name, year=self._found.sums.year, sums=sums))
        self.details.setText("\n".join(told))

    def _ask_chosen(self) -> None:
        self._ask(self._owing([self.table.chosen_row()]))

    def _ask_all(self) -> None:
        self._ask(self._owing(self.table.rows()))

    def _ask(self, codes: Sequence[str]) -> None:
        if codes:
            self._jobs.run(request_pages, self._desk, tuple(codes), then=self._preview)

    def _owing(self, rows: Sequence[OfficeState | None]) -> tuple[str, ...]:
        return tuple(row.code for row in rows if row is not None and row.state != GOOD)

    def _preview(self, pages: RequestPages) -> None:
        paper = Paper(pages.name, pages.pdf, _("Request for packets"))
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _saved(self, name: str) -> None:
        self.said.emit(_("Written: {file}. The stick can be removed safely now.").format(file=name))

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the board"), _("&Write here")), self.save_sheet)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Cell(_("&Show"), self.filter))
        top.addStretch(1)
        for part in (self.request_button, self.all_button, self.sheet_button):
            top.addWidget(part)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addLayout(top)
        room.addWidget(self.count)
        room.addWidget(self.table, 1)
        room.addWidget(self.details)


def _is_shown(row: OfficeState, filter_: str) -> bool:
    """Whether the filter lets it stand; one that is missing packets may be late too."""
    return {ALL: True, MISSING: bool(row.gaps), OVERDUE: row.is_late}[filter_]


def _numbering(row: OfficeState, n: int) -> str:
    stream = row.streams[n]
    return _("Numbering {epoch}: {words}").format(epoch=stream.epoch, words=stream_words(stream))


def _ink(row: OfficeState) -> str:
    return INKS[row.state]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.code, letters=8),
        Column(_("Office"), lambda row: row.name, letters=30),
        Column(_("State"), lambda row: f"{SIGNS[row.state]} {state_label(row.state)}", letters=18, ink=_ink),
        Column(_("Missing packets"), missing_words, letters=18),
        Column(_("Packets waiting"), lambda row: str(row.waiting or ""), letters=12, is_number=True),
        Column(_("Kept aside"), lambda row: str(row.quarantined or ""), letters=12, is_number=True),
        Column(_("Last received"), lambda row: shown_moment(row.last_received), letters=16),
        Column(_("Days since"), lambda row: "" if row.days is None else str(row.days), letters=10, is_number=True),
    )
