"""Reports: choose one and a period, read the table, keep it as a workbook; beside them figures and targets."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.office_report_facts import WrittenReport
from hn_desk.actions.office_reports import written_reports
from hn_desk.actions.reporting import (
    MONTH,
    MONTHS,
    POSTED,
    QUARTER,
    WORKBOOK,
    YEAR,
    Paper,
    Period,
    ReportName,
    Table,
    export_report,
    print_report,
    report,
    report_names,
)
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.office_report_choice import Place
from hn_desk.ui.pages.office_reports import OfficeReports
from hn_desk.ui.pages.registers import Registers
from hn_desk.ui.pages.report_table import put_table
from hn_desk.ui.pages.reports_numbers import Numbers
from hn_desk.ui.pages.reports_questions import Questions
from hn_desk.ui.pages.reports_targets import Targets
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.wide_table import WideTable

DIVIDED: Final = "demand"
"""The report that can be divided into parts of its period."""
REGISTER: Final = "?register="
REPORT: Final = "?report="
HEIGHT: Final = 140
HEIGHT_DIVIDED: Final = 165


class ReportsPage(Page):
    """The report chosen, its period, whether it is for posting, and the table; more tabs for figures and questions."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {
            "questions",
            "events",
            "conversions",
            "contacts",
            "applications",
            "confirmations",
            "groups",
            "households",
            "surveys",
            "registers",
            "targets",
            "reports",
            "workdays",
        }
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.form = self._form()
        self.table = WideTable()
        content = QWidget(self)
        room = QVBoxLayout(content)
        room.setContentsMargins(12, 0, 12, 12)
        room.addWidget(self.form)
        room.addWidget(self.table, 1)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        content.setVisible(office.may("reports.read"))
        self.official: OfficeReports | None = None
        if office.may("reports.read"):
            self.official = self._add_official()
            self.tabs.addTab(content, _("Tables of figures"))
        self.numbers: Numbers | None = None
        self.targets: Targets | None = None
        self.questions = Questions(office, jobs)
        if office.may("households.read"):
            self._add_figures()
        if office.may("reports.read"):
            self.tabs.addTab(self.questions, _("Own questions"))
            self.questions.said.connect(self.said)
        self.registers = Registers(office, jobs)
        self.registers.said.connect(self.said)
        self.tabs.addTab(self.registers, _("Registers"))
        self.print_button = self.add_action(_("&Print…"), self._ask_paper)
        self.export_button = self.add_action(_("Save as &Excel…"), self._ask_folder)
        self.tabs.currentChanged.connect(self._turned)
        self._show_buttons()
        self.fill(_("Reports"), self.tabs)

    def reload(self) -> None:
        """Read again what the tab in sight shows; the others are read when they are turned to."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, OfficeReports | Numbers | Targets | Questions | Registers):
            shown.reload()
        else:
            self.jobs.run_latest("report names", report_names, self.office, then=self._offer)

    def is_changed(self) -> bool:
        """Whether words of a report, a target or a line of a register typed here aren't saved yet."""
        parts = (self.official, self.targets, self.registers)
        return any(part is not None and part.is_changed() for part in parts)

    def open_record(self, id_: str) -> None:
        """Show a report (its id, or `?report=kh297&period=2026-H1`), a register (`?register=code`), or a line."""
        if id_.startswith(REGISTER):
            self.tabs.setCurrentWidget(self.registers)
            self.registers.open_register(id_.removeprefix(REGISTER))
        elif self.official is None:
            self._open_line(id_)
        elif id_.startswith(REPORT):
            asked = dict(parse_qsl(id_.removeprefix("?")))
            self._open_report((asked["report"], asked.get("period", ""), asked.get("request", "")))
        else:
            self.jobs.run(written_reports, self.office, then=partial(self._open_there, id_))

    def _open_there(self, id_: str, written: Sequence[WrittenReport]) -> None:
        found = next(((one.code, one.period, one.request_id) for one in written if one.id == id_), None)
        if found is None:
            self._open_line(id_)
        else:
            self._open_report(found)

    def _open_report(self, place: Place) -> None:
        if self.official is not None:
            self.tabs.setCurrentWidget(self.official)
            self.official.open_report(place)

    def _open_line(self, id_: str) -> None:
        self.tabs.setCurrentWidget(self.registers)
        self.registers.open_record(id_)

    def export_into(self, folder: Path) -> None:
        """Keep the report shown, or all figures, as a workbook in `folder`."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, Numbers | Questions):
            shown.export_into(folder)
            return
        values = self.form.values()
        if values is not None and values["code"]:
            path = folder / f"BAO-CAO-{values['start']:%Y%m%d}-{values['end']:%Y%m%d}-{values['code']}.xlsx"
            period = _period(values)
            kind = POSTED if values["is_posted"] else WORKBOOK
            kept = partial(self._exported, path.name)
            self.jobs.run(export_report, self.office, values["code"], period, path, kind, then=kept)

    def _add_official(self) -> OfficeReports:
        official = OfficeReports(self.office, self.jobs)
        official.said.connect(self.said)
        official.wanted.connect(self.wanted)
        self.tabs.addTab(official, _("Official reports"))
        return official

    def _add_figures(self) -> None:
        self.numbers = Numbers(self.office, self.jobs)
        self.targets = Targets(self.office, self.jobs)
        self.tabs.addTab(self.numbers, _("Figures of the conversion"))
        self.tabs.addTab(self.targets, _("Targets"))
        self.numbers.said.connect(self.said)
        self.targets.said.connect(self.said)

    def _turned(self, _place: int) -> None:
        self._show_buttons()
        self.reload()

    def _show_buttons(self) -> None:
        is_typed_in = isinstance(self.tabs.currentWidget(), OfficeReports | Targets | Registers)
        for button in (self.print_button, self.export_button):
            button.setVisible(not is_typed_in)

    def _form(self) -> Form:
        today = self.office.today()
        form = Form(keeps_drafts=False)
        self.chosen = form.add("code", _("&Report"), ChoiceField([], has_empty=False))
        form.widen("code")
        form.beside("start", _("F&rom"), DateField(self.office.today), is_required=True)
        form.beside("end", _("T&o"), DateField(self.office.today), is_required=True)
        form.beside("is_posted", _("Use"), FlagField(_("For &posting (figures under 5 hidden)")))
        form.widen("is_posted")
        steps = [("", _("The whole period")), *((step, step_label(step)) for step in MONTHS)]
        form.add("step", _("Divided &by"), ChoiceField(steps, has_empty=False))
        form.put({"start": date(today.year, 1, 1), "end": date(today.year, 12, 31), "is_posted": False})
        form.show_field("step", is_shown=False)
        form.setMaximumHeight(HEIGHT)
        form.edited.connect(self._ask)
        return form

    def _offer(self, names: tuple[ReportName, ...]) -> None:
        before = str(self.chosen.value())
        self.chosen.offer([(name.code, name.title) for name in names])
        codes = [name.code for name in names]
        self.chosen.put(before if before in codes else (codes[0] if codes else ""))
        self._ask()

    def _ask(self) -> None:
        values = self.form.values()
        if values is not None and values["code"] and values["start"] and values["end"]:
            asked = partial(report, is_posted=values["is_posted"])
            self._show_step(values["code"])
            period = _period(values)
            self.jobs.run_latest("report", asked, self.office, values["code"], period, then=self._show)

    def _show(self, shown: Table) -> None:
        put_table(self.table, shown)

    def _ask_paper(self) -> None:
        shown = self.tabs.currentWidget()
        if isinstance(shown, Numbers | Questions):
            shown.ask_paper()
            return
        values = self.form.values()
        if values is not None and values["code"]:
            asked = partial(print_report, is_posted=values["is_posted"])
            self.jobs.run(asked, self.office, values["code"], _period(values), then=self._preview)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _show_step(self, code: str) -> None:
        """Offer to divide the period where the report can be."""
        is_divided = code == DIVIDED
        self.form.show_field("step", is_shown=is_divided)
        self.form.setMaximumHeight(HEIGHT_DIVIDED if is_divided else HEIGHT)
        self.form.setMinimumHeight(HEIGHT_DIVIDED if is_divided else 0)

    def _exported(self, name: str, _changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=name))

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)


def step_label(step: str) -> str:
    """Into what a period is divided; KeyError for an unknown one."""
    return {MONTH: _("Months"), QUARTER: _("Quarters"), YEAR: _("Years")}[step]


def _period(values: Mapping[str, Any]) -> Period:
    step = values["step"] if values["code"] == DIVIDED and not values["is_posted"] else ""
    return Period(values["start"], values["end"], step)
