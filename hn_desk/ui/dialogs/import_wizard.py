"""Taking in a workbook in six steps, each with a way back; nothing is written before the last."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.actions.import_rights import importable
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui import theme
from hn_desk.ui.dialogs.import_steps.check_step import CheckStep
from hn_desk.ui.dialogs.import_steps.columns_step import ColumnsStep
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.encoding_step import EncodingStep
from hn_desk.ui.dialogs.import_steps.file_step import FileStep
from hn_desk.ui.dialogs.import_steps.sheet_step import SheetStep
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.import_steps.write_step import WriteStep
from hn_desk.ui.dialogs.packet_words import button
from hn_desk.ui.dialogs.past_imports import PastImports
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.progress import Progress
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.shortcuts import bind
from hn_desk.ui.widgets.summary import Summary

_LARGEST: Final = (1320, 740)
_AROUND: Final = (24, 48)
_HERE: Final = f"color: {theme.ACCENT_DARK}; font-weight: bold;"
_ELSEWHERE: Final = f"color: {theme.QUIET};"


class ImportWizard(QDialog):
    """`written(Changed)` after the writing, and again when it was undone here."""

    written = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, subject: str, *, is_only: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.course = Course(self, office, jobs, subject)
        self.file = FileStep(self.course, (subject,) if is_only else importable(office))
        self.sheet = SheetStep(self.course)
        self.encoding = EncodingStep(self.course)
        self.columns = ColumnsStep(self.course)
        self.check = CheckStep(self.course)
        self.write = WriteStep(self.course)
        self.steps = (self.file, self.sheet, self.encoding, self.columns, self.check, self.write)
        self.stack = QStackedWidget(self)
        self.places = [QLabel(self) for _step in self.steps]
        self.summary = Summary(self)
        self.progress = Progress(self)
        self.past_button = button(_("&Past imports…"))
        self.back_button = button(_("&Back"))
        self.next_button = button(_("&Next"), is_main=True)
        self.close_button = button(_("&Close"))
        self._is_leaving = False
        self._lay_out()
        self._connect()
        self._fit()
        self.go(0)

    def choose(self, path: Path) -> None:
        """Begin with this file."""
        self.file.choose(path)

    def go(self, place: int) -> None:
        """Show a step."""
        self.summary.forget()
        self.stack.setCurrentIndex(place)
        self.steps[place].enter()
        self._mark()
        self.steps[place].first().setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.stack.currentIndex()]

    def reject(self) -> None:
        """Close; asks first when what was chosen and mended here would be lost, and waits while rows are written."""
        if self.course.is_writing:
            self.summary.show_mistakes(_("The rows are being written. Wait until it is done, or stop it first."), ())
            return
        if self._is_leaving or not self.course.is_begun():
            self.course.end()
            super().reject()
            return
        question = Question(
            _("Close without writing anything?"),
            _("What was chosen and mended here is lost; the file stays as it is."),
            yes=_("&Close it"),
            no=_("&Go on"),
        )
        ask(self, question, self._leave)

    def _leave(self) -> None:
        self._is_leaving = True
        self.reject()

    def _next(self) -> None:
        place = self.stack.currentIndex()
        if self.next_button.isEnabled() and place < len(self.steps) - 1:
            self.go(place + 1)

    def _back(self) -> None:
        if self.back_button.isEnabled():
            self.go(self.stack.currentIndex() - 1)

    def _mark(self) -> None:
        """Say which step this is, and where one may go."""
        place, is_done = self.stack.currentIndex(), self.course.done is not None
        for number, (title, where) in enumerate(zip(_titles(), self.places, strict=True)):
            where.setText(f"{'✓ ' if number < place else ''}{number + 1}. {title}")
            where.setStyleSheet(_HERE if number == place else _ELSEWHERE)
        is_last = place == len(self.steps) - 1
        self.back_button.setEnabled(place > 0 and not is_done and not self.course.is_writing)
        self.next_button.setVisible(not is_last)
        self.next_button.setEnabled(self.step().is_ready())
        self.past_button.setEnabled(not self.course.is_writing)

    def _refused(self, error: DeskError | None) -> None:
        if error is None:
            self.summary.forget()
        else:
            self.summary.show_mistakes(str(error), ())

    def _written(self, changed: Changed) -> None:
        self.summary.forget()
        self.written.emit(changed)

    def _show_past(self) -> None:
        PastImports(self, self.course.office, self.course.jobs, self.course.subject).open()

    def _connect(self) -> None:
        jobs = self.course.jobs
        jobs.progress.connect(self.progress.show_progress)
        jobs.busy.connect(self.progress.show_busy)
        self.progress.cancelled.connect(jobs.cancel)
        self.course.refused.connect(self._refused)
        self.course.written.connect(self._written)
        self.course.moved.connect(self._mark)
        for step in self.steps:
            step.changed.connect(self._mark)
        self.past_button.clicked.connect(self._show_past)
        self.back_button.clicked.connect(self._back)
        self.next_button.clicked.connect(self._next)
        self.close_button.clicked.connect(self.reject)
        bind(self.next_button, "Ctrl+Return", self)
        bind(self.back_button, "Alt+Left", self)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(18)
        for place in self.places:
            where.addWidget(place, 0, Qt.AlignmentFlag.AlignVCenter)
        where.addStretch(1)
        for step in self.steps:
            self.stack.addWidget(step)
        buttons = QHBoxLayout()
        buttons.addWidget(self.past_button)
        buttons.addStretch(1)
        for each in (self.back_button, self.next_button, self.close_button):
            buttons.addWidget(each)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 10, 16, 12)
        room.setSpacing(6)
        room.addLayout(where)
        for part in (self.summary, self.stack, self.progress):
            room.addWidget(part, int(part is self.stack))
        room.addLayout(buttons)

    def _fit(self) -> None:
        """As large as the window behind leaves room for."""
        parent = self.parentWidget()
        behind = parent.window() if parent else self
        width, height = behind.width() - _AROUND[0], behind.height() - _AROUND[1]
        self.resize(max(min(_LARGEST[0], width), 760), max(min(_LARGEST[1], height), 460))


def _titles() -> tuple[str, ...]:
    return _("File"), _("List in the file"), _("Letters"), _("Columns"), _("Check"), _("Writing")
