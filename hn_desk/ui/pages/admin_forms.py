"""The forms of the office's papers: which file each is drawn from, a changed one looked at and installed, or undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.form_files import (
    Candidate,
    FormRow,
    form_rows,
    form_text,
    former_form,
    install_form,
    preview_form,
    read_form_file,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.source_words import source_words
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import shown_moment
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

KIND: Final = "TOML (*.toml)"


class Forms(Part):
    """The tab of forms: the table on the left, the chosen form and what can be done with it on the right."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.candidate: Candidate | None = None
        self.table = SmallTable(
            (
                Column(_("Form"), _name, letters=30),
                Column(_("Status"), _status, letters=12),
                Column(_("In use since"), _since, letters=14),
            )
        )
        self.table.chosen.connect(self._chosen)
        self.facts = self._label()
        self.read = self._label()
        self.form = Form(keeps_drafts=False)
        self._lay_out()
        self._show_candidate(None)

    def reload(self) -> None:
        """Read the forms."""
        self.jobs.run_latest("forms", form_rows, self.office, then=self._show)

    def is_changed(self) -> bool:
        """Whether a reason is typed."""
        return self.form.is_changed()

    def open_file(self, path: Path) -> None:
        """Read a changed form file, and show its paper."""
        self._show_candidate(None)
        call = (read_form_file, self.office, path)
        self.jobs.run(*call, then=self._file_read, on_refused=self.form.refuse)

    def save_copy(self, folder: Path) -> None:
        """Keep the file of the chosen form in `folder`, to be changed there."""
        row = self.table.chosen_row()
        if row is not None:
            call = (_copy, self.office, row.id, folder)
            self.jobs.run(*call, then=self._copied, on_refused=self.form.refuse)

    def _show(self, rows: tuple[FormRow, ...]) -> None:
        self.table.put(rows)
        if self.table.chosen_row() is None and rows:
            self.table.setCurrentCell(0, 0)
        self._chosen(self.table.chosen_row())

    def _chosen(self, row: FormRow | None) -> None:
        self.facts.setText("\n".join(_told(row)) if row else "")
        self.back_button.setEnabled(bool(row and row.used))
        for button in (self.preview_button, self.copy_button):
            button.setEnabled(row is not None)

    def _file_read(self, candidate: Candidate) -> None:
        self.table.choose(candidate.code)
        self._show_candidate(candidate)
        self._preview(candidate.paper)

    def _show_candidate(self, candidate: Candidate | None) -> None:
        self.candidate = candidate
        self.form.summary.forget()
        self.install_button.setEnabled(candidate is not None)
        self.read_button.setEnabled(candidate is not None)
        self.read.setVisible(candidate is not None)
        if candidate is not None:
            told = _("Read and ready to be installed: {form}, {status}. Source: {source}")
            status = _status_name(is_provisional=candidate.is_provisional)
            self.read.setText(told.format(form=candidate.title, status=status, source=source_words(candidate.source)))

    def _preview(self, paper: Paper) -> None:
        dialog = PreviewDialog(paper, _uncounted, self)
        dialog.said.setText(_("A specimen with made-up facts."))
        dialog.open()

    def _preview_used(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            call = (preview_form, self.office, row.id)
            self.jobs.run(*call, then=self._preview, on_refused=self.form.refuse)

    def _preview_read(self) -> None:
        if self.candidate is not None:
            self._preview(self.candidate.paper)

    def _install(self) -> None:
        values = self.form.values()
        if values is not None and self.candidate is not None:
            call = (install_form, self.office, self.candidate.text, values["reason"])
            self.jobs.run(*call, then=self._installed, on_refused=self.form.refuse)

    def _go_back(self) -> None:
        values, row = self.form.values(), self.table.chosen_row()
        if values is not None and row is not None:
            call = (former_form, self.office, row.id, values["reason"])
            self.jobs.run(*call, then=self._gone_back, on_refused=self.form.refuse)

    def _installed(self, _changed: Changed) -> None:
        self.form.put({})
        self._show_candidate(None)
        self.said.emit(_("Installed: papers presented from now on use it."))

    def _gone_back(self, _changed: Changed) -> None:
        self.form.put({})
        self.said.emit(_("The former form is in use again."))

    def _copied(self, path: Path) -> None:
        self.said.emit(_("Kept as {name}.").format(name=path.name))

    def _choose_file(self) -> None:
        wanted = Wanted(_("A changed form file"), _("&Open"), KIND)
        ask_files(self, wanted, lambda paths: self.open_file(paths[0]))

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.save_copy)

    def _lay_out(self) -> None:
        self.form.section(_("The form in use"))
        self.form.add_widget(self.facts)
        self.preview_button = _button(_("Pre&view"), self._preview_used)
        self.copy_button = _button(_("Save a cop&y of the file…"), self._choose_folder)
        self.form.add_widget(_row(self.preview_button, self.copy_button))
        self.form.section(_("A changed form"))
        self.open_button = _button(_("Open a changed &file…"), self._choose_file)
        self.read_button = _button(_("Preview &what was read"), self._preview_read)
        self.form.add_widget(_row(self.open_button, self.read_button))
        self.form.add_widget(self.read)
        self.form.add("reason", _("&Reason for installing or going back"), MultiLine(rows=3), is_required=True)
        self.back_button = self.form.add_button(_("&Go back to the former form"), self._go_back)
        self.install_button = self.form.add_button(_("&Install"), self._install, is_main=True)
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 8, 12)
        left.addWidget(self.table)
        room.addLayout(left, 5)
        room.addWidget(self.form, 5)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


def _name(row: FormRow) -> str:
    return f"{row.title} · {row.id}"


def _status(row: FormRow) -> str:
    return _("no longer fits") if row.problem else _status_name(is_provisional=row.is_provisional)


def _status_name(*, is_provisional: bool) -> str:
    return _("provisional") if is_provisional else _("official")


def _since(row: FormRow) -> str:
    return shown_moment(row.used.at) if row.used else _("the program's own")


def _told(row: FormRow) -> list[str]:
    told = [
        f"{row.title} · {row.subject}" if row.subject else row.title,
        _("Status: {status}").format(status=_status(row)),
        _("Source: {source}").format(source=source_words(row.source)),
        _("Valid from {day}").format(day=format_date(row.valid_from)),
    ]
    told += [
        _("{day}, {officer}: {reason}").format(day=shown_moment(step.at), officer=step.officer_name, reason=step.reason)
        + (f" ({_('in use')})" if step.is_used else "")
        for step in row.steps
    ]
    return told + ([row.problem] if row.problem else [])


def _copy(office: Office, code: str, folder: Path) -> Path:
    return copy_out(form_text(office, code).encode(), folder, f"{code}.toml")


def _uncounted(_copies: int) -> None:
    """A specimen is no paper of any file."""


def _button(text: str, pressed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    return button


def _row(*buttons: QPushButton) -> QWidget:
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(0, 0, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return bar
