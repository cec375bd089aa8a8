"""What the packet actions hand out: streams, packets, what was sealed, what was received."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hn_desk.actions.office import Changed


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One desk's stream: its next number, rows waiting to be sent, last sealing (ISO, empty for none)."""

    desk: str
    desk_name: str
    next_number: int
    waiting_rows: int
    last_sealed: str
    unreceipted: int
    has_certificate: bool


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows a sheet of the next packet would have."""

    subject: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A packet just sealed and where its file lies in the outbox; `sha256` is that of the inner workbook.

    What was too much for one packet: the last one, `rows` of all, and in `others` and `other_ids` those before it.
    """

    changed: Changed
    packet_id: str
    desk: str
    number: int
    file_name: str
    path: Path
    rows: int
    sha256: str
    others: tuple[Path, ...] = ()
    other_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy of a packet: when (ISO) it was made on what and by whom; to whom it was handed, received when."""

    id: str
    at: str
    medium: str
    by: str
    handed_to: str
    received_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One packet in the handover book; `state` is packed, waiting, received or needs_answer.

    `is_late`: it has waited longer for its receipt than the data allow. `lines` are its copies, the oldest first.
    """

    id: str
    desk: str
    desk_name: str
    number: int
    made_at: str
    rows: int
    state: str
    days_waiting: int
    copies: int
    file_name: str
    sha256: str
    is_late: bool = False
    lines: tuple[CopyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """What a signed paper of the city was (`receipt` or `trust`) and what it says, in whole sentences."""

    kind: str
    lines: tuple[str, ...]
    changed: Changed
