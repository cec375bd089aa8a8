"""`make windows-test`: the built setup in Wine, check by check; the last line counts them in JSON."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from installer import build_layout
from installer.windows_test import installing, living, made, starting, tools, updating, upgrading
from installer.windows_test.ground import CheckError, Ground
from installer.windows_test.wine import Wine

Made = TypeVar("Made")
Check = Callable[[Ground], str]
PLACE: Final = Path("build/windows-test")
SHORT: Final[tuple[Check, ...]] = (installing.installs_silently, installing.checks_itself, installing.uninstalls)
LONG: Final[tuple[Check, ...]] = (
    installing.installs_silently,
    installing.checks_itself,
    installing.notices_an_eaten_file,
    installing.tells_windows,
    installing.opens_by_association,
    installing.opens_one_window,
    installing.refuses_while_running,
    starting.shows_its_window,
    living.lives_a_day,
    living.linux_believes_wine,
    living.wine_believes_linux,
    upgrading.upgrades_with_data,
    upgrading.refuses_an_older_setup,
    upgrading.refuses_a_damaged_program,
    upgrading.survives_every_kill,
    upgrading.survives_a_cut_between_two_names,
    updating.refuses_an_older_stick,
    updating.refuses_a_forged_stick,
    updating.takes_a_newer_stick,
    installing.uninstalls,
    upgrading.survives_a_full_disk,
)
LOUD: Final = "!" * 100
UNTRIED: Final = "Not tried: a real Windows, antivirus, SmartScreen, real printers and sticks, Unikey."


def main(words: Sequence[str] | None = None) -> int:
    """Run the checks; 1 when one failed or the tools can't be had."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--short", action="store_true", help="build, install, self-check, uninstall")
    asked.add_argument("--only", default="", help="names of checks, with commas; needs what those before them leave")
    asked.add_argument("--keep", action="store_true", help="use releases and Wine user of an earlier run")
    asked.add_argument("--where-possible", action="store_true", help="no failure where Wine can't be installed")
    given = asked.parse_args(words)
    if why := tools.provide():
        print(f"{LOUD}\nTHE WINDOWS PROGRAM WAS NOT TRIED IN WINE: {why}\n{LOUD}", flush=True)
        return 0 if given.where_possible else 1
    chosen, checks = set(filter(None, given.only.split(","))), SHORT if given.short else LONG
    ground = _ground(is_short=given.short, is_kept=given.keep)
    try:
        results = [_tried(check, ground) for check in checks if not chosen or check.__name__ in chosen]
    finally:
        ground.wine.end()
    print(UNTRIED)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    print(json.dumps({"checks": len(results), "passed": sum(results), "failed": len(results) - sum(results)}))
    return 0 if results and all(results) else 1


def _ground(*, is_short: bool, is_kept: bool) -> Ground:
    """Releases built and a new Wine user; with `is_kept` those of an earlier run."""
    os.environ["SOURCE_DATE_EPOCH"] = str(build_layout.epoch())
    wine = Wine(PLACE / "wine")
    if not is_kept:
        wine.end()
        shutil.rmtree(PLACE, ignore_errors=True)
        _timed("the Wine user", wine.begin)
    ground = Ground(PLACE.resolve(), wine, _timed("the release", lambda: _release("release", is_kept)))
    if not is_short:
        version = made.newer_version()
        ground.newer = _timed("a newer release", lambda: _release("newer", is_kept, version))
        ground.broken = _timed("a damaged release", lambda: _broken(ground, is_kept))
    return ground


def _release(name: str, is_kept: bool, version: str = made.OWN_VERSION) -> made.Release:
    return made.found(PLACE / name, version) if is_kept else made.make(PLACE / name, version)


def _broken(ground: Ground, is_kept: bool) -> made.Release:
    place = PLACE / "broken"
    return made.found(place, ground.upgrade.version) if is_kept else made.damaged(ground.upgrade, place)


def _timed(what: str, make: Callable[[], Made]) -> Made:
    start = time.monotonic()
    found = make()
    print(f"made    {what} ({time.monotonic() - start:.0f} s)", flush=True)
    return found


def _tried(check: Check, ground: Ground) -> bool:
    """Run one check and print how it went; whatever it raises is a failure of its own."""
    start, sentence = time.monotonic(), (check.__doc__ or check.__name__).splitlines()[0]
    try:
        told = check(ground)
    except (CheckError, OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        ground.wine.kill()
        print(f"FAILED  {sentence} [{check.__name__}, {_since(start)}]")
        print(f"        {type(error).__name__}: {error}", flush=True)
        return False
    print(f"passed  {sentence} [{told}; {_since(start)}]", flush=True)
    return True


def _since(start: float) -> str:
    return f"{time.monotonic() - start:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
