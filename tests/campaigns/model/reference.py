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
    key: int = 0
    part: tuple[int, int] = (1, 1)
    form: str = ""

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
    unverified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pack:
    """A trust pack: the keys that the city certified, those it revoked, and when that list was made."""

    number: int
    made_at: datetime
    issued: frozenset[int]
    revoked: frozenset[int]
    list_at: datetime


@dataclass(slots=True)
class Key:
    """A signing key of the office: the city's number of it, when it was made; without its secret it signs no more."""

    number: int
    made_at: datetime
    order: int
    has_secret: bool = True
    is_certified: bool = False


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
    keys: list[Key] = field(default_factory=list)
    signs_with: int = 0
    packs: list[Pack] = field(default_factory=list)

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
        begun = any(instance == self.instance and epoch > self.epoch for instance, epoch in said.hashes)
        return begun or self._is_contradicted(said)

    def _is_contradicted(self, said: Said) -> bool:
        """Whether a receipt names a packet of this numbering that was not made here."""
        stream = self.instance, self.epoch
        mine = {packet.number: packet.sha256 for packet in self.packets.values() if packet.stream == stream}
        named = said.hashes.get(stream, {})
        refused = said.refused.get(stream, frozenset())
        return any(mine.get(number) != sha256 for number, sha256 in named.items()) or not refused <= {*mine.values()}

    def told(self, said: Said) -> None:
        """Read a receipt that is good: mark what the city has and what it refused.

        Of this numbering nothing, when it names a packet there that was not made here; a numbering begun elsewhere
        takes nothing of that away (PACKET §6). Whatever was read in between, the newest that speaks of a packet counts.
        """
        is_contradicted = self._is_contradicted(said)
        self.said.append(said)
        for packet in self.packets.values():
            state, made_at = self.answers.get(packet.sha256, ("", said.made_at))
            if (is_contradicted and packet.epoch == self.epoch) or (state and said.made_at <= made_at):
                continue
            named = said.hashes.get(packet.stream, {}).get(packet.number)
            if packet.number <= said.contiguous.get(packet.stream, 0) and named == packet.sha256:
                self.answers[packet.sha256] = RECEIVED, said.made_at
            elif packet.sha256 in said.refused.get(packet.stream, ()):
                self.answers[packet.sha256] = REFUSED, said.made_at
        for packet in self.packets.values():
            state, made_at = self.answers.get(packet.sha256, ("", said.made_at))
            if packet.sha256 in said.unverified and state != RECEIVED and (not state or said.made_at > made_at):
                self.answers[packet.sha256] = REFUSED, said.made_at

    def takes_pack(self, pack: Pack, is_holding: bool) -> None:
        """A trust pack is read: the newest key that may sign does; after a revoked one a new numbering begins.

        `is_holding`: certificates hold by this PC's clock.
        """
        self.packs.append(pack)
        before = self.signs_with
        for key in self.keys:
            key.is_certified = key.is_certified or key.number in pack.issued
        usable = [key for key in self.keys if key.has_secret and key.is_certified and key.number not in pack.revoked]
        newest = max(usable if is_holding else (), key=lambda key: (key.made_at, key.order), default=None)
        if newest is None or newest.number == before:
            return
        for key in self.keys:
            key.has_secret = key.has_secret and (key is newest or key.made_at > newest.made_at)
        self.signs_with = newest.number
        if before in pack.revoked:
            self.renumbered()

    def is_revoked(self) -> bool:
        """Whether the newest pack that was read here revokes the key that signs."""
        return self.signs_with in self.newest_pack().revoked

    def newest_pack(self) -> Pack:
        """What was read here last: older ones are refused."""
        return self.packs[-1]

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
    held: list[Packet] = field(default_factory=list)
    waiting: dict[int, Packet] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


@dataclass(slots=True)
class City:
    """The desk: its streams and what they come to; `origin` is the stream that a record came from last.

    `unverified` are whole packets that the desk could not trust when they came: a revoked key, a wrong time.
    """

    streams: dict[tuple[str, int], Stream] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    origin: dict[str, tuple[str, int]] = field(default_factory=dict)
    unverified: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    def takes(self, packet: Packet, now: datetime, pack: Pack) -> tuple[str, str]:
        """What becomes of a packet that is whole: the decision and its reason; what waited for it follows."""
        doubt = doubted(packet, now, pack)
        if doubt:
            self.unverified.add(packet.sha256)
            return "quarantined", doubt
        self.unverified.discard(packet.sha256)
        return self._takes(packet, now, pack)

    def _takes(self, packet: Packet, now: datetime, pack: Pack) -> tuple[str, str]:
        stream = self.streams.setdefault(packet.stream, Stream())
        decision, reason = self._decide(stream, packet)
        if decision == "repeat":
            return decision, reason
        self.forms.add(packet.form)
        stream.refused.discard(packet.sha256)
        if decision == "waiting":
            stream.waiting[packet.number] = packet
        elif decision in ("applied", "held"):
            self._apply(stream, packet)
            self._follow(stream, now, pack)
        else:
            stream.refused.add(packet.sha256)
            if stream.waiting.get(packet.number) == packet:
                del stream.waiting[packet.number]
        return decision, reason

    def newest_epoch(self, instance: str) -> int:
        """The newest numbering of which something was applied; 0 for none."""
        return max(
            (
                epoch
                for (one, epoch), stream in self.streams.items()
                if one == instance and len(stream.arrived) > len(stream.held)
            ),
            default=0,
        )

    def says(self, made_at: datetime, newest_form: str) -> Said:
        """The receipt of this moment."""
        return Said(
            made_at,
            {place: len(stream.arrived) for place, stream in self.streams.items()},
            {
                place: {number: one.sha256 for number, one in (stream.arrived | stream.waiting).items()}
                for place, stream in self.streams.items()
            },
            {place: frozenset(stream.refused) for place, stream in self.streams.items()},
            frozenset(self.unverified) if self.tells_unverified(newest_form) else frozenset(),
        )

    def tells_unverified(self, newest_form: str) -> bool:
        """Whether an office that made packets in these formats reads of what did not verify."""
        return not self.forms or newest_form in self.forms

    def _follow(self, stream: Stream, now: datetime, pack: Pack) -> None:
        following = stream.waiting.get(len(stream.arrived) + 1)
        if following is None:
            return
        if doubted(following, now, pack):
            del stream.waiting[following.number]
            stream.refused.add(following.sha256)
        else:
            self._takes(following, now, pack)

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
        return ("applied" if packet.part[0] == packet.part[1] else "held"), ""

    def _apply(self, stream: Stream, packet: Packet) -> None:
        stream.arrived[packet.number] = packet
        stream.waiting.pop(packet.number, None)
        if packet.part[0] < packet.part[1]:
            stream.held.append(packet)
            return
        parts, stream.held = [*stream.held, packet], []
        for name, text in (line for part in parts for line in part.rows.items()):
            if text is None:
                self.records.pop(name, None)
                self.origin.pop(name, None)
            else:
                self.records[name], self.origin[name] = text, packet.stream


def doubted(packet: Packet, now: datetime, pack: Pack) -> str:
    """Why the desk can't trust a packet that is whole, by its own clock and the newest trust pack; empty if it can."""
    if packet.at > now + A_DAY:
        return "time-future"
    if pack.list_at > now + A_DAY:
        return "crl-future"
    return "revoked" if packet.key in pack.revoked else ""
