"""The map of the house as data: which room may import which, and which library has which door."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import hn_desk

HOUSE = Path(hn_desk.__file__).parent

ROOMS: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "settings": frozenset(),
    "i18n": frozenset({"settings"}),
    "lines": frozenset(),
    "streams": frozenset(),
    "files": frozenset({"errors", "i18n"}),
    "drive": frozenset({"files", "errors", "i18n"}),
    "keys": frozenset({"errors", "i18n", "settings", "files"}),
    "tokens": frozenset({"errors", "i18n"}),
    "key_file": frozenset({"keys", "files", "errors", "i18n"}),
    "hiding": frozenset({"errors", "i18n"}),
    "officer_keys": frozenset({"keys", "errors", "i18n"}),
    "key_entries": frozenset({"officer_keys", "key_file", "keys"}),
    "office_keys": frozenset({"key_entries", "officer_keys", "key_file", "keys", "files", "errors", "i18n"}),
    "recovery": frozenset({"keys", "rules", "settings", "errors", "i18n"}),
    "drafts": frozenset({"keys", "files", "errors", "i18n"}),
    "codes": frozenset({"errors", "i18n"}),
    "scans": frozenset({"errors", "i18n"}),
    "fonts": frozenset({"errors", "i18n", "settings", "lines"}),
    "paper": frozenset({"fonts", "lines"}),
    "ruled": frozenset({"paper", "lines"}),
    "sheets": frozenset({"errors", "i18n"}),
    "word_table": frozenset({"ruled"}),
    "word_file": frozenset({"lines", "paper", "ruled", "word_table"}),
    "updates": frozenset({"files", "errors", "i18n"}),
    "rules": frozenset({"errors", "i18n"}),
    "intake": frozenset({"rules", "errors", "i18n"}),
    "packets": frozenset({"rules", "keys", "officer_keys", "files", "errors", "i18n"}),
    "models": frozenset({"rules", "keys", "officer_keys", "hiding", "files", "errors", "i18n"}),
    "forms": frozenset({"rules", "paper", "ruled", "codes", "lines", "errors", "i18n"}),
    "reports": frozenset(
        {"forms", "models", "rules", "lines", "paper", "ruled", "sheets", "word_file", "scans", "errors", "i18n"}
    ),
    "actions": frozenset(
        {"forms", "reports", "packets", "models", "rules", "keys", "key_file", "files", "sheets", "paper", "codes"}
        | {"officer_keys", "key_entries", "office_keys", "recovery", "hiding", "drafts", "settings", "errors", "i18n"}
        | {"scans", "intake", "drive", "tokens", "updates"}
    ),
    "city": frozenset(
        {"forms", "reports", "packets", "models", "rules", "keys", "key_file", "files", "paper", "ruled", "settings"}
        | {"errors", "i18n", "actions", "sheets", "key_entries", "office_keys", "officer_keys"}
    ),
    "ui": frozenset(
        {"actions", "city", "rules", "intake", "drafts", "scans", "settings", "errors", "i18n", "files", "drive"}
        | {"updates"}
    ),
    "cli": frozenset({"actions", "city", "ui", "rules", "settings", "errors", "i18n", "files", "commands"}),
    "commands": frozenset(
        {"actions", "city", "ui", "rules", "intake", "settings", "errors", "i18n", "files", "packets", "scans"}
        | {"updates"}
    ),
    "__main__": frozenset({"cli", "ui", "streams", "updates", "errors", "i18n"}),
    "__init__": frozenset(),
}
"""Room → rooms it may import besides itself. `__version__` of the package is open to all."""

DOORS: dict[str, frozenset[str]] = {
    "PySide6": frozenset({"ui"}),
    "shiboken6": frozenset({"ui"}),
    "pypdfium2": frozenset({"ui", "scans"}),
    "sqlalchemy": frozenset({"models", "reports", "actions", "city"}),
    "alembic": frozenset({"models"}),
    "sqlcipher3": frozenset({"models"}),
    "psycopg": frozenset({"models"}),
    "openpyxl": frozenset({"sheets"}),
    "docx": frozenset({"word_file"}),
    "reportlab": frozenset({"fonts", "paper"}),
    "segno": frozenset({"codes"}),
    "zxingcpp": frozenset({"scans"}),
    "PIL": frozenset({"scans"}),
    "cbor2": frozenset({"packets"}),
    "argon2": frozenset({"keys"}),
    "cryptography": frozenset({"keys", "tokens", "officer_keys", "hiding", "packets", "updates"}),
    "pkcs11": frozenset({"tokens"}),
    "lxml": frozenset({"packets", "intake"}),
    "python_calamine": frozenset({"intake"}),
    "rapidfuzz": frozenset({"intake"}),
    "pyhanko": frozenset({"packets"}),
    "pyhanko_certvalidator": frozenset({"packets"}),
    "asn1crypto": frozenset({"packets"}),
    "pydantic": frozenset({"packets"}),
    "stdnum": frozenset({"rules"}),
    "holidays": frozenset({"rules"}),
}
"""Library → the rooms that may import it; every other third-party library is refused."""

STANDARD_READS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes"})


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> frozenset[str]:
    return frozenset(module(path) for path in files())


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "hn_desk":
                yield from (f"hn_desk.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def standard_library() -> frozenset[str]:
    import sys

    return frozenset(sys.stdlib_module_names)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_go_down_only(path: Path) -> None:
    room = room_of(path)
    targets = {name.split(".")[1] for name in imports(path) if name.startswith("hn_desk.")} - {"__version__"}
    assert targets - {room} <= ROOMS[room]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_library_has_its_door(path: Path) -> None:
    names = {name.split(".")[0] for name in imports(path)} - standard_library() - {"hn_desk"}
    assert {name for name in names if room_of(path) not in DOORS.get(name, frozenset())} == set()


def test_actions_never_ask_the_city() -> None:
    assert "city" not in ROOMS["actions"]
    assert "ui" not in ROOMS["actions"] | ROOMS["city"]
    assert "models" not in ROOMS["ui"]


def test_the_city_uses_only_the_office_from_actions() -> None:
    names = (
        "office",
        "rulebook",
        "reference_book",
        "remarks",
        "set_up",
        "sign_in_tries",
        "audit_log",
        "audit_labels",
        "log_check",
        "staff_facts",
        "handover",
        "backup_file",
        "backup_making",
        "backup_place",
    )
    allowed = {f"hn_desk.actions.{name}" for name in names}
    asked = {name for path in (HOUSE / "city").rglob("*.py") for name in imports(path)}
    assert {name for name in asked if name.startswith("hn_desk.actions")} <= allowed


@pytest.mark.parametrize("path", sorted((HOUSE / "rules").glob("*.py")), ids=lambda path: path.name)
def test_rules_do_no_input_or_output(path: Path) -> None:
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
    }
    assert calls & STANDARD_READS == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module(path): set(imports_of_modules(path)) for path in files()}
    assert [name for name in graph if reaches(graph, name, name)] == []


def module(path: Path) -> str:
    return ".".join(("hn_desk", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")


def imports_of_modules(path: Path) -> Iterator[str]:
    """The modules of the house that `path` imports at the top, `from package import module` included."""
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hn_desk"):
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & modules()
            yield from inner or {str(node.module)}


def reaches(graph: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += graph.get(name, ())
    return False


def test_no_file_outgrows_its_sentence() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {path: size for path, size in sizes.items() if size > 400} == {}
