"""What an update asks of the system: the setup is run, the program checks itself, the window begins again."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from hn_desk.updates.tree import installed_tree

NO_MUTEX: Final = "HN_DESK_NO_MUTEX"
GOOD: Final = 0
PROGRAM_RUNS: Final = 2
"""Exit code of the setup: a window of the program is still open."""
OLD_WINDOWS: Final = 3
WINDOW: Final = "hn-desk.exe"
CONSOLE: Final = "hn-desk-cli.exe"
UNINSTALL_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\HNDesk"
LONGEST_SETUP: Final = 1800
LONGEST_CHECK: Final = 600
_WAITING: Final[list[subprocess.Popen[bytes]]] = []
"""Helpers begun by this process; they wait until their input ends, which is when this process does."""


class Setup:
    """What is asked of Windows; a test puts one in its place that installs, refuses or fails."""

    def tree(self) -> Path | None:
        """The folder that the setup made and this program runs from; None when it came another way."""
        return installed_tree()

    def can_install(self, tree: Path) -> bool:
        """Whether the setup made this tree, not somebody who unpacked the portable one."""
        return sys.platform == "win32" and any(tree.glob("[Uu]ninstall*.exe"))

    def begin_helper(self, program: Path, words: tuple[str, ...]) -> None:
        """Begin the kept old program with `words`; it waits on its input until this process has ended."""
        environment = {**os.environ, NO_MUTEX: "1"}
        helper = subprocess.Popen(
            [str(program / CONSOLE), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=program.parent,
            env=environment,
            creationflags=_hidden(),
        )
        _WAITING.append(helper)

    def wait(self) -> None:
        """Wait until the process that began this one has ended."""
        if sys.stdin is not None:
            sys.stdin.buffer.read()

    def pause(self) -> None:
        """Wait a moment before the setup is tried again."""
        time.sleep(1)

    def install(self, setup: Path) -> int:
        """Run the setup silently: it finds the tree and waits a minute for windows; its exit code, -1 if not begun."""
        return _code([str(setup), "/S", "/UPDATE"], setup.parent, LONGEST_SETUP)

    def is_sound(self, tree: Path) -> bool:
        """Whether the program in the tree finds nothing of itself missing."""
        return _code([str(tree / CONSOLE), "--self-check"], tree.parent, LONGEST_CHECK) == GOOD

    def begin_window(self, tree: Path, words: tuple[str, ...]) -> None:
        """Begin the program's window again."""
        environment = {name: value for name, value in os.environ.items() if name != NO_MUTEX}
        subprocess.Popen(
            [str(tree / WINDOW), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tree.parent,
            env=environment,
        )

    def tell_version(self, version: str) -> None:
        """Let Windows' list of programs name this version again."""
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, UNINSTALL_KEY, 0, winreg.KEY_SET_VALUE) as key:
                    winreg.SetValueEx(key, "DisplayVersion", 0, winreg.REG_SZ, version)
            except OSError:
                return


def _code(words: list[str], folder: Path, longest: int) -> int:
    environment = {**os.environ, NO_MUTEX: "1"}
    try:
        return subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            timeout=longest,
            check=False,
            creationflags=_hidden(),
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return -1


def _hidden() -> int:
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
