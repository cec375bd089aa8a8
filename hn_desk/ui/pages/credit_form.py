"""The form of an application for one programme and kind of applicant, drawn from the programme's own data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtWidgets import QPushButton

from hn_desk.actions import labels
from hn_desk.actions.credit import ApplicationDraft, EstablishmentDraft, FactField, Intake, Representative
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, PersonFacts, person
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.rules.facts import PERSON
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST
from hn_desk.rules.workers import count_workers
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit_choices import found_people
from hn_desk.ui.pages.credit_documents import DocumentsField
from hn_desk.ui.pages.credit_fields import LONG, MOST, fact_of, field_for, type_into, typed_in, value_of
from hn_desk.ui.pages.credit_people import (
    REPRESENTATIVE_NAMES,
    add_representative,
    borrower_card,
    representative_in,
)
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import BirthField, DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.worker_table import WorkerTable

MOST_BESIDE: Final = 26
"""How many letters of a choice fit into half the form's width."""
OWN: Final = (
    "received_on",
    "review_on",
    "review_place",
    "review_present",
    "review_result",
    "savings_group",
    "association",
)
PERSON_NAMES: Final = ("name", "birth", "sex", "id_number", "old_id_number", "phone", "address", "group_id")
COUNTS: Final = {"workers_total": "total", "workers_qualifying": "qualifying"}
"""Facts that follow from the workers once some are named."""
ESTABLISHMENT_NAMES: Final = (
    "name",
    "code",
    "address",
    "representative",
    "plan_place",
    "project_cost",
    "own_capital",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one form asks: for which programme and applicant, which facts, which groups and lists may be chosen."""

    programme: str
    applicant: str
    confirmation: str
    fields: tuple[FactField, ...]
    groups: tuple[GroupRow, ...]
    lists: tuple[tuple[str, str], ...]


class ApplicationForm(Form):
    """Who applies, on which list, the facts of the programme, the papers, the meeting."""

    def __init__(self, office: Office, jobs: Jobs, asked: Asked) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self.asked = asked
        self._shown = ApplicationDraft()
        self._add_file()
        if asked.applicant == PERSON:
            self._add_person()
            self.representative_card = add_representative(self, jobs)
        else:
            self._add_establishment()
        self._add_facts()
        if asked.applicant == PERSON:
            self._add_meeting()

    def show_draft(self, draft: ApplicationDraft) -> None:
        """Show what is kept of an application."""
        self._shown = draft
        self.put(self._values_of(draft))
        for field in self._documents():
            field.put_papers(draft.papers)
        self.keep()
        self._tell_person()

    def lock(self, *, is_locked: bool) -> None:
        """Show the record without letting it be changed; no card is read into it then."""
        super().lock(is_locked=is_locked)
        self._count_workers()
        if self.asked.applicant == PERSON:
            self.card.setVisible(not is_locked)
            self.representative_card.setVisible(not is_locked)

    def keep_versions(self, draft: ApplicationDraft) -> None:
        """Go on typing over a newer version of the same record."""
        self._shown = draft

    def draft(self) -> ApplicationDraft | None:
        """What was typed over the record shown, or None when something can't be read (marked then)."""
        values = self.values()
        return None if values is None else self._draft(values)

    def half_typed(self) -> ApplicationDraft:
        """What can be read so far; nothing is marked."""
        return self._draft({name: self.field(name).value() for name in self.names()})

    def typed(self) -> dict[str, object]:
        """What stands in each field, for another form's `type_in`."""
        return {name: typed_in(self.field(name)) for name in self.names()}

    def type_in(self, typed: Mapping[str, object], draft: ApplicationDraft) -> None:
        """Go on with what was typed for another programme; it still has to be saved."""
        self._shown = draft
        if draft.id is None:
            self.field("received_on").put(self._office.today())
            self.keep()
        for name in self.names():
            if name in typed:
                type_into(self.field(name), typed[name])
        self._tell_person()

    def kept_draft(self) -> ApplicationDraft:
        """The draft that was put in last."""
        return self._shown

    def take_kept(self, person_id: str) -> None:
        """Let a new application take a person kept before."""
        self._jobs.run_latest("person", person, self._office, person_id, then=self._take_found)

    def _add_file(self) -> None:
        self.section(_("Intake"))
        self.add("received_on", _("&Received on"), DateField(self._office.today))
        if self.asked.confirmation == BY_LIST:
            self.beside("list_id", _("Police &list"), ChoiceField(self.asked.lists), is_required=True)
        self.add("intake.receipt_number", _("Intake receipt no."), TextField(most=40))
        self.beside("intake.answer_on", _("Answer due on"), DateField(self._office.today))

    def _add_person(self) -> None:
        self.section(_("Borrower"))
        self.card = borrower_card(self, self._jobs)
        self.add_widget(self.card)
        self.find_person = SearchChoice()
        self.find_person.asked.connect(self._search)
        self.find_person.edited.connect(self._found)
        self.find_cell = Cell(_("&Find a person kept before (or type a new one below)"), self.find_person)
        self.another = QPushButton(_("&Another person"), self)
        self.another.setAutoDefault(False)
        self.another.clicked.connect(lambda: self._take_person(PersonDraft()))
        self.add_widget(self.find_cell)
        self.add_widget(self.another)
        self.add("person.name", _("F&ull name"), TextField(), is_required=True)
        self.beside("person.sex", _("Se&x"), ChoiceField(list(labels.sexes().items())))
        self.add("person.birth", _("&Born"), BirthField(self._office.today), is_required=True)
        self.beside("person.id_number", _("&ID number (CCCD)"), TextField(most=20))
        self.add("person.old_id_number", _("Old ID number (CMND)"), TextField(most=20))
        self.beside("person.phone", _("&Phone"), TextField(most=20))
        self.add("person.address", _("Residence"), TextField())
        groups = [(group.id, group.name) for group in self.asked.groups if group.is_active]
        self.add("person.group_id", _("Residential &group"), SearchChoice(groups))

    def _add_establishment(self) -> None:
        self.section(_("Establishment"))
        self.add("establishment.name", _("&Name of the establishment"), TextField(), is_required=True)
        self.add("establishment.code", _("Business &code"), TextField(most=20))
        self.beside("establishment.representative", _("Re&presentative"), TextField())
        self.add("establishment.address", _("&Address"), TextField())
        self.add("establishment.plan_place", _("Place where the plan is &carried out"), TextField())
        self.add("establishment.project_cost", _("Cost of the pro&ject (đồng)"), MoneyField())
        self.beside("establishment.own_capital", _("&Own capital (đồng)"), MoneyField())
        if COUNTS.keys() <= {fact.name for fact in self.asked.fields}:
            workers = self.add("workers", _("&Workers, each with the labour contract"), WorkerTable(self._office.today))
            workers.counted.connect(self._count_workers)

    def _add_facts(self) -> None:
        self.section(_("Conditions and loan"))
        is_left = True
        for fact in self.asked.fields:
            is_alone = fact.kind in LONG or any(len(choice.label) > MOST_BESIDE for choice in fact.choices)
            add = self.add if is_left or is_alone else self.beside
            field = field_for(self._office, fact)
            add(fact.name, fact.label.replace("&", "&&"), field, is_required=fact.is_required)
            is_left = is_alone or not is_left

    def _add_meeting(self) -> None:
        self.section(_("Savings group and association"))
        self.add("savings_group", _("Savings and loan &group"), TextField())
        self.beside("association", _("Association that vouches"), TextField())
        if self.asked.confirmation != BY_APPLICATION:
            return
        self.section(_("Review meeting"))
        self.add("review_on", _("&Day of the meeting"), DateField(self._office.today))
        self.beside("review_present", _("People present"), NumberField(most=MOST))
        self.add("review_place", _("Place of the meeting"), TextField())
        self.add("review_result", _("Result of the meeting"), MultiLine(rows=2))

    def _draft(self, values: dict[str, Any]) -> ApplicationDraft:
        own = {name: values[name] for name in OWN if name in values}
        facts = {fact.name: fact_of(fact, values[fact.name]) for fact in self.asked.fields}
        return ApplicationDraft(
            id=self._shown.id,
            version=self._shown.version,
            programme=self.asked.programme,
            applicant=self.asked.applicant,
            person=self._person(values),
            establishment=self._establishment(values),
            facts={name: value for name, value in facts.items() if value is not None},
            list_id=values.get("list_id") or None,
            workers=values.get("workers", ()),
            papers={code: paper for field in self._documents() for code, paper in field.papers().items()},
            intake=Intake(values["intake.receipt_number"], values["intake.answer_on"]),
            representative=representative_in(values) if self.asked.applicant == PERSON else Representative(),
            accepted={**self._shown.accepted, **self.accepted()},
            **own,
        )

    def _person(self, values: dict[str, Any]) -> PersonDraft | None:
        if self.asked.applicant != PERSON:
            return None
        before = self._shown.person or PersonDraft()
        typed = {name: values[f"person.{name}"] for name in PERSON_NAMES}
        return PersonDraft(before.id, before.version, **{**typed, "group_id": typed["group_id"] or None})

    def _establishment(self, values: dict[str, Any]) -> EstablishmentDraft | None:
        if self.asked.applicant == PERSON:
            return None
        before = self._shown.establishment or EstablishmentDraft()
        typed = {name: values[f"establishment.{name}"] for name in ESTABLISHMENT_NAMES}
        return EstablishmentDraft(before.id, before.version, **typed)

    def _values_of(self, draft: ApplicationDraft) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(draft, name) for name in (*OWN, "list_id")}
        values |= {f"intake.{name}": getattr(draft.intake, name) for name in ("receipt_number", "answer_on")}
        values |= {f"representative.{name}": getattr(draft.representative, name) for name in REPRESENTATIVE_NAMES}
        values["workers"] = draft.workers
        for fact in self.asked.fields:
            values[fact.name] = value_of(fact, draft.facts.get(fact.name))
        for name in PERSON_NAMES if draft.person else ():
            values[f"person.{name}"] = self._shown_of(draft.person or PersonDraft(), name)
        for name in ESTABLISHMENT_NAMES if draft.establishment else ():
            values[f"establishment.{name}"] = getattr(draft.establishment, name)
        return values

    def _shown_of(self, person: PersonDraft, name: str) -> Any:
        """What a field is given; a group that is no longer active is shown all the same."""
        if name != "group_id":
            return getattr(person, name)
        return next(((group.id, group.name) for group in self.asked.groups if group.id == person.group_id), None)

    def _documents(self) -> list[DocumentsField]:
        """The field of the documents, where the programme asks for any."""
        fields = (self.field(name) for name in self.names())
        return [field for field in fields if isinstance(field, DocumentsField)]

    def _count_workers(self) -> None:
        """While workers are named, their numbers follow from them and can't be typed."""
        if not COUNTS.keys() | {"workers"} <= set(self.names()):
            return
        workers = self.field("workers").value()
        counted = count_workers(workers)
        for name, count in COUNTS.items():
            if workers:
                self.field(name).put(getattr(counted, count))
            self.field(name).lock(is_locked=self.is_locked or bool(workers))

    def _search(self, typed: str) -> None:
        self._jobs.run_latest("people", found_people, self._office, typed, then=self.find_person.offer)

    def _found(self) -> None:
        if self.find_person.value():
            self.take_kept(self.find_person.value())

    def _take_found(self, facts: PersonFacts) -> None:
        self._take_person(facts.draft)

    def _take_person(self, draft: PersonDraft) -> None:
        self._shown = replace(self._shown, person=draft)
        for name in PERSON_NAMES:
            self.field(f"person.{name}").put(self._shown_of(draft, name))
        self.find_person.put("")
        self._tell_person()
        self.edited.emit()

    def _tell_person(self) -> None:
        """A new application may take a person kept before; that is said, and can be undone."""
        if self.asked.applicant != PERSON:
            return
        is_new, person = self._shown.id is None, self._shown.person
        is_taken = is_new and person is not None and person.id is not None
        said = _("This person is kept already: a change here changes the person in every file.")
        self.field("person.name").explain(said if is_taken else "")
        self.find_cell.setVisible(is_new and not is_taken)
        self.another.setVisible(is_taken)
