"""The board of a desk: what has come from each certified office, what is missing since when, who is late. PACKET §5."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.acknowledged import Told, acknowledged
from hn_desk.city.desk import CityDesk
from hn_desk.city.stream import APPLIED, ARRIVED, HELD, QUARANTINED, WAITING
from hn_desk.city.targets import city_rules
from hn_desk.models.tables import CityPacket
from hn_desk.rules.gaps import Run, missing, runs_of

MISSING: Final = "missing"
LATE: Final = "late"
NEVER: Final = "never"
GOOD: Final = "good"
STATES: Final = (MISSING, NEVER, LATE, GOOD)
NOTHING: Final[Told] = {}
COUNTED: Final = (*ARRIVED, WAITING, QUARANTINED)
"""Decisions about packets of the desk's own streams; one that was refused was for somebody else, or too old."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing packets from `first` to `last`; `since` (ISO) is when a packet showed that they are."""

    first: int
    last: int
    since: str


@dataclass(frozen=True, slots=True)
class StreamState:
    """One numbering of one instance: the packets that came, those missing, how many wait or are kept as evidence.

    `lost` are those of the missing ones that the desk had acknowledged before it was restored from a backup.
    """

    instance: str
    epoch: int
    come: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    last_received: str
    waiting: int
    quarantined: int
    lost: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeState:
    """One office: its streams, newest packet (ISO, "" for none), days since, and whether that makes it late."""

    code: str
    name: str
    streams: tuple[StreamState, ...]
    last_received: str
    days: int | None
    is_late: bool

    @property
    def id(self) -> str:
        """What tables know the row by."""
        return self.code

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The missing packets of all its streams."""
        return tuple(gap for stream in self.streams for gap in stream.gaps)

    @property
    def waiting(self) -> int:
        """How many packets wait for one before them."""
        return sum(stream.waiting for stream in self.streams)

    @property
    def quarantined(self) -> int:
        """How many verified packets are kept as evidence and not applied."""
        return sum(stream.quarantined for stream in self.streams)

    @property
    def state(self) -> str:
        """`MISSING`, `NEVER`, `LATE` or `GOOD`: the first of these that is so."""
        if self.gaps:
            return MISSING
        if self.days is None:
            return NEVER
        return LATE if self.is_late else GOOD


@dataclass(frozen=True, slots=True)
class Board:
    """A desk's offices by code on one day; `files_aside` counts the files in its quarantine, of whomever."""

    desk: str
    name: str
    day: date
    late_after: int
    offices: tuple[OfficeState, ...]
    files_aside: int

    def count(self, state: str) -> int:
        """How many offices are in this state."""
        return sum(office.state == state for office in self.offices)


def board(desk: CityDesk) -> Board:
    """The desk's board now: every office that is certified or was heard of."""
    desk.require("board.read")
    day = desk.today()
    late_after = city_rules().late_after.on(day)
    heard = _packets(desk)
    with desk.database.read() as session:
        told = acknowledged(session)
    names = {one.code: one.full_name for one in rule_book().communes}
    codes = sorted({*desk.trust().offices, *heard, *told})
    offices = tuple(
        _office((code, names.get(code, "")), heard.get(code, ()), told.get(code, {}), (day, late_after))
        for code in codes
    )
    return Board(desk.code, desk.name, day, late_after, offices, _files_aside(desk))


def streams(rows: Iterable[Any], told: Told = NOTHING) -> tuple[StreamState, ...]:
    """The streams that still count: of each instance, none whose numbering a newer one has followed.

    `rows` are packets with a decision among `COUNTED`, or at least their columns, as they came one after another;
    `told` what a restored desk had acknowledged before.
    """
    by_stream: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
    newest: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        by_stream[row.instance_id, row.epoch].append(row)
        if row.decision == APPLIED:
            newest[row.instance_id] = max(newest[row.instance_id], row.epoch)
    kept = [place for place in sorted({*by_stream, *told}) if place[1] >= newest[place[0]]]
    return tuple(_stream(place, by_stream[place], told.get(place, {})) for place in kept)


def day_of(iso: str) -> date:
    """The local day of a moment in ISO."""
    return datetime.fromisoformat(iso).astimezone().date()


def _packets(desk: CityDesk) -> dict[str, list[Any]]:
    columns = (
        *(CityPacket.office, CityPacket.office_name, CityPacket.instance_id, CityPacket.epoch, CityPacket.number),
        *(CityPacket.decision, CityPacket.received_at, CityPacket.outcome),
    )
    statement = select(*columns).where(CityPacket.decision.in_(COUNTED)).order_by(CityPacket.received_at)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    with desk.database.read() as session:
        for row in session.execute(statement):
            found[row.office].append(row)
    return found


def _office(who: tuple[str, str], rows: Sequence[Any], told: Told, when: tuple[date, int]) -> OfficeState:
    (code, name), (day, late_after) = who, when
    last = rows[-1].received_at if rows else ""
    days = max(0, (day - day_of(last)).days) if rows else None
    is_late = days is None or days >= late_after
    called = name or (rows[-1].office_name if rows else code)
    return OfficeState(code, called, streams(rows, told), last, days, is_late)


def _stream(place: tuple[str, int], rows: Sequence[Any], told: Mapping[int, str]) -> StreamState:
    come = {row.number for row in rows if row.decision != QUARANTINED}
    seen = {**told, **{row.number: row.received_at for row in reversed(rows)}}
    gaps = missing(come, max(*seen, _last_part(rows)))
    return StreamState(
        *place,
        runs_of(come),
        tuple(Gap(first, last, _since(first, seen)) for first, last in gaps),
        rows[-1].received_at if rows else "",
        sum(row.decision == WAITING for row in rows),
        sum(row.decision == QUARANTINED for row in rows),
        runs_of(told.keys() - come),
    )


def _last_part(rows: Iterable[Any]) -> int:
    """The number of the last part of a full packet that is begun and not complete; 0 when there is none."""
    held = [row for row in rows if row.decision == HELD]
    return min(row.number for row in held) + held[0].outcome["parts"] - 1 if held else 0


def _since(first: int, seen: Mapping[int, str]) -> str:
    """When the first packet came that stands behind the gap; of parts not come, when the newest part before did."""
    behind = [moment for number, moment in seen.items() if number >= first]
    return min(behind) if behind else max(seen.values())


def _files_aside(desk: CityDesk) -> int:
    folder = desk.places.quarantine
    return sum(1 for _path in folder.iterdir()) if folder.is_dir() else 0
