"""The second step of the first run: the officers, typed one after another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import RuleBook
from hn_desk.actions.set_up import NewOfficer, SetUp, checked
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.roles import ROLES
from hn_desk.ui.widgets.choices import ChoicesField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Officers(QWidget):
    """The officers typed so far, and the form for one of them."""

    def __init__(self) -> None:
        super().__init__()
        self._book: RuleBook | None = None
        self._officers: list[NewOfficer] = []
        self._current = -1
        self.table = SmallTable(
            (
                Column(_("Name"), lambda officer: officer.name, letters=20),
                Column(_("Sign-in name"), lambda officer: officer.login, letters=12),
                Column(_("Roles"), lambda officer: ", ".join(self._labels(officer)), letters=20),
            )
        )
        self.table.currentCellChanged.connect(self._went)
        self.form = Form()
        self._fill_form()
        self.remove = QPushButton(_("&Remove the officer"), self)
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self._lay_out()

    def know(self, book: RuleBook) -> None:
        """Offer the roles of the rule book."""
        self._book = book
        field = self.form.field("roles")
        if isinstance(field, ChoicesField):
            field.offer([(role, book.roles.labels[role]) for role in ROLES])
            self.form.keep()

    def all(self) -> tuple[NewOfficer, ...]:
        """The officers taken so far."""
        return tuple(self._officers)

    def told(self) -> list[str]:
        """A line for each officer."""
        return [f"{officer.name} ({officer.login}): {', '.join(self._labels(officer))}" for officer in self._officers]

    def is_settled(self) -> bool:
        """Whether nothing is half typed; what is typed is taken first."""
        return not self.form.is_changed() or self.take()

    def take(self) -> bool:
        """Take what is typed as an officer; False, with the mistakes shown, when it can't be."""
        values = self.form.values()
        if values is None or self._book is None:
            return False
        again = values.pop("again")
        officer = NewOfficer(**values)
        problems = self._problems(officer)
        if again != officer.passphrase:
            problems.append(Problem("again", _("The two passphrases differ.")))
        if problems:
            self.form.refuse(InputError(_("This officer can't be taken yet."), problems=tuple(problems)))
            return False
        self._keep(officer)
        return True

    def _problems(self, officer: NewOfficer) -> list[Problem]:
        place = self._current if self._current >= 0 else len(self._officers)
        officers = [*self._officers[:place], officer, *self._officers[place + 1 :]]
        if self._book is None:
            return []
        try:
            checked(SetUp("", "", tuple(officers), ()), self._book)
        except InputError as error:
            return [Problem(each.field, each.what) for each in error.problems if each.row == place]
        return []

    def _keep(self, officer: NewOfficer) -> None:
        if self._current >= 0:
            self._officers[self._current] = officer
        else:
            self._officers.append(officer)
        self._begin()

    def _begin(self) -> None:
        self._current = -1
        self.table.put(self._officers)
        self.form.put({})
        self.remove.setEnabled(False)
        self.form.jump("name")

    def _went(self, row: int) -> None:
        if row == self._current or row < 0:
            return
        if self.form.is_changed():
            question = Question(
                _("What you typed here is not saved yet."), yes=_("&Throw it away"), no=_("&Keep typing")
            )
            ask(self, question, lambda: self._open(row))
        else:
            self._open(row)

    def _open(self, row: int) -> None:
        self._current = row
        officer = self._officers[row]
        values = {name: getattr(officer, name) for name in ("name", "position", "login", "passphrase", "roles")}
        self.form.put(values | {"again": officer.passphrase})
        self.remove.setEnabled(True)

    def _remove(self) -> None:
        if self._current >= 0:
            del self._officers[self._current]
            self._begin()

    def _labels(self, officer: NewOfficer) -> list[str]:
        return [self._book.roles.labels[role] for role in ROLES if role in officer.roles] if self._book else []

    def _fill_form(self) -> None:
        self.form.add("name", _("Full &name"), TextField(), is_required=True)
        self.form.beside("position", _("&Position"), TextField())
        self.form.add("login", _("&Sign-in name"), TextField(), is_required=True)
        self.form.add("passphrase", _("&Passphrase"), SecretField(), is_required=True).explain(
            _("At least 12 characters, or 4 words. It can't be read back by anybody.")
        )
        self.form.beside("again", _("Passphrase &again"), SecretField(), is_required=True)
        self.form.add("roles", _("&Roles"), ChoicesField(columns=2), is_required=True)
        self.form.add_button(_("&Take this officer"), self.take)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.remove.setEnabled(False)
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(left, 4)
        room.addWidget(self.form, 6)
