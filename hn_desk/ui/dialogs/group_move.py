"""A dialog that gives household businesses of a group which has ended one of the groups there are now."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from hn_desk.actions.group_moves import Stayed, move_households
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField


class GroupMoveDialog(RecordDialog):
    """Which households go over to which group; the others stay until the dialog is opened again."""

    size_at_first: ClassVar[tuple[int, int]] = (820, 620)

    def __init__(
        self, parent: QWidget, office: Office, jobs: Jobs, old: GroupRow, groups: tuple[GroupRow, ...], found: Stayed
    ) -> None:
        self._old, self._found = old, found
        followers = [group for group in groups if group.id in found.followers and group.is_active]
        self._offered = followers or [group for group in groups if group.is_active]
        super().__init__(parent, office, jobs)

    def ask(self) -> None:
        """Add the fields."""
        told = _("{n} household businesses still stand under {name}")
        self.what.setText(told.format(n=len(self._found.households), name=self._old.label))
        offered = [(group.id, group.label) for group in self._offered]
        self.form.add("group_id", _("Their ne&w residential group"), ChoiceField(offered), is_required=True)
        lines = [(one.id, f"{one.name} – {one.address}" if one.address else one.name) for one in self._found.households]
        self.form.add("households", _("&Household businesses that go over"), ChoicesField(lines, columns=1))

    def save(self) -> None:
        """Give those ticked the group chosen."""
        values = self.form.values()
        if values is not None:
            move = partial(move_households, self.office, values["households"], values["group_id"], self._old.id)
            self.jobs.run(move, then=self.kept, on_refused=self.form.refuse)
