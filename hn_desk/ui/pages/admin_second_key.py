"""The second key: who holds it, who is to hold it, handing it over; the recovery sheet; new keys for the office."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from hn_desk.actions.accounts import reauthenticate
from hn_desk.actions.key_change import CHANGE, change_keys
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.quick_unlock import MOST_MINUTES, idle_minutes, keep_idle_minutes
from hn_desk.actions.recovery_sheet import RENEW, SheetState, sheet_state
from hn_desk.actions.second_key import GRANT, HolderRow, box_words, grant, holders
from hn_desk.i18n import _
from hn_desk.rules.roles import ROLES
from hn_desk.ui.dialogs.recovery_sheet import RenewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.field import NumberField, SecretField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class SecondKey(Part):
    """A table of colleagues, the sheet's number, and the form that changes the keys."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        labels = office.book.roles.labels
        self.table = SmallTable(
            (
                Column(_("Name"), lambda row: row.name, letters=22),
                Column(_("Roles"), partial(_roles_of, labels), letters=24),
                Column(_("Second key"), _state_of, letters=26),
            )
        )
        self.table.chosen.connect(self._chosen)
        self.hand_over = self._button(_("&Hand the second key over…"), self._compare)
        self.sheet = QLabel(self)
        self.renew = self._button(_("New &recovery sheet…"), self._renew)
        self.form = Form()
        self._fill_form()
        self.locking = Form()
        self._minutes_field()
        self._lay_out()

    def reload(self) -> None:
        """Read who holds the key, and which sheet opens the office."""
        self.jobs.run_latest("holders", holders, self.office, then=self._show)
        if self.office.may(RENEW):
            self.jobs.run_latest("sheet", sheet_state, self.office, then=self._show_sheet)

    def is_changed(self) -> bool:
        """Never: a passphrase is typed anew each time."""
        return False

    def _show(self, rows: tuple[HolderRow, ...]) -> None:
        self.table.put(rows)
        self._chosen(self.table.chosen_row())

    def _show_sheet(self, state: SheetState) -> None:
        number = state.number or _("none was made yet")
        self.sheet.setText(_("Recovery sheet that opens the office now: {number}").format(number=number))
        self.renew.setEnabled(state.can_renew)

    def _chosen(self, row: Any) -> None:
        can = isinstance(row, HolderRow) and row.should_hold and not row.holds and row.has_keys
        self.hand_over.setEnabled(can and bool(self.office.keys.seconds))

    def _compare(self) -> None:
        row = self.table.chosen_row()
        if isinstance(row, HolderRow):
            self.jobs.run(_words_for, self.office, row, then=self._ask)

    def _ask(self, found: tuple[HolderRow, tuple[str, ...]]) -> None:
        row, words = found
        question = Question(
            _("Does your colleague read the same four words under “My account”?"),
            _("{words}\nOnly when all four are the same is it your colleague's key.").format(words=" – ".join(words)),
            yes=_("&They are the same"),
            no=_("&No, or not sure"),
        )
        ask(self, question, lambda: self.jobs.run(grant, self.office, row.id, then=self._granted))

    def _granted(self, _changed: Changed) -> None:
        self.said.emit(_("Handed over. Your colleague uses it from the next sign-in."))
        self.reload()

    def _renew(self) -> None:
        dialog = RenewDialog(self, self.office, self.jobs)
        dialog.renewed.connect(self._renewed)
        dialog.open()

    def _renewed(self, _changed: Changed) -> None:
        self.said.emit(_("The new sheet counts; destroy the old one."))
        self.reload()

    def _fill_form(self) -> None:
        self.form.section(_("When an officer has left, or a key may be known to others"))
        self.form.add("passphrase", _("&Your own passphrase"), SecretField(), is_required=True).explain(
            _("Everybody keeps the passphrase they have. When it is done you sign in again.")
        )
        self.change = self.form.add_button(_("&Change the office's keys"), self._change)
        self.form.setVisible(self.office.may(CHANGE))

    def _change(self) -> None:
        values = self.form.values()
        if values is not None:
            typed = values["passphrase"]
            self.form.put({})
            then = partial(self._begin_change, typed)
            self.jobs.run(reauthenticate, self.office, typed, then=then, on_refused=self.form.refuse)

    def _begin_change(self, typed: str, _opened: object) -> None:
        """What is typed on other pages is kept under the old keys first, and carried over."""
        self.closing.emit()
        self.jobs.run_long(change_keys, self.office, typed, then=self._changed, on_refused=self.form.refuse)

    def _changed(self, _changed: Changed) -> None:
        self.closed.emit()

    def _minutes_field(self) -> None:
        least = NumberField(least=1, most=MOST_MINUTES)
        self.locking.add("minutes", _("Lock a desk after so many idle &minutes"), least, is_required=True).explain(
            _("It counts from the next start of the program.")
        )
        self.locking.put({"minutes": idle_minutes(self.office.folder)})
        self.keep_minutes = self.locking.add_button(_("Sa&ve the minutes"), self._keep_minutes)
        self.locking.setVisible(self.office.may("staff.write"))

    def _keep_minutes(self) -> None:
        values = self.locking.values()
        if values is not None:
            call = (keep_idle_minutes, self.office, values["minutes"])
            self.jobs.run(*call, then=self._kept_minutes, on_refused=self.locking.refuse)

    def _kept_minutes(self, _changed: Changed) -> None:
        self.locking.keep()
        self.said.emit(_("Saved."))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.hand_over)
        row.addWidget(self.renew)
        row.addWidget(self.sheet, 1)
        self.hand_over.setVisible(self.office.may(GRANT))
        self.renew.setVisible(self.office.may(RENEW))
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 12, 12, 12)
        room.addWidget(self.table, 3)
        room.addLayout(row)
        forms = QHBoxLayout()
        forms.addWidget(self.form, 3)
        forms.addWidget(self.locking, 2)
        room.addLayout(forms, 2)

    def _button(self, text: str, pressed: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setEnabled(False)
        button.clicked.connect(lambda: pressed())
        return button


def _words_for(office: Office, row: HolderRow) -> tuple[HolderRow, tuple[str, ...]]:
    return row, box_words(office, row.id)


def _roles_of(labels: Mapping[str, str], row: HolderRow) -> str:
    return ", ".join(labels[role] for role in ROLES if role in row.roles)


def _state_of(row: HolderRow) -> str:
    if row.holds:
        return _("holds it") if row.should_hold else _("holds it, but the roles do not")
    if not row.should_hold:
        return _("not needed")
    return _("is to hold it: not handed over yet") if row.has_keys else _("is to hold it: has not signed in yet")
