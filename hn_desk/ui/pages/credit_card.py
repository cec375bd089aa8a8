"""A box that takes a citizen's card (a scanner's burst, a pasted string, a picture) and fills in when told to."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hn_desk.errors import DeskError, InputError
from hn_desk.files import read_whole
from hn_desk.i18n import _
from hn_desk.rules.citizen_card import SEPARATOR, CitizenCard, card_doubts, parse_citizen_qr
from hn_desk.scans import codes_on
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import Choice

LONGEST: Final = 2_000
LARGEST_PICTURE: Final = 30 * 1024 * 1024
Read = Callable[[CitizenCard], Mapping[str, str]]


class CardBox(QFrame):
    """What a card says beside what is typed; `taken` hands the card over once the officer says so.

    Not a field: what stands here is never part of a draft. `shown` are the facts compared, by name and label; `of_card`
    and `typed` give their words.
    """

    taken = Signal(object)
    """`CitizenCard`."""
    compared = Signal()
    """A card stands beside what is typed, below the box."""

    def __init__(self, jobs: Jobs, shown: Sequence[Choice], of_card: Read, typed: Callable[[], Mapping[str, str]]):
        super().__init__()
        self._jobs, self._shown, self._of_card, self._typed = jobs, tuple(shown), of_card, typed
        self._card: CitizenCard | None = None
        self.line = _CardLine(self)
        self.picture = QPushButton(_("Picture…"), self)
        self.take = QPushButton(_("Fill in what the card says"), self)
        self.leave = QPushButton(_("Leave it"), self)
        self._problem = QLabel(self)
        self._beside = QFrame(self)
        self._cells = QGridLayout()
        self._doubts = QLabel(self._beside)
        self._lay_out()
        self._connect()
        self._clear()

    def texts(self) -> list[str]:
        """What the comparison and the line under the box say."""
        labels: Any = self.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def read(self) -> None:
        """Read what stands in the box; the box is emptied, whatever it was."""
        text = self.line.text()
        self.line.setText("")
        if not text.strip():
            return
        try:
            self._show(parse_citizen_qr(text))
        except InputError as error:
            self._refuse(error)

    def read_file(self, path: Path) -> None:
        """Read the card in a picture or a PDF; the picture is kept nowhere."""
        self._jobs.run(card_in_file, path, then=self._show, on_refused=self._refuse)

    def _show(self, card: CitizenCard) -> None:
        self._clear()
        self._card = card
        read, typed = self._of_card(card), self._typed()
        self._write(0, ("", _("On the card"), _("Typed here")))
        for row, (name, label) in enumerate(self._shown, 1):
            is_same = read[name] == typed[name]
            here = typed[name] if is_same or not typed[name] else f"≠ {typed[name]}"
            self._write(row, (label, read[name], here))
        told = [f"⚠ {doubt}" for doubt in card_doubts(card)]
        self._doubts.setText("\n".join((*told, _("A card from before 7/2025 names the ward of that time."))))
        self._beside.show()
        self.take.setFocus()
        self.compared.emit()

    def _write(self, row: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            label = QLabel(text, self._beside)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(column > 0)
            label.setObjectName("label" if column == 0 or row == 0 else "")
            self._cells.addWidget(label, row, column)

    def _refuse(self, error: DeskError) -> None:
        self._clear()
        self._problem.setText(f"✗ {error}")
        self._problem.show()
        self.line.setFocus()

    def _take(self) -> None:
        card = self._card
        self._clear()
        if card is not None:
            self.taken.emit(card)

    def _clear(self) -> None:
        self._card = None
        self._problem.hide()
        self._beside.hide()
        while self._cells.count():
            cell = self._cells.takeAt(0).widget()
            if cell is not None:
                cell.hide()
                cell.deleteLater()

    def _choose(self) -> None:
        wanted = Wanted(
            _("Picture of the card's square code"), _("&Read"), _("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)")
        )
        ask_files(self, wanted, lambda chosen: self.read_file(chosen[0]))

    def _connect(self) -> None:
        self.line.ended.connect(self.read)
        self.picture.clicked.connect(self._choose)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._clear)

    def _lay_out(self) -> None:
        words = QLabel(_("Citizen's card: scan it or paste its code here, or choose a picture of the code"), self)
        words.setObjectName("label")
        words.setWordWrap(True)
        words.setBuddy(self.line)
        self.line.setAccessibleName(words.text())
        self._problem.setObjectName("problem")
        for label in (self._problem, self._doubts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._doubts.setObjectName("hint")
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(words)
        room.addLayout(_beside_each_other((self.line, self.picture), 0))
        room.addWidget(self._problem)
        room.addWidget(self._beside)
        inner = QVBoxLayout(self._beside)
        inner.setContentsMargins(8, 4, 8, 4)
        self._cells.setColumnStretch(1, 1)
        self._cells.setColumnStretch(2, 1)
        inner.addLayout(self._cells)
        inner.addWidget(self._doubts)
        inner.addLayout(_beside_each_other((self.take, self.leave), -1))


class _CardLine(QLineEdit):
    """The line a scanner types into: Enter, a paste or leaving it after a whole burst ends the reading."""

    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with Enter (a scanner sends it last) or once something was pasted."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit()
            return
        super().keyPressEvent(event)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.ended.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End when left with a burst in it: some scanners send a Tab last."""
        super().focusOutEvent(event)
        if SEPARATOR in self.text() and event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.MouseFocusReason,
        ):
            self.ended.emit()


def card_in_file(path: Path) -> CitizenCard:
    """The card whose square code is in a picture or a PDF. StorageError, PacketError, InputError."""
    codes = [text for text in codes_on(read_whole(path, LARGEST_PICTURE)) if SEPARATOR in text]
    if not codes:
        raise InputError(
            _("No square code of a citizen's card was found in this picture."),
            do=_("Take the picture straight, near and in good light, or scan the code."),
        )
    return parse_citizen_qr(codes[0])


def _beside_each_other(widgets: Sequence[QWidget], wide: int) -> QHBoxLayout:
    """Widgets in a line, the one at `wide` taking the room left; the end of the line takes it for -1."""
    line = QHBoxLayout()
    for place, widget in enumerate(widgets):
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
        line.addWidget(widget, 1 if place == wide else 0)
    if wide < 0:
        line.addStretch(1)
    return line
