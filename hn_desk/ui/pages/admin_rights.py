"""Retention and people's rights: what is due for deletion, and what people asked about their data."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from hn_desk.actions.breach import breach_notice
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.retention import Due, delete_due, due_deletions, retention_rules
from hn_desk.actions.rights import (
    ERASE,
    RequestRow,
    answer_request,
    export_held,
    find_people,
    request_kinds,
    requests,
    take_request,
)
from hn_desk.actions.source_words import source_words
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.small_table import SmallTable


class Rights(Part):
    """The tab: above what is due for deletion, below the register of requests with the form of a new one."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.due = SmallTable(
            (
                Column(_("Kind"), lambda row: self._kind(row.subject), letters=18),
                Column(_("Record"), lambda row: row.name, letters=34),
                Column(_("Last needed"), lambda row: format_date(row.last_on), letters=12),
                Column(_("Due since"), lambda row: format_date(row.due_on), letters=12),
            )
        )
        self.due.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.delete = self._button(_("&Delete what is chosen…"), self._ask_to_delete)
        self.delete.setEnabled(office.may("retention.delete"))
        self.register = SmallTable(
            (
                Column(_("Person"), lambda row: row.person_name or _("erased"), letters=26),
                Column(_("Asked"), lambda row: dict(request_kinds())[row.kind], letters=18),
                Column(_("Received"), lambda row: format_date(row.received_on), letters=12),
                Column(_("Answer by"), _answer_by, letters=16),
                Column(_("Answered"), lambda row: format_date(row.done_on) if row.done_on else "", letters=12),
            )
        )
        self.form = self._form()
        self.export = self._button(_("Save what is held as &Excel…"), self._ask_folder)
        self.answered = self._button(_("&Answered…"), self._ask_to_answer)
        self.breach = self._button(_("Draft of a &breach notice"), self._draft_breach)
        self.preview: PreviewDialog | None = None
        self._lay_out()

    def reload(self) -> None:
        """Read what is due and the register."""
        if self.office.may("retention.read"):
            self.jobs.run_latest("due deletions", due_deletions, self.office, then=self.due.put)
        if self.office.may("rights.write"):
            self.jobs.run_latest("requests", requests, self.office, then=self.register.put)

    def is_changed(self) -> bool:
        """Whether a request is typed and not kept."""
        return self.form.is_changed()

    def chosen_due(self) -> tuple[Due, ...]:
        """The rows chosen for deletion."""
        places = sorted({index.row() for index in self.due.selectedIndexes()})
        return tuple(self.due.rows()[place] for place in places)

    def delete_chosen(self) -> None:
        """Delete the chosen rows for good."""
        chosen = [(row.subject, row.id) for row in self.chosen_due()]
        self.jobs.run(delete_due, self.office, chosen, then=lambda _changed: self._said(_("Deleted.")))

    def export_into(self, folder: Path) -> None:
        """Keep what is held on the person of the chosen request in `folder`; the name of the file names nobody."""
        row = self.register.chosen_row()
        if row is not None:
            path = folder / f"DU-LIEU-CA-NHAN-{row.id[:8]}.xlsx"
            kept = _("Kept as {name}.").format(name=path.name)
            self.jobs.run(export_held, self.office, row.person_id, path, then=lambda _changed: self._said(kept))

    def answer_chosen(self) -> None:
        """Close the chosen request."""
        row = self.register.chosen_row()
        if row is not None:
            done = partial(self._said, _("Answered."))
            self.jobs.run(answer_request, self.office, row.id, row.version, then=lambda _changed: done())

    def _ask_to_delete(self) -> None:
        chosen = self.chosen_due()
        if not chosen:
            self.said.emit(_("Choose the rows to delete first."))
            return
        question = Question(
            _("Delete {n} records for good?").format(n=len(chosen)),
            more=_("They can't be brought back; backups that still hold them expire by rotation."),
            yes=_("&Delete for good"),
            no=_("&Keep them"),
        )
        ask(self, question, self.delete_chosen)

    def _ask_to_answer(self) -> None:
        row = self.register.chosen_row()
        if row is None or row.done_on:
            self.said.emit(_("Choose an open request first."))
            return
        if row.kind != ERASE:
            self.answer_chosen()
            return
        question = Question(
            _("Erase everything held on this person for good?"),
            more=_("They can't be brought back; backups that still hold them expire by rotation."),
            yes=_("&Delete for good"),
            no=_("&Keep them"),
        )
        ask(self, question, self.answer_chosen)

    def _draft_breach(self) -> None:
        self.jobs.run(breach_notice, self.office, then=self._show_paper)

    def _show_paper(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, lambda _copies: None, self)
        self.preview.open()

    def _take(self) -> None:
        values = self.form.values()
        if values is not None:
            words = (values["person_id"], values["kind"], values["received_on"])
            self.jobs.run(take_request, self.office, *words, then=self._taken, on_refused=self.form.refuse)

    def _taken(self, _changed: Changed) -> None:
        self.form.put({"received_on": self.office.today()})
        self._said(_("Saved."))

    def _said(self, words: str) -> None:
        self.said.emit(words)
        self.reload()

    def _kind(self, subject: str) -> str:
        return self.office.book.roles.kinds.get(subject, subject)

    def _form(self) -> Form:
        form = Form()
        person = form.add("person_id", _("&Person"), SearchChoice(), is_required=True)
        person.asked.connect(
            lambda typed: self.jobs.run_latest("people asked", find_people, self.office, typed, then=person.offer)
        )
        form.add("kind", _("A&sked"), ChoiceField(list(request_kinds())), is_required=True)
        form.add("received_on", _("&Received"), DateField(self.office.today), is_required=True)
        form.add_button(_("&Enter the request"), self._take, is_main=True)
        form.put({"received_on": self.office.today()})
        return form

    def _button(self, text: str, pressed: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button

    def _ask_folder(self) -> None:
        if self.register.chosen_row() is None:
            self.said.emit(_("Choose a request first."))
            return
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _lay_out(self) -> None:
        source = QLabel(source_words(retention_rules().source), self)
        source.setObjectName("hint")
        source.setWordWrap(True)
        above = QVBoxLayout()
        above.addWidget(QLabel(_("Due for deletion"), self))
        above.addWidget(self.due, 1)
        above.addWidget(self.delete)
        below = QHBoxLayout()
        register = QVBoxLayout()
        register.addWidget(QLabel(_("What people asked about their data"), self))
        register.addWidget(self.register, 1)
        buttons = QHBoxLayout()
        for button in (self.export, self.answered, self.breach):
            buttons.addWidget(button)
        register.addLayout(buttons)
        below.addLayout(register, 3)
        below.addWidget(self.form, 2)
        room = QVBoxLayout(self)
        room.addLayout(above, 1)
        room.addLayout(below, 1)
        room.addWidget(source)


def _answer_by(row: RequestRow) -> str:
    day = format_date(row.due_on)
    return _("{day} (late)").format(day=day) if row.is_late else day
