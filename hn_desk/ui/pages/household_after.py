"""After the certificate: supports the enterprise received, and whether it is still in business."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.follow_ups import (
    ALIVE,
    SUPPORT,
    AfterConversion,
    FollowUpDraft,
    FollowUpFacts,
    follow_ups,
    save_follow_up,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.rules.after_conversion import DueCheck
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.unsaved import NEW

_YES: Final = "yes"
_NO: Final = "no"


class AfterConversionPart(QWidget):
    """What is known so far, newest first; the form takes a support or an answer, or mends the line chosen."""

    saved = Signal()

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._household_id = ""
        self._due: tuple[DueCheck, ...] = ()
        self._shown = FollowUpDraft()
        self.due = QLabel(self)
        self.due.setWordWrap(True)
        self.table = SmallTable(_columns(office))
        self.table.chosen.connect(self._choose)
        self.form = self._form()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 8, 0, 0)
        room.addWidget(self.due)
        room.addWidget(self.table, 1)
        room.addWidget(self.form, 2)

    def show_household(self, household_id: str) -> None:
        """Ask what came after this household's certificate."""
        self._household_id = household_id
        self._jobs.run_latest("follow ups", follow_ups, self._office, household_id, then=self._show)

    def place(self) -> str:
        """The id of the line in the form, `NEW` for a new one."""
        return self._shown.id or NEW

    def go_to(self, place: str) -> None:
        """Put a line of this enterprise into the form."""
        if place == NEW:
            self.begin()
        else:
            self._choose(next((row for row in self.table.rows() if row.id == place), None))

    def begin(self) -> None:
        """Begin with the question that is due longest, or with a support."""
        due = next(iter(self._due), None)
        draft = FollowUpDraft(household_id=self._household_id, day=self._office.today())
        self._put(FollowUpDraft(kind=ALIVE, day=draft.day, months=due.months) if due else draft)

    def _show(self, after: AfterConversion) -> None:
        self._due = after.due
        self.due.setText(_due_text(after.due))
        self.due.setVisible(bool(after.due))
        self.table.put(after.rows)
        self.table.choose("")
        self.begin()

    def _choose(self, facts: FollowUpFacts | None) -> None:
        if facts is not None:
            self._put(facts.draft)

    def _put(self, draft: FollowUpDraft) -> None:
        self._shown = draft
        is_alive = {True: _YES, False: _NO, None: ""}[draft.is_alive]
        months = str(draft.months) if draft.months else ""
        self.form.put(
            {
                "kind": draft.kind,
                "day": draft.day,
                "support": draft.support,
                "months": months,
                "is_alive": is_alive,
                "note": draft.note,
            }
        )
        self._fit()

    def _fit(self) -> None:
        is_support = self.kind.value() == SUPPORT
        self.form.show_field("support", is_shown=is_support)
        for name in ("months", "is_alive"):
            self.form.show_field(name, is_shown=not is_support)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            values["months"] = int(values["months"]) if values["months"] else None
            values["is_alive"] = {_YES: True, _NO: False}.get(values["is_alive"])
            draft = FollowUpDraft(
                **values, id=self._shown.id, version=self._shown.version, household_id=self._household_id
            )
            self._jobs.run(save_follow_up, self._office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: Changed) -> None:
        self.form.keep()
        self.saved.emit()

    def _form(self) -> Form:
        form = Form()
        kinds = [(SUPPORT, _("Support received")), (ALIVE, _("Still in business?"))]
        self.kind = form.add("kind", _("&What"), ChoiceField(kinds, has_empty=False))
        form.beside("day", _("&Day"), DateField(self._office.today), is_required=True)
        form.add("support", _("&Support"), ChoiceField(list(labels.supports(self._office).items())))
        checks = self._office.book.conversion.alive_checks
        after = [(str(one.months), _months(one.months)) for one in checks]
        form.add("months", _("Counted from the certifica&te"), ChoiceField(after))
        form.beside("is_alive", _("Still in &business?"), ChoiceField([(_YES, _("Yes")), (_NO, _("No"))]))
        form.add("note", _("N&ote"), TextField())
        self.kind.edited.connect(self._fit)
        self.new_button = form.add_button(_("New li&ne"), partial(self.begin))
        self.save_button = form.add_button(_("Sa&ve"), self._save, is_main=True)
        for button in (self.new_button, self.save_button):
            button.setVisible(self._office.may("conversions.write"))
        return form


def _due_text(due: tuple[DueCheck, ...]) -> str:
    days = "; ".join(f"{_months(one.months)} ({format_date(one.day)})" for one in due)
    return _("To ask now, whether it is still in business: {days}").format(days=days) if due else ""


def _months(months: int) -> str:
    return _("after {n} months").format(n=months)


def _columns(office: Office) -> list[Column]:
    supports = labels.supports(office)
    return [
        Column(_("Day"), lambda row: format_date(row.draft.day), letters=10),
        Column(_("What"), lambda row: _what(row.draft, supports), letters=34),
        Column(_("Note"), lambda row: row.draft.note, letters=24),
        Column(_("Officer"), lambda row: row.officer_name, letters=18),
    ]


def _what(draft: FollowUpDraft, supports: Mapping[str, str]) -> str:
    if draft.kind == SUPPORT:
        return _("Support: {what}").format(what=supports.get(draft.support, draft.support))
    words = _("Still in business {after}") if draft.is_alive else _("Out of business {after}")
    return words.format(after=_months(draft.months or 0))
