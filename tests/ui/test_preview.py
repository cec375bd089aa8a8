"""A paper is shown as it will be printed, printed on a printer, kept as a file, and every copy is told."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import print_form
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import ZOOMS, PreviewDialog
from tests.actions import credit_samples as samples
from tests.ui.conftest import Show


@pytest.fixture
def upright(office: Office) -> Paper:
    return print_form(office, samples.presented(office))


@pytest.fixture
def wide(office: Office) -> Paper:
    subject, _lines = samples.presented_list(office, samples.MAN)
    return print_form(office, subject)


def shown(paper: Paper, copies: list[int], show: Show) -> PreviewDialog:
    """A preview over a window, telling its copies into `copies`."""
    below = QWidget()
    show(below)
    dialog = PreviewDialog(paper, copies.append, below)
    dialog.open()
    hands.wait_until(dialog.isVisible)
    return dialog


def pages_of(dialog: PreviewDialog) -> list[QLabel]:
    labels: Any = dialog.findChildren(QLabel)
    return [label for label in labels if label.objectName() == "page"]


def widths(dialog: PreviewDialog) -> list[int]:
    return [page.pixmap().width() for page in pages_of(dialog)]


def test_every_page_is_drawn_with_something_on_it(upright: Paper, show: Show) -> None:
    dialog = shown(upright, [], show)
    assert len(widths(dialog)) == dialog.page_count() == len(pypdfium2.PdfDocument(upright.pdf))
    image = pages_of(dialog)[0].pixmap().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 2
    dialog.close()


def test_larger_and_smaller_stay_within_bounds(upright: Paper, show: Show) -> None:
    dialog = shown(upright, [], show)
    start = widths(dialog)[0]
    hands.press(hands.button(dialog, "Larger"))
    assert widths(dialog)[0] > start
    for _press in ZOOMS * 2:
        hands.press(hands.button(dialog, "Smaller"))
    assert abs(widths(dialog)[0] - start * ZOOMS[0]) < 3
    dialog.close()


@pytest.mark.parametrize("kind", ["upright", "wide"])
def test_a_page_fits_into_the_window_at_first(kind: str, request: pytest.FixtureRequest, show: Show) -> None:
    dialog = shown(request.getfixturevalue(kind), [], show)
    assert widths(dialog)[0] <= dialog.pages_area.viewport().width()
    dialog.close()


def test_a_file_is_kept_whole_and_counted(upright: Paper, show: Show, tmp_path: Path) -> None:
    copies: list[int] = []
    dialog = shown(upright, copies, show)
    dialog.save_into(tmp_path)
    assert (tmp_path / upright.name).read_bytes() == upright.pdf
    assert copies == [1]
    assert upright.name in dialog.said.text()
    dialog.close()


def test_a_folder_that_is_gone_is_said_and_nothing_counted(upright: Paper, show: Show, tmp_path: Path) -> None:
    copies: list[int] = []
    dialog = shown(upright, copies, show)
    dialog.save_into(tmp_path / "gone")
    assert dialog.said.text()
    assert copies == []
    dialog.close()


def test_printing_draws_all_pages_and_counts_the_copies(upright: Paper, show: Show, tmp_path: Path) -> None:
    copies: list[int] = []
    dialog = shown(upright, copies, show)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.print_to(printer)
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == dialog.page_count()
    assert copies == [1]
    dialog.close()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_started_is_said_and_nothing_counted(
    upright: Paper, show: Show, tmp_path: Path
) -> None:
    copies: list[int] = []
    dialog = shown(upright, copies, show)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "printed.pdf"))
    dialog.print_to(printer)
    assert copies == []
    assert dialog.said.text().startswith("The printer could not be started: nothing was printed.")
    dialog.close()


def test_a_pc_without_a_printer_says_what_to_do(upright: Paper, show: Show) -> None:
    assert QPrinterInfo.availablePrinterNames() == []
    dialog = shown(upright, [], show)
    hands.press(dialog.print_button)
    assert dialog.said.text() == "No printer is set up on this PC. Save the paper as a file instead."
    dialog.close()


def test_the_folder_is_asked_in_own_words(upright: Paper, show: Show, tmp_path: Path) -> None:
    copies: list[int] = []
    dialog = shown(upright, copies, show)
    hands.press(dialog.save_button)
    asked: Any = dialog.findChildren(QFileDialog)
    (folders,) = asked
    assert folders.labelText(QFileDialog.DialogLabel.Accept) == "&Save here"
    folders.fileSelected.emit(str(tmp_path))
    folders.close()
    assert (tmp_path / upright.name).exists()
    dialog.close()


def test_the_title_names_nobody(upright: Paper, show: Show) -> None:
    dialog = shown(upright, [], show)
    assert "Bình" not in dialog.windowTitle()
    assert "Bình" not in upright.name
    dialog.close()
