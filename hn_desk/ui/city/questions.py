"""The tab “Câu hỏi”: what the desk asks its offices, what it proposes to ask, what they answered."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.office_names import office_named
from hn_desk.city.question_facts import (
    ANSWERED,
    ASKED,
    DATA,
    PROPOSED,
    CityAsked,
    kind_label,
    move_words,
    state_label,
)
from hn_desk.city.questions import close, drop, edit, find_questions, questions, send
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.city.ask_dialog import AskDialog
from hn_desk.ui.dialogs.packet_words import button, card, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


def looked_for(desk: CityDesk, with_closed: bool) -> tuple[CityAsked, ...]:
    """Look for what is worth a question, then the questions."""
    if desk.may("questions.write"):
        find_questions(desk)
    return questions(desk, only_open=not with_closed)


class QuestionsView(QWidget):
    """Questions above; the chosen one whole below, with what can be done with it."""

    said = Signal(str)

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.dialog: AskDialog | None = None
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._chose)
        self.nothing = label(_("No question is open. Ask about a record on the tab “Records received”."), "hint")
        self.all = FlagField(_("Closed and dropped ones too"))
        self.all.edited.connect(self.reload)
        self.detail = label("")
        self.send_button = button(_("&Send with the next receipt"), is_main=True)
        self.edit_button = button(_("&Edit…"))
        self.drop_button = button(_("&Drop for good"))
        self.close_button = button(_("Close the &question"))
        self.send_button.clicked.connect(
            partial(self._act, send, _("The question goes with the office's next receipt."))
        )
        self.drop_button.clicked.connect(partial(self._act, drop, _("Dropped: it is not proposed again.")))
        self.close_button.clicked.connect(partial(self._act, close, _("The question is closed.")))
        self.edit_button.clicked.connect(self._edit)
        self._lay_out()

    def reload(self) -> None:
        """Look for new questions and read them all again."""
        self._jobs.run_latest("city questions", looked_for, self._desk, self.all.value(), then=self._show)

    def _show(self, rows: tuple[CityAsked, ...]) -> None:
        self.table.put(rows)
        self.nothing.setVisible(not rows)
        if rows and self.table.chosen_row() is None:
            self.table.choose(rows[0].id)
        self._chose(self.table.chosen_row())

    def _chose(self, row: CityAsked | None) -> None:
        state = row.state if row is not None else ""
        for part in (self.send_button, self.edit_button, self.drop_button):
            part.setVisible(state == PROPOSED and self._desk.may("questions.write"))
        self.close_button.setVisible(state in (ASKED, ANSWERED) and self._desk.may("questions.write"))
        self._detail.setVisible(row is not None)
        if row is not None:
            self.detail.setText("\n".join(_told(row)))

    def _act(self, act: Callable[[CityDesk, str], None], words: str) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self._jobs.run(act, self._desk, row.id, then=partial(self._done, words))

    def _done(self, words: str, _nothing: None) -> None:
        self.said.emit(words)
        self.reload()

    def _edit(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.dialog = AskDialog(self, self._jobs, about(row), row.text, partial(edit, self._desk, row.id))
            self.dialog.asked.connect(self.reload)
            self.dialog.open()

    def _lay_out(self) -> None:
        buttons = QWidget()
        low = QHBoxLayout(buttons)
        low.setContentsMargins(0, 0, 0, 0)
        low.addStretch(1)
        for part in (self.drop_button, self.edit_button, self.close_button, self.send_button):
            low.addWidget(part)
        self._detail = card(self.detail, buttons)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addWidget(self.all)
        room.addWidget(self.nothing)
        room.addWidget(self.table, 1)
        room.addWidget(self._detail)


def about(row: CityAsked) -> str:
    """The office and the record that a question is about."""
    return " – ".join(part for part in (row.office_name, row.subject_name, row.record) if part)


def _told(row: CityAsked) -> list[str]:
    lines = [about(row), row.text]
    if row.others:
        lines.append(
            _("{why}: also at {offices}. The office that is asked is not told which.").format(
                why=kind_label(row.kind), offices=", ".join(map(office_named, row.others))
            )
        )
    return [*lines, *_answered(row)]


def _answered(row: CityAsked) -> list[str]:
    lines = []
    if row.answered_on is not None:
        said = " ".join(part for part in (move_words(row), row.answer) if part)
        words = said or _("The record was corrected since it was asked.")
        lines.append(_("Answer ({day}): {text}").format(day=format_date(row.answered_on), text=words))
    if row.closed_on is not None:
        words = _("Closed {day} by the records themselves.") if row.closed_by == DATA else _("Closed {day}.")
        lines.append(words.format(day=format_date(row.closed_on)))
    return lines


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Office"), lambda row: row.office_name, letters=20),
        Column(_("Record asked about"), lambda row: f"{row.subject_name}: {row.record}", letters=28),
        Column(_("Question"), lambda row: row.text, letters=44),
        Column(_("State"), lambda row: state_label(row.state), letters=22),
        Column(_("Asked on"), lambda row: format_date(row.asked_on) if row.asked_on else "", letters=11),
        Column(_("Answer"), lambda row: " ".join(part for part in (move_words(row), row.answer) if part), letters=28),
    )
