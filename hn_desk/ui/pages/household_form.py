"""The form of a household business and its owner, as fields and as a draft."""

from dataclasses import fields
from typing import Any, Final

from hn_desk.actions import labels
from hn_desk.actions.household_facts import HouseholdDraft, IndustryDraft
from hn_desk.actions.households import industries
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import BirthField, DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.search_choice import SearchChoice

INDUSTRIES: Final = 3
"""How many industries the form takes; the first is the main one."""
MOST_WORKERS: Final = 100_000


class HouseholdForm(Form):
    """Business, owner, registration; `draft()` is what was typed, `show_draft()` puts one in."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._shown = HouseholdDraft()
        self._add_business()
        self._add_owner()
        self._add_registration()
        self._add_industries()

    def show_draft(self, draft: HouseholdDraft) -> None:
        """Show what is kept of a household business."""
        self._shown = draft
        self.put(_values_of(draft))

    def draft(self) -> HouseholdDraft | None:
        """What was typed over the record shown, or None when something can't be read (marked then)."""
        values = self.values()
        if values is None:
            return None
        owner = {name.removeprefix("owner."): values.pop(name) for name in list(values) if name.startswith("owner.")}
        codes = [values.pop(f"industry{place}") for place in range(INDUSTRIES)]
        return HouseholdDraft(
            **{**values, "group_id": values["group_id"] or None},
            id=self._shown.id,
            version=self._shown.version,
            owner=PersonDraft(
                **{**owner, "group_id": self._shown.owner.group_id},
                id=self._shown.owner.id,
                version=self._shown.owner.version,
            ),
            industries=tuple(IndustryDraft(code, is_main=place == 0) for place, code in enumerate(filter(None, codes))),
            accepted=self.accepted(),
        )

    def offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        """Let the officer choose among the office's residential groups."""
        self.groups.change_choices([(group.id, group.label) for group in groups])

    def _add_business(self) -> None:
        self.section(_("Household business"))
        self.add("name", _("&Name"), TextField(), is_required=True)
        self.add("business_code", _("Business &code"), TextField(most=20))
        self.beside("tax_code", _("&Tax code"), TextField(most=20))
        self.add("address", _("&Address"), TextField())
        self.groups = self.add("group_id", _("Residential &group"), SearchChoice([]))
        self.beside("status", _("&Status"), ChoiceField(list(labels.household_statuses().items()), has_empty=False))

    def _add_owner(self) -> None:
        self.section(_("Owner"))
        self.add("owner.name", _("&Full name"), TextField(), is_required=True)
        self.beside("owner.sex", _("Se&x"), ChoiceField(list(labels.sexes().items())))
        self.add("owner.birth", _("&Born"), BirthField(self._office.today))
        self.beside("owner.id_number", _("&ID number (CCCD)"), TextField(most=20))
        self.add("owner.old_id_number", _("Old ID number (CMND)"), TextField(most=20))
        self.beside("owner.phone", _("&Phone"), TextField(most=20))
        self.add("owner.address", _("Residence"), TextField())

    def _add_registration(self) -> None:
        self.section(_("Registration"))
        self.add("registered_on", _("First &registered on"), DateField(self._office.today))
        self.beside("changed_on", _("Last changed on"), DateField(self._office.today))
        self.add("started_on", _("Doing business &since"), DateField(self._office.today))
        self.beside("workers", _("&Workers"), NumberField(most=MOST_WORKERS))
        self.add("capital", _("Capita&l (đồng)"), MoneyField())
        self.add("revenue_band", _("Yearly reven&ue"), ChoiceField(list(labels.revenue_bands(self._office).items())))

    def _add_industries(self) -> None:
        self.section(_("Industries (VSIC code or words)"))
        titles = (_("&Main industry"), _("Second industry"), _("Third industry"))
        for place, title in enumerate(titles):
            field = self.add(f"industry{place}", title, SearchChoice())
            field.asked.connect(lambda typed, field=field: self._search(field, typed))
        self.add("note", _("N&ote"), MultiLine(rows=2))

    def _search(self, field: SearchChoice, typed: str) -> None:
        self._jobs.run_latest(
            f"industries {id(field)}",
            industries,
            self._office,
            typed,
            then=lambda found: field.offer([(one.code, f"{one.code} – {one.name}") for one in found]),
        )


def _values_of(draft: HouseholdDraft) -> dict[str, Any]:
    own = {field.name for field in fields(HouseholdDraft)} - {"id", "version", "owner", "industries", "accepted"}
    values: dict[str, Any] = {name: getattr(draft, name) for name in own}
    for name in ("name", "sex", "birth", "id_number", "old_id_number", "phone", "address"):
        values[f"owner.{name}"] = getattr(draft.owner, name)
    for place, industry in enumerate(sorted(draft.industries, key=lambda one: not one.is_main)[:INDUSTRIES]):
        values[f"industry{place}"] = (industry.code, f"{industry.code} – {industry.name}")
    return values
