"""One job at a printer: papers drawn page by page as pictures, each page as it lies; refused when it can't be begun."""

from collections.abc import Sequence
from contextlib import closing
from typing import Final

import pypdfium2
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from hn_desk.errors import DeskError
from hn_desk.i18n import _

PRINT_DPI: Final = 300
POINTS_PER_INCH: Final = 72
_UPRIGHT: Final = QPageLayout.Orientation.Portrait
_WIDE: Final = QPageLayout.Orientation.Landscape


class PrintJob:
    """One job at a printer: papers are drawn one by one and the job ends with those that were."""

    def __init__(self, printer: QPrinter) -> None:
        self.printer = printer
        self._painter = QPainter()

    @property
    def copies(self) -> int:
        """How often each paper leaves the printer."""
        return max(self.printer.copyCount(), 1)

    def add(self, pdf: bytes, pages: Sequence[int] | None = None) -> None:
        """Draw these pages of a PDF, else all, each as it lies; DeskError when it can't: the job prints nothing."""
        try:
            with closing(pypdfium2.PdfDocument(pdf)) as document:
                for number in range(len(document)) if pages is None else pages:
                    self._begin_page(page_lies(document, number))
                    image = render(document, number, PRINT_DPI / POINTS_PER_INCH)
                    self._painter.drawImage(QRectF(0, 0, self.printer.width(), self.printer.height()), image)
        except BaseException:
            self._give_up()
            raise

    def end(self) -> None:
        """Hand the job to the printer. DeskError when it doesn't take it."""
        if self._painter.isActive() and not self._painter.end():
            raise _not_started()

    def _begin_page(self, lies: QPageLayout.Orientation) -> None:
        self.printer.setPageOrientation(lies)
        is_begun = self.printer.newPage() if self._painter.isActive() else self._painter.begin(self.printer)
        if not is_begun:
            raise _not_started()

    def _give_up(self) -> None:
        if self._painter.isActive():
            self.printer.abort()
            self._painter.end()


def page_lies(document: pypdfium2.PdfDocument, number: int) -> QPageLayout.Orientation:
    """Whether a page lies upright or across."""
    width, height = document[number].get_size()
    return _WIDE if width > height else _UPRIGHT


def render(document: pypdfium2.PdfDocument, number: int, scale: float) -> QImage:
    """One page as a picture, `scale` pixels a point."""
    bitmap = document[number].render(scale=scale, prefer_bgrx=True)
    try:
        shown = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return shown.copy()
    finally:
        bitmap.close()


def _not_started() -> DeskError:
    return DeskError(
        _("The printer could not be started: nothing was printed."),
        do=_("Check that it is on and connected, or save as a file instead."),
        reason="printer",
    )
