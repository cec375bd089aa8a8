"""The desks of the city, what waits for each, and what the next packet for one would carry."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.packet_facts import Sealed, SheetCount, StreamRow
from hn_desk.actions.packets import preview_packet, streams
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_seal import DELTA, FULL, SealDialog
from hn_desk.ui.dialogs.packet_words import button, card, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Streams(QWidget):
    """A line a desk at the left, its next packet at the right with the button that seals it."""

    sealed = Signal(object)
    """A packet was sealed: its `Sealed`."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.table = SmallTable(_stream_columns())
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._ask())
        self.title = label("", "section")
        self.sheets = SmallTable(_sheet_columns())
        self.note = label("", "hint")
        self.seal_button = button(_("&Seal this packet…"), is_main=True)
        self.seal_button.clicked.connect(self._ask)
        self.seal_button.setVisible(office.may("packets.seal"))
        self.full_button = button(_("Seal &everything again…"))
        self.full_button.clicked.connect(self._ask_full)
        self.full_button.setVisible(office.may("packets.seal"))
        self._lay_out()

    def reload(self) -> None:
        """Read the desks again; the chosen one stays chosen."""
        self.jobs.run_latest("packet streams", streams, self.office, then=self._show)

    def choose(self, desk: str) -> None:
        """Make a desk current."""
        codes = [row.desk for row in self.table.rows()]
        self.table.setCurrentCell(codes.index(desk) if desk in codes else -1, 0)

    def _show(self, rows: tuple[StreamRow, ...]) -> None:
        before = self.table.chosen_row()
        self.table.put(rows)
        self.choose(before.desk if before else _most_waiting(rows))

    def _chosen(self, row: StreamRow | None) -> None:
        self.seal_button.setEnabled(row is not None and row.has_certificate)
        has_nothing = row is not None and not row.waiting_rows
        self.seal_button.setText(_("&Seal an empty packet…") if has_nothing else _("&Seal this packet…"))
        self.full_button.setEnabled(row is not None and row.has_certificate and row.next_number > 1)
        if row is None:
            return
        self.title.setText(_("Next packet for {desk}: number {number}").format(desk=row.desk, number=row.next_number))
        self.note.setText(_note(row))
        call = (preview_packet, self.office, row.desk)
        self.jobs.run_latest("packet preview", *call, then=partial(self._show_sheets, row.desk))

    def _show_sheets(self, desk: str, counts: tuple[SheetCount, ...]) -> None:
        row = self.table.chosen_row()
        if row is not None and row.desk == desk:
            self.sheets.put(counts)

    def _ask(self) -> None:
        row = self.table.chosen_row()
        if row is None or not (self.seal_button.isVisible() and self.seal_button.isEnabled()):
            return
        if row.waiting_rows:
            self._open(DELTA)
            return
        question = Question(
            _("Send an empty packet to {desk}?").format(desk=row.desk),
            _(
                "There is nothing new for this desk. An empty packet only says that the office is at work"
                " and has nothing."
            ),
            yes=_("&Seal it all the same"),
            no=_("&Cancel"),
        )
        ask(self, question, partial(self._open, DELTA))

    def _ask_full(self) -> None:
        self._open(FULL)

    def _open(self, kind: str) -> None:
        row = self.table.chosen_row()
        if row is not None:
            dialog = SealDialog(self.office, self.jobs, row, self)
            dialog.kind.put(kind)
            dialog.sealed.connect(self._sealed)
            dialog.open()

    def _sealed(self, sealed: Sealed) -> None:
        self.sealed.emit(sealed)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(label(_("Desks of the city"), "section"))
        left.addWidget(self.table, 1)
        room = QHBoxLayout(self)
        room.setContentsMargins(16, 0, 16, 6)
        room.setSpacing(12)
        room.addLayout(left, 7)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.seal_button, 1)
        row.addWidget(self.full_button)
        room.addWidget(card(self.title, self.sheets, self.note, buttons), 4)


def _most_waiting(rows: tuple[StreamRow, ...]) -> str:
    """The desk that a clerk would seal for first."""
    return max(rows, key=lambda row: (row.has_certificate, row.waiting_rows)).desk if rows else ""


def _note(row: StreamRow) -> str:
    if not row.has_certificate:
        return _("Nothing can be sealed for this desk yet: its certificate is not in the city's trust pack.")
    if not row.waiting_rows:
        return _("This desk already has everything.")
    waiting = _("{name}: {n} rows wait to be sent.").format(name=row.desk_name, n=row.waiting_rows)
    if not row.last_sealed:
        return waiting
    return f"{waiting} {_('Last sealed: {at}.').format(at=shown_moment(row.last_sealed))}"


def _stream_columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.desk, letters=10),
        Column(_("Desk"), lambda row: row.desk_name, letters=34),
        Column(_("Rows waiting"), lambda row: str(row.waiting_rows), letters=12, is_number=True),
        Column(_("Next no."), lambda row: str(row.next_number), letters=10, is_number=True),
        Column(_("Without a receipt"), lambda row: str(row.unreceipted or ""), letters=16, is_number=True),
    )


def _sheet_columns() -> tuple[Column, ...]:
    return (
        Column(_("Sheet"), lambda count: count.title, letters=22),
        Column(_("Rows"), lambda count: str(count.rows), letters=6, is_number=True),
    )
