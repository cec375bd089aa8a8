"""The residential groups of the office."""

from functools import partial

from PySide6.QtWidgets import QPushButton

from hn_desk.actions.group_changes import end_group
from hn_desk.actions.group_facts import GroupEnd
from hn_desk.actions.group_moves import Stayed, stayed
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups, save_group
from hn_desk.actions.staff_facts import GroupDraft, GroupRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.group_change import GroupChangeDialog, GroupEndDialog
from hn_desk.ui.dialogs.group_move import GroupMoveDialog
from hn_desk.ui.dialogs.import_begin import ImportButton
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Groups(TablePart):
    """The tab of residential groups: those there are, and those that were closed, split or merged."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        columns = (
            Column(_("Name"), lambda row: row.name, letters=26),
            Column(_("Kind"), lambda row: row.kind, letters=12),
            Column(_("Since"), lambda row: format_date(row.started_on) if row.started_on else "", letters=10),
            Column(_("Until"), lambda row: format_date(row.ended_on) if row.ended_on else "", letters=10),
            Column(_("Counts"), lambda row: _("yes") if row.is_active else _("no"), letters=6),
        )
        super().__init__(office, jobs, SmallTable(columns))
        self.new.setText(_("&New residential group"))
        self.import_button = ImportButton(self, office, jobs, "groups", is_only=True)
        self.import_button.said.connect(self.said)
        self.top.insertWidget(1, self.import_button)
        self.change_button = QPushButton(_("S&plit or merge…"), self)
        self.change_button.setAutoDefault(False)
        self.change_button.clicked.connect(self._change)
        self.top.insertWidget(2, self.change_button)
        self.form.add("name", _("&Name"), TextField(), is_required=True)
        self.form.add("kind", _("&Kind"), TextField(_("such as tổ dân phố, thôn, cụm dân cư")))
        since = self.form.add("started_on", _("E&xists since"), DateField(office.today))
        since.explain(_("Leave it empty when it was always there."))
        self.form.add("is_active", _("Counts"), FlagField(_("Exists and counts for coverage")))
        self.move_button = self.form.add_button(_("&Give households a new group…"), self._move)
        self.end_button = self.form.add_button("", self._end)
        self.form.add_button(_("&Save"), self._save, is_main=True)
        self.show_row(None)

    def reload(self) -> None:
        """Read the groups."""
        self.jobs.run_latest("groups", list_groups, self.office, then=self.put_rows)

    def show_row(self, row: GroupRow | None) -> None:
        """Put a group into the form."""
        is_closed = row is not None and row.ended_on is not None
        self.end_button.setVisible(row is not None)
        self.move_button.setVisible(is_closed and self.office.may("households.write"))
        self.end_button.setText(_("&Open again…") if is_closed else _("C&lose…"))
        self.form.show_field("is_active", is_shown=not is_closed)
        if row is None:
            self.form.put({"is_active": True})
        else:
            names = ("name", "kind", "started_on", "is_active")
            self.form.put({name: getattr(row, name) for name in names})

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
            draft = GroupDraft(**values, **kept)
            self.jobs.run(save_group, self.office, draft, then=self.saved, on_refused=self.form.refuse)

    def _change(self) -> None:
        living = tuple(row for row in self.table.rows() if row.is_active and row.ended_on is None)
        dialog = GroupChangeDialog(self, self.office, self.jobs, living)
        if self.row is not None and self.row in living:
            dialog.tick(self.row.id)
        dialog.recorded.connect(self.saved)
        dialog.open()

    def _move(self) -> None:
        row = self.row
        self.jobs.run(stayed, self.office, row.id, then=partial(self._ask_who, row))

    def _ask_who(self, row: GroupRow, found: Stayed) -> None:
        if not found.households:
            self.said.emit(_("No household business stands under {name} any more.").format(name=row.label))
            return
        dialog = GroupMoveDialog(self, self.office, self.jobs, row, self.table.rows(), found)
        dialog.recorded.connect(self.saved)
        dialog.open()

    def _end(self) -> None:
        row = self.row
        if row.ended_on is None:
            dialog = GroupEndDialog(self, self.office, self.jobs, row)
            dialog.recorded.connect(self.saved)
            dialog.open()
            return
        what = _("{name} was closed on {day}. Does it exist again, as if it had never ended?")
        question = Question(what.format(name=row.name, day=format_date(row.ended_on)), yes=_("&Open it again"))
        ask(self, question, partial(self._open_again, row))

    def _open_again(self, row: GroupRow) -> None:
        draft = GroupEnd(row.id, row.version)
        self.jobs.run(end_group, self.office, draft, then=self.saved, on_refused=self.form.refuse)
