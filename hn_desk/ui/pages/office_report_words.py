"""The free words of an official report: a field for each, and under it what the report before said."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.office_report_facts import Slot
from hn_desk.i18n import _
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.form import Form

_ROWS = 5


class Words(QWidget):
    """`saved(texts)` when the words are to be kept."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form()
        self._slots: tuple[Slot, ...] = ()
        self._buttons: list[QPushButton] = []
        self._nothing = QLabel(_("This report has no places for free words."), self)
        self._nothing.setObjectName("hint")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self._nothing.setWordWrap(True)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self._nothing)
        self._room.addWidget(self.form, 1)
        self.save_button = QPushButton(self)
        self.save_button.hide()

    def put(self, slots: Sequence[Slot], *, is_written: bool, is_other: bool) -> None:
        """Show the words of a report; of the same report (not `is_other`) what is typed and not kept stays."""
        if is_other or [one.code for one in slots] != [one.code for one in self._slots]:
            self._make(slots)
        self._slots = tuple(slots)
        if is_other or not self.form.is_changed():
            self.form.put({one.code: one.text for one in slots})
        self.form.lock(is_locked=not is_written)
        self.save_button.setVisible(is_written and bool(slots))
        for button in self._buttons:
            button.setVisible(is_written)
        self._nothing.setVisible(not slots)
        self.form.setVisible(bool(slots))

    def go(self, code: str) -> None:
        """Go to a place for free words."""
        self.form.jump(code)

    def texts(self) -> dict[str, str] | None:
        """What is typed, by place; None while something can't be read."""
        return self.form.values()

    def _make(self, slots: Sequence[Slot]) -> None:
        """A form anew: the places differ from report to report."""
        self._room.removeWidget(self.form)
        self.form.hide()
        self.form.setParent(None)
        self.form.deleteLater()
        self.form, self._buttons = Form(), []
        for one in slots:
            self.form.add(one.code, one.label, MultiLine(rows=_ROWS)).explain(one.hint)
            if one.previous:
                self._add_previous(one)
        self.save_button = self.form.add_button(_("&Save the words"), self._save, is_main=True)
        self._room.addWidget(self.form, 1)

    def _add_previous(self, slot: Slot) -> None:
        before = QLabel(_("The report before said: {words}").format(words=slot.previous))
        before.setObjectName("hint")
        before.setWordWrap(True)
        self.form.add_widget(before)
        button = QPushButton(_("Take these words again"))
        button.setObjectName("link")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._take, slot))
        self.form.add_widget(button)
        self._buttons.append(button)

    def _take(self, slot: Slot, _checked: bool = False) -> None:
        field = self.form.field(slot.code)
        field.put(slot.previous)
        field.edited.emit()
        self.form.jump(slot.code)

    def _save(self) -> None:
        texts = self.texts()
        if texts is not None:
            self.saved.emit(texts)
