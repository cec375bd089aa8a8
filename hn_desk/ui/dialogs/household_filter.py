"""More filters: every question that the list of household businesses answers, combined, and kept under a name."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.household_filters import FilterField
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.saved_filters import KeptFilter, delete_filter, save_filter
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.search_choice import SearchChoice

SEARCHED: Final = frozenset({"group", "industry"})
NAME: Final = "kept.name"
SHARED: Final = "kept.shared"


class HouseholdFilterDialog(QDialog):
    """`asked(filters)` when the officer wants them; `kept()` after a question was kept or deleted."""

    asked = Signal(object)
    kept = Signal()

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, fields: Sequence[FilterField]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 720, 600)
        self._office, self._jobs = office, jobs
        self._names = [one.name for one in fields]
        self._shown: KeptFilter | None = None
        self.form = Form()
        self._add(fields)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def begin(self, filters: Mapping[str, str], shown: KeptFilter | None) -> None:
        """Show these filters, those of a kept question when they are one, and open."""
        self._shown = shown
        self.delete_button.setVisible(shown is not None and shown.is_mine)
        values = {name: filters.get(name, "") for name in self._names}
        name = {NAME: shown.name, SHARED: shown.is_shared} if shown else {}
        self.form.put({**values, **name})
        self.open()
        self.form.jump(self._names[0])

    def filters(self) -> dict[str, str]:
        """What is chosen, without what is left open."""
        chosen = {name: str(self.form.field(name).value() or "") for name in self._names}
        return {name: value for name, value in chosen.items() if value}

    def _add(self, fields: Sequence[FilterField]) -> None:
        self.form.section(_("Show only household businesses with"))
        for place, one in enumerate(fields):
            choices = list(one.choices.items())
            field = SearchChoice(choices) if one.name in SEARCHED else ChoiceField(choices)
            (self.form.beside if place % 2 else self.form.add)(one.name, one.label, field)
        self.form.section(_("Keep this question"))
        self.form.add(NAME, _("&Name of the question"), TextField(most=60))
        self.form.beside(SHARED, "", FlagField(_("For all officers")))
        self.show_button = self.form.add_button(_("&Show these"), self._ask, is_main=True)
        self.keep_button = self.form.add_button(_("&Keep and show"), self._keep)
        self.delete_button = self.form.add_button(_("&Delete this question"), self._delete)
        self.clear_button = self.form.add_button(_("&All household businesses"), self._clear)
        self.form.add_button(_("&Cancel"), self.reject)

    def _ask(self) -> None:
        self.asked.emit(self.filters())
        self.accept()

    def _clear(self) -> None:
        self.asked.emit({})
        self.accept()

    def _keep(self) -> None:
        values = self.form.values()
        if values is None:
            return
        keep = partial(save_filter, is_shared=bool(values[SHARED]))
        self._jobs.run(
            keep, self._office, values[NAME], self.filters(), then=self._is_kept, on_refused=self._refuse_name
        )

    def _is_kept(self, _changed: Changed) -> None:
        self.kept.emit()
        self._ask()

    def _refuse_name(self, error: DeskError) -> None:
        problems = error.problems if isinstance(error, InputError) else ()
        named = tuple(Problem(NAME, one.what) for one in problems)
        self.form.refuse(InputError(error.what, do=error.do, problems=named) if named else error)

    def _delete(self) -> None:
        if self._shown is None:
            return
        question = Question(
            _("The question “{name}” is deleted; no household business is touched.").format(name=self._shown.name),
            yes=_("&Delete the question"),
            no=_("&Keep it"),
        )
        ask(self, question, partial(self._delete_now, self._shown.id))

    def _delete_now(self, filter_id: str) -> None:
        self._jobs.run(delete_filter, self._office, filter_id, then=self._is_deleted)

    def _is_deleted(self, _changed: Changed) -> None:
        self.kept.emit()
        self._clear()
