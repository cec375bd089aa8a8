"""Past imports: which files were taken in, by whom, how many rows; undone here, or why that is no longer possible."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.import_facts import NEW, ROWS, UPDATE, BatchRow
from hn_desk.actions.imports import batches, undo_import
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.words import dotted, subject_label
from hn_desk.ui.dialogs.import_steps.write_step import undo_question
from hn_desk.ui.dialogs.packet_words import button, label, shown_moment
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.summary import Summary

SIZE: Final = (960, 460)


class PastImports(QDialog):
    """`undone(Changed)` once an import was taken back."""

    undone = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, subject: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs, self._subject = office, jobs, subject
        self.summary = Summary(self)
        self.table = SmallTable(_columns())
        self.table.setAccessibleName(_("Past imports"))
        self.why = label("")
        self.undo_button = button(_("&Undo this import…"))
        self.close_button = button(_("&Close"))
        self._lay_out()
        self.table.chosen.connect(self._chosen)
        self.undo_button.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self._read()

    def _read(self) -> None:
        self._jobs.run(batches, self._office, self._subject, then=self._show, on_refused=self._refused)

    def _show(self, rows: tuple[BatchRow, ...]) -> None:
        self.table.put(rows)
        if rows and self.table.chosen_row() is None:
            self.table.setCurrentCell(0, 0)
        self._chosen(self.table.chosen_row())
        self.table.setFocus()

    def _chosen(self, row: BatchRow | None) -> None:
        self.undo_button.setEnabled(row is not None and row.can_undo)
        self.why.setText(row.why if row else _("Nothing was imported yet."))

    def _ask(self) -> None:
        ask(self, undo_question(), self._undo)

    def _undo(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.undo_button.setEnabled(False)
            call = (undo_import, self._office, row.id)
            self._jobs.run(*call, then=self._undone, on_refused=self._refused)

    def _undone(self, changed: Changed) -> None:
        self.summary.forget()
        self.undone.emit(changed)
        self._read()

    def _refused(self, error: DeskError) -> None:
        self.summary.show_mistakes(str(error), ())
        self._chosen(self.table.chosen_row())

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.addWidget(label(_("Past imports: {subject}").format(subject=subject_label(self._subject)), "section"))
        room.addWidget(self.summary)
        room.addWidget(self.table, 1)
        room.addWidget(self.why)
        buttons = QHBoxLayout()
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        room.addLayout(buttons)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("When"), lambda row: shown_moment(row.at), letters=16),
        Column(_("File"), lambda row: row.file_name, letters=26),
        Column(_("Officer"), lambda row: row.officer_name, letters=18),
        Column(_("Rows"), lambda row: dotted(row.totals.get(ROWS, 0)), letters=7, is_number=True),
        Column(_("New"), lambda row: dotted(row.totals.get(NEW, 0)), letters=7, is_number=True),
        Column(_("Updated"), lambda row: dotted(row.totals.get(UPDATE, 0)), letters=7, is_number=True),
        Column(_("State"), _state, letters=14),
    )


def _state(row: BatchRow) -> str:
    if row.is_undone:
        return _("undone")
    return _("can be undone") if row.can_undo else _("stays")
