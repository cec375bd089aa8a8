"""What the home page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hn_desk.actions.due_facts import DueDay
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
    deadlines: tuple[DueDay, ...]
    unreceipted: tuple[PacketRow, ...]
    coverage: Coverage
    conversions: ConversionCounts
    counts: Mapping[str, int]
