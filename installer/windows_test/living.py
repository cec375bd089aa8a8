"""Checks of the work itself: a whole day in Wine and one on Linux, their packets verified by the other one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from hn_desk.ui.day.exchange import CITY_PASSPHRASE
from installer.windows_test.ground import CheckError, Ground, answered, expect
from installer.windows_test.wine import Ran

SEED: Final = "20"
IN_WINE: Final = "Một ngày ở phường"
ON_LINUX: Final = "linux-day"
PASSPHRASE: Final = "HN_DESK_PASSPHRASE_FILE"
SIDES: Final = ("office", "city")


def lives_a_day(ground: Ground) -> str:
    """`hn-desk day` through the real windows inside Wine counts the same as on Linux, at the office and at the city."""
    told = ground.answer("day", "--into", ground.wine.windows(_in_wine(ground)), "--seed", SEED, "--replace")
    here = answered(on_linux("day", "--into", str(_on_linux(ground)), "--seed", SEED, "--replace", "--json"))
    for side in SIDES:
        expect(told[side] == here[side], f"{side}: Wine {told[side]}, Linux {here[side]}")
    drawn = len(list((_in_wine(ground) / "screens").glob("*.png")))
    expect(drawn == len(list((_on_linux(ground) / "screens").glob("*.png"))), f"{drawn} screens")
    return f"{sum(told['city'].values())} counted on each side, {drawn} screens"


def linux_believes_wine(ground: Ground) -> str:
    """The Linux build verifies what was signed in Wine, opens its packets at the city and counts the same records."""
    return _believed(_in_wine(ground), _secret(ground), Linux())


def wine_believes_linux(ground: Ground) -> str:
    """The build for Windows verifies what was signed on Linux, opens its packets at the city and counts the same."""
    return _believed(_on_linux(ground), _secret(ground), Windows(ground))


class Linux:
    """The program of this machine."""

    def run(self, words: list[str | Path], secret: Path) -> Ran:
        """Run a command; the passphrase stands in `secret`."""
        return on_linux(*map(str, words), more={PASSPHRASE: str(secret)})


class Windows:
    """The program installed in Wine."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def run(self, words: list[str | Path], secret: Path) -> Ran:
        """Run a command; paths are named as Windows does, the passphrase stands in `secret`."""
        named = [word if isinstance(word, str) else self._ground.wine.windows(word) for word in words]
        return self._ground.cli(*named, more={PASSPHRASE: self._ground.wine.windows(secret)})


def on_linux(*words: str, more: dict[str, str] | None = None) -> Ran:
    """Run a command of the program as it stands in this folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HN_DESK_")}
    command = [sys.executable, "-m", "hn_desk", *words]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment | (more or {})
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _believed(day: Path, secret: Path, program: Linux | Windows) -> str:
    """Verify, collect and count a day of the other system, on a copy of its city."""
    signed = [*sorted((day / "inner").glob("*.xlsx")), *sorted((day / "receipts").glob("*.pdf"))]
    expect(len(signed) > 1, f"nothing signed in {day.name}")
    for file in signed:
        answered(program.run(["verify", file, "--trust", day / "trust", "--json"], secret))
    city = day / "copied city"
    shutil.rmtree(city, ignore_errors=True)
    shutil.copytree(day / "city", city)
    packets = sorted((day / "packets").glob("*.xlsx"))
    expect(len(packets) > 0, f"no packets in {day.name}")
    for packet in packets:
        taken = answered(program.run(["collect", "--city", city, "--desk", _desk(packet), packet, "--json"], secret))
        expect(all(one["is_repeat"] for one in taken["packets"]), f"{packet.name}: {taken['packets']}")
    counted = answered(program.run(["city-counts", "--city", city, "--json"], secret))
    known: dict[str, Any] = json.loads((day / "summary.json").read_bytes())["city"]
    wrong = {name: number for name, number in counted["counts"].items() if known[name] != number}
    expect(not wrong, f"counted {wrong}, in the summary {known}")
    return f"{len(signed)} signed files, {len(packets)} sealed packets, {len(counted['desks'])} desks"


def _desk(packet: Path) -> str:
    """GOI-00070-CATP-MT-a85b-1-000001: the desk's code stands between the office and the instance."""
    return "-".join(packet.stem.split("-")[2:-3])


def _in_wine(ground: Ground) -> Path:
    return ground.wine.user / IN_WINE


def _on_linux(ground: Ground) -> Path:
    return ground.folder / ON_LINUX


def _secret(ground: Ground) -> Path:
    path = ground.folder / "city.passphrase"
    if not _on_linux(ground).is_dir():
        raise CheckError("there was no day on Linux")
    path.write_text(CITY_PASSPHRASE, encoding="utf-8")
    return path
