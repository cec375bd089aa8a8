"""A police list from its workbook: number, day and file first, then every row with what becomes of it, then Write."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.credit_facts import ListDraft
from hn_desk.actions.list_import import DOUBT, NEW, SAME, WRONG, Imported, ListReading, import_list, look_through
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit_month import MonthField
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.veil import Veil

SIZE: Final = (1100, 660)


class ListImportDialog(QDialog):
    """Nothing is written before `Write`; `imported(list_id)` once it is."""

    imported = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, programmes: list[tuple[str, str]]) -> None:
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
        self._fill(programmes)
        self.form.edited.connect(self._forget)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        self.form.jump("police_number")

    def choose(self, path: Path) -> None:
        """Look through this workbook as the list that is typed."""
        self._path = path
        self.file.setText(path.name)
        self._look()

    def _fill(self, programmes: list[tuple[str, str]]) -> None:
        self.form.section(_("Take in a list of the police from its workbook"))
        choice = ChoiceField(programmes, has_empty=len(programmes) > 1)
        self.form.add("programme", _("Pro&gramme"), choice, is_required=True)
        self.form.beside("month", _("&Month"), MonthField(), is_required=True)
        self.form.add("police_number", _("&Number of the police's list"), TextField(most=60), is_required=True)
        self.form.beside("police_on", _("&Day of the police's list"), DateField(self._office.today), is_required=True)
        self.form.add_widget(self._file_line())
        self.rows.setMinimumHeight(220)
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
        self.look_button = QPushButton(_("&Look through it"))
        self.look_button.setAutoDefault(False)
        self.look_button.setEnabled(False)
        self.look_button.clicked.connect(self._look)
        row.addWidget(self.choose_button)
        row.addWidget(self.look_button)
        row.addWidget(self.file, 1)
        veil = Veil(self)
        veil.turned.connect(self.rows.lift)
        row.addWidget(veil.button)
        return line

    def _ask_file(self) -> None:
        kinds = _("Excel workbook (*.xlsx)")
        ask_files(
            self, Wanted(_("Choose the police's workbook"), _("&Open"), kinds), lambda found: self.choose(found[0])
        )

    def _draft(self) -> tuple[ListDraft, str] | None:
        values = self.form.values()
        if values is None:
            return None
        reason = str(values.pop("reason") or "")
        return ListDraft(**values), reason

    def _look(self) -> None:
        self.look_button.setEnabled(self._path is not None)
        self._run(look_through, self._looked)

    def _write(self) -> None:
        self._run(import_list, self._kept)

    def _run(self, action: Any, then: Any) -> None:
        typed = self._draft()
        if typed is not None and self._path is not None:
            self.write.setEnabled(False)
            self._jobs.run(action, self._office, self._path, *typed, then=then, on_refused=self._refused)

    def _looked(self, reading: ListReading) -> None:
        self.form.summary.forget()
        self.rows.put(reading.rows)
        self.counted.setText(_counted(reading))
        has_doubts = bool(reading.count(DOUBT))
        if has_doubts:
            self.form.show_field("reason", is_shown=True)
        self.write.setEnabled(bool(reading.count(NEW, DOUBT)))

    def _refused(self, error: Any) -> None:
        self.form.refuse(error)
        is_only_reason = [problem.field for problem in error.problems] == ["reason"]
        self.write.setEnabled(is_only_reason)

    def _forget(self) -> None:
        """What was looked through is no longer what is typed; a reason changes nothing in the rows."""
        if self.write.isEnabled() and not self.reason.line.hasFocus():
            self.write.setEnabled(False)

    def _kept(self, done: Imported) -> None:
        self.imported.emit(done.changed.id)
        self.accept()


def _counted(reading: ListReading) -> str:
    said = _("{n} rows: {new} new, {doubt} doubtful, {same} already on the list, {wrong} with mistakes.").format(
        n=len(reading.rows),
        new=reading.count(NEW),
        doubt=reading.count(DOUBT),
        same=reading.count(SAME),
        wrong=reading.count(WRONG),
    )
    return f"{said} {_('The list is here already; new rows join it.')}" if reading.is_known else said


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Row"), lambda one: str(one.line.row), letters=5, is_number=True),
        Column(_("Name"), lambda one: one.line.name, letters=20),
        Column(_("Born"), lambda one: format_birth(one.line.birth) if one.line.birth else "", letters=10),
        Column(_("Citizen's number"), lambda one: masked(_number(one)), letters=13, bare=_number),
        Column(_("Amount (đồng)"), _amount, letters=12, is_number=True),
        Column(_("Outcome"), lambda one: outcome_label(one.outcome), letters=14),
        Column(_("Why"), lambda one: one.why, letters=34),
    )


def _number(one: Any) -> str:
    return str(one.line.id_number or one.line.old_id_number)


def _amount(one: Any) -> str:
    return format_dong(one.line.amount) if one.line.amount is not None else ""


def outcome_label(outcome: str) -> str:
    """What becomes of a row, in words; KeyError for an unknown one."""
    return {
        NEW: _("✓ new"),
        DOUBT: _("⚠ new, doubtful"),
        SAME: _("= on the list"),
        WRONG: _("✗ not written"),
    }[outcome]
