"""Checks of an upgrade: the data kept and migrated; rolled back from a full disk, a damaged program and every cut."""

import contextlib
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from installer.windows_test import registry
from installer.windows_test.ground import (
    GOOD,
    SILENT,
    CheckError,
    Ground,
    answered,
    content_of,
    expect,
    expect_code,
    expect_whole,
)

OLDER_OFFICE: Final = Path("tests/releases/0.5.0/office")
FAILED: Final = 4
KILLS: Final = 22
"""At least twenty points of an upgrade at which everything is killed."""
SMALL_MB: Final = 300
"""A drive with room for one tree, not for two."""
KEPT: Final = "kept program"
SMALL: Final = "ổ-nhỏ"
DRIVE: Final = "s:"


def upgrades_with_data(ground: Ground) -> str:
    """An upgrade leaves the data as they are, and the new program migrates an older release's office."""
    shutil.rmtree(ground.data, ignore_errors=True)
    shutil.copytree(OLDER_OFFICE, ground.data)
    before = content_of(ground.data)
    shutil.copytree(ground.program, _kept(ground), dirs_exist_ok=True)
    expect_code(ground.install(ground.upgrade), GOOD)
    expect_whole(ground.program, ground.upgrade)
    expect(not ground.leftovers(), f"left behind: {ground.leftovers()}")
    expect(content_of(ground.data) == before, "setup touched the data")
    told = answered(ground.cli("check", "--data", ground.wine.windows(ground.data), "--json"))
    expect(not told["breaks"], f"the log breaks: {told['breaks']}")
    changed = content_of(ground.data)
    expect(changed != before, "the office was not migrated")
    return f"{len(before)} files of 0.5.0, log of {told['entries']} entries whole"


def refuses_an_older_setup(ground: Ground) -> str:
    """A setup older than the installed program refuses."""
    expect_code(ground.install(ground.release), FAILED)
    expect_whole(ground.program, ground.upgrade)
    return f"{ground.release.version} over {ground.upgrade.version}"


def refuses_a_damaged_program(ground: Ground) -> str:
    """A new program that finds itself damaged never comes in place of the old one."""
    if ground.broken is None:
        raise CheckError("no damaged release was built")
    ground.put_in_place(_kept(ground))
    expect_code(ground.install(ground.broken), FAILED)
    expect_whole(ground.program, ground.release)
    expect(not ground.leftovers(), f"left behind: {ground.leftovers()}")
    return "the old program stands"


def survives_every_kill(ground: Ground) -> str:
    """Killed at 22 points of an upgrade, the old or the new program stands whole, and the next setup goes through."""
    span = _seconds_of_an_upgrade(ground)
    found = Counter(_killed(ground, span * (point + 0.5) / KILLS, _is_time_over) for point in range(KILLS - 2))
    found.update(_killed(ground, 4 * span, moment) for moment in (_is_renamed, _is_removing))
    expect_code(ground.install(ground.upgrade), GOOD)
    expect_whole(ground.program, ground.upgrade)
    expect(not ground.leftovers(), f"left behind: {ground.leftovers()}")
    return f"{found.total()} kills over {span:.0f} s: " + ", ".join(f"{n} {what}" for what, n in sorted(found.items()))


def survives_a_full_disk(ground: Ground) -> str:
    """On a drive that gets full, an upgrade is refused beforehand or rolled back half-way; the old program stands."""
    place = ground.folder / SMALL
    with _small_drive(ground, place):
        program = place / "HN-Desk"
        expect_code(ground.install(ground.release, f"/D={DRIVE.upper()}\\HN-Desk"), GOOD)
        seen = []
        for named in (f"{DRIVE.upper()}\\HN-Desk", ground.wine.windows(program)):
            expect_code(ground.install(ground.upgrade, f"/D={named}"), FAILED)
            expect_whole(program, ground.release)
            left = [path.name for path in place.iterdir() if path != program]
            expect(not left, f"left behind on {named}: {left}")
            seen.append(named)
        ground.uninstall(program)
        _wait_until_removed(program)
    return f"{len(seen)} upgrades on {SMALL_MB} MB refused, the old program whole each time"


def _killed(ground: Ground, longest: float, is_moment: Callable[[Ground], bool]) -> str:
    """Begin an upgrade, kill it at the moment; what stands then, after Windows' next log-on if need be."""
    ground.put_in_place(_kept(ground))
    process = ground.wine.start(str(ground.upgrade.setup), SILENT)
    last = time.monotonic() + longest
    while process.poll() is None and time.monotonic() < last and not is_moment(ground):
        time.sleep(0.01)
    ground.wine.kill()
    process.wait(60)
    ground.wine.wait_idle()
    what = "at the swap" if not ground.program.exists() else ""
    if what:
        _log_on(ground)
    stands = expect_whole(ground.program, ground.release, ground.upgrade)
    return what or ("old" if stands is ground.release else "new")


def _is_time_over(_ground: Ground) -> bool:
    return False


def _is_renamed(ground: Ground) -> bool:
    return not ground.program.exists()


def _is_removing(ground: Ground) -> bool:
    return any(path.name.endswith("-old") for path in ground.leftovers()) and ground.program.exists()


def _log_on(ground: Ground) -> None:
    """What Windows does at the next log-on: run the command that the setup left for it."""
    command = registry.value(ground, registry.RUN_ONCE, "HN Desk")
    program, words = command.removeprefix('"').split('"', 1)
    ground.wine.run(program, *words.split())


def _seconds_of_an_upgrade(ground: Ground) -> float:
    ground.put_in_place(_kept(ground))
    start = time.monotonic()
    expect_code(ground.install(ground.upgrade), GOOD)
    return time.monotonic() - start


def _kept(ground: Ground) -> Path:
    return ground.folder / KEPT


@contextlib.contextmanager
def _small_drive(ground: Ground, place: Path) -> Iterator[None]:
    """A drive of its own letter with little room. CheckError where this machine mounts nothing."""
    place.mkdir(exist_ok=True)
    letter = ground.wine.prefix / "dosdevices" / DRIVE
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_MB}m", "tmpfs", str(place)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CheckError(f"no drive could be mounted here: {done.stderr.strip()}")
    try:
        letter.unlink(missing_ok=True)
        letter.symlink_to(place)
        yield
    finally:
        letter.unlink(missing_ok=True)
        ground.wine.end()
        subprocess.run(["umount", str(place)], check=False)


def _wait_until_removed(folder: Path) -> None:
    last = time.monotonic() + 60
    while folder.exists() and time.monotonic() < last:
        time.sleep(0.5)
    expect(not folder.exists(), f"{folder.name} is not removed")
