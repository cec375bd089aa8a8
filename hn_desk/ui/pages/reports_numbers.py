"""Figures of the SME scheme on the screen: a year or quarter, one section with its chart and its table."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.conversion_numbers import (
    Asked,
    Section,
    export_numbers,
    file_name,
    number_section,
    print_numbers,
    section_labels,
    years,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.targets import QUARTERS, WHOLE_YEAR
from hn_desk.i18n import _
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.report_table import put_table
from hn_desk.ui.widgets.chart import ChartView
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.wide_table import WideTable

ONLY: Final = "only"
_HEIGHT: Final = 92


class Numbers(QWidget):
    """The tab of figures."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office = office
        self.jobs = jobs
        self.form = self._form()
        self.notes = QLabel(self)
        self.notes.setObjectName("hint")
        self.notes.setWordWrap(True)
        self.notes.setContentsMargins(16, 0, 16, 0)
        self.chart = ChartView()
        self.chart_room = QScrollArea(self)
        self.chart_room.setObjectName("chart")
        self.chart_room.setWidget(self.chart)
        self.chart_room.setWidgetResizable(True)
        self.chart_room.setFrameShape(QFrame.Shape.NoFrame)
        self.chart_room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table = WideTable()
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 0, 12, 12)
        room.setSpacing(4)
        room.addWidget(self.form)
        room.addWidget(self.notes)
        room.addWidget(self.chart_room, 1)
        room.addWidget(self.table, 1)

    def reload(self) -> None:
        """Count the section shown again."""
        asked, code = self._asked()
        self.jobs.run_latest("figures", number_section, self.office, asked, code, then=self._show)

    def ask_paper(self) -> None:
        """Draw what is wanted for printing."""
        asked, _code = self._asked()
        self.jobs.run(print_numbers, self.office, asked, self._wanted(), then=self._preview)

    def export_into(self, folder: Path) -> None:
        """Keep what is wanted as a workbook in `folder`."""
        asked, _code = self._asked()
        path = folder / file_name(asked, "xlsx", self._wanted())
        kept = partial(self._exported, path.name)
        self.jobs.run(export_numbers, self.office, asked, path, self._wanted(), then=kept)

    def _form(self) -> Form:
        form = Form(keeps_drafts=False)
        offered = [(str(year), str(year)) for year in years(self.office)]
        self.year = form.add("year", _("&Year"), ChoiceField(offered, has_empty=False))
        quarters = [(str(WHOLE_YEAR), _("Whole year")), *((str(n), quarter_label(n)) for n in QUARTERS)]
        form.beside("quarter", _("&Quarter"), ChoiceField(quarters, has_empty=False))
        sections = ChoiceField(list(section_labels().items()), has_empty=False)
        self.section = form.beside("section", _("&Figures"), sections)
        form.widen("section")
        paper = [("", _("All figures")), (ONLY, _("Only what is shown"))]
        self.paper = form.beside("paper", _("&On paper and in Excel"), ChoiceField(paper, has_empty=False))
        form.put(
            {"year": str(self.office.today().year), "quarter": str(WHOLE_YEAR), "section": "progress", "paper": ""}
        )
        form.setMaximumHeight(_HEIGHT)
        form.edited.connect(self.reload)
        return form

    def _asked(self) -> tuple[Asked, str]:
        values: dict[str, Any] = self.form.values() or {}
        return Asked(int(values["year"]), int(values["quarter"])), str(values["section"])

    def _wanted(self) -> tuple[str, ...]:
        """The codes of the sections for paper and workbook; none means all."""
        return (str(self.section.value()),) if self.paper.value() == ONLY else ()

    def _show(self, shown: Section) -> None:
        self.notes.setText("\n".join(shown.notes))
        self.notes.setVisible(bool(shown.notes))
        self.chart.put(shown.chart)
        self.chart_room.setVisible(shown.chart is not None)
        self.chart_room.setMaximumHeight(self.chart.sizeHint().height() + 2 * self.chart_room.frameWidth())
        put_table(self.table, shown.table)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _exported(self, name: str, _changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=name))


def quarter_label(quarter: int) -> str:
    """What a quarter is called."""
    return _("Quarter {n}").format(n=quarter)
