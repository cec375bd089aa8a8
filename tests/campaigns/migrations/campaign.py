"""Upgrades of older databases, killed at random moments and at random calls, sometimes twice."""

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.campaigns.crash.aim import ANYWHERE, WRITE, Moment
from tests.campaigns.crash.child import Life, fork
from tests.campaigns.crash.marks import OUTSIDE, Listener, Phase, pipe
from tests.campaigns.crash.site import Site
from tests.campaigns.migrations.older import Older

AGAIN: Final = 0.2
"""The share of kills after which the next upgrade is killed too."""
SORTS: Final = ("between", "lost", "broken")


@dataclass(slots=True)
class Result:
    """What a campaign saw."""

    kills: int = 0
    inside: int = 0
    faults: list[str] = field(default_factory=list)

    def seen(self) -> dict[str, int]:
        """How many faults of each sort."""
        return {sort: sum(fault.startswith(sort) for fault in self.faults) for sort in SORTS}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills of each older database, by which dice, of which program, where; so many faults are enough."""

    kills: int
    seed: str
    place: Path
    sabotage: str = ""
    enough: int = 20


def run(plan: Plan, databases: tuple[Older, ...]) -> Result:
    """Kill each upgrade so many times, each time from the start."""
    result, chance = Result(), Random(plan.seed)
    for older in databases:
        takes = _timed(older.site.copied(plan.place / "killed"))
        for _number in range(plan.kills):
            if len(result.faults) < plan.enough:
                _kill(older, (plan, takes), chance, result)
    return result


def _kill(older: Older, how: tuple[Plan, float], chance: Random, result: Result) -> None:
    plan, takes = how
    here = older.site.copied(plan.place / "killed")
    while True:
        by_call = chance.random() < 0.5
        moment = Moment(0, WRITE if by_call else ANYWHERE, chance.randrange(1, older.calls + 1))
        life = Life(here, f"{plan.seed}/{result.kills}", plan.sabotage, moment, only_opens=True)
        result.inside += upgrade_killed(life, chance.uniform(0, takes))
        result.kills += 1
        if chance.random() >= AGAIN:
            break
    found = list(older.faults(here))
    result.faults += [f"{fault} ({here.folder.name}, seed {life.seed}, {moment})" for fault in found]


def upgrade_killed(life: Life, after: float) -> bool:
    """Kill a child that signs in, by its own call or after so many seconds; whether it was inside a transaction."""
    phase = Phase()
    listener, teller = pipe()
    pid = fork(life, phase, teller)
    if life.moment is not None and life.moment.way == WRITE:
        _until_signed_in(listener)
    else:
        time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(listener.end)
    return phase.now != OUTSIDE


def _until_signed_in(listener: Listener) -> None:
    while (told := listener.next()) is not None:
        if "ack" in told or "bug" in told:
            return


def _timed(site: Site) -> float:
    started = time.perf_counter()
    site.sign_in().close()
    return time.perf_counter() - started
