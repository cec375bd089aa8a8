"""What may be asked freely: subjects, the day that counts, what to group by, what to measure; with their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from hn_desk.i18n import _
from hn_desk.reports.demand import AGREED, CONFIRMED, PAID, WANTED
from hn_desk.reports.table import MONTH, QUARTER, YEAR, ColumnKind

HOUSEHOLDS: Final = "households"
CONTACTS: Final = "contacts"
CONVERSIONS: Final = "conversions"
EVENTS: Final = "events"
COVERAGE: Final = "coverage"
LOANS: Final = "loans"
NOW: Final = "now"
"""No day counts: every record as it stands today."""
COUNT: Final = "count"
SHARE: Final = "share"
REACHED: Final = "reached"
LEFT: Final = "left"
REACHED_SHARE: Final = "reached_share"
TIMES: Final = (MONTH, QUARTER, YEAR)
MONEY: Final = frozenset({"capital", "capital_demand", "cost", "amount"})
DIFFERENT: Final = {"household": "household", "groups": "group"}
"""Measures that count different values of a grouping."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject: its name, the right its reader needs, and by code the days, groupings and measures it knows.

    The first day, and each measure of `usual`, are offered first; `only` is a filter that is set to begin with.
    """

    code: str
    label: str
    right: str
    days: Mapping[str, str]
    groups: Mapping[str, str]
    measures: Mapping[str, str]
    usual: tuple[str, ...] = (COUNT,)
    only: Mapping[str, str] = field(default_factory=dict)


def subjects() -> dict[str, Subject]:
    """Every subject by its code, in the order of the screen."""
    found = (_households(), _contacts(), _conversions(), _events(), _coverage(), _loans())
    return {one.code: one for one in found}


def times() -> dict[str, str]:
    """The parts of a period that every subject can be grouped by."""
    return {MONTH: _("Month"), QUARTER: _("Quarter"), YEAR: _("Year")}


def measure_kind(code: str) -> ColumnKind:
    """What the cells of a measure hold."""
    if code in (SHARE, REACHED_SHARE):
        return "percent"
    return "money" if code in MONEY else "number"


def _households() -> Subject:
    return Subject(
        HOUSEHOLDS,
        _("Household businesses"),
        "households.read",
        {NOW: _("As they stand today"), "registered": _("Day of registration"), "contacted": _("Day of last contact")},
        {
            **_of_household(),
            "status": _("Status"),
            "band": _("Yearly revenue"),
            "intention": _("Intention"),
            "obstacle": _("Obstacle"),
            "officer": _("Contacted last by"),
        },
        {
            COUNT: _("Household businesses"),
            "capital": _("Capital (đồng)"),
            "workers": _("Workers"),
            SHARE: _("Share of all"),
        },
    )


def _contacts() -> Subject:
    return Subject(
        CONTACTS,
        _("Contacts with household businesses"),
        "households.read",
        {"day": _("Day of the contact")},
        {
            "group": _("Residential group"),
            "officer": _("Officer"),
            "way": _("Way of contact"),
            "intention": _("Intention"),
            "obstacle": _("Obstacle"),
            "support": _("Support wanted"),
        },
        {
            COUNT: _("Contacts"),
            "household": _("Households met"),
            "capital_demand": _("Capital wanted (đồng)"),
            SHARE: _("Share of all"),
        },
        (COUNT, "household"),
    )


def _conversions() -> Subject:
    days = {
        "registered": _("Day of the enterprise's certificate"),
        "listed": _("Day put on the list"),
        "submitted": _("Day the file was handed in"),
    }
    groups = {"state": _("State"), **_of_household(), "kind": _("Kind of enterprise")}
    measures = {
        COUNT: _("Conversions"),
        "capital": _("Capital (đồng)"),
        "workers": _("Workers"),
        SHARE: _("Share of all"),
    }
    return Subject(CONVERSIONS, _("Conversions to enterprises"), "households.read", days, groups, measures)


def _events() -> Subject:
    return Subject(
        EVENTS,
        _("Outreach events"),
        "outreach.read",
        {"day": _("First day of the event")},
        {
            "topic": _("Topic"),
            "form": _("Form of the event"),
            "state": _("State"),
            "group": _("Residential group"),
            "audience": _("Audience"),
            "officer": _("Officer"),
        },
        {
            COUNT: _("Events"),
            "people": _("People present"),
            "women": _("Women present"),
            "groups": _("Residential groups reached"),
            "broadcasts": _("Broadcasts"),
            "leaflets": _("Leaflets"),
            "cost": _("Cost (đồng)"),
            SHARE: _("Share of all"),
        },
        (COUNT, "people"),
        {"state": "done"},
    )


def _coverage() -> Subject:
    return Subject(
        COVERAGE,
        _("Residential groups and who reached them"),
        "outreach.read",
        {"day": _("Day of the event")},
        {"topic": _("Topic"), "group": _("Residential group")},
        {
            COUNT: _("Residential groups"),
            REACHED: _("Groups reached"),
            LEFT: _("Groups not reached"),
            REACHED_SHARE: _("Share reached"),
            "events": _("Times a group was reached"),
        },
        (COUNT, REACHED, REACHED_SHARE),
    )


def _loans() -> Subject:
    return Subject(
        LOANS,
        _("Loan applications"),
        "credit.read",
        {
            WANTED: _("Day of receipt"),
            CONFIRMED: _("Day the office confirmed"),
            AGREED: _("Day the bank approved"),
            PAID: _("Day of paying out"),
        },
        {
            "programme": _("Programme"),
            "applicant": _("Applicant"),
            "purpose": _("Purpose"),
            "state": _("State"),
        },
        {COUNT: _("Applications"), "amount": _("Amount (đồng)"), SHARE: _("Share of all")},
        (COUNT, "amount"),
    )


def _of_household() -> dict[str, str]:
    return {"group": _("Residential group"), "industry": _("Main industry")}
