"""The registers of duties: yearly plans, work done, papers from above."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.register_acts import ACTS, ActDraft, delete_act, duty_acts, save_act
from hn_desk.actions.register_instructions import (
    REQUEST,
    STANDING,
    TAKEN_IN,
    InstructionDraft,
    delete_instruction,
    instructions,
    save_instruction,
)
from hn_desk.actions.register_plans import PLANS, PlanDraft, delete_plan, plans, save_plan
from hn_desk.actions.register_words import instruction_kinds
from hn_desk.actions.registers import seen_duties
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.programme import Choice
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.registers_part import Acts, RegisterPart, with_year, year_choices
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.rows import Column

LAST_DAY, LAST_MONTH = 31, 12


class Plans(RegisterPart):
    """The yearly plans; the commune's police keep their own."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        columns = (
            Column(_("Year"), lambda row: str(row.year), letters=5, is_number=True),
            Column(_("Duty"), lambda row: row.duty, letters=5),
            Column(_("Plan"), lambda row: row.title, letters=28),
            Column(_("Number"), lambda row: row.number, letters=12),
            Column(_("Sent on"), lambda row: day_words(row.sent_on), letters=10),
        )
        super().__init__(office, jobs, Acts(PLANS, plans, save_plan, delete_plan, PlanDraft), columns)

    def offered(self) -> Sequence[Choice]:
        """Duties of which a plan is owed."""
        data = self.office.book.registers
        return [one for one in duty_choices(self.office) if data.duties[one.code].plans_of]

    def writable(self) -> list[Choice]:
        """Duties of which the author who is offered owes a plan."""
        data, author = self.office.book.registers, self.new_values()["author"]
        return [one for one in super().writable() if author in data.duties[one.code].plans_of]

    def add_fields(self) -> None:
        """What it is, then its paper."""
        self.form.add("duty", _("Duty"), self.chosen_by, is_required=True)
        self.form.add("year", _("Year"), ChoiceField(year_choices(self.office), has_empty=False), is_required=True)
        self.author = self.form.beside("author", _("Whose plan"), ChoiceField(has_empty=False))
        self.form.add("title", _("What the plan is called"), TextField(), is_required=True)
        self.form.add("number", _("Paper's number"), TextField(_("such as 12/KH-UBND")))
        self.form.beside("issued_on", _("Paper's day"), DateField(self.office.today))
        self.form.add("receiver", _("Sent to"), TextField())
        self.form.beside("sent_on", _("Sent on"), DateField(self.office.today))
        self.form.add("note", _("Note"), MultiLine(rows=2))
        self._offer_authors()
        self.chosen_by.edited.connect(self.fit)

    def new_values(self) -> dict[str, Any]:
        """This year's, of who may write one."""
        may_write_others = any(map(self.office.may, ("registers.sme", "registers.social")))
        return {"year": str(self.office.today().year), "author": "ubnd" if may_write_others else "police"}

    def read_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """The year as a number."""
        return with_year(values)

    def field_values(self, row: PlanDraft) -> dict[str, Any]:
        """The year as a choice."""
        return {**super().field_values(row), "year": str(row.year)}

    def fit(self) -> None:
        """Whose plan it is, where several owe one."""
        duty = self.office.book.registers.duties.get(str(self.chosen_by.value()))
        self.form.show_field("author", is_shown=duty is not None and len(duty.plans_of) > 1)
        if duty is not None and len(duty.plans_of) == 1:
            self.author.put(duty.plans_of[0])

    def _offer_authors(self) -> None:
        self.author.offer([(one.code, one.label) for one in self.office.book.registers.authors])


class WorkDone(RegisterPart):
    """What was done for a duty and leaves no other record."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        columns = (
            Column(_("Day"), lambda row: day_words(row.day), letters=10),
            Column(_("Duty"), lambda row: row.duty, letters=5),
            Column(_("What was done"), lambda row: row.title, letters=30),
            Column(_("Number"), lambda row: row.number, letters=12),
        )
        super().__init__(office, jobs, Acts(ACTS, duty_acts, save_act, delete_act, ActDraft), columns)

    def offered(self) -> Sequence[Choice]:
        """Every duty."""
        return duty_choices(self.office)

    def add_fields(self) -> None:
        """What, when, with whom."""
        self.form.add("duty", _("Duty"), self.chosen_by, is_required=True)
        self.form.add("day", _("Day"), DateField(self.office.today), is_required=True)
        self.form.add("title", _("What was done"), TextField(), is_required=True).explain(no_names())
        self.form.add("receiver", _("With whom, or handed to"), TextField())
        self.form.beside("number", _("Paper's number"), TextField())
        self.form.add("note", _("Note"), MultiLine(rows=3)).explain(no_names())

    def new_values(self) -> dict[str, Any]:
        """Today's."""
        return {"day": self.office.today()}


class PapersFromAbove(RegisterPart):
    """Papers that ask for something once, or that hold every year."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        columns = (
            Column(_("Number"), lambda row: row.number, letters=12),
            Column(_("Duty"), lambda row: row.duty, letters=5),
            Column(_("What it asks for"), lambda row: row.title, letters=26),
            Column(_("Due"), due_words, letters=10),
            Column(_("Answered or ended"), lambda row: day_words(row.closed_on), letters=10),
        )
        acts = Acts(TAKEN_IN, instructions, save_instruction, delete_instruction, InstructionDraft)
        super().__init__(office, jobs, acts, columns)

    def offered(self) -> Sequence[Choice]:
        """Every duty."""
        return duty_choices(self.office)

    def add_fields(self) -> None:
        """The paper, then what it asks for and by when."""
        kinds = list(instruction_kinds().items())
        self.kind = self.form.add("kind", _("Kind"), ChoiceField(kinds, has_empty=False), is_required=True)
        self.form.add("duty", _("Duty"), self.chosen_by, is_required=True)
        self.form.add("number", _("Paper's number"), TextField(), is_required=True)
        self.form.beside("issued_on", _("Paper's day"), DateField(self.office.today), is_required=True)
        self.form.add("issuer", _("Who signed or sent it"), TextField(), is_required=True)
        self.form.add("title", _("What it asks for"), TextField(), is_required=True)
        names = topic_names(self.office)
        reports = [(code, names[code]) for code in self.office.book.registers.reports if code in names]
        self.form.add("report", _("Report it asks for"), ChoiceField(reports))
        self.form.add("receiver", _("Who gets the answer"), TextField())
        self.form.add("due_on", _("Due on"), DateField(self.office.today), is_required=True)
        self.form.add("due_day", _("Due every year: day"), NumberField(least=1, most=LAST_DAY), is_required=True)
        self.form.beside("due_month", _("month"), NumberField(least=1, most=LAST_MONTH), is_required=True)
        self.form.add("closed_on", _("Answered, or no longer in force, on"), DateField(self.office.today))
        secret = _("A paper that bears a secrecy mark is not entered here.")
        self.form.add("note", _("Note"), MultiLine(rows=2)).explain(secret)
        self.kind.edited.connect(self.fit)

    def new_values(self) -> dict[str, Any]:
        """A request."""
        return {"kind": REQUEST}

    def fit(self) -> None:
        """A day, or the day of every year."""
        is_standing = self.kind.value() == STANDING
        self.form.show_field("due_on", is_shown=not is_standing)
        for name in ("due_day", "due_month"):
            self.form.show_field(name, is_shown=is_standing)


def duty_choices(office: Office) -> list[Choice]:
    """The duties this officer sees, by number and what they are about."""
    seen = seen_duties(office)
    duties = office.book.registers.duties.values()
    return [Choice(duty.code, f"{duty.code} – {duty.label}") for duty in duties if duty.code in seen]


def day_words(day: date | None) -> str:
    """A day as tables show it; nothing for none."""
    return format_date(day) if day else ""


def due_words(row: InstructionDraft) -> str:
    """By when a paper is to be answered."""
    return day_words(row.due_on) if row.due_on else f"{row.due_day}/{row.due_month}"


def no_names() -> str:
    """What stands under free words."""
    return _("No names of people, no addresses.")
