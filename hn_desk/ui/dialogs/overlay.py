"""Printing the office's confirmation onto a form of others: which form, which printer, how far the print is moved."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import note_printed, print_overlay
from hn_desk.actions.printer_shifts import MOST_MM, Shift, keep_shift, overlay_spots, position_test, printer_shift
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.millimetres import MillimetreField

OVERLAY = "overlay"
FILE = "file"
"""Instead of a printer's name: the paper is saved as a file and printed elsewhere."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    spot: str
    printer: str
    shift: Shift


class OverlayDialog(QDialog):
    """A form, a printer and its shift; the test print first, then the confirmation."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, application_id: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 720, 380)
        self.office, self.jobs, self.application_id = office, jobs, application_id
        self.form = Form(keeps_drafts=False)
        what = QLabel(_("Print the office's confirmation onto a form of others"), self)
        what.setObjectName("section")
        what.setContentsMargins(16, 12, 16, 4)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(what)
        room.addWidget(self.form, 1)
        self._ask()
        self.form.add_button(_("&Close"), self.reject)
        self.test_button = self.form.add_button(_("Position &test…"), self._test)
        self.print_button = self.form.add_button(_("&Print onto the form…"), self._print, is_main=True)
        self._printer_chosen()

    def _ask(self) -> None:
        spots = [(spot.code, spot.label) for spot in overlay_spots(self.office)]
        usual = QPrinterInfo.defaultPrinterName() or FILE
        self.form.add("spot", _("Printed &upon"), ChoiceField(spots, has_empty=False))
        printers = [(name, name) for name in QPrinterInfo.availablePrinterNames()]
        printers.append((FILE, _("A file, printed elsewhere")))
        self.printer = self.form.beside("printer", _("P&rinter"), ChoiceField(printers, has_empty=False))
        self.printer.edited.connect(self._printer_chosen)
        self.form.add("right", _("Move to the ri&ght (mm)"), MillimetreField(most=MOST_MM))
        self.form.beside("down", _("Move &down (mm)"), MillimetreField(most=MOST_MM))
        hint = QLabel(
            _(
                "Print the position test on an empty sheet first and measure it. Printed too far to the right or too "
                "low: type the millimetres with a minus. They are kept for each printer."
            ),
            self,
        )
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        self.form.add_widget(hint)
        self.form.put({"spot": spots[0][0], "printer": usual})

    def _printer_chosen(self) -> None:
        shift = self._kept_shift(self.form.field("printer").value()) or Shift()
        self.form.field("right").put(shift.right)
        self.form.field("down").put(shift.down)

    def _chosen(self) -> _Chosen | None:
        values = self.form.values()
        if values is None:
            return None
        return _Chosen(values["spot"], values["printer"], Shift(values["right"], values["down"]))

    def _test(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._keep(chosen)
            call = (position_test, self.office, chosen.spot, chosen.shift)
            self.jobs.run(*call, then=partial(self._preview, chosen, False), on_refused=self.form.refuse)

    def _print(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._keep(chosen)
            call = (print_overlay, self.office, self.application_id, chosen.spot, chosen.shift)
            self.jobs.run(*call, then=partial(self._preview, chosen, True), on_refused=self.form.refuse)

    def _keep(self, chosen: _Chosen) -> None:
        if self._kept_shift(chosen.printer) not in (None, chosen.shift):
            self.jobs.run(keep_shift, self.office, chosen.printer, chosen.shift, on_refused=self.form.refuse)

    def _kept_shift(self, printer: str) -> Shift | None:
        """How far the printer's print was moved last; None, with the reason said, when that can't be read."""
        try:
            return printer_shift(self.office.folder, printer)
        except StorageError as error:
            self.form.refuse(error)
            return None

    def _preview(self, chosen: _Chosen, is_counted: bool, paper: Paper) -> None:
        dialog = PreviewDialog(paper, self._printed if is_counted else _not_counted, self)
        dialog.printer_name = "" if chosen.printer == FILE else chosen.printer
        told = [_("Put the form into the printer; print at full size, not fitted to the page.")]
        if paper.is_provisional:
            told.append(_("The layout is provisional until the official form is installed."))
        dialog.said.setText(" ".join(told))
        dialog.open()

    def _printed(self, copies: int) -> None:
        self.jobs.run(partial(note_printed, copies=copies), self.office, OVERLAY, self.application_id)


def _not_counted(_copies: int) -> None:
    """A test print is no paper of any file."""
