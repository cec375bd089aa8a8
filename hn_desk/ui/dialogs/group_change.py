"""Dialogs over residential groups: the last day of one, and one split into several or several merged into one."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from hn_desk.actions.group_changes import change_groups, end_group, look_at_change
from hn_desk.actions.group_facts import ChangeLook, GroupChange, GroupEnd, NewGroup, OldGroup
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoicesField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, TextField
from hn_desk.ui.widgets.question import Question, ask


class GroupEndDialog(RecordDialog):
    """The last day of a group that was not followed by others."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, group: GroupRow) -> None:
        self._group = group
        super().__init__(parent, office, jobs)

    def ask(self) -> None:
        """Add the day."""
        self.what.setText(_("Close {name}").format(name=self._group.name))
        day = self.form.add("last_day", _("&Last day"), DateField(self.office.today), is_required=True)
        day.explain(_("It counts for coverage up to this day. If others take its place, split or merge it instead."))

    def save(self) -> None:
        """Keep the day."""
        values = self.form.values()
        if values is not None:
            draft = GroupEnd(self._group.id, self._group.version, values["last_day"])
            self.jobs.run(end_group, self.office, draft, then=self.kept, on_refused=self.form.refuse)


class GroupChangeDialog(RecordDialog):
    """Which groups end, what begins and when; before anything is written the dialog says what will happen."""

    size_at_first: ClassVar[tuple[int, int]] = (760, 640)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, groups: tuple[GroupRow, ...]) -> None:
        self._groups = {group.id: group for group in groups}
        super().__init__(parent, office, jobs)
        self.save_button.setText(_("&See what happens…"))

    def tick(self, id_: str) -> None:
        """Begin with one group ticked."""
        self.form.put({"olds": frozenset({id_})})

    def ask(self) -> None:
        """Add the fields."""
        self.what.setText(_("Split one residential group, or merge several"))
        offered = [(group.id, group.name) for group in self._groups.values()]
        self.form.add(
            "olds", _("&Groups that end: one to split it, several to merge them"), ChoicesField(offered, columns=3)
        )
        self.form.add("day", _("First &day of the new groups"), DateField(self.office.today), is_required=True)
        self.form.add("names", _("&Names of the new groups, one a line"), MultiLine(rows=3), is_required=True)
        self.form.add("kind", _("&Kind"), TextField(_("such as tổ dân phố, thôn, cụm dân cư")))

    def save(self) -> None:
        """Show what will happen first."""
        values = self.form.values()
        if values is None:
            return
        names = str(values["names"]).splitlines()
        change = GroupChange(
            tuple(OldGroup(id_, self._groups[id_].version) for id_ in sorted(values["olds"])),
            tuple(NewGroup(name, values["kind"]) for name in names),
            values["day"],
        )
        show = partial(self._ask, change)
        self.jobs.run(look_at_change, self.office, change, then=show, on_refused=self.form.refuse)

    def _ask(self, change: GroupChange, look: ChangeLook) -> None:
        yes = _("&Merge them") if look.is_merge else _("&Split it")
        ask(self, Question(_what(look), more="\n".join(_effects(look)), yes=yes), partial(self._write, change))

    def _write(self, change: GroupChange) -> None:
        self.jobs.run(change_groups, self.office, change, then=self.kept, on_refused=self.form.refuse)


def _what(look: ChangeLook) -> str:
    told = _("{olds} end on {last}. From {day} there is instead: {news}.")
    return told.format(
        olds=", ".join(look.olds), last=format_date(look.last_day), day=format_date(look.day), news=", ".join(look.news)
    )


def _effects(look: ChangeLook) -> list[str]:
    if look.is_merge:
        return [
            _("{n} household businesses and {people} people go over to the new group.").format(
                n=look.households, people=look.people
            ),
            _("{n} events from this day on ({planned} of them planned) are for the new group.").format(
                n=look.planned + look.held, planned=look.planned
            ),
        ]
    lines = [_("{n} planned events are for all the new groups.").format(n=look.planned)] if look.planned else []
    if look.households or look.people:
        told = _("{n} household businesses and {people} people stay with the old group until they are given a new one.")
        lines.append(told.format(n=look.households, people=look.people))
        lines.append(_("Who keeps household businesses chooses the old group here and “Give households a new group…”."))
    if look.held:
        told = _("{n} events held since then name the old group: open each and tick which of the new ones it reached.")
        lines.append(told.format(n=look.held))
    return lines
