"""The bank's answers from its workbook: the file first, then every row with what becomes of it, then Write."""

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hn_desk.actions.bank_import import APPLY, DOUBT, SAME, WRONG, AnswersReading, import_answers, look_at_answers
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.row_import import RowImportDialog, lacks_reason_only
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column

SIZE: Final = (1100, 620)


class BankImportDialog(RowImportDialog):
    """`imported(Changed)` once the answers are written."""

    imported = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent, office, jobs, _columns())
        fit(self, *SIZE)

    def ask(self) -> None:
        """The workbook is all there is to choose."""
        self.form.section(_("Take in the bank's answers from its workbook"))
        self.lay_rows(300)

    def wanted(self) -> str:
        """What the dialog for the file is called."""
        return _("Choose the bank's workbook")

    def look(self) -> None:
        """See what would become of each row."""
        self._run(look_at_answers, self._looked)

    def keep(self) -> None:
        """Write the answers."""
        self._run(import_answers, self._kept)

    def refused(self, error: DeskError) -> None:
        """Say why; what was looked at is no longer what the workbook says."""
        super().refused(error)
        if not lacks_reason_only(error):
            self.rows.put(())
            self.counted.setText("")

    def _run(self, action: Any, then: Any) -> None:
        values = self.form.values()
        if values is not None:
            self.run(action, then, str(values["reason"] or ""))

    def _looked(self, reading: AnswersReading) -> None:
        self.show_rows(reading.rows, _counted(reading), may_write=bool(reading.count(APPLY, DOUBT)))
        self.form.show_field("reason", is_shown=bool(reading.count(DOUBT)))

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
