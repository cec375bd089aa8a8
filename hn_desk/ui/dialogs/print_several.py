"""Several papers as one print job or one PDF: drawn with progress, stopped at any paper, each printed one logged."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.batch import draw_several, note_several
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Papers
from hn_desk.errors import DeskError
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.paper_choice import Paper, PaperChoice
from hn_desk.ui.dialogs.print_job import PrintJob
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.progress import Progress
from hn_desk.ui.widgets.form import Form

SIZE: Final = (820, 600)


class PrintSeveralDialog(QDialog):
    """Papers to tick; `printed(Changed)` once those that left the printer are logged."""

    printed = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, papers: Sequence[Paper]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs = office, jobs
        self._pdf = b""
        self._waiting: list[tuple[Subject, range]] = []
        self.done_papers: list[Subject] = []
        self._job: PrintJob | None = None
        self._is_stopped = False
        self.form = Form(keeps_drafts=False)
        self.papers = PaperChoice(papers)
        self.said = QLabel(self)
        self.progress = Progress(self)
        self._fill()
        jobs.progress.connect(self.progress.show_progress)
        self.progress.cancelled.connect(self.stop)

    def print_to(self, printer: QPrinter) -> None:
        """Draw the ticked papers, then print them on `printer` as one job."""
        self._draw(partial(self._begin, PrintJob(printer)))

    def save_into(self, folder: Path) -> None:
        """Draw the ticked papers and keep them as one PDF in `folder`; all or none."""
        self._draw(partial(self._save, folder))

    def stop(self) -> None:
        """Stop after the paper that is being drawn: what is printed by then stays printed."""
        self._is_stopped = True
        self._jobs.cancel()

    def reject(self) -> None:
        """Close; while papers are printed, stop them first."""
        if self.close_button.isEnabled():
            super().reject()
        else:
            self.stop()

    def _fill(self) -> None:
        self.form.section(_("Which of these are printed?"))
        self.papers.list.setMinimumHeight(340)
        self.form.add_widget(self.papers)
        self.said.setObjectName("hint")
        self.said.setWordWrap(True)
        self.form.add_widget(self.said)
        self.print_button = self.form.add_button(_("&Print…"), self._ask_printer, is_main=True)
        self.save_button = self.form.add_button(_("Save as one &file…"), self._ask_folder)
        self.close_button = self.form.add_button(_("&Close"), self.reject)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form, 1)
        room.addWidget(self.progress)

    def _ask_printer(self) -> None:
        if not self._has_chosen():
            return
        if not QPrinterInfo.availablePrinterNames():
            self.said.setText(_("No printer is set up on this PC. Save the papers as a file instead."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("HN Desk")
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.show()

    def _ask_folder(self) -> None:
        if self._has_chosen():
            ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.save_into)

    def _has_chosen(self) -> bool:
        if not self.papers.chosen():
            self.form.refuse(DeskError(_("Nothing is chosen."), do=_("Tick the papers that are printed.")))
            return False
        return True

    def _draw(self, then: Callable[[Papers], object]) -> None:
        self._is_stopped = False
        self._hold(is_held=True)
        chosen = self.papers.chosen()
        take = partial(self._take, chosen, then)
        self._jobs.run_long(draw_several, self._office, chosen, then=take, on_refused=self._refused)

    def _take(self, chosen: Sequence[Subject], then: Callable[[Papers], object], drawn: Papers) -> None:
        self._waiting, self.done_papers = list(zip(chosen, drawn.pages(), strict=True)), []
        then(drawn)

    def _begin(self, job: PrintJob, drawn: Papers) -> None:
        self._job, self._pdf = job, drawn.pdf
        self._next()

    def _next(self) -> None:
        """Print one paper, let the officer press Stop, go on; end after the last one."""
        assert self._job is not None, "a job was begun"
        try:
            if self._waiting and not self._is_stopped:
                subject, pages = self._waiting.pop(0)
                self._job.add(self._pdf, pages)
                self.done_papers.append(subject)
                self.progress.show_progress(len(self.done_papers), len(self.done_papers) + len(self._waiting))
                QTimer.singleShot(0, self._next)
                return
            self._job.end()
        except DeskError as error:
            self.done_papers = []
            self._refused(error)
            return
        self._note(self._job.copies)

    def _save(self, folder: Path, drawn: Papers) -> None:
        try:
            path = copy_out(drawn.pdf, folder, drawn.name)
        except DeskError as error:
            self._refused(error)
            return
        self.done_papers, self._waiting = [subject for subject, _pages in self._waiting], []
        self._note(1)
        self.said.setText(_("Kept as {name}.").format(name=path.name))

    def _note(self, copies: int) -> None:
        left = len(self._waiting)
        words = _("{n} papers were printed.").format(n=len(self.done_papers))
        if left:
            words = f"{words} {_('{n} were not.').format(n=left)}"
        self.said.setText(words)
        if not self.done_papers:
            self._hold(is_held=False)
            return
        note = partial(note_several, copies=copies)
        self._jobs.run(note, self._office, tuple(self.done_papers), then=self._noted, on_refused=self._refused)

    def _noted(self, changed: Changed) -> None:
        self._hold(is_held=False)
        self.printed.emit(changed)

    def _refused(self, error: DeskError) -> None:
        self._hold(is_held=False)
        self.said.setText("")
        self.form.refuse(error)

    def _hold(self, *, is_held: bool) -> None:
        for button in (self.print_button, self.save_button, self.close_button):
            button.setEnabled(not is_held)
        if not is_held:
            self._pdf = b""
            self.progress.hide()
