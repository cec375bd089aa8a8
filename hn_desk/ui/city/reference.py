"""The regulations' data at the city's authority: dated values, whole files, what the next trust pack would change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.source_words import source_words
from hn_desk.city.authority import Clock
from hn_desk.city.reference import (
    PAST,
    ReferenceRow,
    draft_text,
    import_file,
    reference_changes,
    reference_rows,
    take_back,
    text_of_file,
)
from hn_desk.city.reference_values import EXCEPTIONS, FREE, WORKED, DatedValue, NewValue, add_value, dated_values
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.reference_diff import Difference
from hn_desk.ui.dialogs.city_rules import change_columns, change_rows
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

LARGEST_FILE: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Edited:
    """The draft as it is shown: its values, its files, what it changes."""

    values: tuple[DatedValue, ...]
    files: tuple[ReferenceRow, ...]
    changes: tuple[Difference, ...]


def edited(city: Path) -> Edited:
    """Read the draft."""
    return Edited(dated_values(city), reference_rows(city), reference_changes(city))


def read_edited(city: Path, name: str, path: Path, today: date, *, is_retroactive: bool = False) -> None:
    """Take an edited file into the draft; days gone by only when somebody confirmed them."""
    text = text_of_file(files.read_whole(path, LARGEST_FILE), path.name)
    import_file(city, name, text, today, is_retroactive=is_retroactive)


def save_copy(city: Path, name: str, into: Path) -> str:
    """Write the draft's file into a folder; its name."""
    return files.copy_out(draft_text(city, name).encode(), into, Path(name).name).name


class ReferenceScreen(QWidget):
    """Values at the left with what the draft changes under them; at the right a new value, and whole files."""

    left = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self._values: tuple[DatedValue, ...] = ()
        self.group = ChoiceField(has_empty=False)
        self.group.edited.connect(self._show_group)
        self.table = SmallTable(_value_columns())
        self.table.chosen.connect(self._chosen)
        self.changes = SmallTable(change_columns())
        self.nothing = label(_("The next trust pack changes no rule."), "hint")
        self.form = Form()
        self.about = label("")
        self.told = label("", "good")
        self._fill_form()
        self._lay_out()
        self._chosen(None)
        self._tell("")

    def today(self) -> date:
        """The day by this PC's clock, where the PC stands."""
        return self._clock().astimezone().date()

    def reload(self) -> None:
        """Read the draft again."""
        self._jobs.run_latest("city reference", edited, self._folder, then=self._show)

    def import_from(self, path: Path) -> None:
        """Take an edited file for the chosen data file."""
        name = self._file()
        if name:
            act = partial(read_edited, self._folder, name, path, self.today())
            self._keep(act, partial(act, is_retroactive=True), self._imported)

    def copy_into(self, folder: Path) -> None:
        """Write the chosen data file into a folder, to be edited there."""
        name = self._file()
        if name:
            self._jobs.run(save_copy, self._folder, name, folder, then=self._copied, on_refused=self._refuse)

    def _show(self, found: Edited) -> None:
        self._values = found.values
        if not self.group.codes():
            groups = list(dict.fromkeys(value.group for value in found.values))
            self.group.offer([(group, group) for group in groups])
            self.group.put(groups[0])
        self._show_group()
        chosen = self.file.value()
        self.file.offer([(row.id, f"{row.group}: {row.title}{_state_words(row)}") for row in found.files])
        self.file.put(chosen)
        self.changes.put(change_rows(found.changes))
        self.nothing.setVisible(not found.changes)
        self.changes.setVisible(bool(found.changes))

    def _show_group(self) -> None:
        group = self.group.value()
        self.table.put([value for value in self._values if value.group == group])

    def _chosen(self, value: DatedValue | None) -> None:
        can_change = value is not None and value.can_change
        is_day = value is not None and value.key == EXCEPTIONS
        self.about.setText(value.about if value else _("Choose a value at the left."))
        self.form.show_field("value", is_shown=not is_day)
        self.form.show_field("kind", is_shown=is_day)
        self.add_button.setEnabled(can_change)

    def _add(self) -> None:
        self._tell("")
        value, typed = self.table.chosen_row(), self.form.values()
        if value is None or typed is None:
            return
        written = typed["kind"] if value.key == EXCEPTIONS else typed["value"]
        new = NewValue(value.file, value.key, written, typed["since"], typed["source"])
        act = partial(add_value, self._folder, today=self.today())
        self._keep(partial(act, new), partial(act, replace(new, is_retroactive=True)), self._added)

    def _keep(self, act: Callable[[], None], confirmed: Callable[[], None], then: Callable[[None], None]) -> None:
        """Do an act; when it would change days gone by, ask, and do it `confirmed`."""

        def refused(error: DeskError) -> None:
            if error.reason != PAST:
                self._refuse(error)
                return
            self._tell("")
            self.form.summary.forget()
            ask(self, _past_question(error), lambda: self._jobs.run(confirmed, then=then, on_refused=self._refuse))

        self._jobs.run(act, then=then, on_refused=refused)

    def _added(self, _nothing: None) -> None:
        self.form.put({"file": self.file.value()})
        self._tell(_("Added to the draft. It travels with the next trust pack."))
        self.reload()

    def _imported(self, _nothing: None) -> None:
        self.form.summary.forget()
        self._tell(_("The file is in the draft. It travels with the next trust pack."))
        self.reload()

    def _undo(self) -> None:
        name = self._file()
        if name:
            self._jobs.run(take_back, self._folder, name, then=self._undone, on_refused=self._refuse)

    def _undone(self, _nothing: None) -> None:
        self.form.summary.forget()
        self._tell(_("The file is again as the newest trust pack has it."))
        self.reload()

    def _copied(self, name: str) -> None:
        self._tell(_("Kept as {name}.").format(name=name))

    def _file(self) -> str:
        name = self.file.value()
        if not name:
            words = _("Choose the file.")
            self._refuse(InputError(words, problems=(Problem("file", words),)))
        return name

    def _refuse(self, error: DeskError) -> None:
        """Say what is wrong, and nothing any more of what went well before."""
        self._tell("")
        self.form.refuse(error)

    def _tell(self, words: str) -> None:
        self.told.setText(f"✓ {words}" if words else "")
        self.told.setVisible(bool(words))

    def _choose_import(self) -> None:
        if self._file():
            wanted = Wanted(_("An edited data file"), _("&Open"), "TOML, CSV (*.toml *.csv)")
            ask_files(self, wanted, lambda paths: self.import_from(paths[0]))

    def _choose_folder(self) -> None:
        if self._file():
            ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.copy_into)

    def _fill_form(self) -> None:
        self.form.section(_("1. A new value from a day on"))
        self.form.add_widget(self.about)
        self.form.add("value", _("&New value"), TextField())
        self.form.add("kind", _("The day &is"), ChoiceField([(FREE, _("free")), (WORKED, _("worked"))]))
        self.form.beside("since", _("Holds &from"), DateField(self.today))
        self.form.add("source", _("&Source (number, day, who signed)"), TextField())
        self.form.section(_("2. Whole files, for everything else"))
        self.file = self.form.add("file", _("&File"), ChoiceField())
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.copy_button = button(_("Save a cop&y…"))
        self.copy_button.clicked.connect(self._choose_folder)
        self.import_button = button(_("&Read the edited file…"))
        self.import_button.clicked.connect(self._choose_import)
        self.undo_button = button(_("&Undo its changes"))
        self.undo_button.clicked.connect(self._undo)
        for part in (self.copy_button, self.import_button, self.undo_button):
            line.addWidget(part)
        line.addStretch(1)
        self.form.add_widget(row)
        self.form.add_widget(self.told)
        self.back_button = self.form.add_button(_("&Back"), self.left.emit)
        self.add_button = self.form.add_button(_("&Add to the draft"), self._add, is_main=True)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(16, 0, 8, 12)
        top = QHBoxLayout()
        top.addWidget(label(_("What holds since when"), "section"), 1)
        top.addWidget(self.group, 1)
        left.addLayout(top)
        left.addWidget(self.table, 3)
        left.addWidget(label(_("What the next trust pack changes"), "section"))
        left.addWidget(self.nothing)
        left.addWidget(self.changes, 2)
        halves = QHBoxLayout()
        halves.addLayout(left, 7)
        halves.addWidget(self.form, 5)
        title = label(_("Rules for all offices"), "title")
        title.setContentsMargins(16, 10, 16, 6)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(title)
        room.addLayout(halves, 1)


def _past_question(error: DeskError) -> Question:
    return Question(
        _("Does this hold for days gone by?"),
        " ".join((error.what, _("Every office judges those days by it from then on. Compare the day with the paper."))),
        yes=_("&It does, as the paper says"),
        no=_("&Mend the day"),
    )


def _state_words(row: ReferenceRow) -> str:
    words = {
        "own": "",
        "signed": _("in trust pack {n}").format(n=row.number),
        "changed": _("changed"),
        "back": _("taken back"),
        "newer": _("the program's own is newer: look at it again"),
    }[row.state]
    return f" ({words})" if words else ""


def _value_columns() -> tuple[Column, ...]:
    return (
        Column(_("What"), lambda row: row.about, letters=40),
        Column(_("Value"), lambda row: row.value, letters=14, is_number=True),
        Column(_("Holds from"), lambda row: format_date(row.since), letters=11),
        Column(_("Source"), lambda row: source_words(row.source), letters=26),
    )
