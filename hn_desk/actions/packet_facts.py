"""What the packet actions hand out: streams, packets, what was sealed, what was received."""

from dataclasses import dataclass
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
    """A packet just sealed and where its file lies in the outbox; `sha256` is that of the inner workbook."""

    changed: Changed
    packet_id: str
    desk: str
    number: int
    file_name: str
    path: Path
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One packet in the handover book; `state` is packed, waiting, received or needs_answer."""

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


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """What a signed paper of the city was (`receipt` or `trust`) and what it says, in whole sentences."""

    kind: str
    lines: tuple[str, ...]
    changed: Changed
