"""What the home page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hn_desk.actions.packet_facts import PacketRow
from hn_desk.reports.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for this officer: `page` is where it is done, `id` the record or empty for the list."""

    kind: str
    id: str
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One deadline ahead, with its weekday and the days left (below 0 when it has passed); `state` is how far it is."""

    code: str
    title: str
    day: date
    weekday: str
    days_left: int
    receiver: str
    is_near: bool
    source: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class ConversionCounts:
    """Conversions by how far they have come; each is counted once, under where it stands now."""

    listed: int = 0
    contacted: int = 0
    agreed: int = 0
    registered: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """The office today, as far as this officer's roles may see it."""

    day: date
    weekday: str
    waiting: tuple[Waiting, ...]
    deadlines: tuple[DueRow, ...]
    unreceipted: tuple[PacketRow, ...]
    coverage: Coverage
    conversions: ConversionCounts
    counts: Mapping[str, int]
