"""Step 6: what will be written, said once more; then all of it in one go, and what can be done afterwards."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hn_desk.actions.import_facts import OUTCOMES, ROWS
from hn_desk.actions.import_failures import failures_name
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.import_steps.words import counted_label, dotted
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.widgets.question import Question, ask


class WriteStep(Step):
    """Stopped or refused, nothing of it is kept; written, it can be undone here and later."""

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("All rows are written at once, or none. You can stop it while it runs."))
        self.said = label("", "section")
        self.totals = label("")
        self.saved = label("", "good")
        self.write_button = button(_("&Write"))
        self.failures_button = button(_("Save the rows with &mistakes…"))
        self.undo_button = button(_("&Undo this import…"))
        self._lay_out()
        self.write_button.clicked.connect(course.write)
        self.failures_button.clicked.connect(self._ask_folder)
        self.undo_button.clicked.connect(self._ask_undo)
        course.moved.connect(self.enter)

    def enter(self) -> None:
        """Say what will be written, or what was."""
        course, done = self.course, self.course.done
        self.hint.setVisible(done is None)
        self.write_button.setVisible(done is None)
        self.write_button.setEnabled(course.preview is not None and not (course.is_looking or course.is_writing))
        self.failures_button.setVisible(done is not None and done.failures is not None)
        self.undo_button.setVisible(done is not None and not course.is_undone)
        if course.is_undone:
            self._tell(_("Undone: everything is as it was before this import."), {})
        elif done is not None:
            self._tell(_("Written. “Past imports” undoes it until something of it is changed or sent."), done.totals)
        elif course.preview is not None:
            self._tell(_("Rows that will be written: {n}").format(n=dotted(course.will_write())), course.preview.totals)
        self.changed.emit()

    def first(self) -> QWidget:
        """What can be done next; before the writing nothing, so that no key pressed in haste writes."""
        buttons = (self.failures_button, self.undo_button)
        return next((each for each in buttons if each.isVisible()), self)

    def save_failures(self, folder: Path) -> None:
        """Keep the workbook of the rows that were not written in `folder`."""
        done, file = self.course.done, self.course.file
        if done is not None and done.failures is not None and file is not None:
            self.course.ask(copy_out, done.failures, folder, failures_name(file.opened.name), then=self._kept)

    def _kept(self, path: Path) -> None:
        self.saved.setText(_("Kept as {name}. Mend it in Excel, then take it in again.").format(name=path.name))

    def _tell(self, said: str, totals: Mapping[str, int]) -> None:
        self.said.setText(said)
        counted = [counted_label(outcome, totals[outcome]) for outcome in OUTCOMES if totals.get(outcome)]
        every = [counted_label("", totals[ROWS])] if totals else []
        self.totals.setText("\n".join([*every, *counted]))

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.save_failures)

    def _ask_undo(self) -> None:
        ask(self, undo_question(), self.course.undo)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.write_button.setObjectName("main")
        buttons = QHBoxLayout()
        for each in (self.write_button, self.failures_button, self.undo_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        for part in (self.said, self.totals):
            self.room.addWidget(part)
        self.room.addLayout(buttons)
        self.room.addWidget(self.saved)
        self.room.addStretch(1)


def undo_question() -> Question:
    """Asked before an import is undone."""
    return Question(
        _("Undo this import?"),
        _("What it brought is taken away, what it changed is put back as it was."),
        yes=_("&Undo it"),
        no=_("&Leave it"),
    )
