"""What the city's answers say after they were read in, and a packet's password on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packets import receive
from hn_desk.actions.receiving import is_trust_pack
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit

LARGEST: Final = 50_000_000
SECONDS: Final = 60
"""So long a password stands on the screen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file: its name, whether it was taken, whole sentences."""

    file: str
    is_good: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of several files, which subjects changed by them, the trust pack that is to be looked at first."""

    all: tuple[Answer, ...]
    changed: Changed
    pack: Path | None = None


def read_answers(office: Office, paths: Sequence[Path]) -> Answers:
    """Read the city's files one after another; one that is refused does not keep the others from being read.

    A trust pack is not applied but handed back to be looked at: of several the last by name, which has all of it.
    """
    answers: list[Answer] = []
    subjects: frozenset[str] = frozenset()
    packs: list[Path] = []
    for path in paths:
        try:
            data = files.read_whole(path, LARGEST)
            if is_trust_pack(data):
                packs.append(path)
                continue
            result = receive(office, data)
        except DeskError as error:
            answers.append(Answer(path.name, False, (error.what, error.do) if error.do else (error.what,)))
        else:
            answers.append(Answer(path.name, True, result.lines))
            subjects |= result.changed.subjects
    return Answers(tuple(answers), Changed(subjects), max(packs, key=lambda path: path.name, default=None))


class AnswersDialog(QDialog):
    """Each file with its sentences."""

    def __init__(self, answers: Sequence[Answer], parent: QWidget) -> None:
        super().__init__(parent)
        self.answers = answers
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 640, 380)
        self.close_button = button(_("&Close"), is_main=True)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        room = _room(self)
        room.addWidget(label(_("The city's answers"), "title"))
        room.addWidget(_scrolled(answers), 1)
        room.addLayout(_right(self.close_button))


class PasswordDialog(QDialog):
    """A packet's password, to be read out; never on the clipboard, gone after a minute and when the desk is locked."""

    def __init__(self, number: int, password: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumWidth(480)
        self.left = SECONDS
        self.password = label(password, "figure")
        self.password.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.remaining = label("", "hint")
        self.close_button = button(_("&Hide the password"), is_main=True)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        room = _room(self)
        room.addWidget(label(_("Password of packet {number}").format(number=number), "section"))
        room.addWidget(self.password)
        room.addWidget(
            label(_("It opens this packet only, in Excel or LibreOffice. Never send it the same way as the packet."))
        )
        room.addWidget(self.remaining)
        room.addLayout(_right(self.close_button))
        self._clock = QTimer(self)
        self._clock.setInterval(1_000)
        self._clock.timeout.connect(self.tick)
        self._clock.start()
        self._tell()

    def tick(self) -> None:
        """A second has passed; at the last one the password is gone."""
        self.left -= 1
        if self.left <= 0:
            self.accept()
        else:
            self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the password, whoever hides the dialog; it does not come back when the desk is unlocked."""
        super().hideEvent(event)
        self.password.clear()
        self._clock.stop()
        self.deleteLater()

    def _tell(self) -> None:
        self.remaining.setText(_("It is hidden again in {n} seconds.").format(n=self.left))


def _room(dialog: QDialog) -> QVBoxLayout:
    room = QVBoxLayout(dialog)
    room.setContentsMargins(20, 16, 20, 16)
    room.setSpacing(10)
    return room


def _right(made: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(made)
    return row


def _scrolled(answers: Sequence[Answer]) -> QScrollArea:
    sheet = QWidget()
    sheet.setObjectName("sheet")
    room = QVBoxLayout(sheet)
    room.setContentsMargins(14, 8, 14, 14)
    for answer in answers:
        room.addWidget(label(answer.file, "section"))
        for place, line in enumerate(answer.lines):
            room.addWidget(_line(answer, line, is_first=place == 0))
    room.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(sheet)
    return scroll


def _line(answer: Answer, line: str, *, is_first: bool) -> QLabel:
    if not is_first:
        return label(line)
    return label(f"✓ {line}", "good") if answer.is_good else label(f"✗ {line}", "problem")
