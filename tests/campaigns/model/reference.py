"""What the offices and the city should be: plain Python after PACKET §1 and §5, without a line of the program.

A packet is known by its hash; its rows are (id → text), None for a row that was withdrawn. The reference knows no
versions: of one numbering the later packet counts, and a newer numbering counts before an older one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CLOCK = "clock"
TWIN = "twin-office"
A_DAY = timedelta(days=1)
RECEIVED = "received"
REFUSED = "needs_answer"


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet as it was made."""

    sha256: str
    instance: str
    epoch: int
    number: int
    previous: str | None
    rows: Mapping[str, str | None]
    at: datetime

    @property
    def stream(self) -> tuple[str, int]:
        """Whose numbering it is of."""
        return self.instance, self.epoch


@dataclass(frozen=True, slots=True)
class Said:
    """What a receipt says: of each stream 1 to n, what came too early, every hash, what was refused."""

    made_at: datetime
    contiguous: Mapping[tuple[str, int], int]
    hashes: Mapping[tuple[str, int], Mapping[int, str]]
    refused: Mapping[tuple[str, int], frozenset[str]]


@dataclass(slots=True)
class Office:
    """One database of the office: what it holds, what it made, what it read."""

    instance: str
    epoch: int = 1
    records: dict[str, str] = field(default_factory=dict)
    packets: dict[tuple[int, int], Packet] = field(default_factory=dict)
    answers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    seen_at: datetime | None = None

    def acted(self, now: datetime) -> None:
        """Something was written into the log."""
        self.seen_at = max(now, self.seen_at or now)

    def rows_to_send(self, *, is_full: bool) -> dict[str, str | None]:
        """What the city has not got of this numbering; what an earlier one sent and is gone is withdrawn."""
        ever, here = self._sent(), self._sent(self.epoch)
        rows: dict[str, str | None] = {}
        for name, text in self.records.items():
            if is_full or here.get(name) != text:
                rows[name] = text
        for name, last in ever.items():
            if name not in self.records and last is not None:
                rows[name] = None
        return rows

    def refusal(self, now: datetime) -> str:
        """Why no packet may be made now."""
        if (self.seen_at and now < self.seen_at) or any(now < one.made_at for one in self.said):
            return CLOCK
        newest = max(self.said, key=lambda one: one.made_at, default=None)
        return TWIN if newest and self.is_twin(newest) else ""

    def last(self) -> Packet | None:
        """The newest packet of this numbering."""
        numbers = [number for epoch, number in self.packets if epoch == self.epoch]
        return self.packets[self.epoch, max(numbers)] if numbers else None

    def is_twin(self, said: Said) -> bool:
        """Whether a receipt names a packet of this numbering that was not made here, or a numbering begun elsewhere."""
        stream = self.instance, self.epoch
        mine = {packet.number: packet.sha256 for packet in self.packets.values() if packet.stream == stream}
        named = said.hashes.get(stream, {})
        refused = said.refused.get(stream, frozenset())
        if any(mine.get(number) != sha256 for number, sha256 in named.items()) or not refused <= {*mine.values()}:
            return True
        return any(instance == self.instance and epoch > self.epoch for instance, epoch in said.hashes)

    def told(self, said: Said) -> None:
        """Read a receipt that is good: mark what the city has; one that names a twin marks nothing."""
        is_twin = self.is_twin(said)
        self.said.append(said)
        for packet in self.packets.values():
            state, made_at = self.answers.get(packet.sha256, ("", said.made_at))
            if (is_twin and packet.epoch == self.epoch) or (state == RECEIVED and said.made_at <= made_at):
                continue
            named = said.hashes.get(packet.stream, {}).get(packet.number)
            if packet.number <= said.contiguous.get(packet.stream, 0) and named == packet.sha256:
                self.answers[packet.sha256] = RECEIVED, said.made_at
            elif packet.sha256 in said.refused.get(packet.stream, ()):
                self.answers[packet.sha256] = REFUSED, said.made_at

    def renumbered(self) -> None:
        """A new numbering is begun by hand."""
        self.epoch = max(self.epoch, self._named()) + 1

    def restored(self, found: Iterable[Packet], names: Iterable[int], now: datetime) -> None:
        """This is what the backup held: packets found in the outbox are taken back, and a new numbering begins."""
        known = {packet.sha256 for packet in self.packets.values()}
        for packet in sorted(found, key=lambda one: (one.epoch, one.number)):
            if packet.sha256 not in known:
                self.packets.setdefault((packet.epoch, packet.number), packet)
        self.epoch = max([self.epoch, self._named(), *names, *(epoch for epoch, _number in self.packets)]) + 1
        self.acted(now)

    def _named(self) -> int:
        """The highest numbering of this instance that receipts name."""
        epochs = (epoch for said in self.said for instance, epoch in said.hashes if instance == self.instance)
        return max(epochs, default=0)

    def _sent(self, epoch: int | None = None) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for (made_in, _number), packet in sorted(self.packets.items()):
            if epoch in (None, made_in):
                found.update(packet.rows)
        return found


@dataclass(slots=True)
class Stream:
    """What the city has of one numbering."""

    arrived: dict[int, Packet] = field(default_factory=dict)
    waiting: dict[int, Packet] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


@dataclass(slots=True)
class City:
    """The desk: its streams and what they come to; `origin` is the stream that a record came from last."""

    streams: dict[tuple[str, int], Stream] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    origin: dict[str, tuple[str, int]] = field(default_factory=dict)

    def takes(self, packet: Packet, now: datetime) -> tuple[str, str]:
        """What becomes of a packet that is whole: the decision and its reason; what waited for it follows."""
        if packet.at > now + A_DAY:
            return "quarantined", "time-future"
        stream = self.streams.setdefault(packet.stream, Stream())
        decision, reason = self._decide(stream, packet)
        if decision == "repeat":
            return decision, reason
        stream.refused.discard(packet.sha256)
        if decision == "waiting":
            stream.waiting[packet.number] = packet
        elif decision == "applied":
            self._apply(stream, packet)
            self._follow(stream, now)
        else:
            stream.refused.add(packet.sha256)
            if stream.waiting.get(packet.number) == packet:
                del stream.waiting[packet.number]
        return decision, reason

    def newest_epoch(self, instance: str) -> int:
        """The newest numbering of which something was applied; 0 for none."""
        return max(
            (epoch for (one, epoch), stream in self.streams.items() if one == instance and stream.arrived), default=0
        )

    def says(self, made_at: datetime) -> Said:
        """The receipt of this moment."""
        return Said(
            made_at,
            {place: len(stream.arrived) for place, stream in self.streams.items()},
            {
                place: {number: one.sha256 for number, one in (stream.arrived | stream.waiting).items()}
                for place, stream in self.streams.items()
            },
            {place: frozenset(stream.refused) for place, stream in self.streams.items()},
        )

    def _follow(self, stream: Stream, now: datetime) -> None:
        following = stream.waiting.get(len(stream.arrived) + 1)
        if following is None:
            return
        decision, reason = self.takes(following, now)
        if decision != "applied" and reason == "time-future":
            del stream.waiting[following.number]
            stream.refused.add(following.sha256)

    def _decide(self, stream: Stream, packet: Packet) -> tuple[str, str]:
        before = stream.arrived.get(packet.number) or stream.waiting.get(packet.number)
        if before and before.sha256 != packet.sha256:
            return "quarantined", "twin"
        if packet.number in stream.arrived:
            return "repeat", ""
        if packet.epoch < self.newest_epoch(packet.instance):
            return "refused", "epoch-older"
        if packet.number > len(stream.arrived) + 1:
            return "waiting", ""
        last = stream.arrived.get(packet.number - 1)
        if packet.previous != (last.sha256 if last else None):
            return "quarantined", "chain-broken"
        return "applied", ""

    def _apply(self, stream: Stream, packet: Packet) -> None:
        stream.arrived[packet.number] = packet
        stream.waiting.pop(packet.number, None)
        for name, text in packet.rows.items():
            if text is None:
                self.records.pop(name, None)
                self.origin.pop(name, None)
            else:
                self.records[name], self.origin[name] = text, packet.stream
