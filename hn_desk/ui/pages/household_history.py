"""What became of one household business: who changed what, when, from what to what."""

from collections.abc import Sequence
from html import escape

from hn_desk.actions.household_history import FieldChange, HistoryEntry, history
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui import theme
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.telling import Telling, told_at


class HouseholdHistoryView(Telling):
    """The changes of the household chosen, the newest first; read when it is looked at."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs

    def ask(self, household_id: str) -> None:
        """Read and show the history of one household."""
        self._jobs.run_latest("household history", history, self._office, household_id, then=self.put)

    def put(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these entries."""
        told = "<br><br>".join(_entry(one) for one in entries)
        self.told.setText(told or escape(_("Nothing was changed since this is kept.")))


def _entry(entry: HistoryEntry) -> str:
    when = " · ".join(filter(None, (told_at(entry.at), entry.officer_name)))
    lines = [
        f"<b>{escape(entry.way_label)}</b>",
        f'<span style="color:{theme.QUIET}">{escape(when)}</span>',
    ]
    return "<br>".join([*lines, *(_change(one) for one in entry.changes)])


def _change(change: FieldChange) -> str:
    before, after = change.before or _("(nothing)"), change.after or _("(nothing)")
    return f"{escape(change.label)}: {escape(before)} → <b>{escape(after)}</b>"
