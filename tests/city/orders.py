"""Five packets of one office in any order, each lost, repeated or tampered with: what must be at the desk in the end.

The expectation is computed from the packets' words alone, by none of the desk's code.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Content = dict[str, tuple[int, str]]
Rows = tuple[tuple[str, int, str, str], ...]
"""Of each row: its record, its version, what is done (`put`, `withdraw`, `erase`), its name."""

PACKETS: Final[tuple[Rows, ...]] = (
    (("a", 1, "put", "A1"), ("b", 1, "put", "B1"), ("c", 1, "put", "C1")),
    (("a", 2, "put", "A2"), ("d", 1, "put", "D1")),
    (("b", 2, "withdraw", ""), ("a", 1, "put", "an older A")),
    (("b", 3, "put", "B3"), ("c", 2, "erase", ""), ("d", 2, "put", "D2")),
    (("a", 3, "put", "A3"), ("e", 1, "put", "E1"), ("d", 2, "put", "the same version")),
)
KINDS: Final = ("as sent", "lost", "repeated", "tampered")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that comes to the desk: the packet of this number, unharmed or not."""

    number: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Schedule:
    """What comes, in order."""

    arrivals: tuple[Arrival, ...]

    @property
    def taken(self) -> int:
        """How many packets from number 1 on came whole at least once, without a gap."""
        whole = {one.number for one in self.arrivals if one.is_whole}
        return next(number for number in range(len(PACKETS) + 1) if number + 1 not in whole)

    @property
    def waiting(self) -> set[int]:
        """The numbers that came whole behind the gap."""
        return {one.number for one in self.arrivals if one.is_whole and one.number > self.taken}

    @property
    def records(self) -> Content:
        """What the packets up to the gap say, in the order of their numbers; the older version never wins."""
        found: Content = {}
        for rows in PACKETS[: self.taken]:
            for record, version, operation, name in rows:
                if record in found and found[record][0] >= version:
                    continue
                found.pop(record, None)
                if operation == "put":
                    found[record] = (version, name)
        return found


def every_schedule() -> Iterator[Schedule]:
    """All orders of the five packets, with nothing or one thing happening to each single one of them."""
    for order in itertools.permutations(range(1, len(PACKETS) + 1)):
        yield Schedule(tuple(map(Arrival, order)))
        for kind, number in itertools.product(KINDS[1:], order):
            yield from (Schedule(tuple(one)) for one in _happened(order, kind, number))


def sampled(count: int, seed: int) -> Iterator[Schedule]:
    """So many of all schedules, and as many in which something happens to any number of packets."""
    dice = random.Random(seed)
    yield from dice.sample(list(every_schedule()), count)
    for _schedule in range(count):
        yield _mixed(dice)


def _happened(order: Sequence[int], kind: str, number: int) -> Iterator[list[Arrival]]:
    plain = [Arrival(one) for one in order]
    place = order.index(number)
    if kind == "lost":
        yield plain[:place] + plain[place + 1 :]
    elif kind == "tampered":
        yield [*plain[:place], Arrival(number, is_whole=False), *plain[place + 1 :]]
        yield [*plain[:place], Arrival(number, is_whole=False), *plain[place + 1 :], Arrival(number)]
    else:
        for again in range(place + 1, len(plain) + 1):
            yield [*plain[:again], Arrival(number), *plain[again:]]


def _mixed(dice: random.Random) -> Schedule:
    arrivals: list[Arrival] = []
    for number in range(1, len(PACKETS) + 1):
        kind = dice.choice(KINDS)
        if kind != "lost":
            arrivals.append(Arrival(number, is_whole=kind != "tampered"))
        if kind == "repeated":
            arrivals.append(Arrival(number))
    dice.shuffle(arrivals)
    return Schedule(tuple(arrivals))
