"""Days and ages of the work on credit files that no programme sets: `credit.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache

from hn_desk.settings import resource


@dataclass(frozen=True, slots=True)
class CreditPlan:
    """Days after which the bank's answer is late, working days before a promised one, years of a representative."""

    answer_days: int
    promised_workdays: int
    representative_age: int


@cache
def credit_plan() -> CreditPlan:
    """The numbers in `credit.toml`."""
    return CreditPlan(**tomllib.loads(resource("credit.toml").read_text(encoding="utf-8")))
