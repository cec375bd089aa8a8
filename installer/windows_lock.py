"""`requirements-win.lock`: a wheel for 64-bit Windows of each library that the program needs, in the tested version."""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT: Final = Path("pyproject.toml")
LOCK: Final = Path("requirements.lock")
WINDOWS_LOCK: Final = Path("installer/requirements-win.lock")
PLATFORM: Final = (
    "--platform",
    "win_amd64",
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
    "--only-binary=:all:",
)
WINDOWS: Final = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
HEAD: Final = "# Made by `make lock` from requirements.lock: the wheels that the setup for Windows carries.\n"


@dataclass(frozen=True, slots=True)
class Pin:
    """One library: name, version, the SHA-256 of the files it may come as; `file` is the wheel's name, if known."""

    name: str
    version: str
    hashes: frozenset[str]
    file: str = ""


def pins(lock: str) -> dict[str, Pin]:
    """The libraries of a lock's text by name."""
    found = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        head = re.match(r"([A-Za-z0-9._-]+)==(\S+)", block)
        if head:
            file = re.search(r"# (\S+\.whl)$", block, re.MULTILINE)
            hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
            found[head[1]] = Pin(head[1], head[2], hashes, file[1] if file else "")
    return found


def read(path: Path) -> dict[str, Pin]:
    """The libraries of one lock file by name."""
    return pins(path.read_text(encoding="utf-8"))


def needed(project: Path = PROJECT) -> list[str]:
    """The libraries that the program needs on Windows, by name: its own, and theirs in turn."""
    roots = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(words) for words in roots]
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key not in seen:
            seen.add(key)
            waiting += _needs(wanted)
    return sorted({name for name, _extras in seen})


def _needs(wanted: Requirement) -> Iterator[Requirement]:
    for words in distribution(wanted.name).requires or ():
        need = Requirement(words)
        places = [_windows(extra) for extra in ("", *wanted.extras)]
        if need.marker is None or any(need.marker.evaluate(place) for place in places):
            yield need


def _windows(extra: str) -> dict[str, str]:
    return {word: str(value) for word, value in default_environment().items()} | WINDOWS | {"extra": extra}


def chosen(lock: Mapping[str, Pin], names: list[str]) -> list[Pin]:
    """The wheels that pip takes for Windows, each with a hash that `lock` holds. CalledProcessError of pip."""
    lines = [f"{name}=={lock[name].version} {_hashes(lock[name])}" for name in names]
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "asked.txt"), Path(folder, "answer.json")
        asked.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
        command += [*PLATFORM, "--target", folder, "--require-hashes", "--report", str(answer), "-r", str(asked)]
        subprocess.run(command, check=True)
        items: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))["install"]
    return sorted((_pin(item) for item in items), key=lambda pin: pin.name)


def _hashes(pin: Pin) -> str:
    return " ".join(f"--hash=sha256:{digest}" for digest in sorted(pin.hashes))


def _pin(item: dict[str, Any]) -> Pin:
    place, told = item["download_info"], item["metadata"]
    file = unquote(Path(urlsplit(place["url"]).path).name)
    name = canonicalize_name(told["name"])
    return Pin(name, told["version"], frozenset({place["archive_info"]["hashes"]["sha256"]}), file)


def written(chosen_pins: list[Pin]) -> str:
    """The lock's text."""
    blocks = [f"{p.name}=={p.version} \\\n    --hash=sha256:{min(p.hashes)}\n    # {p.file}\n" for p in chosen_pins]
    return HEAD + "".join(blocks)


def main() -> None:
    """Write the lock for Windows and say how many wheels it names."""
    found = chosen(read(LOCK), needed())
    WINDOWS_LOCK.write_text(written(found), encoding="utf-8")
    print(f"{WINDOWS_LOCK.name}: {len(found)} wheels")


if __name__ == "__main__":
    main()
