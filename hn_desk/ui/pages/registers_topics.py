"""The registers of topics: budget, difficulties and proposals, models and examples."""

from collections.abc import Sequence
from typing import Any

from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import audiences, topic_names
from hn_desk.actions.register_budget import BUDGET, BudgetDraft, budget_lines, delete_budget_line, save_budget_line
from hn_desk.actions.register_difficulties import (
    DIFFICULTIES,
    DifficultyDraft,
    delete_difficulty,
    difficulties,
    save_difficulty,
)
from hn_desk.actions.register_examples import (
    EXAMPLES,
    MODEL,
    PERSON,
    ExampleDraft,
    delete_example,
    examples,
    save_example,
)
from hn_desk.actions.register_words import example_kinds
from hn_desk.actions.registers import seen_register_topics
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.rules.programme import Choice
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.registers_duties import day_words, no_names
from hn_desk.ui.pages.registers_part import Acts, RegisterPart, with_year, year_choices
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from hn_desk.ui.widgets.dates import BirthField, DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.rows import Column

MOST_HELPED = 1_000_000


class Budget(RegisterPart):
    """Money planned and spent for a topic in a year."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        names = topic_names(office)
        columns = (
            Column(_("Year"), lambda row: str(row.year), letters=5, is_number=True),
            Column(_("Topic"), lambda row: names.get(row.topic, row.topic), letters=18),
            Column(_("What for"), lambda row: row.title, letters=20),
            Column(_("Planned (đồng)"), lambda row: money_words(row.planned), letters=12, is_number=True),
            Column(_("Spent (đồng)"), lambda row: money_words(row.spent), letters=12, is_number=True),
        )
        acts = Acts(BUDGET, budget_lines, save_budget_line, delete_budget_line, BudgetDraft)
        super().__init__(office, jobs, acts, columns)

    def offered(self) -> Sequence[Choice]:
        """Every topic."""
        return topic_choices(self.office)

    def add_fields(self) -> None:
        """What for, how much, from where."""
        self.form.add("topic", _("Topic"), self.chosen_by, is_required=True)
        self.form.add("year", _("Year"), ChoiceField(year_choices(self.office), has_empty=False), is_required=True)
        self.form.add("title", _("What for"), TextField(), is_required=True)
        self.form.add("planned", _("Planned (đồng)"), MoneyField())
        self.form.beside("spent", _("Spent (đồng)"), MoneyField())
        self.form.add("source", _("Where the money comes from"), TextField())
        self.form.add("note", _("Note"), MultiLine(rows=2))

    def new_values(self) -> dict[str, Any]:
        """This year's."""
        return {"year": str(self.office.today().year)}

    def read_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """The year as a number."""
        return with_year(values)

    def field_values(self, row: BudgetDraft) -> dict[str, Any]:
        """The year as a choice."""
        return {**super().field_values(row), "year": str(row.year)}


class Difficulties(RegisterPart):
    """Difficulties, what is proposed to whom, what came of it."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        names = topic_names(office)
        columns = (
            Column(_("Day"), lambda row: day_words(row.day), letters=10),
            Column(_("Topic"), lambda row: names.get(row.topic, row.topic), letters=18),
            Column(_("What is difficult"), lambda row: row.text, letters=28),
            Column(_("Settled on"), lambda row: day_words(row.settled_on), letters=10),
        )
        acts = Acts(DIFFICULTIES, difficulties, save_difficulty, delete_difficulty, DifficultyDraft)
        super().__init__(office, jobs, acts, columns)

    def offered(self) -> Sequence[Choice]:
        """Every topic."""
        return topic_choices(self.office)

    def add_fields(self) -> None:
        """What, what is proposed, what was answered."""
        self.form.add("topic", _("Topic"), self.chosen_by, is_required=True)
        self.form.add("day", _("Day"), DateField(self.office.today), is_required=True)
        self.form.add("text", _("What is difficult"), MultiLine(rows=4), is_required=True).explain(no_names())
        self.form.add("proposal", _("What is proposed"), MultiLine(rows=3)).explain(no_names())
        self.form.add("receiver", _("To whom"), TextField())
        self.form.beside("settled_on", _("Settled on"), DateField(self.office.today))
        self.form.add("answer", _("What was answered"), MultiLine(rows=2)).explain(no_names())

    def new_values(self) -> dict[str, Any]:
        """Today's."""
        return {"day": self.office.today()}


class Examples(RegisterPart):
    """Models, collectives, and persons who agreed in writing; all of it stands under the second key."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        kinds = example_kinds()
        columns = (
            Column(_("Since"), lambda row: day_words(row.started_on), letters=10),
            Column(_("Kind"), lambda row: kinds.get(row.kind, row.kind), letters=8),
            Column(_("Name"), lambda row: row.name, letters=26),
            Column(_("Helped"), lambda row: "" if row.helped is None else str(row.helped), letters=6, is_number=True),
            Column(_("Ended on"), lambda row: day_words(row.ended_on), letters=10),
        )
        acts = Acts(EXAMPLES, examples, save_example, delete_example, ExampleDraft)
        super().__init__(office, jobs, acts, columns)

    def offered(self) -> Sequence[Choice]:
        """The topics that have examples."""
        return [one for one in topic_choices(self.office) if one.code in self.office.book.registers.example_topics]

    def add_fields(self) -> None:
        """What it is and whom it helps; of a person the consent."""
        self.form.add("topic", _("Topic"), self.chosen_by, is_required=True)
        kinds = list(example_kinds().items())
        self.kind = self.form.add("kind", _("Kind"), ChoiceField(kinds, has_empty=False), is_required=True)
        self.form.add("name", _("Name"), TextField(), is_required=True)
        self.form.add("birth", _("Birth (day or year)"), BirthField(self.office.today), is_required=True)
        consent = TextField(_("such as: giấy đồng ý, số 5"))
        self.form.add("consent_number", _("Paper of the consent"), consent, is_required=True).explain(
            _("Only with written consent. When it is withdrawn, delete this line: nothing of it is left.")
        )
        self.form.beside("consent_on", _("Agreed on"), DateField(self.office.today), is_required=True)
        self.groups = self.form.add("groups", _("Groups that are helped"), ChoicesField([], columns=1))
        self.form.add("started_on", _("Since"), DateField(self.office.today), is_required=True)
        self.form.beside("ended_on", _("Ended on"), DateField(self.office.today))
        self.form.beside("helped", _("People helped"), NumberField(most=MOST_HELPED))
        self.form.add("story", _("What it does"), MultiLine(rows=3)).explain(
            _("No names of the people who are helped, no addresses.")
        )
        self.kind.edited.connect(self.fit)
        self.chosen_by.edited.connect(self._offer_groups)

    def new_values(self) -> dict[str, Any]:
        """A model."""
        return {"kind": MODEL}

    def show_row(self, row: ExampleDraft | None) -> None:
        """The groups follow the topic."""
        self._offer_groups_of(row.topic if row else "")
        super().show_row(row)
        if row is None:
            self._offer_groups()

    def fit(self) -> None:
        """Birth and consent only of a person."""
        for name in ("birth", "consent_number", "consent_on"):
            self.form.show_field(name, is_shown=self.kind.value() == PERSON)

    def question(self, row: ExampleDraft) -> str:
        """Say that nothing is left."""
        if row.kind == PERSON:
            return _("Delete this person from the register? Nothing of it is left, as when the consent is withdrawn.")
        return super().question(row)

    def _offer_groups(self) -> None:
        self._offer_groups_of(str(self.chosen_by.value()))

    def _offer_groups_of(self, topic: str) -> None:
        self.groups.offer([(one.code, one.label) for one in audiences(self.office, topic)] if topic else [])


def topic_choices(office: Office) -> list[Choice]:
    """The topics of the registers that this officer sees."""
    names, seen = topic_names(office), seen_register_topics(office)
    return [Choice(code, names[code]) for code in office.book.registers.topics if code in seen and code in names]


def money_words(amount: int | None) -> str:
    """An amount as tables show it; nothing for an unknown one."""
    return "" if amount is None else format_dong(amount)
