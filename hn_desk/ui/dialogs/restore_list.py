"""The list of what must be typed again after a restore: ticked off line by line, printed or kept as a page."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.restoring_list import REST, LostList, finish_lost, lost_list, read_rest, tick_lost
from hn_desk.actions.restoring_lost import LostItem, kind_words, subject_words
from hn_desk.actions.restoring_page import lost_lines, lost_page, rest_words
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs

_SIZE: Final = (900, 640)


class LostDialog(QDialog):
    """Every record with the fields to type; a tick says that it is typed."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._jobs = office, jobs
        self.ticks: dict[str, QCheckBox] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *_SIZE)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.problem = label("", "problem")
        self.problem.hide()
        self.read = self._button(_("&Read the packets that are left"), self._read_rest)
        self.print = self._button(_("&Print or keep as a file…"), self._print)
        self.finish = self._button(_("&Everything is typed: put the list away"), self._finish)
        self.closing = self._button(_("&Close"), self.accept)
        room = QVBoxLayout(self)
        room.addWidget(label(_("What must be typed again"), "title"))
        room.addWidget(self._area, 1)
        room.addWidget(self.problem)
        row = QHBoxLayout()
        for button in (self.read, self.print, self.finish):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.closing)
        room.addLayout(row)
        self.reload()

    def reload(self) -> None:
        """Read the list."""
        self._jobs.run(lost_list, self._office, then=self._show, on_refused=self._refuse)

    def _show(self, known: LostList | None) -> None:
        if known is None:
            self.accept()
            return
        self.problem.hide()
        self.ticks = {}
        sheet = QWidget()
        sheet.setObjectName("sheet")
        room = QVBoxLayout(sheet)
        for line in lost_lines(known):
            room.addWidget(label(line))
        for item in known.items:
            self._add(room, item.id, _titled(item), is_done=bool(item.done_at))
            if item.facts:
                room.addWidget(label("\n".join(f"        {heading}: {value}" for heading, value in item.facts), "hint"))
        self._add(room, REST, rest_words(known), is_done=bool(known.rest_done_at))
        room.addStretch(1)
        place = self._area.verticalScrollBar().value()
        self._area.setWidget(sheet)
        self._area.verticalScrollBar().setValue(place)
        self.read.setVisible(bool(known.unread) and self._office.keys.second is not None)
        self.finish.setEnabled(not known.left)

    def _add(self, room: QVBoxLayout, item_id: str, words: str, *, is_done: bool) -> None:
        tick = QCheckBox(words.replace("&", "&&"))
        tick.setChecked(is_done)
        tick.clicked.connect(partial(self._tick, item_id))
        self.ticks[item_id] = tick
        room.addWidget(tick)

    def _tick(self, item_id: str) -> None:
        call = partial(tick_lost, self._office, item_id, is_done=self.ticks[item_id].isChecked())
        self._jobs.run(call, then=self._changed, on_refused=self._refuse)

    def _read_rest(self) -> None:
        self._jobs.run(read_rest, self._office, then=self._changed, on_refused=self._refuse)

    def _finish(self) -> None:
        self._jobs.run(finish_lost, self._office, then=self._changed, on_refused=self._refuse)

    def _changed(self, _changed: Changed) -> None:
        self.reload()

    def _print(self) -> None:
        self._jobs.run(lost_page, self._office, then=self._preview, on_refused=self._refuse)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _refuse(self, error: DeskError) -> None:
        self.problem.setText(f"✗ {error}")
        self.problem.show()

    def _button(self, words: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button


def _titled(item: LostItem) -> str:
    return f"{subject_words(item.subject)}: {item.what} – {kind_words(item.kind)}"
