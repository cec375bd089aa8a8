"""Papers to be read through and ticked: each with every line that stands on it, one by one or all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.confirming import Presented
from hn_desk.actions.credit_facts import Subject
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in words, the first line what it is, the others what stands on it."""

    subject: Subject
    words: str
    is_ticked: bool = False


class PaperChoice(QWidget):
    """A list of papers with a box each; `chosen` are the ticked ones."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        super().__init__()
        self._papers = tuple(papers)
        self.list = QListWidget(self)
        self.list.setMinimumHeight(200)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        for paper in self._papers:
            item = QListWidgetItem(paper.words, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_mark(is_ticked=paper.is_ticked))
        self.all_button = QPushButton(_("Tick &all"), self)
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(self._tick_all)
        self.counted = QLabel(self)
        self.counted.setObjectName("hint")
        self.list.itemChanged.connect(self._count)
        below = QHBoxLayout()
        below.addWidget(self.all_button)
        below.addWidget(self.counted, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.list, 1)
        room.addLayout(below)
        self._count()

    def chosen(self) -> tuple[Subject, ...]:
        """What is ticked, in the order shown."""
        marks = (self.list.item(place).checkState() for place in range(self.list.count()))
        marked = zip(self._papers, marks, strict=True)
        return tuple(paper.subject for paper, mark in marked if mark == Qt.CheckState.Checked)

    def _tick_all(self) -> None:
        """Tick all, or none when all are ticked."""
        is_ticked = len(self.chosen()) < len(self._papers)
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(_mark(is_ticked=is_ticked))

    def _count(self, _item: QListWidgetItem | None = None) -> None:
        words = _("{n} of {total} ticked").format(n=len(self.chosen()), total=len(self._papers))
        self.counted.setText(words)


def paper_of(one: Presented, *, is_ticked: bool = False) -> Paper:
    """A paper for reading through."""
    return Paper(one.subject, "\n".join(_lines(one)), is_ticked)


def presented_words(one: Presented) -> str:
    """A paper in one line."""
    parts = [one.file_code, one.programme_name, one.whose]
    if one.lines > 1:
        parts.append(_("{n} lines").format(n=one.lines))
    if one.amount is not None:
        parts.append(_("{amount} đồng").format(amount=format_dong(one.amount)))
    return " · ".join(filter(None, parts))


def _lines(one: Presented) -> Iterator[str]:
    yield presented_words(one)
    if one.correction:
        yield one.correction
    for place, line in enumerate(one.content, 1):
        amount = _("{amount} đồng").format(amount=format_dong(line.amount))
        months = _("{n} months").format(n=line.term_months) if line.term_months else ""
        told = " · ".join(filter(None, (line.name, amount, line.purpose, months)))
        yield f"    {place}. {told}"


def _mark(*, is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
