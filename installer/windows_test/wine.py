"""A Windows user in Wine: a prefix of its own, Vietnamese, the user's name with diacritics; programs run in it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Final

from installer.build_launcher import COMPILER

USER: Final = "Nguyễn Thị Lan"
LOCALE: Final = "vi_VN.UTF-8"
HERE: Final = Path(__file__).parent
OWN_VARIABLES: Final = ("PYTHON", "QT_", "HN_DESK_", "COV_", "WINE", "DISPLAY", "WAYLAND")
LONGEST: Final = 1800.0
AFTER_THE_END: Final = 2.0
"""Seconds for the last words of a program: what it began may hold its pipes open much longer."""
OURS: Final = ("hn-desk", "hn desk", "hn-setup", "uninstall.exe", "au_.exe", "un_a.exe", "un.exe")
"""What stands in the command lines of the setup and the program, in small letters."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: exit code, what it printed, and what on its second stream."""

    code: int
    text: str
    errors: str

    @property
    def told(self) -> str:
        """The end of what it said, for a person."""
        return (self.text + self.errors).strip()[-1500:]


class Wine:
    """One Wine prefix; `end` stops everything that was begun in it."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder.resolve() / "prefix"
        self._home = folder.resolve() / "home"
        self.drive = self.prefix / "drive_c"
        self.user = self.drive / "users" / USER
        self.local = self.user / "AppData" / "Local"

    def begin(self) -> None:
        """Make the prefix as Windows 10 sees itself. CalledProcessError when a tool refuses."""
        self._home.mkdir(parents=True)
        self.run("wineboot.exe", "-i")
        self.run("winecfg.exe", "-v", "win10")
        target = self.drive / "windows" / "system32" / "bcryptprimitives.dll"
        words = [COMPILER, "-O2", "-shared", "-static-libgcc", "-o", str(target), str(HERE / "bcryptprimitives.c")]
        subprocess.run([*words, "-ladvapi32"], check=True)

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """This process's variables without what would change the program's ways, and Wine's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=d",
            "WINEQT_QPA_PLATFORM": "offscreen",
            "LC_ALL": LOCALE,
            "USER": USER,
            "LOGNAME": USER,
            "HOME": str(self._home),
            **(more or {}),
        }

    def run(
        self, *words: str, within: float = LONGEST, more: Mapping[str, str] | None = None, at: Path | None = None
    ) -> Ran:
        """Run a program to its end, with `more` variables, in folder `at`. TimeoutExpired after `within` seconds."""
        process = self.start(*words, more=more, at=at)
        out, errors = _Heard(process.stdout), _Heard(process.stderr)
        try:
            code = process.wait(within)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Ran(code, out.text(), errors.text())

    def start(
        self, *words: str, more: Mapping[str, str] | None = None, at: Path | None = None
    ) -> "subprocess.Popen[bytes]":
        """Begin a program; its streams are pipes, since Wine's consoles stumble over files."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            ["wine", *words], stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=self.environment(more), cwd=at
        )

    def windows(self, path: Path) -> str:
        """A path of this machine as programs in Wine name it."""
        if path.is_relative_to(self.drive):
            return "C:\\" + "\\".join(path.relative_to(self.drive).parts)
        return "Z:" + str(path).replace("/", "\\")

    def kill(self) -> int:
        """Kill the setup and the program as a power cut would, Wine itself not; how many processes."""
        found = [pid for pid in self._processes() if _is_ours(pid)]
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return len(found)

    def end(self) -> None:
        """Stop all that runs in this prefix, and wait for it."""
        for words in (["wineserver", "-k"], ["wineserver", "-w"]):
            subprocess.run(words, check=False, env=self.environment(), timeout=60)

    def wait_idle(self, within: float = 60) -> None:
        """Wait until neither setup nor program run. TimeoutError when they go on."""
        last = time.monotonic() + within
        while any(_is_ours(pid) for pid in self._processes()):
            if time.monotonic() > last:
                raise TimeoutError("the program still runs")
            time.sleep(0.2)

    def _processes(self) -> list[int]:
        mark = f"WINEPREFIX={self.prefix}".encode()
        return [pid for pid in _pids() if mark in _read(pid, "environ").split(b"\0")]


class _Heard:
    """What a stream says, read while it speaks."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._parts: list[bytes] = []
        self._thread = Thread(target=self._listen, args=(stream,), daemon=True)
        self._thread.start()

    def _listen(self, stream: IO[bytes] | None) -> None:
        while stream is not None and (part := os.read(stream.fileno(), 65536)):
            self._parts.append(part)

    def text(self) -> str:
        self._thread.join(AFTER_THE_END)
        return b"".join(self._parts).decode("utf-8", errors="replace").replace("\r\n", "\n")


def _pids() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _is_ours(pid: int) -> bool:
    line = _read(pid, "cmdline").decode("utf-8", errors="replace").casefold()
    return "wineserver" not in line and any(name in line for name in OURS)
