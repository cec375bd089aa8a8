"""The officers of a desk: let in with a passphrase, given a role, ended."""

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_officers import (
    DeskOfficerDraft,
    DeskOfficerRow,
    add_officer,
    change_role,
    desk_officers,
    end_officer,
    new_passphrase,
)
from hn_desk.city.roles import city_roles
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.city_roles import CITY_ROLES
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_words import button
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


def save_officer(desk: CityDesk, row: DeskOfficerRow | None, draft: DeskOfficerDraft) -> None:
    """Let a new officer in; one who works here gets another role, then the passphrase that was typed."""
    if row is None:
        add_officer(desk, draft)
        return
    if draft.role != row.role:
        change_role(desk, row.id, draft.role)
    if draft.passphrase:
        new_passphrase(desk, row.id, draft.passphrase)


class DeskOfficers(TablePart):
    """The officers at the left, the chosen one's form at the right; the keeper alone writes."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        labels = city_roles().labels
        columns = (
            Column(_("Name"), lambda row: row.name, letters=24),
            Column(_("Role"), lambda row: row.role_label, letters=22),
            Column(_("Since"), lambda row: format_date(row.started_on), letters=11),
            Column(_("Until"), lambda row: format_date(row.ended_on) if row.ended_on else "", letters=11),
        )
        super().__init__(desk, jobs, SmallTable(columns))  # type: ignore[arg-type]  # a part of the city's desk
        self.desk = desk
        self.new.setText(_("&New officer"))
        self.form.add("name", _("Full &name"), TextField(), is_required=True)
        self.form.add("role", _("&Role"), ChoiceField([(role, labels[role]) for role in CITY_ROLES]), is_required=True)
        self._passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.form.add("again", _("Passphrase &again"), SecretField())
        self.end_button = button(_("&End this officer's work here…"))
        self.end_button.clicked.connect(self._ask_end)
        self.form.add_widget(self.end_button)
        self.form.add_button(_("&Save"), self._save, is_main=True)
        for part in (self.new, self.form):
            part.setVisible(desk.may("officers.write"))

    def reload(self) -> None:
        """Read the officers."""
        self.jobs.run_latest("desk officers", desk_officers, self.desk, then=self.put_rows)

    def show_row(self, row: DeskOfficerRow | None) -> None:
        """Put an officer into the form; a passphrase is never shown."""
        self._passphrase.explain(
            _("At least 12 characters, or 4 words. It can't be read back by anybody.")
            if row is None
            else _("Only when the officer has forgotten it: it takes the place of the present one.")
        )
        self.form.put({} if row is None else {"name": row.name, "role": row.role})
        self.form.field("name").setEnabled(row is None)
        self.end_button.setVisible(row is not None and row.ended_on is None and row.id != self.desk.officer.id)

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        if values.pop("again") != values["passphrase"]:
            problem = Problem("again", _("The two passphrases differ."))
            self.form.refuse(InputError(problem.what, problems=(problem,)))
            return
        call = (save_officer, self.desk, self.row, DeskOfficerDraft(**values))
        self.jobs.run(*call, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _nothing: None) -> None:
        self.form.keep()
        self.said.emit(_("Saved."))
        if self.row is None:
            self.show_row(None)
        self.reload()

    def _ask_end(self) -> None:
        row: DeskOfficerRow = self.row
        question = Question(
            _("End the work of {name} at this desk?").format(name=row.name),
            _("The passphrase opens nothing here any more. What the officer did stays in the log."),
            yes=_("&End it"),
            no=_("&Keep"),
        )
        ask(self, question, lambda: self.jobs.run(end_officer, self.desk, row.id, then=self._ended))

    def _ended(self, _changed: object) -> None:
        self.row = None
        self.show_row(None)
        self.said.emit(_("Saved."))
        self.reload()
