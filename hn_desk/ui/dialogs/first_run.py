"""The first run: which office, who works there, which groups, the recovery sheet; then the office is made."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.actions.first_place import FirstPlace, look_at_place
from hn_desk.actions.office import set_up
from hn_desk.actions.printer_page import printer_page
from hn_desk.actions.recovery_sheet import new_sheet
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.actions.set_up import REAL, SetUp, checked
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.first_officers import Officers
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.recovery_sheet import SheetForm
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.search_choice import SearchChoice

SHEET: Final = 3
SUMMARY: Final = 4
_WIDTH: Final = 1000
_FIELDS: Final = (
    frozenset({"office_code", "environment"}),
    frozenset({"officers", "name", "login", "passphrase", "roles"}),
    frozenset({"groups"}),
)


class FirstRun(QWidget):
    """Five steps; each is checked before the next, nothing is written before the last."""

    made = Signal(str)
    """The office was made; the sign-in name of its first officer."""
    restore_wanted = Signal()
    """There is an office already: on another PC, or on one that broke."""
    city_wanted = Signal()
    """This PC is a desk of the city, no office."""

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._book: RuleBook | None = None
        self.office = _office_form()
        self.officers = Officers()
        self.groups = _groups_form()
        self.sheet = SheetForm()
        self._sheet_for: tuple[str, str] | None = None
        self.summary = Form()
        self._facts = QLabel(self)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        self.summary.add_widget(self._facts)
        self.steps = QStackedWidget(self)
        self._heading = QLabel(self)
        self._back = QPushButton(_("&Back"), self)
        self.moving = QPushButton(_("&Move to this PC, or the old PC is broken…"), self)
        self.moving.clicked.connect(self.restore_wanted.emit)
        self.city = QPushButton(_("This PC is a desk of the &city…"), self)
        self.city.clicked.connect(self.city_wanted.emit)
        self.test_page = QPushButton(_("Print a &test page…"), self)
        self.test_page.clicked.connect(self._print_test_page)
        self._next = QPushButton(_("&Next"), self)
        self._is_good_place = False
        self._place = QLabel(self)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setWordWrap(True)
        self.office.add_widget(self._place)
        self._lay_out()
        self._go(0)
        self.look_at_place()
        jobs.run(rule_book, then=self._know)

    def plan(self) -> SetUp:
        """What was typed so far."""
        code = self.office.field("office_code").value()
        groups = tuple(self.groups.field("groups").value().split("\n"))
        return SetUp(code, self.office.field("environment").value(), self.officers.all(), groups)

    def look_at_place(self) -> None:
        """Try the data folder out; an office isn't begun where it could not stay."""
        self._jobs.run(look_at_place, self._folder, then=self._show_place, on_refused=self._refuse_place)

    def _show_place(self, place: FirstPlace) -> None:
        self._is_good_place = True
        words = _("✓ The data will lie in {folder}: on this PC's own disk, {n} MB free.")
        if place.has_marks:
            words = _(
                "✓ The data will lie in {folder}: on this PC's own disk, {n} MB free; its letters with marks work."
            )
        self._place.setText(words.format(folder=place.folder, n=place.free))

    def _go_on(self, place: FirstPlace) -> None:
        self._show_place(place)
        self._forward()

    def _refuse_place(self, error: DeskError) -> None:
        self._place.setText("")
        self.office.refuse(error)

    def _print_test_page(self) -> None:
        self._jobs.run(printer_page, then=lambda paper: PreviewDialog(paper, _nothing, self).open())

    def _know(self, book: RuleBook) -> None:
        self._book = book
        field = self.office.field("office_code")
        if isinstance(field, SearchChoice):
            field.change_choices([(commune.code, commune.full_name) for commune in book.communes])
        self.officers.know(book)

    def _forward(self) -> None:
        step = self.steps.currentIndex()
        if step == self.steps.count() - 1:
            self._make()
        elif step == 0 and not self._is_good_place:
            call = (look_at_place, self._folder)
            self._jobs.run(*call, then=self._go_on, on_refused=self._refuse_place)
        elif not (step == 1 and not self.officers.is_settled()) and self._is_good(step):
            self._go(step + 1)

    def _is_good(self, step: int) -> bool:
        if step == SHEET:
            return self.sheet.is_typed_back()
        problems = self._problems(step)
        if problems:
            self._form(step).refuse(InputError(_("This step isn't finished."), problems=tuple(problems)))
        else:
            self._form(step).summary.forget()
        return not problems

    def _problems(self, step: int) -> list[Problem]:
        if self._book is None:
            return [Problem("", _("The list of offices is still being read."))]
        try:
            checked(self.plan(), self._book)
        except InputError as error:
            return [problem for problem in error.problems if problem.field in _FIELDS[step]]
        return []

    def _form(self, step: int) -> Form:
        return (self.office, self.officers.form, self.groups, self.sheet, self.summary)[step]

    def _go(self, step: int) -> None:
        titles = _titles()
        self.steps.setCurrentIndex(step)
        self._heading.setText(_("Step {n} of {all}: {title}").format(n=step + 1, all=len(titles), title=titles[step]))
        self._back.setVisible(step > 0)
        self.test_page.setVisible(step in {0, SHEET})
        for other in (self.moving, self.city):
            other.setVisible(step == 0)
        is_last = step == len(titles) - 1
        self._next.setText(_("&Make the office") if is_last else _("&Next"))
        if step == SHEET:
            self._draw_sheet()
        if is_last:
            self._facts.setText(self._told())
        first = next(iter(self._form(step).names()), "")
        self._form(step).jump(first)

    def _draw_sheet(self) -> None:
        """A sheet for this office; the one that was typed back stays as long as the office is the same."""
        wanted = (self._office_name(), self.plan().environment)
        if self._sheet_for != wanted:
            self._sheet_for = wanted
            draw = partial(new_sheet, is_training=wanted[1] != REAL)
            self._jobs.run(draw, wanted[0], date.today(), then=self.sheet.put_sheet, on_refused=self.sheet.refuse)

    def _office_name(self) -> str:
        field = self.office.field("office_code")
        return field.words() if isinstance(field, SearchChoice) else ""

    def _told(self) -> str:
        plan = self.plan()
        office = self._office_name()
        is_real = plan.environment == "real"
        lines = [
            _("Office: {name} ({code})").format(name=office, code=plan.office_code),
            _("For real work") if is_real else _("For training"),
            "",
            *self.officers.told(),
            "",
            _("Residential groups: {n}").format(n=len([group for group in plan.groups if group.strip()])),
            "",
            _("The data will lie in {folder}").format(folder=self._folder),
        ]
        return "\n".join(lines)

    def _make(self) -> None:
        self._next.setEnabled(False)
        self._back.setEnabled(False)
        self._heading.setText(_("The office is being made. Each passphrase takes about a second…"))
        sheet = self.sheet.sheet
        make = partial(set_up, recovery=sheet.secret if sheet else None)
        self._jobs.run(make, self._folder, self.plan(), then=self._made, on_refused=self._refused)

    def _made(self, _nothing: None) -> None:
        self.made.emit(self.officers.all()[0].login)

    def _refused(self, error: DeskError) -> None:
        self._next.setEnabled(True)
        self._back.setEnabled(True)
        fields = {problem.field for problem in error.problems}
        step = next((number for number, names in enumerate(_FIELDS) if names & fields), SUMMARY)
        self._go(step)
        self._form(step).refuse(error)

    def _lay_out(self) -> None:
        self._heading.setObjectName("title")
        self._heading.setWordWrap(True)
        for form in (self.office, self.officers, self.groups, self.sheet, self.summary):
            self.steps.addWidget(form)
        self._next.setObjectName("main")
        self._back.clicked.connect(lambda: self._go(self.steps.currentIndex() - 1))
        self._next.clicked.connect(self._forward)
        buttons = QHBoxLayout()
        for other in (self.moving, self.city, self.test_page):
            other.setAutoDefault(False)
            buttons.addWidget(other)
        buttons.addStretch(1)
        for button in (self._back, self._next):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        card = QFrame(self)
        card.setObjectName("card")
        card.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 14, 16, 14)
        for part in (self._heading, self.steps):
            inner.addWidget(part, int(part is self.steps))
        inner.addLayout(buttons)
        room = QHBoxLayout(self)
        room.setContentsMargins(24, 20, 24, 20)
        room.addStretch(1)
        room.addWidget(card, 20)
        room.addStretch(1)


def _nothing(_copies: int) -> None:
    """A page for trying the printer is no paper of the office."""


def _office_form() -> Form:
    form = Form()
    form.add("office_code", _("&Office"), SearchChoice(()), is_required=True).explain(
        _("One of the 126 wards and communes of Hanoi. Type a part of its name.")
    )
    kind = ChoiceField(_environments())
    form.add("environment", _("&Use"), kind, is_required=True).explain(
        _("A training office is marked everywhere; the city never counts its packets. It can't become a real one.")
    )
    return form


def _titles() -> tuple[str, ...]:
    return (
        _("Which office is this?"),
        _("Who works with HN Desk?"),
        _("Residential groups"),
        _("Recovery sheet"),
        _("Make the office"),
    )


def _environments() -> Sequence[tuple[str, str]]:
    return [("training", _("For training")), ("real", _("For real work"))]


def _groups_form() -> Form:
    form = Form()
    form.add("groups", _("Residential &groups, one a line"), MultiLine(rows=16), is_required=True).explain(
        _("Type them, or paste a column copied from Excel or Word. They can be changed later.")
    )
    return form
