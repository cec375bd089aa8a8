"""The needs surveys on the credit page: the figures typed, and every survey so far."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.reporting import Period, print_report
from hn_desk.actions.surveys import FIGURES, MOST, SurveyDraft, SurveyRow, figure_label, save_survey, surveys
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Surveys(QWidget):
    """The form above for who enters, the history below; printed is what the reports count."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.form = Form(keeps_drafts=False)
        self.table = SmallTable(_columns())
        self._fill()
        note = QLabel(_("Figures only: nobody is named, no condition is checked, nothing is confirmed."))
        note.setObjectName("hint")
        note.setContentsMargins(16, 8, 16, 0)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 8)
        room.addWidget(note)
        room.addWidget(self.form)
        room.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the history."""
        self.jobs.run_latest("surveys", surveys, self.office, then=self._show)

    def _fill(self) -> None:
        may_enter = self.office.may("credit.enter")
        self.form.add("day", _("&Day of the survey"), DateField(self.office.today), is_required=True)
        for place, name in enumerate(FIGURES):
            put = self.form.add if place == 1 else self.form.beside
            put(name, figure_label(name), NumberField(most=MOST), is_required=True)
        for name in self.form.names():
            self.form.show_field(name, is_shown=may_enter)
        self.save_button = self.form.add_button(_("&Save"), self._save, is_main=True)
        self.save_button.setVisible(may_enter)
        self.print_button = self.form.add_button(_("Prin&t…"), self._print)
        self.print_button.setVisible(self.office.may("reports.read"))
        self.form.setMinimumHeight(220 if may_enter else 60)
        self.form.setMaximumHeight(300 if may_enter else 60)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = SurveyDraft(**values)
            self.jobs.run(save_survey, self.office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: Changed) -> None:
        self.form.put({})
        self.said.emit(_("Saved."))
        self.reload()

    def _print(self) -> None:
        rows = self.table.rows()
        if not rows:
            self.said.emit(_("There is no survey to print yet."))
            return
        days = [row.day for row in rows]
        period = Period(min(days), max(days))
        self.jobs.run(partial(print_report, is_posted=False), self.office, "needs", period, then=self._preview)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _show(self, found: tuple[SurveyRow, ...]) -> None:
        self.table.put(found)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), lambda row: format_date(row.day), letters=10),
        *(
            Column(figure_label(name), lambda row, name=name: str(getattr(row, name)), letters=16, is_number=True)  # type: ignore[misc]  # name is bound
            for name in FIGURES
        ),
        Column(_("Entered"), _entered, letters=26),
    )


def _entered(row: SurveyRow) -> str:
    local = datetime.fromisoformat(row.at).astimezone()
    return f"{format_date(local.date())} {local:%H:%M} · {row.officer_name}"
