"""What one record adds to its desk's sums: pure, so that sums kept and sums counted anew can't differ.

A sum belongs to one office, or to `CITY`: every office together. Its name is `records.<subject>`, a measure of
`rules.city_measures` with its month (`contacts@2026-05`), a year's coverage (`reached@2026`), or one of a report's
figures with its year, which `CITY` alone has.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from hn_desk.rules import desks
from hn_desk.rules.city_measures import counted

EDITION: Final = 1
"""Raised when a measure means something else than before: desks then count all of theirs anew."""
CITY: Final = ""
RECORDS: Final = "records."
VALUE: Final = "value"
OFFICES: Final = "offices"
SUMMED: Final = ("count", "money")
"""Units of figures that may be added over offices; a percent may not."""
MONTH: Final = 7
YEAR: Final = 4

Place = tuple[str, str]
"""Whose sum it is (an office's code, or `CITY`) and its name."""
Payload = Mapping[str, Any]


def sums_of(office: str, subject: str, payloads: Collection[Payload]) -> Counter[Place]:
    """What records of one subject of this office add to which sums."""
    found: Counter[Place] = Counter({(office, f"{RECORDS}{subject}"): len(payloads)})
    if subject == desks.FIGURES:
        for payload in payloads:
            _add_figure(found, payload)
    else:
        for payload in payloads:
            for one in counted(subject, payload):
                found[office, one.key] += one.value
    return found


def year_of(name: str, year: int) -> str:
    """A measure in a year: `reached@2026`."""
    return f"{name}@{year:04}"


def split_name(name: str) -> tuple[str, str]:
    """A measure and its month or year; "" for one that has none."""
    measure, _at, when = name.partition("@")
    return measure, when


def figure_of(name: str, measure: str, year: int) -> tuple[str, str, str, str, str]:
    """Report, period, key, unit and label of the name of a figure's sum."""
    report, period, key, unit, label = json.loads(name.removeprefix(f"{year_of(measure, year)}@"))
    return report, period, key, unit, label


def _add_figure(found: Counter[Place], payload: Payload) -> None:
    """A figure is kept for all offices together, since there are many and the board shows their sum."""
    unit, period = payload.get("unit") or SUMMED[0], payload.get("period") or ""
    if period[:YEAR].isdigit() and unit in SUMMED:
        value, offices = _names_of(payload.get("report"), period, payload.get("key"), unit, payload.get("label"))
        found[CITY, value] += payload.get("value") or 0
        found[CITY, offices] += 1


@lru_cache(maxsize=10_000)
def _names_of(report: str | None, period: str, key: str | None, unit: str, label: str | None) -> tuple[str, str]:
    """The names of a figure's two sums: of its values, and of the offices that told it."""
    facts = [report or "", period, key or "", unit, label or ""]
    name = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return f"{VALUE}@{period[:YEAR]}@{name}", f"{OFFICES}@{period[:YEAR]}@{name}"
