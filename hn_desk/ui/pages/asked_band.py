"""What the city asks about the record in sight, above the record; answered from there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.asked import questions_about
from hn_desk.actions.asked_facts import Asked
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui.dialogs.city_answer import CityAnswerDialog, told
from hn_desk.ui.dialogs.city_asked import state_words
from hn_desk.ui.dialogs.packet_words import button, card, label
from hn_desk.ui.jobs import Jobs


class AskedBand(QWidget):
    """One card a question; nothing where nothing is asked. `answered` says that the record's state may have changed."""

    answered = Signal()

    def __init__(self, office: Office, jobs: Jobs, page: str, name: str = "") -> None:
        """`page` is where the records are shown; `name` tells two bands of one page apart."""
        super().__init__()
        self._office, self._jobs, self._page = office, jobs, page
        self._name = f"asked {page} {name}"
        self._record_id = ""
        self.questions: tuple[Asked, ...] = ()
        self.dialog: CityAnswerDialog | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(12, 6, 12, 0)
        self._room.setSpacing(6)
        self.hide()

    def show_record(self, record_id: str) -> None:
        """Ask what the city wants to know about this record; nothing for an empty id."""
        if record_id != self._record_id:
            self._put(())
        self._record_id = record_id
        if record_id:
            self._jobs.run_latest(self._name, questions_about, self._office, self._page, record_id, then=self._put)

    def reload(self) -> None:
        """Ask again about the same record."""
        self.show_record(self._record_id)

    def answer(self, place: int = 0) -> None:
        """Begin to answer one of the questions."""
        self.dialog = CityAnswerDialog(self.window(), self._office, self._jobs, self.questions[place])
        self.dialog.recorded.connect(self._recorded)
        self.dialog.open()

    def _recorded(self, _changed: object) -> None:
        self.reload()
        self.answered.emit()

    def _put(self, questions: tuple[Asked, ...]) -> None:
        self.questions = questions
        while item := self._room.takeAt(0):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, asked in enumerate(questions):
            self._room.addWidget(_card(asked, partial(self.answer, place)))
        self.setVisible(bool(questions))


def _card(asked: Asked, pressed: Callable[[], object]) -> QWidget:
    words = _("&Answer the city…") if asked.answered_on is None else _("Change the ans&wer…")
    act = button(words, is_main=asked.is_open)
    act.clicked.connect(lambda: pressed())
    row = QWidget()
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.addWidget(label(state_words(asked), "problem" if asked.is_open else "good"), 1)
    beside.addWidget(act)
    parts = [label(told(asked)), row]
    if asked.answer:
        parts.insert(1, label(_("Answer: {text}").format(text=asked.answer), "hint"))
    return card(*parts)
