"""One photo of an event, large: its note, taking it away."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QWidget

from hn_desk.actions.evidence import EvidenceDraft, EvidenceRow, describe_evidence, open_evidence, remove_evidence
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask_reason

SIZE: Final = QSize(1080, 640)
LEAST: Final = QSize(320, 240)
FORM_WIDTH: Final = 340
LONGEST_NOTE: Final = 200


class EvidenceDialog(QDialog):
    """The photo at the left, fitted to the room there is; what is said of it at the right."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, row: EvidenceRow) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, SIZE.width(), SIZE.height())
        self._office, self._jobs, self._row = office, jobs, row
        self.picture = _Fitted(self)
        self.form = Form(keeps_drafts=False)
        self.form.setFixedWidth(FORM_WIDTH)
        self._fill()
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.picture, 1)
        room.addWidget(self.form)
        jobs.run(_read, office, row.id, then=self.picture.put, on_refused=self.form.refuse)

    def _fill(self) -> None:
        may = self._office.may("outreach.write")
        self.form.section(_("Photo of the event"))
        self.form.add("note", _("&Note"), TextField(most=LONGEST_NOTE))
        stays = QLabel(_("Photos stay in the office's encrypted database; no packet carries them."))
        stays.setObjectName("hint")
        stays.setWordWrap(True)
        self.form.add_widget(stays)
        self.form.put({"note": self._row.note})
        self.form.lock(is_locked=not may)
        self.remove_button = self.form.add_button(_("&Remove…"), self._ask_remove)
        self.close_button = self.form.add_button(_("&Close"), self.accept)
        self.save_button = self.form.add_button(_("&Save"), self._save, is_main=True)
        for button in (self.remove_button, self.save_button):
            button.setVisible(may)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = EvidenceDraft(self._row.id, self._row.version, **values)
            self._jobs.run(describe_evidence, self._office, draft, then=self._done, on_refused=self.form.refuse)

    def _ask_remove(self) -> None:
        question = Question(
            _("Why is this photo taken away?"), _("It can't be brought back."), _("&Remove it"), _("&Cancel")
        )
        ask_reason(self, question, partial(self._remove, self._row.id))

    def _remove(self, id_: str, why: str) -> None:
        self._jobs.run(remove_evidence, self._office, id_, why, then=self._done, on_refused=self.form.refuse)

    def _done(self, _changed: Changed) -> None:
        self.accept()


class _Fitted(QLabel):
    """A picture as large as the room allows, never larger than it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(_("Photo of the event"))

    def put(self, picture: QImage) -> None:
        """Show this picture."""
        self._whole = QPixmap.fromImage(picture)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            return
        room = self.contentsRect().size().boundedTo(self._whole.size())
        kept = Qt.AspectRatioMode.KeepAspectRatio
        self.setPixmap(self._whole.scaled(room, kept, Qt.TransformationMode.SmoothTransformation))


def _read(office: Office, evidence_id: str) -> QImage:
    """Read and decode one photo, on the worker's thread."""
    return QImage.fromData(open_evidence(office, evidence_id))
