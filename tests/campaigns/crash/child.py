"""The process that is killed: signs in, acts at random, acknowledges what has returned."""

import os
import signal
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from random import Random
from time import perf_counter
from typing import Final

from tests.campaigns.crash.acts import ACTS, STEPS, Day, Wrote, backed_up, copied, next_step, sealed
from tests.campaigns.crash.aim import WRITE, Moment
from tests.campaigns.crash.marks import Phase, Teller
from tests.campaigns.crash.sabotage import SABOTAGES
from tests.campaigns.crash.site import Site
from tests.campaigns.crash.watch import Watch
from tests.campaigns.shim import loaded

SIGN_IN: Final = "sign_in"
FAVOURED: Final = {"naive-files": (sealed, copied, backed_up)}
"""What a sabotaged program does more often, for the fault to be met soon."""
MANY: Final = 200


@dataclass(frozen=True, slots=True)
class Life:
    """What a child is born with."""

    site: Site
    seed: str
    sabotage: str
    moment: Moment | None = None
    only_opens: bool = False
    """Signs in, and then waits to be killed."""


def fork(life: Life, phase: Phase, teller: Teller) -> int:
    """Bring a child up from this warm process; its process id."""
    pid = os.fork()
    if pid:
        os.close(teller.end)
        return pid
    try:
        live(life, phase, teller)
    except BaseException:
        teller.tell(bug=traceback.format_exc()[-3000:])
        raise
    finally:
        os._exit(1)


def warm(life: Life) -> None:
    """Do everything once in this process, so that its children find it loaded and compiled."""
    chance = Random(life.seed)
    day = _signed_in(life, chance)
    try:
        for act in (*ACTS, *[next_step] * len(STEPS) ** 2):
            for _wrote in act(day):
                pass
    finally:
        day.office.close()


def live(life: Life, phase: Phase, teller: Teller) -> None:
    """Act until killed."""
    Watch(phase, teller).begin()
    if life.sabotage:
        SABOTAGES[life.sabotage](teller)
    chance = Random(life.seed)
    run = Runner(teller, life.moment)
    days: list[Day] = []

    def sign_in() -> Iterable[Wrote]:
        days.append(_signed_in(life, chance))
        return ()

    run.act(0, SIGN_IN, sign_in)
    if life.only_opens:
        signal.pause()
    favoured = FAVOURED.get(life.sabotage, ())
    weights = [MANY if act in favoured else often for act, often in ACTS.items()]
    for number in count(1):
        act = chance.choices(tuple(ACTS), weights)[0]
        run.act(number, act.__name__, partial(act, days[0]))


@dataclass(frozen=True, slots=True)
class Runner:
    """Tells of each act, and lets the doomed one die at its n-th write when it is so decided."""

    teller: Teller
    moment: Moment | None

    def act(self, number: int, kind: str, act: Callable[[], Iterable[Wrote]]) -> None:
        """Do it and acknowledge it."""
        self.teller.tell(begin=number, kind=kind)
        if self.moment and self.moment.way == WRITE and self.moment.act == number:
            loaded.arm(loaded.DIE, self.moment.call)
        started = perf_counter()
        wrote = [asdict(one) for one in act()]
        self.teller.tell(ack=number, kind=kind, wrote=wrote, took=perf_counter() - started)


def _signed_in(life: Life, chance: Random) -> Day:
    return Day(life.site.sign_in(), life.site, chance)
