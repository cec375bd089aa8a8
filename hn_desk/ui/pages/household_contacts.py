"""The contacts of one household business: what was said so far, and a quick form for the next one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.household_facts import ContactDraft, ContactFacts, HouseholdFacts
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.keyed import KeyedChoice, KeyedChoices
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.unsaved import NEW


class Contacts(QWidget):
    """Contacts newest first; the form below takes a new one or shows the one chosen."""

    saved = Signal()
    shown = Signal()
    """A household was put in, with an empty form for today."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._household_id = ""
        self._shown = ContactDraft()
        self.table = SmallTable(_columns(office))
        self.table.setMaximumHeight(118)
        self.table.chosen.connect(self._show)
        self.form = self._form()
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 12, 12, 0)
        room.addWidget(self.table)
        room.addWidget(self.form, 1)

    def show_household(self, facts: HouseholdFacts) -> None:
        """Show what was said with this household, and an empty form for today."""
        self._household_id = facts.draft.id or ""
        self.table.put(facts.contacts)
        self.table.choose("")
        self.table.setVisible(bool(facts.contacts))
        self.begin()
        self.shown.emit()

    def household_id(self) -> str:
        """Whose contacts stand here, "" for nobody's."""
        return self._household_id

    def begin(self) -> None:
        """Begin a contact of today."""
        self._show_draft(ContactDraft(household_id=self._household_id, day=self._office.today(), intention=""))

    def place(self) -> str:
        """The id of the contact in the form, `NEW` for a new one."""
        return self._shown.id or NEW

    def go_to(self, place: str) -> None:
        """Put a contact of this household into the form."""
        if place == NEW:
            self.begin()
        else:
            self._show(next((row for row in self.table.rows() if row.draft.id == place), None))

    def is_changed(self) -> bool:
        """Whether something typed isn't saved."""
        return self.form.is_changed()

    def _show(self, facts: ContactFacts | None) -> None:
        if facts is not None:
            self._show_draft(facts.draft)

    def _show_draft(self, draft: ContactDraft) -> None:
        self._shown = draft
        names = self.form.names()
        self.form.put({name: getattr(draft, name) for name in names})

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = ContactDraft(
                **values, id=self._shown.id, version=self._shown.version, household_id=self._household_id
            )
            self._jobs.run(save_contact, self._office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: Changed) -> None:
        self.form.keep()
        self.saved.emit()

    def _form(self) -> Form:
        form = Form()
        form.section(_("A visit, call or meeting"))
        form.add("day", _("&Day"), DateField(self._office.today), is_required=True)
        form.beside("way", _("&How"), KeyedChoice(list(labels.contact_ways(self._office).items())), is_required=True)
        form.widen("way")
        form.beside("intention", _("&Intention after it"), KeyedChoice(list(labels.intentions(self._office).items())))
        form.add("said", _("What was &said"), MultiLine(rows=2))
        form.add("obstacles", _("O&bstacles"), KeyedChoices(list(labels.obstacles(self._office).items())))
        form.add("supports", _("S&upport wanted"), KeyedChoices(list(labels.supports(self._office).items())))
        ahead = form.add("next_on", _("Ne&xt step on"), DateField(self._office.today))
        ahead.explain(_("+7 means in seven days"))
        form.beside("next_step", _("What will be d&one"), TextField())
        form.widen("next_step")
        form.add("capital_demand", _("Capital wanted (đồn&g)"), MoneyField())
        may_write = self._office.may("households.write")
        self.new_button = form.add_button(_("&New contact"), partial(self.begin))
        self.save_button = form.add_button(_("Save the con&tact"), self._save, is_main=True)
        for button in (self.new_button, self.save_button):
            button.setVisible(may_write)
        return form


def _columns(office: Office) -> list[Column]:
    ways, intentions = labels.contact_ways(office), labels.intentions(office)
    return [
        Column(_("Day"), lambda row: format_date(row.draft.day), letters=10),
        Column(_("How"), lambda row: ways.get(row.draft.way, ""), letters=18),
        Column(_("Intention"), lambda row: intentions.get(row.draft.intention, ""), letters=18),
        Column(_("What was said"), lambda row: row.draft.said, letters=30),
        Column(_("Next step"), _next_step, letters=20),
        Column(_("Officer"), lambda row: row.officer_name, letters=18),
    ]


def _next_step(row: ContactFacts) -> str:
    day = format_date(row.draft.next_on) if row.draft.next_on else ""
    return " ".join(filter(None, (day, row.draft.next_step)))
