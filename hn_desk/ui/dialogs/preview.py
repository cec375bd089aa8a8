"""A paper as it will be printed: its pages on the screen, printing, keeping it as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pypdfium2
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.paper_file import Paper
from hn_desk.errors import DeskError
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.ui.dialogs.print_job import POINTS_PER_INCH, PrintJob, page_lies, render
from hn_desk.ui.fitting import fit
from hn_desk.ui.widgets.file_dialog import FileDialog

ZOOMS: Final = (0.6, 0.8, 1.0, 1.25, 1.6, 2.0)
SCREEN_DPI: Final = 96
SIZE: Final = (940, 690)
MARGINS: Final = 60
"""What a page's width leaves of the dialog's: frame, scroll bar, air."""


class PreviewDialog(QDialog):
    """Shows a paper; `printed(copies)` and `on_printed` say that it went to a printer or into a file."""

    printed = Signal(int)

    def __init__(self, paper: Paper, on_printed: Callable[[int], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(paper.title)
        fit(self, *SIZE)
        self.paper = paper
        self.printer_name = ""
        """The printer that is offered first; the system's usual one when empty."""
        self._pages: list[QLabel] = []
        self.document = pypdfium2.PdfDocument(paper.pdf)
        self._zoom = _fitting(self.document[0].get_width())
        self.printed.connect(on_printed)
        self.finished.connect(lambda _result: self.document.close())
        self._lay_out()
        self._draw()

    def page_count(self) -> int:
        """How many pages the paper has."""
        return len(self.document)

    def print_to(self, printer: QPrinter) -> None:
        """Draw every page on `printer`, filling its paper, and say so, or why not."""
        job = PrintJob(printer)
        try:
            job.add(self.paper.pdf)
            job.end()
        except DeskError as error:
            self.said.setText(str(error))
            return
        self.printed.emit(job.copies)
        self.said.setText(_("Sent to the printer."))

    def save_into(self, folder: Path) -> None:
        """Keep the paper as a file in `folder` and say so."""
        try:
            path = copy_out(self.paper.pdf, folder, self.paper.name)
        except DeskError as error:
            self.said.setText(str(error))
            return
        self.printed.emit(1)
        self.said.setText(_("Kept as {name}.").format(name=path.name))

    def zoom(self, step: int) -> None:
        """Show the pages larger (1) or smaller (-1)."""
        self._zoom = min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        self._draw()

    def _ask_printer(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self.said.setText(_("No printer is set up on this PC. Save the paper as a file instead."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("HN Desk")
        if self.printer_name:
            printer.setPrinterName(self.printer_name)
        printer.setFullPage(True)
        printer.setPageOrientation(page_lies(self.document, 0))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.show()

    def _ask_folder(self) -> None:
        dialog = FileDialog(self, _("Choose a folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("&Save here"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("&Cancel"))
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("Name:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))
        dialog.fileSelected.connect(lambda folder: self.save_into(Path(folder)))
        dialog.open()

    def _draw(self) -> None:
        scale = ZOOMS[self._zoom] * SCREEN_DPI / POINTS_PER_INCH
        ratio = self.devicePixelRatioF()
        for number, label in enumerate(self._pages):
            picture = QPixmap.fromImage(render(self.document, number, scale * ratio))
            picture.setDevicePixelRatio(ratio)
            label.setPixmap(picture)

    def _lay_out(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setSpacing(12)
        for number in range(self.page_count()):
            label = QLabel(sheet)
            label.setObjectName("page")
            label.setAccessibleName(_("Page {n}").format(n=number + 1))
            self._pages.append(label)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.pages_area = QScrollArea(self)
        self.pages_area.setWidgetResizable(True)
        self.pages_area.setWidget(sheet)
        self.said = QLabel(self)
        self.said.setObjectName("hint")
        self.said.setWordWrap(True)
        row = QHBoxLayout()
        self._button(row, _("&Smaller"), lambda: self.zoom(-1)).setShortcut("Ctrl+-")
        self._button(row, _("&Larger"), lambda: self.zoom(1)).setShortcut("Ctrl++")
        row.addWidget(self.said, 1)
        self.save_button = self._button(row, _("Save as a &file…"), self._ask_folder)
        self.print_button = self._button(row, _("&Print…"), self._ask_printer)
        self.print_button.setShortcut("Ctrl+P")
        self.print_button.setObjectName("main")
        self.close_button = self._button(row, _("&Close"), self.close)
        room = QVBoxLayout(self)
        room.addWidget(self.pages_area, 1)
        room.addLayout(row)

    def _button(self, row: QHBoxLayout, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        row.addWidget(button)
        return button


def _fitting(points: float) -> int:
    """The place in ZOOMS of the largest, up to full size, at which a page so wide fits into the dialog."""
    fits = [zoom for zoom in ZOOMS if zoom <= 1 and points * zoom * SCREEN_DPI / POINTS_PER_INCH <= SIZE[0] - MARGINS]
    return ZOOMS.index(max(fits, default=ZOOMS[0]))
