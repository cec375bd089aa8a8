"""The residential groups of the office."""

from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups, save_group
from hn_desk.actions.staff_facts import GroupDraft, GroupRow
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_begin import ImportButton
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Groups(TablePart):
    """The tab of residential groups."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        columns = (
            Column(_("Name"), lambda row: row.name, letters=30),
            Column(_("Kind"), lambda row: row.kind, letters=14),
            Column(_("Counts"), lambda row: _("yes") if row.is_active else _("no"), letters=6),
        )
        super().__init__(office, jobs, SmallTable(columns))
        self.new.setText(_("&New residential group"))
        self.import_button = ImportButton(self, office, jobs, "groups", is_only=True)
        self.import_button.said.connect(self.said)
        self.top.insertWidget(1, self.import_button)
        self.form.add("name", _("&Name"), TextField(), is_required=True)
        self.form.add("kind", _("&Kind"), TextField(_("such as tổ dân phố, thôn, cụm dân cư")))
        self.form.add("is_active", _("Counts"), FlagField(_("Exists and counts for coverage")))
        self.form.add_button(_("&Save"), self._save, is_main=True)

    def reload(self) -> None:
        """Read the groups."""
        self.jobs.run_latest("groups", list_groups, self.office, then=self.put_rows)

    def show_row(self, row: GroupRow | None) -> None:
        """Put a group into the form."""
        if row is None:
            self.form.put({"is_active": True})
        else:
            self.form.put({"name": row.name, "kind": row.kind, "is_active": row.is_active})

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
            draft = GroupDraft(**values, **kept)
            self.jobs.run(save_group, self.office, draft, then=self.saved, on_refused=self.form.refuse)
