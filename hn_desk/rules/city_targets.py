"""What the whole city is to reach in a year, and after how many days without a packet an office is late: dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.rules.dated import Dated, Period, read_dated_whole
from hn_desk.rules.reading import Reader
from hn_desk.rules.targets import CALENDAR, WORKING

REGISTERED: Final = "registered"
COVERED: Final = "covered"
UNTOLD: Final = "untold"
MEASURES: Final = (REGISTERED, COVERED, UNTOLD)
"""What a desk can count for a target: enterprises registered in the year; residential groups reached, in percent; or
nothing that offices send."""
PERCENT: Final = 100
FIRST_DAY: Final = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class CityTarget:
    """One target of the whole city for each year from `since` to `until`, in `unit`; of `COVERED` it is a percent."""

    code: str
    desk: str
    topic: str
    label: str
    measure: str
    unit: str
    value: int
    since: date
    until: date | None
    source: str

    def is_of(self, year: int) -> bool:
        """Whether it holds for this whole year."""
        return self.since <= date(year, 1, 1) and (self.until is None or date(year, 12, 31) <= self.until)


@dataclass(frozen=True, slots=True)
class CityRules:
    """The city's targets, over which days they are spread, and from how many days on an office counts as late."""

    targets: tuple[CityTarget, ...]
    spread: Dated[str]
    late_after: Dated[int]


def load_city_rules(data: Mapping[str, object], name: str) -> CityRules:
    """Make CityRules of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    targets = tuple(_target(row) for row in reader.tables("targets"))
    spread = tuple(
        Period(row.day("from"), row.choice("days", (WORKING, CALENDAR)), row.text("source"))
        for row in reader.tables("spread")
    )
    late_after = read_dated_whole(reader, "late_after", since=FIRST_DAY)
    reader.finish()
    return CityRules(targets, Dated(spread), late_after)


def _target(reader: Reader) -> CityTarget:
    return CityTarget(
        reader.text("code"),
        reader.text("desk"),
        reader.text("topic"),
        reader.text("label"),
        reader.choice("measure", MEASURES),
        reader.text("unit"),
        reader.whole("value"),
        reader.day("from"),
        reader.day_if_any("to"),
        reader.text("source"),
    )
