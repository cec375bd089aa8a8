"""A police list from its workbook: number, day and file first, then every row with what becomes of it, then Write."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from hn_desk.actions.credit_facts import ListDraft
from hn_desk.actions.list_import import DOUBT, NEW, SAME, WRONG, Imported, ListReading, import_list, look_through
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.row_import import RowImportDialog
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit_month import MonthField
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.rows import Column

SIZE: Final = (1100, 660)


class ListImportDialog(RowImportDialog):
    """`imported(list_id)` once list and lines are written."""

    imported = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, programmes: list[tuple[str, str]]) -> None:
        self._programmes = programmes
        super().__init__(parent, office, jobs, _columns())
        fit(self, *SIZE)
        self.form.edited.connect(self._forget)
        self.form.jump("police_number")

    def ask(self) -> None:
        """What stands on the police's paper, then the workbook."""
        self.form.section(_("Take in a list of the police from its workbook"))
        choice = ChoiceField(self._programmes, has_empty=len(self._programmes) > 1)
        self.form.add("programme", _("Pro&gramme"), choice, is_required=True)
        self.form.beside("month", _("&Month"), MonthField(), is_required=True)
        self.form.add("police_number", _("&Number of the police's list"), TextField(most=60), is_required=True)
        self.form.beside("police_on", _("&Day of the police's list"), DateField(self.office.today), is_required=True)
        self.look_button = QPushButton(_("&Look through it"))
        self.look_button.setAutoDefault(False)
        self.look_button.setEnabled(False)
        self.look_button.clicked.connect(self.look)
        self.lay_rows(220, self.look_button)

    def wanted(self) -> str:
        """What the dialog for the file is called."""
        return _("Choose the police's workbook")

    def choose(self, path: Path) -> None:
        """Look through this workbook as the list that is typed."""
        self.look_button.setEnabled(True)
        super().choose(path)

    def look(self) -> None:
        """See what would become of each row."""
        self._run(look_through, self._looked)

    def keep(self) -> None:
        """Write the list."""
        self._run(import_list, self._kept)

    def _run(self, action: Any, then: Any) -> None:
        values = self.form.values()
        if values is not None:
            reason = str(values.pop("reason") or "")
            self.run(action, then, ListDraft(**values), reason)

    def _looked(self, reading: ListReading) -> None:
        self.show_rows(reading.rows, _counted(reading), may_write=bool(reading.count(NEW, DOUBT)))
        if reading.count(DOUBT):
            self.form.show_field("reason", is_shown=True)

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
