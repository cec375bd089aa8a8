"""All that the city still asks this office, as far as who is signed in may see the records."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.asked import asked_questions
from hn_desk.actions.asked_facts import Asked
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.city_answer import CityAnswerDialog, told
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class CityAskedDialog(QDialog):
    """The questions with their state; one is answered here or its record opened: `wanted(page, id)`."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 900, 520)
        self._office, self._jobs = office, jobs
        self.dialog: CityAnswerDialog | None = None
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._chose)
        self.nothing = label(_("The city asks nothing."), "hint")
        self.answer_button = button(_("&Answer…"), is_main=True)
        self.answer_button.clicked.connect(self._answer)
        self.open_button = button(_("&Open the record"))
        self.open_button.clicked.connect(self._open)
        self.close_button = button(_("&Close"))
        self.close_button.clicked.connect(self.accept)
        low = QHBoxLayout()
        low.addStretch(1)
        for part in (self.open_button, self.answer_button, self.close_button):
            low.addWidget(part)
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 16, 20, 16)
        room.addWidget(label(_("What the city asks"), "title"))
        room.addWidget(self.nothing)
        room.addWidget(self.table, 1)
        room.addLayout(low)
        self.reload()

    def reload(self) -> None:
        """Read the questions again."""
        self._jobs.run_latest("city asks", asked_questions, self._office, then=self._show)

    def _show(self, rows: tuple[Asked, ...]) -> None:
        self.table.put(rows)
        self.nothing.setVisible(not rows)
        if rows and self.table.chosen_row() is None:
            self.table.choose(rows[0].id)
        self._chose(self.table.chosen_row())

    def _chose(self, row: Asked | None) -> None:
        self.answer_button.setEnabled(row is not None)
        self.open_button.setEnabled(row is not None and bool(row.record_id))

    def _answer(self) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        self.dialog = CityAnswerDialog(self, self._office, self._jobs, row)
        self.dialog.recorded.connect(self._answered)
        self.dialog.open()

    def _answered(self, _changed: Changed) -> None:
        self.reload()

    def _open(self) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        self.accept()
        self.wanted.emit(row.page, row.record_id)


def state_words(asked: Asked) -> str:
    """How far a question has come here."""
    if asked.answered_on is not None:
        words = _("✓ Answered {day}: it goes with the next packet for {desk}.")
        return words.format(day=format_date(asked.answered_on), desk=asked.desk)
    if asked.is_corrected:
        return _("✓ The record was corrected and sent since.")
    return _("⚠ Waits for your answer.")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("About"), lambda row: row.what, letters=24),
        Column(_("Question"), told, letters=56),
        Column(_("State"), state_words, letters=24),
    )
