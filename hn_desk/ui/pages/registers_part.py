"""One register: its rows, the form of the chosen one, kept and taken out by who may write it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import FIRST_YEAR, Register
from hn_desk.i18n import _
from hn_desk.rules.programme import Choice
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

BY: Final = {"duty": "duty", "topic": "topic"}


@dataclass(frozen=True, slots=True)
class Acts:
    """What a register's tab asks of the actions: its rows, keeping one, taking one out; `draft` makes a typed row."""

    register: Register[Any]
    read: Callable[[Office], tuple[Any, ...]]
    save: Callable[[Office, Any], Changed]
    delete: Callable[[Office, Any], Changed]
    draft: Callable[..., Any]


class RegisterPart(TablePart):
    """A tab; `by` is the field, duty or topic, that says whose a row is."""

    def __init__(self, office: Office, jobs: Jobs, acts: Acts, columns: Sequence[Column]) -> None:
        super().__init__(office, jobs, SmallTable(columns))
        self.acts = acts
        self.wanted = ""
        self.by = next(name for name in acts.register.by if name in BY)
        self.chosen_by = ChoiceField()
        self.add_fields()
        self.delete = self.form.add_button(_("&Delete…"), self._ask_delete)
        self.save = self.form.add_button(_("&Save"), self._save, is_main=True)
        self.new.setVisible(bool(self.writable()))
        self.show_row(None)

    def offered(self) -> Sequence[Choice]:
        """The duties or topics that this register is about, of those this officer sees."""
        raise NotImplementedError

    def add_fields(self) -> None:
        """Put the register's fields into the form, `chosen_by` among them under the name `by`."""
        raise NotImplementedError

    def new_values(self) -> dict[str, Any]:
        """What stands in the form of a new row, but for whose it is."""
        return {}

    def read_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """The fields' values as the draft has them."""
        return values

    def field_values(self, row: Any) -> dict[str, Any]:
        """A row's values as the fields show them."""
        return {name: getattr(row, name) for name in self.form.names()}

    def fit(self) -> None:
        """Show the fields that belong to what is chosen."""

    def question(self, _row: Any) -> str:
        """What is asked before a row is taken out."""
        return _("Delete this line of the register for good?")

    def reload(self) -> None:
        """Read the rows."""
        self.jobs.run_latest(self.acts.register.code, self.acts.read, self.office, then=self.put_rows)

    def put_rows(self, rows: tuple[Any, ...]) -> None:
        """Show the rows; one that was asked for is opened."""
        super().put_rows(rows)
        wanted, self.wanted = self.wanted, ""
        if wanted:
            self.go_to(wanted)

    def show_row(self, row: Any) -> None:
        """Put a row into the form; what this officer may not write is shown locked."""
        writable = self.writable()
        may_write = bool(writable) if row is None else self.acts.register.may_write(self.office, row)
        kept = [one for one in self.offered() if row is not None and one.code == getattr(row, self.by)]
        self.chosen_by.offer(list({one.code: (one.code, one.label) for one in (*writable, *kept)}.values()))
        self.form.put(self._fresh(writable) if row is None else self.field_values(row))
        self.form.lock(is_locked=not may_write)
        self.save.setVisible(may_write)
        self.delete.setVisible(may_write and row is not None)
        self.fit()

    def _fresh(self, writable: Sequence[Choice]) -> dict[str, Any]:
        only = {self.by: writable[0].code} if len(writable) == 1 else {}
        return {**self.new_values(), **only}

    def writable(self) -> list[Choice]:
        """Of what is offered, that which this officer may write a new row of."""
        register, values = self.acts.register, self.read_values(self.new_values())
        return [
            one
            for one in self.offered()
            if register.may_write(self.office, self.acts.draft(**{**values, self.by: one.code}))
        ]

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
            draft = self.acts.draft(**self.read_values(values), **kept)
            self.jobs.run(self.acts.save, self.office, draft, then=self.saved, on_refused=self.form.refuse)

    def _ask_delete(self) -> None:
        asked = Question(self.question(self.row), yes=_("&Delete for good"), no=_("&Keep it"))
        ask(self, asked, partial(self._delete, self.row))

    def _delete(self, row: Any) -> None:
        self.jobs.run(self.acts.delete, self.office, row, then=self._deleted, on_refused=self.form.refuse)

    def _deleted(self, _changed: Changed) -> None:
        self.said.emit(_("Deleted."))
        self._open(None)


def year_choices(office: Office) -> list[tuple[str, str]]:
    """Years that a row may be of, the next one first."""
    return [(str(year), str(year)) for year in range(office.today().year + 1, FIRST_YEAR - 1, -1)]


def with_year(values: dict[str, Any]) -> dict[str, Any]:
    """The values with their year as a number."""
    return {**values, "year": int(values["year"]) if values["year"] else None}
