"""Checking a printed paper: a PDF, a scan or a photo is chosen or dropped, or its code is typed; the answer below."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.office import Office
from hn_desk.actions.verifying import Verdict, check_paper, check_typed
from hn_desk.actions.verifying_words import headline, told
from hn_desk.errors import DeskError, InputError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.file_dialog import FileDialog
from hn_desk.ui.widgets.form import Form

LARGEST: Final = 50_000_000


def check_file(office: Office, path: Path) -> tuple[Verdict, ...]:
    """Check the paper in a file."""
    return check_paper(office, files.read_whole(path, LARGEST))


class VerifyPaperDialog(QDialog):
    """`wanted(id)` asks for the record of a paper of this office."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self._office, self._jobs = office, jobs
        self.verdicts: tuple[Verdict, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setAcceptDrops(True)
        fit(self, 680, 560)
        self.choose_button = button(_("&Choose a PDF, a scan or a photo…"))
        self.choose_button.clicked.connect(self._choose)
        self.form = Form(keeps_drafts=False)
        self.form.add("typed", _("&Or type the file code and the random number, or paste the QR's text"), MultiLine())
        self.check_button = self.form.add_button(_("Chec&k"), self._check_typed, is_main=True)
        self.answer = QWidget()
        self.answer.setObjectName("sheet")
        self._lines = QVBoxLayout(self.answer)
        self.open_button = button(_("&Open the record"))
        self.open_button.clicked.connect(self._open)
        self.open_button.hide()
        self.close_button = button(_("C&lose"))
        self.close_button.clicked.connect(self.accept)
        self._lay_out()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file that was dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.check_file(Path(local[0]))

    def check_file(self, path: Path) -> None:
        """Check the paper in a file and show the answer."""
        self._jobs.run(check_file, self._office, path, then=self._show, on_refused=self._refuse)

    def _choose(self) -> None:
        dialog = FileDialog(self, _("A paper to check"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Papers and pictures") + " (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp)")
        dialog.fileSelected.connect(lambda chosen: self.check_file(Path(chosen)))
        dialog.open()

    def _check_typed(self) -> None:
        values = self.form.values()
        if values is not None:
            typed, refused = values["typed"], partial(self._refuse, is_typed=True)
            self._jobs.run(check_typed, self._office, typed, then=self._show, on_refused=refused)

    def _show(self, verdicts: tuple[Verdict, ...]) -> None:
        self.verdicts = verdicts
        self._clear()
        for verdict in verdicts:
            mark, name = ("✓", "good") if verdict.is_good else ("✗", "problem")
            self._put(f"{mark} {headline(verdict)}", name, told(verdict))
        self.open_button.setVisible(len(verdicts) == 1 and verdicts[0].subject is not None)

    def _refuse(self, error: DeskError, *, is_typed: bool = False) -> None:
        self.verdicts = ()
        self._clear()
        self.open_button.hide()
        if is_typed and isinstance(error, InputError):
            self.form.refuse(error)
        else:
            self._put(_("✗ Not accepted: {why}").format(why=error.what), "problem", (error.do,) if error.do else ())

    def _put(self, first: str, name: str, lines: Sequence[str]) -> None:
        self._lines.addWidget(label(first, name))
        for line in lines:
            self._lines.addWidget(label(line))

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _open(self) -> None:
        subject = self.verdicts[0].subject if self.verdicts else None
        if subject is not None:
            self.accept()
            self.wanted.emit(subject.id)

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 16, 20, 16)
        room.setSpacing(10)
        room.addWidget(label(_("Check a printed paper"), "title"))
        room.addWidget(label(_("Nothing leaves this PC, and the answer names nobody.")))
        row = QHBoxLayout()
        row.addWidget(self.choose_button)
        row.addStretch(1)
        room.addLayout(row)
        room.addWidget(self.form)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.answer)
        room.addWidget(scroll, 1)
        low = QHBoxLayout()
        low.addWidget(self.open_button)
        low.addStretch(1)
        low.addWidget(self.close_button)
        room.addLayout(low)
