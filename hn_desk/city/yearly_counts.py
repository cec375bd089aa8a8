"""What an office sent of the SME scheme in a year, as counts alone: nobody's name, no enterprise's either."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.city_measures import REGISTERED, counted

ELIGIBLE: Final = "eligible"
INTENTIONS: Final = ("considering", "agreed", "refused")
DEMAND: Final = "capital_demand"
KINDS: Final = "kinds"
DIVISIONS: Final = "divisions"
OBSTACLES: Final = "obstacles"
SUPPORTS: Final = "supports"
_COUNTED: Final = re.compile(r"([a-z_0-9]+)=([0-9]+)")


@dataclass(slots=True)
class YearCounts:
    """Of one office: plain counts by name, and counts by code of what is divided (kinds, divisions, obstacles …)."""

    plain: Counter[str] = field(default_factory=Counter)
    divided: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in (KINDS, DIVISIONS, OBSTACLES, SUPPORTS)}
    )


def year_counts(session: Session, year: int) -> dict[str, YearCounts]:
    """The counts of a year by office; none for an office that sent nothing of it."""
    found: dict[str, YearCounts] = {}
    for office, row in _rows(session, desks.CONVERSIONS):
        if _is_registered(row, year):
            _add_enterprise(found.setdefault(office, YearCounts()), row)
    for office, row in _rows(session, desks.CONTACT_COUNTS):
        if str(row.get("month") or "").startswith(f"{year}-"):
            _add_contacts(found.setdefault(office, YearCounts()), row)
    return found


def _rows(session: Session, subject: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    columns = select(CityRecord.office, CityRecord.payload).where(CityRecord.subject == subject)
    return ((office, payload) for office, payload in session.execute(columns))


def _is_registered(row: Mapping[str, Any], year: int) -> bool:
    sums = counted(desks.CONVERSIONS, row)
    return any(one.measure == REGISTERED and one.month.startswith(f"{year}-") for one in sums)


def _add_enterprise(counts: YearCounts, row: Mapping[str, Any]) -> None:
    counts.plain[ELIGIBLE] += bool(row.get("supported"))
    counts.divided[KINDS][str(row["enterprise_kind"])] += 1
    if row.get("industry"):
        counts.divided[DIVISIONS][str(row["industry"])[:2]] += 1


def _add_contacts(counts: YearCounts, row: Mapping[str, Any]) -> None:
    for name in (*INTENTIONS, DEMAND):
        counts.plain[name] += row.get(name) or 0
    for name in (OBSTACLES, SUPPORTS):
        for code, many in _COUNTED.findall(row.get(name) or ""):
            counts.divided[name][code] += int(many)
