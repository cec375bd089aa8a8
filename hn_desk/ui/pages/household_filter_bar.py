"""Above the list of household businesses: the questions asked most, those kept, and all filters behind a button."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from hn_desk.actions.household_filters import FilterField, filter_fields, in_words, questions
from hn_desk.actions.office import Office
from hn_desk.actions.saved_filters import KeptFilter, saved_filters
from hn_desk.i18n import _
from hn_desk.ui.dialogs.household_filter import HouseholdFilterDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField

ALL = ""
OTHER = "other"


class HouseholdFilterBar(QWidget):
    """`changed(filters)` when another question is asked; `told` is a label that says which, for below the list."""

    changed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs = office, jobs
        self._filters: dict[str, str] = {}
        self._fields: tuple[FilterField, ...] = ()
        self._kept: dict[str, KeptFilter] = {}
        self.dialog: HouseholdFilterDialog | None = None
        self.told = QLabel()
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.told.hide()
        self.choice = ChoiceField([], has_empty=False)
        self.choice.edited.connect(self._chosen)
        self.button = QPushButton(_("&Filters…"), self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._begin)
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.choice)
        room.addWidget(self.button)
        self._offer(())

    def reload(self) -> None:
        """Read again what can be asked, and which questions are kept."""
        self._jobs.run_latest("filters of households", filter_fields, self._office, then=self._know)
        self._jobs.run_latest("kept filters of households", saved_filters, self._office, then=self._offer)

    def ask(self, filters: Mapping[str, str]) -> None:
        """Ask for household businesses that pass `filters`."""
        self._filters = dict(filters)
        self._show()
        self.changed.emit(self._filters)

    def filters(self) -> dict[str, str]:
        """What is asked now."""
        return dict(self._filters)

    def _know(self, fields: tuple[FilterField, ...]) -> None:
        self._fields = fields
        self._show()

    def _offer(self, kept: tuple[KeptFilter, ...]) -> None:
        self._kept = {one.id: one for one in kept}
        self._show()

    def _asked(self) -> dict[str, tuple[str, Mapping[str, str]]]:
        """Words and filters of each choice."""
        ready = {str(place): (one.words, one.filters) for place, one in enumerate(questions(self._office))}
        kept = {one.id: (one.name, one.filters) for one in self._kept.values()}
        everything: tuple[str, Mapping[str, str]] = (_("All households"), {})
        return {ALL: everything, **kept, **ready}

    def _show(self) -> None:
        asked = self._asked()
        choices = [(code, words) for code, (words, _filters) in asked.items()]
        found = next((code for code, (_words, filters) in asked.items() if filters == self._filters), OTHER)
        self.choice.offer([*choices, (OTHER, _("(as chosen in Filters)"))] if found == OTHER else choices)
        self.choice.put(found)
        self.told.setText(in_words(self._fields, self._filters))
        self.told.setVisible(bool(self._filters))

    def _chosen(self) -> None:
        code = str(self.choice.value())
        if code != OTHER:
            self.ask(self._asked()[code][1])

    def _begin(self) -> None:
        """Open all filters, with the groups, officers and industries of this moment."""
        self._jobs.run_latest("filters of households", filter_fields, self._office, then=self._open)

    def _open(self, fields: tuple[FilterField, ...]) -> None:
        self._know(fields)
        self.dialog = HouseholdFilterDialog(self, self._office, self._jobs, self._fields)
        self.dialog.asked.connect(self.ask)
        self.dialog.kept.connect(partial(self.reload))
        shown = next((one for one in self._kept.values() if one.filters == self._filters), None)
        self.dialog.begin(self._filters, shown)
