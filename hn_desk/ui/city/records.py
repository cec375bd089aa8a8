"""What a desk holds of its offices, subject by subject; a person's record is opened singly, with a typed reason."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import OfficeRow, Records, offices, records, subjects
from hn_desk.city.people import is_personal
from hn_desk.city.questions import ask
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.ui.city.ask_dialog import AskDialog
from hn_desk.ui.city.person import ask_person
from hn_desk.ui.city.record_words import Words, shown, visible, words
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

_NARROWEST: Final = 6
_MOST_LETTERS: Final = 40


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be looked at: subjects with their counts, offices."""

    subjects: tuple[tuple[str, str, int], ...]
    offices: tuple[OfficeRow, ...]


def choices(desk: CityDesk) -> Choices:
    """The subjects and offices of which this desk holds records."""
    return Choices(subjects(desk), offices(desk))


def records_in_words(desk: CityDesk, subject: str, office: str) -> tuple[Records, Words]:
    """Records with what their codes are called."""
    return records(desk, subject, office), words(rule_book())


class RecordsView(QWidget):
    """A subject and an office are chosen; their records stand below, what gives a person away covered.

    `asked` says that a question was written.
    """

    asked = Signal()

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.subject = ChoiceField(has_empty=False)
        self.office = ChoiceField(has_empty=False)
        self.subject.edited.connect(self._ask)
        self.office.edited.connect(self._ask)
        self.count = label("", "hint")
        self.open_button = button(_("&Open the person's record…"))
        self.open_button.clicked.connect(self._ask_reason)
        self.open_button.hide()
        self._found: Records | None = None
        self._names: dict[str, str] = {}
        self._called: Words = {}
        self.table = SmallTable(())
        self.ask_button = button(_("Ask the office a&gain…"))
        self.ask_button.clicked.connect(self._ask_office)
        self.dialog: AskDialog | None = None
        self._room = QVBoxLayout(self)
        self._lay_out()

    def reload(self) -> None:
        """Read what there is, then the chosen records."""
        self._jobs.run_latest("city subjects", choices, self._desk, then=self._offer)

    def _offer(self, found: Choices) -> None:
        self._names = {row.code: row.name for row in found.offices}
        self.subject.offer([(code, f"{title} ({count})") for code, title, count in found.subjects])
        self.office.offer([("", _("All offices")), *((row.code, row.name) for row in found.offices)])
        if not self.subject.value() and found.subjects:
            self.subject.put(found.subjects[0][0])
        if self.subject.value():
            self._ask()
        else:
            self.count.setText(_("No record has come yet."))

    def _ask(self) -> None:
        subject = self.subject.value()
        call = (records_in_words, self._desk, subject, self.office.value())
        self._jobs.run_latest("city records", *call, then=partial(self._show, subject))

    def _show(self, subject: str, found: tuple[Records, Words]) -> None:
        rows, called = found[0], {**found[1], ("", "office"): self._names}
        self._found, self._called = rows, called
        self.open_button.setVisible(is_personal(subject) and self._desk.may("people.open"))
        self.open_button.setEnabled(False)
        columns = record_columns(subject, rows, called)
        table = SmallTable(columns)
        table.put(rows.rows)
        self._replace(table)
        table.chosen.connect(self._chose)
        self._chose(table.chosen_row())
        self.count.setText(
            _("{n} of {total} records").format(n=format_dong(len(rows.rows)), total=format_dong(rows.total))
        )

    def _chose(self, row: tuple[Any, ...] | None) -> None:
        self.ask_button.setEnabled(row is not None)
        self.open_button.setEnabled(row is not None)

    def _ask_office(self) -> None:
        """Write a question about the record chosen."""
        place = self.table.currentRow()
        if self._found is None or place < 0:
            return
        subject, office = self.subject.value(), self._found.rows[place][0]
        keep = partial(ask, self._desk, office, subject, self._found.ids[place])
        what = " – ".join((self._names.get(office, office), self._found.title))
        self.dialog = AskDialog(self, self._jobs, what, "", keep)
        self.dialog.asked.connect(self.asked)
        self.dialog.open()

    def _replace(self, table: SmallTable) -> None:
        self._room.replaceWidget(self.table, table)
        table.setVisible(True)
        self.table.deleteLater()
        self.table = table
        self.table.setAccessibleName(self.subject.words())

    def _ask_reason(self) -> None:
        """Ask why the chosen record is opened, then open it."""
        place = self.table.currentRow()
        if self._found is None or not 0 <= place < len(self._found.ids):
            return
        key = (str(self._found.rows[place][0]), str(self.subject.value()), self._found.ids[place])
        ask_person(self, self._jobs, self._desk, (key, self._called))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Cell(_("&Subject"), self.subject), 1)
        top.addWidget(Cell(_("&Office"), self.office), 1)
        top.addStretch(1)
        top.addWidget(self.open_button)
        top.addWidget(self.ask_button)
        self.ask_button.setEnabled(False)
        self.ask_button.setVisible(self._desk.may("questions.write"))
        self._room.setContentsMargins(16, 12, 16, 12)
        self._room.addLayout(top)
        self._room.addWidget(self.table, 1)
        self._room.addWidget(self.count)


def record_columns(subject: str, found: Records, called: Words) -> list[Column]:
    """The columns that show records to a person, as wide as their texts."""
    return [_column(subject, found, place, called) for place in visible(found.fields)]


def _column(subject: str, found: Records, place: int, called: Words) -> Column:
    field = found.fields[place]
    values = [row[place] for row in found.rows]
    is_number = any(isinstance(value, int) for value in values) and field not in ("active", "supported")
    longest = max((len(shown(subject, field, value, called)) for value in values), default=0)
    title = found.headings[place]
    letters = min(max(longest + 1, len(title) + 1, _NARROWEST), _MOST_LETTERS)

    def text(row: tuple[Any, ...]) -> str:
        return shown(subject, field, row[place], called)

    return Column(title, text, letters=letters, is_number=is_number)
