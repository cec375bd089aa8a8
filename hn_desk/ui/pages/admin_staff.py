"""The officers: names, sign-in names, roles, passphrases, and who no longer works here."""

from hn_desk.actions.office import Office
from hn_desk.actions.staff import list_staff, save_officer
from hn_desk.actions.staff_facts import OfficerDraft, StaffRow
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.roles import ROLES
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import ChoicesField, FlagField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Staff(TablePart):
    """The tab of officers."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        labels = office.book.roles.labels
        columns = (
            Column(_("Name"), lambda row: row.name, letters=22),
            Column(_("Sign-in name"), lambda row: row.login, letters=12),
            Column(_("Roles"), lambda row: ", ".join(labels[role] for role in ROLES if role in row.roles), letters=22),
            Column(_("Works here"), lambda row: _("yes") if row.is_active else _("no"), letters=12),
        )
        super().__init__(office, jobs, SmallTable(columns))
        self.new.setText(_("&New officer"))
        self.form.add("name", _("Full &name"), TextField(), is_required=True)
        self.form.beside("position", _("&Position"), TextField())
        self.form.add("login", _("&Sign-in name"), TextField(), is_required=True)
        self._passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.form.beside("again", _("Passphrase &again"), SecretField())
        self.form.add("own_passphrase", _("&Your own passphrase"), SecretField())
        self.form.field("own_passphrase").explain(_("Only when you set a passphrase: it opens the office's keys."))
        self.form.add("roles", _("&Roles"), ChoicesField([(role, labels[role]) for role in ROLES]), is_required=True)
        self.form.add("is_active", _("Works here"), FlagField(_("May sign in")))
        self.form.add_button(_("&Save"), self._save, is_main=True)

    def reload(self) -> None:
        """Read the officers."""
        self.jobs.run_latest("staff", list_staff, self.office, then=self.put_rows)

    def show_row(self, row: StaffRow | None) -> None:
        """Put an officer into the form; a passphrase is never shown."""
        self._passphrase.explain(
            _("At least 12 characters, or 4 words. It can't be read back by anybody.")
            if row is None
            else _("Leave it empty to keep the present one.")
        )
        if row is None:
            self.form.put({"is_active": True})
            return
        names = ("name", "position", "login", "roles", "is_active")
        self.form.put({name: getattr(row, name) for name in names})

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        if values.pop("again") != values["passphrase"]:
            problem = Problem("again", _("The two passphrases differ."))
            self.form.refuse(InputError(problem.what, problems=(problem,)))
            return
        values["passphrase"] = values["passphrase"] or None
        kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
        draft = OfficerDraft(**values, **kept)
        self.jobs.run(save_officer, self.office, draft, then=self.saved, on_refused=self.form.refuse)
