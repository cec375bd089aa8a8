"""Schedule after schedule, each from its own dice; the first differences are kept with what led to them."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from tests.campaigns.model import quick
from tests.campaigns.model.ground import book, new_office, office_key
from tests.campaigns.model.schedule import lived, settled
from tests.campaigns.model.world import KEYS, Stores, World
from tests.packets import keyring

MEMORY: Final = Path("/dev/shm")
ENOUGH: Final = 5


@dataclass(slots=True)
class Result:
    """What was seen: schedules, steps by their kind, differences as told."""

    schedules: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which schedules, by which dice; so many differences are enough; errors that don't count are passed by."""

    numbers: range
    seed: str
    enough: int = ENOUGH
    counts: type[Exception] = Exception


def prepare() -> None:
    """Make once what every process uses: keys, rules, an empty office."""
    keyring.trust()
    keyring.receipts()
    keyring.delegate()
    for number in range(KEYS):
        office_key(number)
    book()
    new_office()


@cache
def all_stores() -> Stores:
    """This process's databases: a forked one goes on with its own copy of them."""
    return Stores.made()


def run(plan: Plan) -> Result:
    """Live every schedule. An error of the program counts as a difference too."""
    quick.install()
    result, stores = Result(), all_stores()
    folder = Path(tempfile.mkdtemp(prefix="hn-model-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        for number in plan.numbers:
            chance = Random(f"{plan.seed}/{number}")
            world = World(folder / "world", stores, chance)
            try:
                lived(world, chance)
                settled(world)
            except Exception as error:  # noqa: BLE001  whatever it is, it is told with the schedule that led to it
                if isinstance(error, plan.counts):
                    result.faults.append(_told(f"schedule {plan.seed}/{number}", error, world))
            result.schedules += 1
            result.steps += world.seen
            if len(result.faults) >= plan.enough:
                break
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def _told(schedule: str, error: Exception, world: World) -> str:
    return "\n  ".join((f"{schedule}: {type(error).__name__}: {error}", *world.told))
