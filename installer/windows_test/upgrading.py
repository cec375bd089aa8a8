"""Checks of an upgrade: the data kept and migrated; rolled back from a full disk, a damaged program and every cut."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from installer.windows_test.ground import (
    GOOD,
    SILENT,
    WINDOW,
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
    span, found = _seconds_of_an_upgrade(ground), Counter[str]()
    for point in range(KILLS):
        wait = span * (point + 0.5) / KILLS
        while not (stage := _killed(ground, wait)):
            wait *= 0.8
        found[stage] += 1
    _expect_next_setup(ground)
    return f"{found.total()} kills over {span:.0f} s: " + ", ".join(f"{n} {what}" for what, n in sorted(found.items()))


def survives_a_cut_between_two_names(ground: Ground) -> str:
    """Cut off when neither program has its name, the next log-on puts the old one back, and so does the next setup."""
    for repair in (_log_on, _expect_next_setup):
        ground.put_in_place(_kept(ground))
        old, new = (ground.program.with_name(f"{ground.program.name}.hn-desk-{name}") for name in ("old", "new"))
        ground.program.rename(old)
        shutil.copytree(ground.upgrade.tree, new)
        repair(ground)
        expect_whole(ground.program, ground.release, ground.upgrade)
    return "by the program's --put-back and by setup"


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


def _killed(ground: Ground, wait: float) -> str:
    """Begin an upgrade and kill it after `wait` seconds; at what it was then, "" when it had ended before."""
    ground.put_in_place(_kept(ground))
    process = ground.wine.start(str(ground.upgrade.setup), SILENT)
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        ground.wine.kill()
    is_killed = process.wait(60) == -signal.SIGKILL
    ground.wine.wait_idle()
    left = {path.name.rpartition("-")[2] for path in ground.leftovers()}
    if not ground.program.exists():
        _log_on(ground)
    stands = expect_whole(ground.program, ground.release, ground.upgrade)
    expect(stands is ground.upgrade or "old" not in left, "the old program stands and yet is set aside")
    if not is_killed:
        return ""
    return "removing the old one" if "old" in left else "writing or checking" if left else "before the first file"


def _expect_next_setup(ground: Ground) -> None:
    expect_code(ground.install(ground.upgrade), GOOD)
    expect_whole(ground.program, ground.upgrade)
    expect(not ground.leftovers(), f"left behind: {ground.leftovers()}")


def _log_on(ground: Ground) -> None:
    """What Windows does at the next log-on by the setup's RunOnce: the new program puts the old one back."""
    new = ground.program.with_name(f"{ground.program.name}.hn-desk-new")
    expect_code(ground.wine.run(ground.wine.windows(new / WINDOW), "--put-back"), GOOD)


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
