"""The photos of an event as thumbnails: added from files or dropped, several at once; opened large."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hn_desk.actions.evidence import EvidenceRow, evidence_of, keep_evidence
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.evidence import EvidenceDialog
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files
from hn_desk.ui.jobs import Jobs

THUMBNAIL: Final = QSize(120, 96)
CELL: Final = QSize(140, 132)
BESIDE: Final = 4
"""Thumbnails that stand beside each other in half a window."""
AROUND: Final = 10
LETTERS: Final = 18
"""Letters of a note that stand under a thumbnail."""


class EvidenceStrip(QWidget):
    """Thumbnails of one event, `show_event` first; Enter or a double click opens one large."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs = office, jobs
        self._event_id = ""
        self._reading: list[str] = []
        self._refused: list[str] = []
        self._rows: tuple[EvidenceRow, ...] = ()
        self.dialog: EvidenceDialog | None = None
        self.words = QLabel(self)
        self.words.setObjectName("hint")
        self.words.setWordWrap(True)
        self.problem = QLabel(self)
        self.problem.setObjectName("problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.pictures = _thumbnails(self)
        self.pictures.itemActivated.connect(lambda _item: self._open())
        self.pictures.currentRowChanged.connect(lambda _row: self._offer())
        self.add_button = _button(_("Add &photos…"), self._ask_files)
        self.open_button = _button(_("Open the photo"), self._open)
        for target in (self, self.pictures.viewport()):
            FileDrop(target).dropped.connect(self.add_files)
        self._lay_out()
        self.show_none("")

    def show_event(self, event_id: str) -> None:
        """Show the photos of an event that was held."""
        if event_id != self._event_id:
            self._tell_refused(())
        self._event_id = event_id
        self._rows = ()
        self.pictures.clear()
        self.reload()

    def show_none(self, why: str) -> None:
        """Show no photos, and the sentence why none can be added."""
        self._event_id, self._rows = "", ()
        self.pictures.clear()
        self._tell_refused(())
        self.words.setText(why)
        self._offer()

    def reload(self) -> None:
        """Ask for the photos of the event shown."""
        if self._event_id:
            self._jobs.run_latest("evidence", evidence_of, self._office, self._event_id, then=self._put)

    def rows(self) -> tuple[EvidenceRow, ...]:
        """The photos shown."""
        return self._rows

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Keep the photo in each of these files; those that can't be kept are named with the reason."""
        if not self._may_add():
            return
        self._tell_refused(())
        self._reading = [path.name for path in paths]
        for path in paths:
            call = (keep_evidence, self._office, self._event_id, path)
            self._jobs.run(*call, then=partial(self._kept, path.name), on_refused=partial(self._refuse, path.name))
        self._offer()

    def _put(self, rows: tuple[EvidenceRow, ...]) -> None:
        place = max(self.pictures.currentRow(), 0)
        self._rows = rows
        self.pictures.blockSignals(True)
        self.pictures.clear()
        for row in rows:
            self.pictures.addItem(_item(row))
        self.pictures.setCurrentRow(min(place, len(rows) - 1))
        self.pictures.blockSignals(False)
        self.pictures.setFixedHeight((1 if len(rows) <= BESIDE else 2) * CELL.height() + AROUND)
        self._offer()

    def _kept(self, name: str, _changed: Changed) -> None:
        self._read(name)

    def _refuse(self, name: str, error: DeskError) -> None:
        self._tell_refused((*self._refused, f"{name}: {error}"))
        self._read(name)

    def _read(self, name: str) -> None:
        if name in self._reading:
            self._reading.remove(name)
        if not self._reading:
            self.reload()
        self._offer()

    def _tell_refused(self, sentences: tuple[str, ...]) -> None:
        self._refused = list(sentences)
        self.problem.setText("\n".join(f"✗ {sentence}" for sentence in sentences))
        self.problem.setVisible(bool(sentences))

    def _offer(self) -> None:
        self.pictures.setVisible(bool(self._event_id))
        self.add_button.setVisible(self._may_add())
        self.add_button.setEnabled(not self._reading)
        self.open_button.setVisible(bool(self._rows))
        self.open_button.setEnabled(self.pictures.currentRow() >= 0)
        if self._event_id:
            self.words.setText(self._counted())

    def _counted(self) -> str:
        if self._reading:
            return _("Photos being read: {n}").format(n=len(self._reading))
        most = self._office.book.evidence.on(self._office.today()).most_pictures
        return _(
            "Photos: {n} of at most {most}. Files can be dropped here too; day, place and camera are left out."
        ).format(n=len(self._rows), most=most)

    def _may_add(self) -> bool:
        return bool(self._event_id) and self._office.may("outreach.write")

    def _ask_files(self) -> None:
        kinds = _("Photos and scans (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)")
        ask_files(self, Wanted(_("Choose the photos"), _("&Open"), kinds), self.add_files)

    def _open(self) -> None:
        place = self.pictures.currentRow()
        if 0 <= place < len(self._rows):
            self.dialog = EvidenceDialog(self.window(), self._office, self._jobs, self._rows[place])
            self.dialog.finished.connect(lambda _code: self.reload())
            self.dialog.open()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_button, self.open_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(6)
        for widget in (self.words, self.pictures, self.problem):
            room.addWidget(widget)
        room.addLayout(buttons)


def _thumbnails(parent: QWidget) -> QListWidget:
    pictures = QListWidget(parent)
    pictures.setViewMode(QListView.ViewMode.IconMode)
    pictures.setMovement(QListView.Movement.Static)
    pictures.setResizeMode(QListView.ResizeMode.Adjust)
    pictures.setWrapping(True)
    pictures.setIconSize(THUMBNAIL)
    pictures.setGridSize(CELL)
    pictures.setAccessibleName(_("Photos of the event"))
    return pictures


def _item(row: EvidenceRow) -> QListWidgetItem:
    picture = QPixmap()
    picture.loadFromData(row.thumbnail)
    note = row.note or _("(no note)")
    item = QListWidgetItem(QIcon(picture), note if len(note) <= LETTERS else f"{note[: LETTERS - 1]}…")
    item.setToolTip(note)
    return item


def _button(words: str, pressed: object) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(pressed)
    return button
