"""The bank's answers from its workbook: the file first, then every row with what becomes of it, then Write."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.bank_import import APPLY, DOUBT, SAME, WRONG, AnswersReading, import_answers, look_at_answers
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.veil import Veil

SIZE: Final = (1100, 620)


class BankImportDialog(QDialog):
    """Nothing is written before `Write`; `imported(Changed)` once it is."""

    imported = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.resize(*SIZE)
        self._office, self._jobs = office, jobs
        self._path: Path | None = None
        self.form = Form(keeps_drafts=False)
        self.rows = SmallTable(_columns())
        self.file = QLabel(_("No workbook chosen yet."))
        self.counted = QLabel(self)
        self._fill()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def choose(self, path: Path) -> None:
        """Look through this workbook."""
        self._path = path
        self.file.setText(path.name)
        self._run(look_at_answers, self._looked)

    def _fill(self) -> None:
        self.form.section(_("Take in the bank's answers from its workbook"))
        self.form.add_widget(self._file_line())
        self.rows.setMinimumHeight(300)
        self.form.add_widget(self.rows)
        self.counted.setObjectName("section")
        self.counted.setWordWrap(True)
        self.form.add_widget(self.counted)
        self.reason = self.form.add("reason", _("Why the doubtful rows may s&tand"), TextField(most=200))
        self.form.show_field("reason", is_shown=False)
        self.write = self.form.add_button(_("&Write"), self._write, is_main=True)
        self.write.setEnabled(False)
        self.form.add_button(_("&Cancel"), self.reject)

    def _file_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        self.choose_button = QPushButton(_("Choose the &workbook…"))
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self._ask_file)
        row.addWidget(self.choose_button)
        row.addWidget(self.file, 1)
        veil = Veil(self)
        veil.turned.connect(self.rows.lift)
        row.addWidget(veil.button)
        return line

    def _ask_file(self) -> None:
        wanted = Wanted(_("Choose the bank's workbook"), _("&Open"), _("Excel workbook (*.xlsx)"))
        ask_files(self, wanted, lambda found: self.choose(found[0]))

    def _write(self) -> None:
        self._run(import_answers, self._kept)

    def _run(self, action: Any, then: Any) -> None:
        values = self.form.values()
        if values is not None and self._path is not None:
            self.write.setEnabled(False)
            reason = str(values["reason"] or "")
            self._jobs.run(action, self._office, self._path, reason, then=then, on_refused=self._refused)

    def _looked(self, reading: AnswersReading) -> None:
        self.form.summary.forget()
        self.rows.put(reading.rows)
        self.counted.setText(_counted(reading))
        self.form.show_field("reason", is_shown=bool(reading.count(DOUBT)))
        self.write.setEnabled(bool(reading.count(APPLY, DOUBT)))

    def _refused(self, error: Any) -> None:
        self.form.refuse(error)
        is_only_reason = [problem.field for problem in error.problems] == ["reason"]
        self.write.setEnabled(is_only_reason)
        if not is_only_reason:
            self.rows.put(())
            self.counted.setText("")

    def _kept(self, changed: Changed) -> None:
        self.imported.emit(changed)
        self.accept()


def _counted(reading: AnswersReading) -> str:
    return _("{n} rows: {new} new, {doubt} doubtful, {same} entered already, {wrong} with mistakes.").format(
        n=len(reading.rows),
        new=reading.count(APPLY),
        doubt=reading.count(DOUBT),
        same=reading.count(SAME),
        wrong=reading.count(WRONG),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Row"), lambda one: str(one.answer.row), letters=5, is_number=True),
        Column(_("File"), lambda one: one.file_code or one.answer.file_code, letters=12),
        Column(_("Name"), lambda one: one.answer.name, letters=18),
        Column(_("Citizen's number"), lambda one: masked(_number(one)), letters=13, bare=_number),
        Column(_("Result"), lambda one: one.answer.said, letters=14),
        Column(_("Amount (đồng)"), _amount, letters=12, is_number=True),
        Column(_("Day"), lambda one: format_date(one.answer.day) if one.answer.day else "", letters=10),
        Column(_("Outcome"), lambda one: answer_label(one.outcome), letters=14),
        Column(_("Why"), lambda one: one.why, letters=30),
    )


def _number(one: Any) -> str:
    return str(one.answer.id_number or one.answer.old_id_number)


def _amount(one: Any) -> str:
    return format_dong(one.answer.amount) if one.answer.amount is not None else ""


def answer_label(outcome: str) -> str:
    """What becomes of a row, in words; KeyError for an unknown one."""
    return {
        APPLY: _("✓ to be written"),
        DOUBT: _("⚠ doubtful"),
        SAME: _("= entered already"),
        WRONG: _("✗ not written"),
    }[outcome]
