"""The form of one outreach event: what, where, who was reached, what came of it."""

from datetime import date
from typing import Final

from hn_desk.actions import labels
from hn_desk.actions.labels import DONE
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import audiences, event_forms, topics
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.rules.outreach import FIGURES
from hn_desk.ui.dialogs.event_done import MOST_COUNTED, figure_labels
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField

CANCELLED: Final = "cancelled"


class OutreachForm(Form):
    """The event's fields; the audiences follow the topic, the reason is asked only of a cancelled one."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._shown = EventDraft()
        self._groups: tuple[GroupRow, ...] = ()
        self._offered: list[tuple[str, str]] = []
        self._add_what()
        self._add_where()
        self._add_reached()
        self._add_numbers()
        self._add_outcome()
        self.topic.edited.connect(self._fit_topic)
        self.state.edited.connect(self._fit_state)
        self.starts_on.edited.connect(self._fit_groups)
        self.ends_on.edited.connect(self._fit_groups)

    def show_draft(self, draft: EventDraft) -> None:
        """Show what is kept of an event."""
        self._shown = draft
        self._offer_audiences(draft.topic)
        self._offer_groups_of(draft.starts_on, draft.ends_on, draft.group_ids)
        self.put({name: getattr(draft, name) for name in self.names()})
        self._fit_state()
        self._fit_place()

    def draft(self) -> EventDraft | None:
        """What was typed over the event shown, or None when something can't be read (marked then)."""
        values = self.values()
        if values is None:
            return None
        return EventDraft(**values, id=self._shown.id, version=self._shown.version, accepted=self.accepted())

    def offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        """Let the officer tick the residential groups that are there on the days of the event."""
        self._groups = groups
        self._fit_groups()

    def _fit_groups(self) -> None:
        """Offer the groups of the days typed, today's while none is; ticked ones of other days stay in sight."""
        self._offer_groups_of(self.starts_on.value(), self.ends_on.value(), self.groups.value())

    def _offer_groups_of(self, starts_on: date | None, ends_on: date | None, chosen: frozenset[str]) -> None:
        first = starts_on or self._office.today()
        last = max(first, ends_on or first)
        offered = [one for one in self._groups if one.lived(first, last) or one.id in chosen]
        names = [(one.id, one.label if one.ended_on and one.ended_on < last else one.name) for one in offered]
        if names != self._offered:
            self._offered = names
            self.groups.offer(names)

    def groups_offered(self) -> list[tuple[str, str]]:
        """The residential groups that can be ticked: id and name."""
        return list(self._offered)

    def _fit_topic(self) -> None:
        topic = str(self.topic.value())
        self._offer_audiences(topic)
        basis = next((one.legal_basis for one in topics(self._office) if one.code == topic), "")
        if basis and not self.basis.value():
            self.basis.put(basis)
        self._fit_place()

    def is_protected(self) -> bool:
        """Whether the topic chosen is one that is only counted."""
        topic = str(self.topic.value())
        return any(one.is_protected for one in topics(self._office) if one.code == topic)

    def _fit_place(self) -> None:
        """Of a protected topic no place is asked; one that stands there from before stays in sight."""
        is_protected, stands = self.is_protected(), bool(self.place.value())
        self.show_field("place", is_shown=stands or not is_protected)
        self.place.explain(_("Of this topic no place is kept any more; empty it.") if is_protected and stands else "")

    def _offer_audiences(self, topic: str) -> None:
        offered = audiences(self._office, topic) if topic else ()
        self.audiences.offer([(one.code, one.label) for one in offered])

    def _fit_state(self) -> None:
        self.show_field("cancel_reason", is_shown=self.state.value() == CANCELLED)
        is_held = self.state.value() == DONE
        self.rename("group_ids", _("Residential &groups reached") if is_held else _("Residential &groups"))

    def _add_what(self) -> None:
        self.section(_("Event"))
        offered = [(one.code, one.label) for one in topics(self._office)]
        self.topic = self.add("topic", _("&Topic"), ChoiceField(offered), is_required=True)
        forms = [(one.code, one.label) for one in event_forms(self._office)]
        self.add("form", _("&Form of outreach"), ChoiceField(forms), is_required=True)
        self.add("title", _("Tit&le"), TextField(), is_required=True)
        self.add("content", _("&Content"), MultiLine(rows=3))
        self.basis = self.add("legal_basis", _("Legal &basis"), TextField())
        states = list(labels.event_states().items())
        self.state = self.add("state", _("&State"), ChoiceField(states, has_empty=False))
        self.beside("cancel_reason", _("&Reason for cancelling"), TextField())

    def _add_where(self) -> None:
        self.section(_("When and where"))
        self.starts_on = self.add("starts_on", _("F&rom"), DateField(self._office.today), is_required=True)
        self.ends_on = self.beside("ends_on", _("T&o"), DateField(self._office.today))
        self.place = self.add("place", _("&Place"), TextField())

    def _add_reached(self) -> None:
        self.section(_("Who was reached"))
        self.groups = self.add("group_ids", _("Residential &groups"), ChoicesField([], columns=3))
        self.audiences = self.add("audiences", _("&Audiences"), ChoicesField([], columns=1))

    def _add_numbers(self) -> None:
        self.section(_("Figures"))
        labels_of = figure_labels()
        for place, name in enumerate(FIGURES):
            put = self.beside if place % 3 else self.add
            put(name, labels_of[name], NumberField(most=MOST_COUNTED))

    def _add_outcome(self) -> None:
        self.section(_("Who did it, what it cost, what came of it"))
        self.add("leader", _("In charge"), TextField())
        self.beside("joined", _("Taking part"), TextField())
        self.add("speaker", _("Speaker"), TextField())
        self.add("cost", _("Cost (đồng)"), MoneyField())
        self.beside("cost_source", _("Paid from"), TextField())
        self.add("outcome_convert", _("Households that want to convert"), NumberField(most=MOST_COUNTED))
        self.beside("outcome_loan", _("People who ask for a loan"), NumberField(most=MOST_COUNTED))
