"""What one record adds to its desk's sums: pure, so that sums kept and sums counted anew can't differ.

A sum belongs to one office, or to `CITY`: every office together. Its name is `records.<subject>`, a measure of
`rules.city_measures` with its month (`contacts@2026-05`), a year's coverage (`reached@2026`), or one of a report's
figures with its year, which `CITY` alone has.
"""

import json
from collections.abc import Iterator, Mapping
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


def measures_of(office: str, subject: str, payload: Payload) -> Iterator[tuple[Place, int]]:
    """What a record of this office adds to which sums."""
    yield (office, f"{RECORDS}{subject}"), 1
    if subject == desks.FIGURES:
        yield from _figure(payload)
    else:
        yield from (((office, one.key), one.value) for one in counted(subject, payload))


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


def _figure(payload: Payload) -> Iterator[tuple[Place, int]]:
    """A figure is kept for all offices together, since there are many and the board shows their sum."""
    unit, period = payload.get("unit") or SUMMED[0], payload.get("period") or ""
    if period[:YEAR].isdigit() and unit in SUMMED:
        facts = (payload.get("report"), period, payload.get("key"), unit, payload.get("label"))
        name = json.dumps([one or "" for one in facts], ensure_ascii=False, separators=(",", ":"))
        for measure, value in ((VALUE, payload.get("value") or 0), (OFFICES, 1)):
            yield (CITY, f"{measure}@{period[:YEAR]}@{name}"), value
