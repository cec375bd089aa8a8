"""Checks of the update by stick: a signed newer release is taken, an older and a forged one are not."""

import json
import shutil
import time
from pathlib import Path
from typing import Final

from installer.release import SIGNATURE, SUMS
from installer.windows_test.ground import CheckError, Ground, expect, expect_code, expect_whole
from installer.windows_test.made import Release
from installer.windows_test.upgrading import KEPT
from installer.windows_test.wine import Ran

LONGEST: Final = 900.0
LOGIN: Final = "anh"


def refuses_an_older_stick(ground: Ground) -> str:
    """A release that isn't newer than the program at work is refused."""
    _begin(ground)
    return _refused(ground, _update(ground, _stick(ground, ground.release)), "update-not-newer")


def refuses_a_forged_stick(ground: Ground) -> str:
    """A changed byte in the setup, in its hashes or in the signature is refused, and nothing is installed."""
    seen = []
    for name in (ground.upgrade.setup.name, SUMS, SIGNATURE):
        stick = _stick(ground, ground.upgrade)
        data = bytearray((stick / name).read_bytes())
        data[len(data) // 2] ^= 1
        (stick / name).write_bytes(data)
        seen.append(_refused(ground, _update(ground, stick)))
    return ", ".join(seen)


def takes_a_newer_stick(ground: Ground) -> str:
    """The signed newer release on the stick is installed by the program itself, which says so afterwards."""
    expect_code(_update(ground, _stick(ground, ground.upgrade)), 0)
    last = time.monotonic() + LONGEST
    while not _is_finished(ground):
        if time.monotonic() > last:
            raise CheckError(f"not finished after {LONGEST:.0f} s: {_state(ground)}")
        time.sleep(1)
    ground.wine.wait_idle()
    expect_whole(ground.program, ground.upgrade)
    opened = ground.cli("check", "--data", ground.wine.windows(ground.data), "--json")
    expect_code(opened, 0)
    news = json.loads(ground.cli("update", "--data", ground.wine.windows(ground.data), "--json").text)
    expect(news.get("to") == ground.upgrade.version and news["ok"], f"the program says {news}")
    return f"{news['from']} to {news['to']}: {news['step']}"


def _begin(ground: Ground) -> None:
    """The first release with a training office on this PC."""
    ground.put_in_place(ground.folder / KEPT)
    shutil.rmtree(ground.data, ignore_errors=True)
    expect_code(ground.cli("sample", "--households", "5", "--people", "3", "--data", _data(ground)), 0)


def _stick(ground: Ground, release: Release) -> Path:
    """A copy of a release's folder, as on a stick."""
    stick = ground.folder / "que USB"
    shutil.rmtree(stick, ignore_errors=True)
    shutil.copytree(release.folder, stick)
    return stick


def _update(ground: Ground, stick: Path) -> Ran:
    words = ("update", ground.wine.windows(stick), "--no-window", "--data", _data(ground), "--login", LOGIN, "--json")
    return ground.cli(*words)


def _refused(ground: Ground, ran: Ran, reason: str = "") -> str:
    expect_code(ran, 1)
    told = str(json.loads(ran.text).get("reason", ""))
    expect(bool(told) and reason in ("", told), f"refused with {told!r}: {ran.told}")
    expect_whole(ground.program, ground.release)
    return told


def _data(ground: Ground) -> str:
    return ground.wine.windows(ground.data)


def _is_finished(ground: Ground) -> bool:
    return _state(ground) not in ("", "ready", "undoing", "failed")


def _state(ground: Ground) -> str:
    try:
        return str(json.loads((ground.data / "update.json").read_bytes())["step"])
    except (OSError, ValueError):
        return ""
