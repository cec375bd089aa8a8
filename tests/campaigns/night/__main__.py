"""`make campaign-night`: a desk that takes a night's files is killed N times (500) at random moments, and begun again.

SEED; SABOTAGE=early-mark (a file is marked before it was taken) must turn it red; a long run without SABOTAGE runs
that twin too, until it is caught. The last line is JSON.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from hn_desk import files
from hn_desk.city import collect as collecting
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.models.audit_check import first_break
from tests.campaigns.outcome import asked, finish
from tests.city.feeding import quick
from tests.city.night import make_night, state
from tests.city.own_desk import DESK, NOW, PASSPHRASE

USUAL: Final = 500
LONG: Final = 50
MOST_FOR_THE_TWIN: Final = 20
SABOTAGE: Final = "early-mark"
SLOW_START: Final = 1.0
"""Seconds that a reading process takes to begin."""
TURNS: Final = (0, 0, 0, 1)
"""Processes that read, drawn for each begin: mostly none, since to begin one takes longer than all the rest."""


@dataclass(slots=True)
class Seen:
    """What came of it."""

    kills: int = 0
    nights: int = 0
    inside: int = 0
    """Kills after which something was done and something was left."""
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish = asked(USUAL, (SABOTAGE,))
    kills, seed, sabotage = wish.number, wish.seed, wish.sabotage
    if sabotage == SABOTAGE:
        mark_early()
    is_caught = True
    place = Path(tempfile.mkdtemp(prefix="hn-night-"))
    try:
        make_night(place)
        seen = run(place, kills, Random(seed))
        if not sabotage and kills >= LONG:
            mark_early()
            is_caught = bool(run(place, MOST_FOR_THE_TWIN, Random(seed)).faults)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    for fault in seen.faults[:5]:
        print(fault)
    figures: dict[str, object] = {
        "kills": seen.kills,
        "inside": seen.inside,
        "nights": seen.nights,
        "faults": len(seen.faults),
    }
    figures |= {"seed": seed, "sabotage": sabotage, "twin": is_caught}
    return finish(figures, is_good=not seen.faults and seen.nights > 0 and is_caught)


def run(place: Path, kills: int, dice: Random) -> Seen:
    """One night after another, each killed until it comes to its end; the last one may end unharmed."""
    seen = Seen()
    wanted, seconds = undisturbed(place)
    while seen.kills < kills and not seen.faults:
        city = place / "killed"
        shutil.copytree(place / "city", city)
        while not begun(place, city, dice, seconds if seen.kills < kills else None):
            seen.kills += 1
            seen.inside += 0 < len(list((city / "desks" / DESK / "inbox").glob("*.fed"))) < marks(wanted)
        seen.nights += 1
        seen.faults += differing(city, wanted)
        shutil.rmtree(city)
    return seen


def undisturbed(place: Path) -> tuple[dict[str, Any], float]:
    """What the night leaves behind when nothing happens, and how long it takes."""
    city = place / "whole"
    shutil.copytree(place / "city", city)
    started = time.monotonic()
    begun(place, city, Random(0), None)
    seconds = time.monotonic() - started
    desk = opened(city)
    found = {**state(desk), "marks": len(list(desk.places.inbox.glob("*.fed")))}
    desk.close()
    shutil.rmtree(city)
    return found, seconds


def marks(wanted: dict[str, Any]) -> int:
    """How many files are marked in the end."""
    return int(wanted["marks"])


def begun(place: Path, city: Path, dice: Random, most: float | None) -> bool:
    """Let another process take the night's files, and kill it within so many seconds; whether it came to its end."""
    readers = dice.choice(TURNS)
    child = os.fork()
    if not child:
        take(city, place / "files", readers)
    if most is not None:
        time.sleep(dice.uniform(0, 0.8 * most + readers * SLOW_START))
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a night ended with an error")
    return os.WIFEXITED(status)


def take(city: Path, folder: Path, readers: int) -> None:
    """The life of the process that is killed; it never returns."""
    code = 1
    try:
        desk = opened(city)
        collecting.collect_folder(desk, folder, readers=readers)
        desk.close()
        code = 0
    finally:
        os._exit(code)


def opened(city: Path) -> CityDesk:
    """The desk, sealing no evidence, which would take most of the time."""
    return quick(open_desk(city, DESK, PASSPHRASE, clock=lambda: NOW))


def differing(city: Path, wanted: dict[str, Any]) -> list[str]:
    """What is not as after an undisturbed night, and whether the log is whole."""
    desk = opened(city)
    found = {**state(desk), "marks": len(list(desk.places.inbox.glob("*.fed")))}
    with desk.database.read() as session:
        is_broken = first_break(session) is not None
    desk.close()
    return [name for name in wanted if found[name] != wanted[name]] + ["log"] * is_broken


def mark_early() -> None:
    """A worse program: a file counts as fed before it was taken."""
    listed = collecting._not_fed

    def marked(desk: CityDesk, paths: Any) -> dict[Path, Path | None]:
        found = listed(desk, paths)
        for mark in found.values():
            if mark is not None:
                files.write_whole(mark, b"")
        return found

    collecting._not_fed = marked


if __name__ == "__main__":
    sys.exit(main())
