"""What goes into the Linux bundle and what stays out, read from the tree and from the metadata of what is installed."""

import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.wheels import whitelist

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = "hn_desk"
MIGRATIONS: Final = f"{PACKAGE}/models/migrations"
BY_NAME: Final = (
    "holidays.countries.vietnam",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite.pysqlcipher",
)
"""Modules of libraries that are imported by a name put together at run time."""
OUT: Final = ("readline", "tkinter", "_tkinter", "test", "idlelib", "lib2to3", "ensurepip", "pydoc_data")
"""Of Python itself: the command line's editing (libreadline is GPL), another toolkit, tests, what develops programs."""
PLUGINS: Final = {
    "platforms": ("qxcb", "qoffscreen", "qminimal"),
    "xcbglintegrations": ("qxcb-glx-integration", "qxcb-egl-integration"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platformthemes": ("qxdgdesktopportal",),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qjpeg", "qico"),
    "printsupport": ("cupsprintersupport",),
}
"""Kind of Qt plugin → those that are shipped; typing Vietnamese goes through ibus, printing through CUPS."""
FORBIDDEN: Final = (
    "libgtk", "libgdk", "Qt6Qml", "Qt6Quick", "Qt6WebEngine", "Qt6Designer", "Qt6VirtualKeyboard", "Qt6Wayland",
    "Qt6EglFS", "Qt6Sql", "libreadline", "libtcl", "libtk8", "opengl32sw", "numpy", "pandas", "pytest",
)  # fmt: skip
"""Parts of file names that must not stand in what is handed out: too large for its use, or under the GPL."""


def modules(root: Path = ROOT) -> tuple[str, ...]:
    """Every module of the program in its tree: commands and pages are imported by name, and none is listed here."""
    paths = (path.relative_to(root).with_suffix("") for path in (root / PACKAGE).rglob("*.py"))
    parts = (path.parts[:-1] if path.name == "__init__" else path.parts for path in paths)
    return tuple(sorted(".".join(words) for words in parts if all(word.isidentifier() for word in words)))


def data(root: Path = ROOT) -> list[tuple[str, str]]:
    """The program's data files and Alembic's scripts, each with its folder in the bundle; sources of texts stay out."""
    found = [path for path in (root / "resources").rglob("*") if path.is_file() and path.suffix != ".po"]
    found += [path for path in (root / MIGRATIONS).rglob("*") if path.suffix in (".py", ".mako")]
    return [(str(path), str(path.relative_to(root).parent)) for path in sorted(found)]


def shipped(project: Path = ROOT / "pyproject.toml") -> frozenset[str]:
    """The canonical names of the distributions that the program needs here, and of those that they need."""
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return frozenset(_closure(Requirement(line) for line in wanted))


def _closure(wanted: Iterable[Requirement]) -> set[str]:
    found: set[str] = set()
    waiting = [(one, extra) for one in wanted for extra in one.extras or {""}]
    seen = set()
    while waiting:
        one, extra = waiting.pop()
        name = canonicalize_name(one.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.add(name)
        waiting += _needs(name, extra)
    return found


def _needs(name: str, extra: str) -> Iterator[tuple[Requirement, str]]:
    for line in distribution(name).requires or ():
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate({"extra": extra}) or one.marker.evaluate({"extra": ""}):
            yield from ((one, more) for more in one.extras | {""})


def excluded() -> list[str]:
    """The importable names of everything that is installed here and not shipped, such as tests' libraries."""
    wanted = shipped()
    owners = packages_distributions().items()
    strange = {name for name, who in owners if not {canonicalize_name(one) for one in who} & wanted}
    return sorted({*OUT, *(name for name in strange if name != PACKAGE and name.isidentifier())})


def is_wanted_qt(target: str) -> bool:
    """Whether a file of Qt belongs into the bundle: not a translation, and of the plugins only those that are named."""
    parts = Path(target).parts
    if "translations" in parts and "Qt" in parts:
        return False
    if "plugins" not in parts or "Qt" not in parts:
        return True
    kind, name = parts[parts.index("plugins") + 1], Path(parts[-1]).stem.removeprefix("lib")
    return name in PLUGINS.get(kind, ())


def is_left_out(target: str) -> bool:
    """Whether a file of a library stays out for the same reason as on Windows (`windows_files.toml`)."""
    shipped_there = whitelist()
    choices = shipped_there.libraries.values()
    if any(fnmatchcase(target, pattern) for choice in choices for pattern in choice.keep_too):
        return False
    patterns = [*shipped_there.leave, *(pattern for choice in choices for pattern in choice.leave)]
    return any(fnmatchcase(target, pattern) for pattern in patterns)


def reachable(libraries: dict[str, set[str]], roots: Iterable[str]) -> set[str]:
    """The names of `libraries` (name → names it needs) that one of `roots` needs, directly or not; `roots` too."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += libraries.get(name, set())
    return found


def forbidden(files: Iterable[str]) -> list[str]:
    """The files whose path holds a forbidden name."""
    return sorted(file for file in files if any(word.lower() in file.lower() for word in FORBIDDEN))
