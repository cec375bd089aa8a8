"""A tab of the administration page, and the usual one: a short table with the form of the chosen row."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.unsaved import NEW


class Part(QWidget):
    """One tab."""

    said = Signal(str)
    closing = Signal()
    """The office is about to be closed by what this tab does."""
    closed = Signal()
    """It was: sign in again."""
    ended = Signal()
    """It was, and the program itself has to end now."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office = office
        self.jobs = jobs

    def reload(self) -> None:
        """Read again what is shown."""

    def is_changed(self) -> bool:
        """Whether something typed isn't saved."""
        return False

    def place(self) -> str:
        """Which record of it is open; a tab with a single one has no places."""
        return ""

    def go_to(self, _place: str) -> None:
        """Show it: a tab reads what it shows when it is turned to."""
        self.reload()


class TablePart(Part):
    """A table, a button for a new row, a form; subclasses fill the form from a row and save it."""

    def __init__(self, office: Office, jobs: Jobs, table: SmallTable) -> None:
        super().__init__(office, jobs)
        self.table = table
        self.form = Form()
        self.row: Any = None
        self.new = QPushButton(_("&New"), self)
        self.new.setAutoDefault(False)
        self.new.clicked.connect(lambda: self._leave(None))
        self.top = QHBoxLayout()
        self.low = QVBoxLayout()
        self.table.chosen.connect(self._chosen)
        self._lay_out()

    def show_row(self, row: Any) -> None:
        """Put a row into the form, None for a new one."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Whether the form differs from what was put in."""
        return self.form.is_changed()

    def place(self) -> str:
        """The id of the row in the form, `NEW` for a new one."""
        return str(self.row.id) if self.row is not None else NEW

    def go_to(self, place: str) -> None:
        """Put a row into the form, once the rows are here."""
        if place == NEW:
            self._leave(None)
            return
        row = next((row for row in self.table.rows() if row.id == place), None)
        if row is None:
            self.reload()
        else:
            self._leave(row)

    def put_rows(self, rows: tuple[Any, ...]) -> None:
        """Show rows read anew; the form follows its row unless something is typed there."""
        self.table.put(rows)
        if not self.is_changed():
            self._open(self.table.chosen_row())

    def saved(self, _changed: Changed) -> None:
        """Take the form as saved; the row is chosen once it was read again."""
        self.form.keep()
        self.said.emit(_("Saved."))
        if self.row is None:
            self._open(None)

    def _chosen(self, row: Any) -> None:
        if row is not None and row != self.row:
            self._leave(row)

    def _leave(self, row: Any) -> None:
        if not self.is_changed():
            self._open(row)
            return
        self.table.choose(self.row.id if self.row is not None else "")
        what = _("What you typed here is not saved yet.")
        ask(self, Question(what, yes=_("&Throw it away"), no=_("&Keep typing")), lambda: self._open(row))

    def _open(self, row: Any) -> None:
        self.row = row
        self.show_row(row)
        self.table.choose(row.id if row is not None else "")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 8, 12)
        self.top.addWidget(self.new)
        self.top.addStretch(1)
        left.addLayout(self.top)
        left.addWidget(self.table, 1)
        left.addLayout(self.low)
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(left, 5)
        room.addWidget(self.form, 5)
