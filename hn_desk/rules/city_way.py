"""How far a record has come on its way to the city, and by which steps: a pure function. PACKET §8."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

NOT_SENT: Final = "not_sent"
PACKED: Final = "packed"
WAITING: Final = "waiting"
RECEIVED: Final = "received"
NEEDS_ANSWER: Final = "needs_answer"
RETURNED: Final = "returned"
SETTLED: Final = "settled"
STATES: Final = (NOT_SENT, PACKED, WAITING, RECEIVED, NEEDS_ANSWER, RETURNED, SETTLED)
URGENCY: Final = (NEEDS_ANSWER, RETURNED, NOT_SENT, PACKED, WAITING, RECEIVED)
"""Of several desks' states the one that asks most of the clerk counts."""
RANKS: Final = {NOT_SENT: 0, PACKED: 1, WAITING: 2, NEEDS_ANSWER: 3, RETURNED: 3, RECEIVED: 3, SETTLED: 4}
"""How far each state is; a fall in rank always has a step that says why."""


class StepKind(StrEnum):
    """What happened to a record on its way."""

    PACKED = "packed"
    RECEIVED = "received"
    RETURNED = "returned"
    CHANGED = "changed"
    ASKED = "asked"
    BEGUN_ANEW = "begun_anew"


@dataclass(frozen=True, slots=True)
class Trip:
    """One packet with the record: its desk and number, when it was made, how far it came, why the row was refused.

    `returned`: the city's sentence, None when the row was taken or nothing is known yet.
    """

    desk: str
    epoch: int
    number: int
    packed_on: date
    state: str
    received_on: date | None = None
    returned: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a record's way: its trips in order, its last change when no packet has it yet.

    `is_asked`: the city waits for an answer. `is_ended`: the work on the record itself has come to its end.
    """

    trips: tuple[Trip, ...]
    changed_on: date | None
    is_asked: bool
    is_ended: bool
    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: the packet's desk and number where it is one, the city's sentence where it gave one."""

    kind: StepKind
    day: date
    desk: str = ""
    number: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a record stands: its packet, whole days waited, why it came back, every step so far in order."""

    state: str
    number: int = 0
    days: int = 0
    reason: str = ""
    steps: tuple[Step, ...] = ()


NOWHERE: Final = Way(NOT_SENT)
"""A record that no packet has yet."""


def city_way(known: Known) -> Way:
    """The record's way over all desks that got it."""
    newest = {trip.desk: trip for trip in known.trips}.values()
    found = {_state(known, trip): trip for trip in newest}
    steps = tuple(_steps(known))
    if known.is_asked:
        return Way(NEEDS_ANSWER, steps=steps)
    state = next((one for one in URGENCY if one in found), NOT_SENT)
    if state == RECEIVED and known.is_ended:
        state = SETTLED
    trip = found.get(RECEIVED if state == SETTLED else state)
    if trip is None or state == NOT_SENT:
        return Way(state, steps=steps)
    days = max((known.today - trip.packed_on).days, 0) if state in (PACKED, WAITING) else 0
    return Way(state, trip.number, days, trip.returned or "", steps)


def _state(known: Known, trip: Trip) -> str:
    if known.changed_on is not None:
        return NOT_SENT
    return RETURNED if trip.returned is not None else trip.state


def _steps(known: Known) -> Iterable[Step]:
    epochs: dict[str, int] = {}
    for trip in known.trips:
        if epochs.setdefault(trip.desk, trip.epoch) != trip.epoch:
            epochs[trip.desk] = trip.epoch
            yield Step(StepKind.BEGUN_ANEW, trip.packed_on, trip.desk, trip.epoch)
        yield Step(StepKind.PACKED, trip.packed_on, trip.desk, trip.number)
        day = trip.received_on or trip.packed_on
        if trip.returned is not None:
            yield Step(StepKind.RETURNED, day, trip.desk, trip.number, trip.returned)
        elif trip.state == RECEIVED:
            yield Step(StepKind.RECEIVED, day, trip.desk, trip.number)
    if known.changed_on is not None and known.trips:
        yield Step(StepKind.CHANGED, known.changed_on)
    if known.is_asked:
        yield Step(StepKind.ASKED, known.today)
