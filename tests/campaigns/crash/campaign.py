"""Kill after kill: an office lives through a few dozen of them, then a fresh one takes its place."""

import os
import signal
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final, Self

from tests.campaigns.crash.aim import MOST_ACTS, WRITE, Aim, Moment
from tests.campaigns.crash.child import Life, fork, warm
from tests.campaigns.crash.ledger import Ledger
from tests.campaigns.crash.look import look, standing_of
from tests.campaigns.crash.marks import COMMITTING, OUTSIDE, Listener, Phase, pipe
from tests.campaigns.crash.site import Site, new_site, older_sites

KILLS_OF_ONE_LIFE: Final = 30
KILLS_OF_OLDER: Final = 5
LIVES_BETWEEN_OLDER: Final = 2
"""Every second life begins with the database of an earlier version, and so with an upgrade."""
LONGEST_LIFE: Final = 20
"""Acts after which a child that should die of a write is killed, had it none left to make."""
SEEN: Final = ("lost", "half", "broken")


@dataclass(slots=True)
class Result:
    """What a campaign saw."""

    kills: int = 0
    inside: int = 0
    in_commit: int = 0
    faults: list[str] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    aims: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of kills that hit inside a writing transaction."""
        return self.inside / max(self.kills, 1)

    def seen(self) -> dict[str, int]:
        """How many faults of each sort."""
        return {sort: sum(fault.startswith(sort) for fault in self.faults) for sort in SEEN}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills, by which dice, of which program; so many faults are enough."""

    kills: int
    seed: str
    sabotage: str = ""
    enough: int = 20


@dataclass(frozen=True, slots=True)
class Ground:
    """The offices that lives begin with, each with its database key; made once for many runs."""

    place: Path
    sites: tuple[tuple[Site, bytes], ...]

    @classmethod
    def made(cls, place: Path, *, older: int | None = None) -> Self:
        """A new office and those of earlier versions, `older` of them; warmed up by a day in each."""
        sites = (new_site(place / "new"), *older_sites(place / "older")[:older])
        for number, site in enumerate(sites):
            warm(Life(site.copied(place / "warm"), str(number), ""))
        return cls(place, tuple((site, site.database_key(place / "scratch")) for site in sites))


def run(plan: Plan, ground: Ground) -> Result:
    """Kill until there were enough kills, or faults; a fault that is found ends the life it was found in."""
    result, aim, lives = Result(), Aim(Random(plan.seed)), 0
    while result.kills < plan.kills and len(result.faults) < plan.enough:
        lives += 1
        is_older = lives % LIVES_BETWEEN_OLDER == 0 and len(ground.sites) > 1
        site, key = aim.chance.choice(ground.sites[1:]) if is_older else ground.sites[0]
        most = min(KILLS_OF_OLDER if is_older else KILLS_OF_ONE_LIFE, plan.kills - result.kills)
        life = Life(site.copied(ground.place / "life"), f"{plan.seed}/{lives}", plan.sabotage)
        live_through(life, key, aim, (most, result))
    return result


def live_through(life: Life, key: bytes, aim: Aim, kills: tuple[int, Result]) -> None:
    """Kill one office so many times, and look at it each time."""
    most, result = kills
    ledger = Ledger(standing_of(life.site, key))
    for number in range(most):
        born = replace(life, seed=f"{life.seed}/{number}")
        kill(born, ledger, aim, result)
        faults = look(life.site, key, ledger)
        if faults:
            result.faults += [f"{fault} (seed {born.seed})" for fault in faults]
            break
    result.acts.update(ledger.kinds)


def kill(life: Life, ledger: Ledger, aim: Aim, result: Result) -> None:
    """Let a child live until its moment has come; the ledger hears all it told."""
    phase, moment = Phase(), aim.moment(most_acts=MOST_ACTS if ledger.is_newest else 1)
    listener, teller = pipe()
    pid = fork(replace(life, moment=moment), phase, teller)
    line = _reached(listener, ledger, aim, moment)
    if line is not None and moment.way != WRITE:
        aim.wait(moment.way, line["kind"], phase)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    died = phase.now
    while (told := listener.next()) is not None:
        _heard(told, ledger, aim)
    os.close(listener.end)
    result.kills += 1
    result.inside += died != OUTSIDE
    result.in_commit += died == COMMITTING
    result.aims[moment.way] += 1


def _reached(listener: Listener, ledger: Ledger, aim: Aim, moment: Moment) -> dict[str, Any] | None:
    """Listen until the act to be killed in begins, or has died of its own write; None when the child is gone."""
    last = moment.act + (LONGEST_LIFE if moment.way == WRITE else 0)
    while (told := listener.next()) is not None:
        _heard(told, ledger, aim)
        if told.get("begin") == last:
            return told
    return None


def _heard(told: dict[str, Any], ledger: Ledger, aim: Aim) -> None:
    ledger.hear(told)
    if "took" in told:
        aim.learn(told["kind"], told["took"])
