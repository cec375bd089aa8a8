"""When to kill: at a moment of the chosen act, mostly inside its transaction, often between two of its writes."""

import os
import time
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.campaigns.crash.marks import OUTSIDE, Phase

MOST_ACTS: Final = 6
ANYWHERE: Final = "anywhere"
TRANSACTION: Final = "transaction"
WRITE: Final = "write"
WAYS: Final = {ANYWHERE: 3, TRANSACTION: 5, WRITE: 4}
MOST_CALLS: Final = 90
"""A save changes its files with 20 to 60 calls."""
LONGEST: Final = 2.0
"""Seconds after which an act that never enters its transaction is killed all the same."""
USUAL: Final = 0.005
SLEEPS_LATE: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Moment:
    """The act to be killed in (0 is the opening), and how: by the parent's clock, or at its n-th call to a file."""

    act: int
    way: str
    call: int


@dataclass(slots=True)
class Aim:
    """Learns how long each kind of act takes, and picks the moment."""

    chance: Random
    takes: dict[str, float] = field(default_factory=dict)

    def moment(self, *, most_acts: int) -> Moment:
        """The next kill."""
        way = self.chance.choices(tuple(WAYS), tuple(WAYS.values()))[0]
        return Moment(self.chance.randrange(most_acts + 1), way, self.chance.randrange(1, MOST_CALLS))

    def learn(self, kind: str, took: float) -> None:
        """One act of this kind took so many seconds."""
        self.takes[kind] = 0.8 * self.takes.get(kind, took) + 0.2 * took

    def wait(self, way: str, kind: str, phase: Phase) -> None:
        """Return at the moment of the kill."""
        usual = self.takes.get(kind, USUAL)
        pause(self.chance.uniform(0, usual * (1.5 if way == ANYWHERE else 1)))
        if way == TRANSACTION:
            until_inside(phase)


def until_inside(phase: Phase) -> None:
    """Wait for a transaction, giving the processor to whoever needs it."""
    last = time.monotonic() + LONGEST
    while phase.now == OUTSIDE and time.monotonic() < last:
        os.sched_yield()


def pause(seconds: float) -> None:
    """Wait to the microsecond: sleeping alone rounds up to more than a commit lasts."""
    last = time.perf_counter() + seconds
    if seconds > SLEEPS_LATE:
        time.sleep(seconds - SLEEPS_LATE)
    while time.perf_counter() < last:
        os.sched_yield()
