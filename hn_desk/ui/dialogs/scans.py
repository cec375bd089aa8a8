"""The scans of a signed paper: attached, looked at in the window, taken away again with a reason."""

from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import pypdfium2
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.scan_keeping import KeptScan, ScanRow, keep_scan, open_scan, remove_scan, scans_of
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files
from hn_desk.ui.dialogs.preview import SCREEN_DPI
from hn_desk.ui.dialogs.print_job import POINTS_PER_INCH, render
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask_reason
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

SIZE: Final = (1000, 660)
WIDTH: Final = 640
"""How wide a page is shown, in dots of the screen."""
KIB: Final = 1024


class ScansDialog(QDialog):
    """The scans on the left, the one that is shown on the right; nothing of them is ever written to a file."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, subject: Subject) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs, self._subject = office, jobs, subject
        self.form = Form(keeps_drafts=False)
        self.scans = SmallTable(_columns())
        self.none = QLabel(_("No scan of this paper is kept yet."))
        self.pages: list[QLabel] = []
        self._fill()
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form, 2)
        room.addWidget(self._viewer(), 3)
        self._read()

    def attach(self, path: Path) -> None:
        """Keep the scan in this file."""
        self._hold(is_held=True)
        call = (keep_scan, self._office, self._subject, path)
        self._jobs.run(*call, then=self._attached, on_refused=self._refused)

    def _fill(self) -> None:
        may = self._office.may("credit.record_signature")
        self.form.section(_("Scans of the signed paper"))
        self.none.setObjectName("hint")
        self.none.setWordWrap(True)
        self.form.add_widget(self.none)
        self.scans.setMinimumHeight(160)
        self.scans.chosen.connect(self._chose)
        self.scans.opened.connect(lambda _row: self._show())
        self.form.add_widget(self.scans)
        self.attach_button = self.form.add_button(_("&Attach a scan…"), self._ask_file, is_main=True)
        self.show_button = self.form.add_button(_("&Show"), self._show)
        self.remove_button = self.form.add_button(_("&Remove…"), self._ask_remove)
        self.form.add_button(_("&Close"), self.accept)
        self.attach_button.setVisible(may)
        self.remove_button.setVisible(may)

    def _viewer(self) -> QScrollArea:
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self._clear()
        return self.area

    def _clear(self) -> QVBoxLayout:
        """An empty sheet for pages."""
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setSpacing(12)
        self.pages = []
        self.area.setWidget(sheet)
        return column

    def _read(self) -> None:
        self._jobs.run_latest("scans", scans_of, self._office, self._subject, then=self._put)

    def _put(self, rows: tuple[ScanRow, ...]) -> None:
        self.scans.put(rows)
        self.none.setVisible(not rows)
        self._chose(self.scans.chosen_row())

    def _chose(self, row: ScanRow | None) -> None:
        self.show_button.setEnabled(row is not None)
        self.remove_button.setEnabled(row is not None)

    def _ask_file(self) -> None:
        kinds = _("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp)")
        ask_files(self, Wanted(_("Choose the scan"), _("&Open"), kinds), lambda found: self.attach(found[0]))

    def _attached(self, changed: Changed) -> None:
        self._hold(is_held=False)
        self.form.summary.forget()
        self._read()
        QTimer.singleShot(0, partial(self.scans.choose, changed.id))

    def _hold(self, *, is_held: bool) -> None:
        self.attach_button.setEnabled(not is_held)

    def _show(self) -> None:
        row = self.scans.chosen_row()
        if row is not None:
            self._jobs.run(open_scan, self._office, row.id, then=self._shown, on_refused=self._refused)

    def _shown(self, scan: KeptScan) -> None:
        column = self._clear()
        for number, picture in enumerate(_pictures(scan), 1):
            label = QLabel()
            label.setObjectName("page")
            label.setAccessibleName(_("Page {n}").format(n=number))
            label.setPixmap(picture)
            self.pages.append(label)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _ask_remove(self) -> None:
        row = self.scans.chosen_row()
        if row is not None:
            question = Question(_("Why is this scan taken away?"), _at(row), _("&Remove it"), _("&Cancel"))
            ask_reason(self, question, partial(self._remove, row.id))

    def _remove(self, scan_id: str, why: str) -> None:
        self._jobs.run(remove_scan, self._office, scan_id, why, then=self._removed, on_refused=self._refused)

    def _removed(self, _changed: Changed) -> None:
        self._clear()
        self._read()

    def _refused(self, error: DeskError) -> None:
        self._hold(is_held=False)
        self.form.refuse(error)


def _pictures(scan: KeptScan) -> list[QPixmap]:
    if not scan.is_pdf:
        return [_fitted(QImage.fromData(scan.content))]
    with closing(pypdfium2.PdfDocument(scan.content)) as document:
        scale = SCREEN_DPI / POINTS_PER_INCH
        return [_fitted(render(document, number, scale)) for number in range(len(document))]


def _fitted(picture: QImage) -> QPixmap:
    shown = picture
    if picture.width() > WIDTH:
        shown = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    return QPixmap.fromImage(shown)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Kept on"), _at, letters=16),
        Column(_("Kind"), lambda row: row.kind.upper(), letters=6),
        Column(_("Size"), lambda row: _("{n} KB").format(n=max(row.bytes // KIB, 1)), letters=8, is_number=True),
    )


def _at(row: ScanRow) -> str:
    local = datetime.fromisoformat(row.at).astimezone()
    return f"{format_date(local.date())} {local:%H:%M}"
