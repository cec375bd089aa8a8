"""What an official report can count: each measure, what its records are, its unit, and what narrows it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COUNT: Final = "count"
MONEY: Final = "money"
PERCENT: Final = "percent"
UNITS: Final = (COUNT, MONEY, PERCENT)
EVENT_FIELDS: Final = (
    "people",
    "women",
    "times",
    "broadcasts",
    "posts",
    "leaflets",
    "cost",
    "outcome_convert",
    "outcome_loan",
)
LOAN_STAGES: Final = (
    "wanted",
    "confirmed",
    "agreed",
    "paid",
    "owed",
    "late",
    "bank_refused",
    "recovered",
    "repaid",
    "in_term",
    "due",
    "at_risk",
)
"""Stages of a loan: those of the demand report, the bank's other answers in the period, states of debt at its end."""
OF_EVENTS: Final = ("topics", "forms", "audiences")
OF_LOANS: Final = ("programmes", "applicants", "stage")


@dataclass(frozen=True, slots=True)
class Measure:
    """`subject` says what is counted, `options` what narrows it, of them `needed` ones must be named.

    A standing one is measured as things are now: it has no earlier value to be compared or adjusted.
    """

    subject: str
    options: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    unit: str = COUNT
    is_standing: bool = False


MEASURES: Final[Mapping[str, Measure]] = {
    "events": Measure("events", OF_EVENTS, ("topics",)),
    "event_sum": Measure("events", (*OF_EVENTS, "field"), ("topics", "field")),
    "groups": Measure("groups"),
    "groups_reached": Measure("groups", ("topics",), ("topics",)),
    "groups_share": Measure("", ("topics",), ("topics",), PERCENT),
    "households": Measure("households", is_standing=True),
    "contacts": Measure("contacts"),
    "households_met": Measure("households"),
    "households_agreed": Measure("households"),
    "households_hindered": Measure("households", ("obstacles",)),
    "households_wishing": Measure("households", ("supports",)),
    "capital_wanted": Measure("households", unit=MONEY),
    "submitted": Measure("conversions"),
    "converted": Measure("conversions", ("kinds",)),
    "converted_capital": Measure("conversions", unit=MONEY),
    "converted_workers": Measure("conversions"),
    "supported": Measure("conversions", ("supports",)),
    "loans": Measure("applications", OF_LOANS, ("programmes", "stage")),
    "loan_sum": Measure("applications", OF_LOANS, ("programmes", "stage"), MONEY),
    "lists": Measure("lists", ("programmes",), ("programmes",)),
    "office_plans": Measure("office_plans", ("duties", "authors"), ("duties",)),
    "duty_acts": Measure("duty_acts", ("duties",), ("duties",)),
    "examples": Measure("examples", ("topics", "kinds", "groups"), ("topics",)),
    "examples_helped": Measure("examples", ("topics", "kinds", "groups"), ("topics",)),
    "difficulties": Measure("difficulties", ("topics", "state"), ("topics",)),
    "budget_planned": Measure("budget", ("topics",), ("topics",), MONEY),
    "budget_spent": Measure("budget", ("topics",), ("topics",), MONEY),
}
"""The vocabulary; `reports/figures.py` counts each."""
FIXED_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "field": EVENT_FIELDS,
    "stage": LOAN_STAGES,
    "applicants": ("person", "establishment"),
    "authors": ("ubnd", "police"),
    "duties": tuple(f"D{number}" for number in range(1, 16)),
    "state": ("raised", "settled"),
}
"""What may stand in an option, where it is no data of another file."""
DIMENSIONS: Final[Mapping[str, str]] = {
    "forms": "forms",
    "audiences": "audiences",
    "obstacles": "obstacles",
    "supports": "supports",
    "programmes": "programmes",
    "helped_groups": "groups",
    "enterprise_kinds": "kinds",
    "topics": "topics",
}
"""What the rows of a table may be → the option that each row narrows its figures down by."""


def unit_of(measure: str, field: str) -> str:
    """The unit of a measure; the cost of events is money."""
    return MONEY if measure == "event_sum" and field == "cost" else MEASURES[measure].unit
