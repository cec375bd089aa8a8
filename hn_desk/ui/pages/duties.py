"""Duties: what the office owes, how far each duty is and what shows it, and the way to where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from hn_desk.actions.duties import (
    DutyStanding,
    DutyState,
    Paper,
    PartState,
    duties,
    export_duties,
    print_duties,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.source_words import source_words
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.duties import standing_label
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES, labels
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

YEARS: Final = 3
SIGNS: Final = {
    DutyStanding.OFF: "–",
    DutyStanding.UNSEEN: "•",
    DutyStanding.NOT_BEGUN: "○",
    DutyStanding.UNDER_WAY: "►",
    DutyStanding.DONE: "✓",
    DutyStanding.OVERDUE: "⚠",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what there is: a part of the duty, or under it a record that shows it."""

    text: str
    day: date | None
    page: str
    id: str


class DutiesPage(Page):
    """The table of duties at the left; words, evidence and the way to fulfil the chosen one at the right."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {"events", "groups", "households", "contacts", "conversions", "applications", "lists", "confirmations"}
        | {"surveys", "packets", "receipts", "registers", "reports", "deadlines", "workdays"}
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self._wanted = ""
        self.year = ChoiceField(_years(office.today().year), has_empty=False)
        self.year.put(str(office.today().year))
        self.year.edited.connect(self.reload)
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._show)
        self.words = _text()
        self.facts = _text("hint")
        self.how = _text()
        self.lines = SmallTable(_line_columns())
        self.lines.opened.connect(self._open_line)
        self.go_button = QPushButton(self)
        self.go_button.setAutoDefault(False)
        self.go_button.clicked.connect(self._go)
        self.add_action(_("&Print…"), self._ask_paper)
        self.add_action(_("Save as &Excel…"), self._ask_folder)
        self.fill(_("Duties"), self._content())

    def reload(self) -> None:
        """Compute every state anew."""
        self.jobs.run_latest("duties", duties, self.office, self._year(), then=self._put)

    def open_record(self, id_: str) -> None:
        """Show the duty with this code, once the duties are here."""
        self._wanted = id_
        self.table.choose(id_)

    def export_into(self, folder: Path) -> None:
        """Keep the table as a workbook in `folder`."""
        path = folder / f"NGHIA-VU-{self.office.today():%Y%m%d}.xlsx"
        self.jobs.run(export_duties, self.office, path, self._year(), then=partial(self._exported, path.name))

    def _year(self) -> int:
        return int(str(self.year.value()))

    def _put(self, states: tuple[DutyState, ...]) -> None:
        self.table.put(states)
        if self.table.chosen_row() is None:
            self.table.choose(self._wanted or states[0].code)
        self._show(self.table.chosen_row())

    def _show(self, state: DutyState | None) -> None:
        if state is None:
            return
        self.heading.setText(f"{state.code}. {state.short}")
        self.words.setText(f"“{state.words}”" if state.source else state.words)
        self.facts.setText("\n".join(_facts(state)))
        self.lines.put(tuple(_lines(state)))
        self.how.setText(state.how)
        self.go_button.setText(_("&Go to “{page}”").format(page=labels().get(state.page, "")))
        self.go_button.setVisible(_may_open(self.office, state.page))

    def _open_line(self, line: Line) -> None:
        if line.page:
            self.wanted.emit(line.page, line.id)

    def _go(self) -> None:
        state = self.table.chosen_row()
        if state is not None:
            self.wanted.emit(state.page, state.place)

    def _ask_paper(self) -> None:
        self.jobs.run(print_duties, self.office, self._year(), then=self._preview)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _exported(self, name: str, _changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=name))

    def _content(self) -> QWidget:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self._listed())
        both.addWidget(self._detail())
        both.setStretchFactor(0, 6)
        both.setStretchFactor(1, 5)
        both.setSizes([630, 540])
        return both

    def _listed(self) -> QWidget:
        left = QWidget()
        top = QHBoxLayout()
        named = QLabel(_("&Year"), left)
        named.setBuddy(self.year.box)
        top.addWidget(named)
        top.addWidget(self.year)
        top.addStretch(1)
        room = QVBoxLayout(left)
        room.setContentsMargins(16, 0, 8, 12)
        room.addLayout(top)
        room.addWidget(self.table, 1)
        return left

    def _detail(self) -> QWidget:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self.heading = _text("section")
        self.lines.setMinimumHeight(170)
        room = QVBoxLayout(sheet)
        room.setContentsMargins(14, 6, 14, 12)
        for part in (self.heading, self.words, self.facts, _titled(_("What there is"))):
            room.addWidget(part)
        room.addWidget(self.lines, 1)
        for part in (_titled(_("How to fulfil it")), self.how):
            room.addWidget(part)
        beside = QHBoxLayout()
        beside.addWidget(self.go_button)
        beside.addStretch(1)
        room.addLayout(beside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(sheet)
        return scroll


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.code, letters=4),
        Column(_("Duty owed"), lambda row: row.short, letters=28),
        Column(_("State"), lambda row: f"{SIGNS[row.state]} {standing_label(row.state)}", letters=12),
        Column(_("Next due"), lambda row: format_date(row.next_due) if row.next_due else "", letters=9),
        Column(_("To"), lambda row: row.receiver, letters=18),
    )


def _line_columns() -> tuple[Column, ...]:
    return (
        Column(_("What"), lambda line: line.text, letters=40),
        Column(_("Day"), lambda line: format_date(line.day) if line.day else "", letters=9),
    )


def _facts(state: DutyState) -> Iterator[str]:
    if not state.source:
        return
    yield _("Source: {source}").format(source=source_words(state.source))
    yield _("Output: {output}").format(output=state.output)
    yield _("To: {receiver}").format(receiver=state.receiver)
    yield _("When: {when}").format(when=state.when)
    yield _("Who does it: {roles}").format(roles=", ".join(state.roles))
    if state.due_words:
        yield state.due_words


def _lines(state: DutyState) -> Iterator[Line]:
    if state.state is DutyStanding.UNSEEN:
        yield Line(_("What there is for this duty is seen by those who work with the loan files."), None, "", "")
    if state.state is DutyStanding.OFF:
        yield Line(
            _("This duty does not hold in this year, or no paper gives it to the office."),
            None,
            state.page,
            state.place,
        )
    for part in state.parts:
        yield Line(_part_words(part), None, part.page, part.place)
        for row in part.rows:
            yield Line(f"      {row.text}", row.day, row.page, row.place or row.id)


def _part_words(part: PartState) -> str:
    sign = "⚠" if part.is_late else "✓" if part.is_done else "►" if part.is_begun else "○"
    needed = part.label if part.is_needed else _("{label} (if there is any)").format(label=part.label)
    return f"{sign} {needed}: {part.words}" if part.words else f"{sign} {needed}"


def _may_open(office: Office, page: str) -> bool:
    return any(office.may(action) for place in PLACES if place.name == page for action in place.needs)


def _years(year: int) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in range(year, year - YEARS, -1)]


def _titled(title: str) -> QLabel:
    label = _text("section")
    label.setText(title)
    return label


def _text(name: str = "plain") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
