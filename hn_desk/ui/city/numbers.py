"""The tab “Số liệu, chỉ tiêu”: a period's sums, from each to its offices and their records; closing, files."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.measure_records import Part, measure_records
from hn_desk.city.number_files import export_numbers
from hn_desk.city.number_words import measure_label
from hn_desk.city.numbers import Numbers, OfficeLine, numbers, years
from hn_desk.city.overview import Records
from hn_desk.city.people import LONGEST_REASON
from hn_desk.city.received import is_counting
from hn_desk.city.snapshots import Snapshot, close_period, snapshots
from hn_desk.city.yearly_file import yearly_file
from hn_desk.i18n import _
from hn_desk.rules import desks
from hn_desk.rules.city_measures import COVERAGE, subject_of
from hn_desk.rules.periods import periods_of_year
from hn_desk.ui.city.number_pages import OfficesPage, RecordsPage, SumsPage
from hn_desk.ui.city.record_words import Words, words
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.question import Question, ask, ask_reason

GROUPS: Final = "groups"


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers asked for, and the codes of the closed periods."""

    numbers: Numbers
    closed: frozenset[str]


def found(desk: CityDesk, period: str) -> Found:
    """The numbers of a period and which periods are closed."""
    return Found(numbers(desk, period), frozenset(one.closed.period for one in snapshots(desk)))


def records_in_words(desk: CityDesk, part: Part, reason: str) -> tuple[Records, Words]:
    """The records of an office's sum with what their codes are called."""
    return measure_records(desk, part, reason), words(rule_book())


def save_numbers(desk: CityDesk, period: str, ending: str, folder: Path) -> str:
    """Write the numbers as a file into `folder`; its name."""
    name, data = export_numbers(desk, period, ending)
    return files.copy_out(data, folder, name).name


def save_year(desk: CityDesk, year: int, folder: Path) -> str:
    """Write the yearly file of the SME scheme into `folder`; the names of its two files."""
    written = [files.copy_out(data, folder, name).name for name, data in yearly_file(desk, year).items()]
    return ", ".join(written)


class NumbersView(QWidget):
    """Year and part of it above; sums, offices or records below."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._found: Found | None = None
        today = desk.today()
        self.year = ChoiceField([(str(one), str(one)) for one in years(today)], has_empty=False)
        self.year.put(str(today.year))
        self.part = ChoiceField(has_empty=False)
        self.year.edited.connect(self._choose_year)
        self.part.edited.connect(self.reload)
        self.sums, self.offices, self.records = SumsPage(), OfficesPage(), RecordsPage()
        self.levels = QStackedWidget()
        for page in (self.sums, self.offices, self.records):
            self.levels.addWidget(page)
        self.close_button = button(_("C&lose this period…"))
        if not (desk.may("periods.close") and is_counting(desk.code)):
            self.close_button.hide()
        if not desk.may("records.open"):
            self.offices.records_button.hide()
        self.sheet_button = button(_("Save as &Excel…"))
        self.pdf_button = button(_("Save as &PDF…"))
        self.year_button = button(_("&Yearly file…"))
        self.year_button.setToolTip(_("Figures of the SME scheme for the city's support system, as .json and .csv"))
        if not rule_book().desks[desk.code].receives(desks.CONVERSIONS):
            self.year_button.hide()
        self._connect()
        self._lay_out()
        self._offer_parts()

    def reload(self) -> None:
        """Read the numbers of the chosen period again."""
        self._jobs.run_latest("city numbers", found, self._desk, self.period(), then=self._show)

    def period(self) -> str:
        """The code of the chosen period."""
        return self.part.value() or self.year.value()

    def save(self, ending: str, folder: Path) -> None:
        """Write the numbers as `xlsx` or `pdf` into `folder`."""
        self._jobs.run(save_numbers, self._desk, self.period(), ending, folder, then=self._saved)

    def save_year(self, folder: Path) -> None:
        """Write the yearly file of the chosen year into `folder`."""
        self._jobs.run(save_year, self._desk, int(self.year.value()), folder, then=self._saved)

    def open_records(self, office: OfficeLine, reason: str) -> None:
        """Show the records of an office's part of the sum that is looked at."""
        part = Part(office.code, self.offices.measure, self.period())
        title = _("{measure}: {office}").format(measure=measure_label(part.measure), office=office.name)
        then = partial(self._show_records, title, part.measure)
        self._jobs.run(records_in_words, self._desk, part, reason, then=then)

    def _show(self, one: Found) -> None:
        is_marked = self._found is not None and self._found.closed == one.closed
        self._found = one
        if not is_marked:
            self._offer_parts()
        self.sums.put(one.numbers)
        self.close_button.setEnabled(self._can_close(one.numbers))
        if self.levels.currentWidget() is not self.sums:
            self.offices.put(one.numbers, self.offices.measure)

    def _can_close(self, one: Numbers) -> bool:
        return one.snapshot is None and one.period.ends_on < one.board.day

    def _show_offices(self, measure: str) -> None:
        if self._found is not None:
            self.offices.put(self._found.numbers, measure)
            self._go(self.offices, self.offices.table)

    def _show_records(self, title: str, measure: str, one: tuple[Records, Words]) -> None:
        self.records.put(title, GROUPS if measure in COVERAGE else subject_of(measure), one)
        self._go(self.records, self.records.table)

    def _go(self, page: QWidget, focus: QWidget) -> None:
        self.levels.setCurrentWidget(page)
        focus.setFocus()

    def _ask_records(self, office: OfficeLine) -> None:
        if not self._desk.may("records.open"):
            return
        question = Question(
            _("Why do you open these records?"),
            _("Which records you open and this reason stand in the log. Write nobody's name into it."),
            yes=_("&Open the records"),
            no=_("&Leave them closed"),
        )
        ask_reason(self, question, partial(self.open_records, office), LONGEST_REASON)

    def _ask_close(self) -> None:
        if self._found is None:
            return
        period = self._found.numbers.period
        question = Question(
            _("Close {period}?").format(period=period.name),
            _("Its sums are kept as they are now and never change. What comes later is told as an adjustment."),
            yes=_("&Close it"),
            no=_("&Leave it open"),
        )
        ask(self, question, partial(self._close, period.code))

    def _close(self, code: str) -> None:
        self._jobs.run(close_period, self._desk, code, then=self._closed)

    def _closed(self, snapshot: Snapshot) -> None:
        told = len(snapshot.closed.adjustments)
        self.said.emit(_("Closed; {n} adjustments of earlier periods were told with it.").format(n=told))
        self.reload()

    def _choose_year(self) -> None:
        self._offer_parts()
        self.reload()

    def _offer_parts(self) -> None:
        """The parts of the chosen year that have begun, those closed with a mark."""
        closed = self._found.closed if self._found else frozenset()
        today = self._desk.today()
        periods = [one for one in periods_of_year(int(self.year.value())) if one.starts_on <= today]
        before = self.part.value()
        mark = _("{period} – closed")
        self.part.offer([(p.code, mark.format(period=p.name) if p.code in closed else p.name) for p in periods])
        codes = [one.code for one in periods]
        self.part.put(before if before in codes else codes[0])

    def _saved(self, name: str) -> None:
        self.said.emit(_("Written: {file}. The stick can be removed safely now.").format(file=name))

    def _ask_folder(self, ending: str) -> None:
        ask_folder(self, Wanted(_("Folder for the numbers"), _("&Write here")), partial(self.save, ending))

    def _ask_year_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the numbers"), _("&Write here")), self.save_year)

    def _connect(self) -> None:
        self.sums.opened.connect(self._show_offices)
        self.offices.opened.connect(self._ask_records)
        self.offices.left.connect(lambda: self._go(self.sums, self.sums.table))
        self.records.left.connect(lambda: self._go(self.offices, self.offices.table))
        self.close_button.clicked.connect(self._ask_close)
        self.sheet_button.clicked.connect(lambda: self._ask_folder("xlsx"))
        self.year_button.clicked.connect(self._ask_year_folder)
        self.pdf_button.clicked.connect(lambda: self._ask_folder("pdf"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Cell(_("&Year"), self.year))
        top.addWidget(Cell(_("Pe&riod"), self.part), 1)
        top.addStretch(1)
        for part in (self.close_button, self.year_button, self.sheet_button, self.pdf_button):
            top.addWidget(part)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addLayout(top)
        room.addWidget(self.levels, 1)
