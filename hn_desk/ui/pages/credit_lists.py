"""The police lists of the credit page: the lists, the form of the chosen one, its lines, its steps."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from hn_desk.actions.city_states import city_state_words, step_words
from hn_desk.actions.credit import ApplicationRow, check, return_to_enterer
from hn_desk.actions.credit_facts import ListDraft, ListFacts
from hn_desk.actions.line_checking import CheckedLines, Left, check_lines
from hn_desk.actions.lists import beneficiary_list, save_list
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.i18n import _
from hn_desk.rules.credit import LISTED, PRESENTED, RETURNED
from hn_desk.rules.programme import BY_LIST
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.asked_band import AskedBand
from hn_desk.ui.pages.city_filter import CityFilter
from hn_desk.ui.pages.credit_acts import Acts
from hn_desk.ui.pages.credit_case import heading, list_case
from hn_desk.ui.pages.credit_choices import Choices, list_ids, list_rows
from hn_desk.ui.pages.credit_columns import line_columns, list_columns
from hn_desk.ui.pages.credit_history import History
from hn_desk.ui.pages.credit_month import MonthField
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.page import ListWithForm
from hn_desk.ui.widgets.question import Question, ask_reason
from hn_desk.ui.widgets.rows import Source
from hn_desk.ui.widgets.search_list import SearchList
from hn_desk.ui.widgets.small_table import SmallTable


class Lists(QWidget):
    """Lists | form and lines | steps."""

    said = Signal(str)
    application_wanted = Signal(str)
    """Open this application."""
    line_wanted = Signal(str, str)
    """Begin an application: programme, list."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.list = SearchList(jobs, Source(office, list_ids, list_rows, Query, list_columns()))
        self.city_filter = CityFilter(self.list)
        self.form = Form()
        self.lines = SmallTable(line_columns())
        self.acts = Acts(office, jobs, self.form.refuse)
        self.history = History()
        self.heading = QLabel(self)
        self.asked = AskedBand(office, jobs, "credit", "lists")
        self.asked.answered.connect(lambda: self._read(self._open_id()))
        self._facts: ListFacts | None = None
        self._left: tuple[Left, ...] = ()
        self.programmes: list[tuple[str, str]] = []
        self._fill_form()
        self.both = ListWithForm(self.list, self._detail(), self.form.is_changed)
        self.both.setSizes([440, 730])
        self.both.begin = self._begin
        self.list.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.both)
        self.both.chosen.connect(self._open)
        self.acts.done.connect(self._acted)
        self.acts.said.connect(self.said)
        self.acts.list_wanted.connect(self._show_other)

    def reload(self) -> None:
        """Read the lists again, and the list that is open."""
        self.list.reload()
        if self._open_id():
            self._read(self._open_id())

    def open_record(self, id_: str) -> None:
        """Show a list, also one that the search left out."""
        self.list.choose(id_)
        if self.list.rows.row_of(id_) < 0:
            self.list.search.clear()
            self.city_filter.ask("")

    def is_changed(self) -> bool:
        """Whether something typed is not saved."""
        return self.form.is_changed()

    def begin(self) -> None:
        """Begin a new list, after asking about typed things."""
        self.both.leave(self._begin)

    def _begin(self) -> None:
        self._facts = None
        self.list.blockSignals(True)
        self.list.choose("")
        self.list.blockSignals(False)
        self.form.put({})
        self.form.lock(is_locked=False)
        self.save_button.show()
        self.heading.setText(_("New list"))
        self.asked.show_record("")
        self.acts.show_case(None)
        self._put_correction(None)
        self.history.put(None, ())
        self._put_lines(())
        self.both.show_detail()
        self.form.jump("programme")

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        before = self._facts.draft if self._facts else ListDraft()
        draft = ListDraft(before.id, before.version, **values)
        self.jobs.run(save_list, self.office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.form.summary.forget()
        self.said.emit(_("Saved."))
        self._show_other(changed.id)

    def _show_other(self, id_: str) -> None:
        """Show a list that was just made or kept."""
        self.list.blockSignals(True)
        self.list.choose(id_)
        self.list.blockSignals(False)
        self._read(id_)

    def _acted(self, _changed: Changed) -> None:
        self._read(self._open_id())

    def _open_id(self) -> str:
        return (self._facts.draft.id or "") if self._facts else ""

    def _open(self, id_: str) -> None:
        if id_:
            self._read(id_)
        else:
            self._facts = None
            self.form.put({})
            self.both.show_nothing()

    def _read(self, id_: str) -> None:
        if id_:
            self.jobs.run_latest("police list", beneficiary_list, self.office, id_, then=self._show)

    def _show(self, facts: ListFacts) -> None:
        is_typing = self._open_id() == facts.draft.id and self.form.is_changed()
        self._facts = facts
        draft, is_open = facts.draft, "save" in facts.may
        if not is_typing:
            names = ("programme", "month", "police_number", "police_on")
            self.form.put({name: getattr(draft, name) for name in names})
        self.form.lock(is_locked=not is_open)
        self.form.field("programme").lock(is_locked=True)
        self.save_button.setVisible(is_open)
        self.heading.setText(heading(facts.file_code, facts.state, city_state_words(facts.city_way)))
        self.heading.setToolTip("\n".join(map(step_words, facts.city_way.steps)))
        self._say_left(facts)
        self._put_correction(facts)
        self._put_lines(facts.lines)
        self.history.put(facts.confirmation, ())
        self.asked.show_record(draft.id or "")
        self.acts.show_case(list_case(self.office, facts))
        self.acts.hold(is_held=self.form.is_changed())
        self.both.show_detail(draft.id or "")

    def _put_correction(self, facts: ListFacts | None) -> None:
        """Say of a correction which list it corrects, and what it changes so far."""
        is_one = facts is not None and bool(facts.corrects)
        self.correction.setVisible(is_one)
        if facts is not None and is_one:
            what = facts.correction or _("Nothing is changed yet.")
            self.correction.setText(_("Correction of list {name}. {what}").format(name=facts.corrects, what=what))

    def _put_lines(self, lines: tuple[ApplicationRow, ...]) -> None:
        self.lines.put(lines)
        self.no_lines.setVisible(not lines)
        is_kept = self._facts is not None
        self.add_line.setEnabled(is_kept and self.office.may("credit.enter"))
        self._chose_line(self.lines.chosen_row())

    def _chose_line(self, line: ApplicationRow | None) -> None:
        state = line.state if line is not None else ""
        self.open_line.setEnabled(line is not None)
        self.check_line.setEnabled(state in (LISTED, RETURNED) and self.office.may("credit.enter"))
        self.check_all.setEnabled(any(one.state == LISTED for one in self.lines.rows()))
        self.return_line.setEnabled(state in (LISTED, PRESENTED) and self.office.may("credit.return"))

    def _line(self) -> ApplicationRow:
        row = self.lines.chosen_row()
        assert isinstance(row, ApplicationRow), "a button of a line that is not there"
        return row

    def _add_line(self) -> None:
        if self._facts is not None:
            self.line_wanted.emit(self._facts.draft.programme, self._open_id())

    def _open_line(self, *_row: object) -> None:
        self.application_wanted.emit(self._line().id)

    def _check_line(self) -> None:
        self.jobs.run(check, self.office, self._line().id, then=self._acted, on_refused=self.form.refuse)

    def _check_all(self) -> None:
        self.jobs.run(check_lines, self.office, self._open_id(), then=self._all_checked, on_refused=self.form.refuse)

    def _all_checked(self, done: CheckedLines) -> None:
        self.said.emit(_("{n} lines are checked.").format(n=done.checked))
        self._left = done.left
        self._acted(done.changed)

    def _say_left(self, facts: ListFacts) -> None:
        """Say of lines that were not checked with the others why not, for as long as they stay so."""
        states = {line.id: line.state for line in facts.lines}
        left = [one for one in self._left if states.get(one.id) == LISTED]
        if left:
            entries = [("", f"{one.name}: {one.why}") for one in left]
            self.form.summary.show_mistakes(_("{n} lines are not checked:").format(n=len(left)), entries)

    def _return_line(self) -> None:
        line = self._line()
        question = Question(_("Why does this line go back?"), line.applicant_name, _("&Return it"), _("&Cancel"))
        ask_reason(self, question, partial(self._return, line.id))

    def _return(self, id_: str, why: str) -> None:
        self.jobs.run(return_to_enterer, self.office, id_, why, then=self._acted, on_refused=self.form.refuse)

    def offer(self, choices: Choices) -> None:
        """Offer the programmes whose people are confirmed by lists."""
        listed = [one for one in choices.programmes if BY_LIST in one.confirmations.values()]
        self.programmes = [(one.code, one.name) for one in listed]
        self.programme.offer(self.programmes)

    def _fill_form(self) -> None:
        self.programme = self.form.add("programme", _("Pro&gramme"), ChoiceField(), is_required=True)
        self.form.beside("month", _("&Month"), MonthField(), is_required=True)
        self.form.add("police_number", _("&Number of the police's list"), TextField(most=60), is_required=True)
        self.form.beside("police_on", _("&Day of the police's list"), DateField(self.office.today), is_required=True)
        self.form.edited.connect(self._edited)
        self.correction = QLabel()
        self.correction.setObjectName("note")
        self.correction.setWordWrap(True)
        self.correction.setTextFormat(Qt.TextFormat.PlainText)
        self.form.add_widget(self.correction)
        self.form.section(_("People on the list"))
        self.lines.setMinimumHeight(260)
        self.lines.chosen.connect(self._chose_line)
        self.lines.opened.connect(self._open_line)
        self.no_lines = QLabel(_("No line yet. Save the list, then add the people on it."))
        self.no_lines.setObjectName("hint")
        self.no_lines.setWordWrap(True)
        self.form.add_widget(self._line_buttons())
        self.form.add_widget(self.no_lines)
        self.form.add_widget(self.lines)
        self.save_button = self.form.add_button(_("&Save"), self._save, is_main=True)

    def _edited(self) -> None:
        self.acts.hold(is_held=self.form.is_changed())

    def _line_buttons(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        self.add_line = _button(row, _("&Add a line"), self._add_line)
        self.open_line = _button(row, _("&Open the application"), self._open_line)
        self.check_line = _button(row, _("Chec&k"), self._check_line)
        self.check_all = _button(row, _("Check a&ll"), self._check_all)
        self.check_all.setVisible(self.office.may("credit.enter"))
        self.return_line = _button(row, _("Ret&urn…"), self._return_line)
        row.addStretch(1)
        return bar

    def _detail(self) -> QWidget:
        middle, side = QWidget(), QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        self.heading.setObjectName("section")
        self.heading.setContentsMargins(16, 8, 16, 0)
        self.heading.setWordWrap(True)
        column.addWidget(self.heading)
        column.addWidget(self.asked)
        column.addWidget(self.form, 1)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.history, 1)
        beside.addWidget(self.acts)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(middle)
        split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setSizes([500, 270])
        return split


def _button(row: QHBoxLayout, text: str, pressed: Any) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    row.addWidget(button)
    return button
