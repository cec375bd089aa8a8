"""All orders of five packets × loss, repeat, tampering of each: the desk ends equal to what the packets say.

Really signed packets, verified by the desk's own code; only sealing and keeping the file are left out.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.city import taking
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.reading import Came, verified_packet
from hn_desk.city.stream import ARRIVED, WAITING, stream_of
from hn_desk.city.taking import Counter, take, take_waiting
from hn_desk.errors import PacketError
from hn_desk.models.tables import CityPacket, CityRecord
from hn_desk.packets.archive import read_archive
from hn_desk.packets.inbox import Answer, Decision
from hn_desk.packets.subjects import GroupRow
from tests.city.orders import PACKETS, Arrival, Content, Schedule, every_schedule, sampled
from tests.city.own_desk import DESK, NOW, PASSPHRASE, make_own_desk
from tests.packets import keyring
from tests.packets.real_packet import cover, identifier, signed

SAMPLE = 24
NAMES = {str(uuid5(NAMESPACE_URL, name)): name for name in "abcde"}
IDS = {name: record for record, name in NAMES.items()}


class TakenBackError(Exception):
    """Takes the desk back to what it was before a schedule."""


@cache
def packets() -> tuple[bytes, ...]:
    """The five signed workbooks, each naming the hash of the one before."""
    made: list[bytes] = []
    for number, rows in enumerate(PACKETS, 1):
        before = {"previous_hash": hashlib.sha256(made[-1]).hexdigest()} if made else {}
        sent = cover(number=number, packet_id=identifier(1000 + number), **before)
        made.append(signed(sent, {"groups": [row_of(*row) for row in rows]}))
    return tuple(made)


def row_of(record: str, version: int, operation: str, name: str) -> GroupRow:
    facts = {"name": name, "kind": "tdp", "active": 1} if operation == "put" else {}
    return GroupRow.model_validate({"id": IDS[record], "version": version, "operation": operation, **facts})


def tampered(data: bytes) -> bytes:
    """One bit is another; not one of the few that a deflated part reads alike with or without."""
    for place in range(len(data) // 3, len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        if not _reads_alike(changed, data):
            return changed
    raise AssertionError("every bit of it means nothing")


def _reads_alike(changed: bytes, data: bytes) -> bool:
    try:
        return read_archive(changed) == read_archive(data)
    except PacketError:
        return False


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityDesk]:
    city: Path = tmp_path_factory.mktemp("orders")
    make_own_desk(city)
    opened = open_desk(city, DESK, PASSPHRASE, clock=lambda: NOW)
    yield opened
    opened.close()


def arrive(counter: Counter, arrival: Arrival) -> None:
    """What `collect` does with one file, without its sealed copies."""
    data = packets()[arrival.number - 1]
    if not arrival.is_whole:
        with pytest.raises(PacketError):
            verified_packet(tampered(data), counter.trust, NOW)
        return
    came = verified(data, counter)
    collected = take(counter, came)
    if collected.decision in ARRIVED and not collected.is_repeat:
        take_waiting(counter, stream_of(came.cover))


WHOLE: dict[bytes, Came] = {}


def verified(data: bytes, counter: Counter) -> Came:
    """The same bytes verify once: that depends on nothing that came before."""
    if data not in WHOLE:
        WHOLE[data] = verified_packet(data, counter.trust, NOW)
    return WHOLE[data]


def outcome(desk: CityDesk, schedule: Schedule) -> tuple[Content, list[int], set[int]]:
    """The desk's records, the numbers it took and those that wait, after the schedule; nothing of it stays."""
    found: list[tuple[Content, list[int], set[int]]] = []
    try:
        with desk.write() as session:
            counter = Counter(session, desk, keyring.trust())
            for arrival in schedule.arrivals:
                arrive(counter, arrival)
            found.append((records(session), numbers(session, ARRIVED), set(numbers(session, (WAITING,)))))
            raise TakenBackError
    except TakenBackError:
        return found[0]


def records(session: Session) -> Content:
    rows = session.scalars(select(CityRecord))
    return {NAMES[row.record_id]: (row.record_version, row.payload["name"]) for row in rows}


def numbers(session: Session, decisions: tuple[str, ...]) -> list[int]:
    kept = select(CityPacket.number).where(CityPacket.decision.in_(decisions)).order_by(CityPacket.number)
    return list(session.scalars(kept))


def differing(desk: CityDesk, schedules: Iterator[Schedule]) -> list[Schedule]:
    """The schedules after which the desk is not what the packets say."""
    return [one for one in schedules if outcome(desk, one) != (one.records, list(range(1, one.taken + 1)), one.waiting)]


def test_any_order_loss_repeat_or_tampering_ends_equal_to_what_the_packets_say(desk: CityDesk) -> None:
    schedules = every_schedule() if os.environ.get("CAMPAIGN") else sampled(SAMPLE, seed=7)

    assert differing(desk, schedules) == []


def test_a_lost_packet_that_comes_at_last_makes_the_desk_whole(desk: CityDesk) -> None:
    late = Schedule(tuple(map(Arrival, (5, 4, 2, 3, 5, 1))))

    assert outcome(desk, late) == (Schedule(tuple(map(Arrival, range(1, 6)))).records, [1, 2, 3, 4, 5], set())


def test_a_desk_that_applied_whatever_comes_would_be_found(desk: CityDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "decide", lambda *_facts: Decision(Answer.APPLY))

    assert differing(desk, iter([Schedule((Arrival(3), Arrival(1)))])) != []
