"""What the fields of a household business and its owner are called, and their values in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions import labels
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import ResidentialGroup
from hn_desk.rules.dates import format_birth, format_date
from hn_desk.rules.money import format_dong

DAYS: Final = frozenset({"registered_on", "changed_on", "started_on"})


def field_labels() -> Mapping[str, str]:
    """What each field is called, in the order of the form; the owner's begin with `owner.`."""
    return {
        "name": _("Name"),
        "business_code": _("Business code"),
        "tax_code": _("Tax code"),
        "address": _("Address"),
        "group_id": _("Residential group"),
        "status": _("Status"),
        "owner.name": _("Owner"),
        "owner.sex": _("Owner's sex"),
        "owner.birth": _("Owner born"),
        "owner.id_number": _("Owner's ID number (CCCD)"),
        "owner.old_id_number": _("Owner's old ID number (CMND)"),
        "owner.phone": _("Owner's phone"),
        "owner.address": _("Owner's residence"),
        "owner.group_id": _("Owner's residential group"),
        "registered_on": _("First registered"),
        "changed_on": _("Registration changed"),
        "started_on": _("In business since"),
        "workers": _("Workers in the business"),
        "capital": _("Capital"),
        "revenue_band": _("Yearly revenue"),
        "industries": _("Industries"),
        "note": _("Note"),
        "merged": _("Other record of it"),
    }


@dataclass(frozen=True, slots=True)
class Words:
    """Values in words: codes as the screens call them."""

    groups: Mapping[str, str]
    bands: Mapping[str, str]
    industries: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, office: Office) -> Self:
        """The words of this office today."""
        groups = {row.id: row.name for row in session.execute(select(ResidentialGroup.id, ResidentialGroup.name))}
        industries = {one.code: one.name for one in office.book.industries}
        return cls(groups, labels.revenue_bands(office), industries)

    def told(self, field: str, value: Any) -> str:
        """A value as the record or its history keeps it (days as ISO text or dates); "" when there is none."""
        if value is None or value == "" or value == []:
            return ""
        if field in DAYS:
            return format_date(value if isinstance(value, date) else date.fromisoformat(value))
        if field == "industries":
            return "; ".join(self._industry(one["code"], one["name"]) for one in value)
        return self._coded(field, value)

    def _industry(self, code: str, name: str) -> str:
        return f"{code} {name or self.industries.get(code, '')}".strip()

    def _coded(self, field: str, value: Any) -> str:
        if field in {"group_id", "owner.group_id"}:
            return self.groups.get(value, value)
        if field == "capital":
            return format_dong(value)
        if field == "owner.birth":
            return format_birth(value)
        named = {"status": labels.household_statuses(), "owner.sex": labels.sexes(), "revenue_band": self.bands}
        return named[field].get(value, value) if field in named else str(value)
