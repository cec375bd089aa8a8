"""The documents of an application: a box each, and for a ticked one its kind, number, day and issuer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from hn_desk.actions.credit import Paper
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, parse_date
from hn_desk.rules.text import clean_line
from hn_desk.ui.widgets.choices import Choice, ChoicesField

KIND, NUMBER, DAY, ISSUER = range(4)
LONGEST: Final = (80, 40, 20, 80)
PLACES: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
INDENT: Final = 24


class DocumentsField(ChoicesField):
    """Documents to tick; `value` is a frozenset of codes, `papers` what stands on those that are ticked."""

    def __init__(self, choices: Sequence[Choice], today: Callable[[], date]) -> None:
        self._today = today
        self._lines: dict[str, tuple[QLineEdit, ...]] = {}
        self._areas: dict[str, QWidget] = {}
        super().__init__(choices, columns=1)

    def papers(self) -> dict[str, Paper]:
        """What is typed of each ticked document; a day that can't be read is left out."""
        typed = {code: self._texts(code) for code in self.codes() if code in self.value()}
        return {
            code: Paper(words[KIND], words[NUMBER], self._day(words[DAY]), words[ISSUER])
            for code, words in typed.items()
            if any(words)
        }

    def put_papers(self, papers: Mapping[str, Paper]) -> None:
        """Show what stands on documents; nothing is emitted."""
        for code in self.codes():
            paper = papers.get(code, Paper())
            self._write(code, (paper.kind, paper.number, format_date(paper.on) if paper.on else "", paper.issuer))

    def line(self, code: str, part: int) -> QLineEdit:
        """The line for KIND, NUMBER, DAY or ISSUER of a document."""
        return self._lines[code][part]

    def put(self, value: Any) -> None:
        """Tick exactly the codes of `value`, and empty what is typed of them."""
        super().put(value)
        self.put_papers({})
        self._open()

    def raw(self) -> object:
        """The codes, and every line typed of a ticked document."""
        return self.value(), tuple(self._texts(code) for code in self.codes() if code in self.value())

    def typed(self) -> list[str]:
        """A ticked document a line: its code and what is typed of it, parted by tabs."""
        return ["\t".join((code, *self._texts(code))) for code in self.codes() if code in self.value()]

    def type_again(self, typed: Any) -> None:
        """Show lines as `typed` gave them; a bare code is a document of which nothing is known."""
        lines = [str(line).split("\t") for line in typed]
        self.put({code for code, *_words in lines})
        for code, *words in lines:
            if code in self._lines and len(words) == len(LONGEST):
                self._write(code, words)

    def problem(self) -> str:
        """The first day that can't be read, and why."""
        for code in self.codes():
            typed = self._texts(code)[DAY]
            try:
                if code in self.value() and typed:
                    parse_date(typed, today=self._today())
            except DeskError as error:
                return str(error)
        return ""

    def _lay_out(self, area: QWidget) -> None:
        room = QVBoxLayout(area)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(4)
        for code in self.codes():
            self._areas[code] = self._area_of(code, area)
            room.addWidget(self.box(code))
            room.addWidget(self._areas[code])
            self.box(code).toggled.connect(self._open)
            self.box(code).clicked.connect(self._ticked)
        self._open()

    def _area_of(self, code: str, parent: QWidget) -> QWidget:
        area = QWidget(parent)
        grid = QGridLayout(area)
        grid.setContentsMargins(INDENT, 0, 0, 4)
        titles = (_("Kind, if there are several"), _("Number of the paper"), _("Day (day/month/year)"), _("Issued by"))
        self._lines[code] = tuple(QLineEdit(area) for _title in titles)
        for line, title, longest, place in zip(self._lines[code], titles, LONGEST, PLACES, strict=True):
            line.setPlaceholderText(title)
            line.setAccessibleName(f"{self.box(code).text()}: {title}")
            line.setToolTip(title)
            line.setMaxLength(longest)
            line.textEdited.connect(self.edited)
            line.editingFinished.connect(self._settle)
            grid.addWidget(line, *place)
        return area

    def _open(self) -> None:
        """Show the lines of what is ticked."""
        for code, area in self._areas.items():
            area.setVisible(self.box(code).isChecked())

    def _settle(self) -> None:
        """Show days that can be read in their usual spelling."""
        for lines in self._lines.values():
            day = self._day(lines[DAY].text())
            if day:
                lines[DAY].setText(format_date(day))
        self.left.emit()

    def _texts(self, code: str) -> tuple[str, ...]:
        return tuple(clean_line(line.text()) for line in self._lines[code])

    def _write(self, code: str, texts: Sequence[str]) -> None:
        for line, text in zip(self._lines[code], texts, strict=True):
            line.setText(text)
            line.setCursorPosition(0)

    def _day(self, typed: str) -> date | None:
        try:
            return parse_date(typed, today=self._today()) if typed.strip() else None
        except DeskError:
            return None
