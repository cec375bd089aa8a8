"""The trimming of PyInstaller's list of files: no unused parts of Qt, no library that the Debian system itself has."""

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from installer.bundle_contents import is_left_out, is_wanted_qt, reachable

Entry = tuple[str, str, str]
"""Name in the bundle, file it comes from, kind: BINARY, EXTENSION, DATA, SYMLINK."""
SYSTEM: Final = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
PYTHON: Final = "libpython"


def trimmed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are shipped: plugins that are named, what Python imports, and the libraries that those need."""
    kept = [one for one in entries if is_wanted_qt(one[0]) and not is_left_out(one[0]) and not is_of_system(one)]
    libraries = {Path(name).name: needed(source) for name, source, kind in kept if kind == "BINARY"}
    roots = [Path(name).name for name, source, kind in kept if kind == "BINARY" and is_loaded_by_name(name)]
    roots += [one for _name, source, kind in kept if kind == "EXTENSION" for one in needed(source)]
    wanted = reachable(libraries, roots)
    return [one for one in kept if one[2] not in ("BINARY", "SYMLINK") or Path(one[0]).name in wanted]


def is_of_system(entry: Entry) -> bool:
    """Whether it is a library of the operating system; the package for testers names it as a dependency instead."""
    name, source, kind = entry
    return kind == "BINARY" and source.startswith(SYSTEM) and not Path(name).name.startswith(PYTHON)


def is_loaded_by_name(name: str) -> bool:
    """Whether nothing that can be read says who needs it: Python itself, a plugin of Qt, a library beside a module."""
    parts = Path(name).parts
    return parts[-1].startswith(PYTHON) or "plugins" in parts or ("Qt" not in parts and ".libs" not in name)


def needed(path: str | Path) -> set[str]:
    """The names of the libraries that an ELF file asks for; empty for what is none."""
    shown = subprocess.run(["objdump", "-p", str(path)], check=False, capture_output=True, text=True)
    return {line.split()[1] for line in shown.stdout.splitlines() if line.split()[:1] == ["NEEDED"]}
