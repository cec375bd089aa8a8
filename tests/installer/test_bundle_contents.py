"""The Linux bundle holds the whole program and nothing that isn't its own."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from hn_desk.cli import COMMANDS, WINDOW
from hn_desk.settings import resources
from hn_desk.ui.loader import PLACES
from installer.bundle_contents import excluded, forbidden, is_wanted_qt, reachable, shipped

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = "PySide6/Qt/plugins"


class Kept:
    """Stands for PyInstaller's Analysis, PYZ, EXE and COLLECT: keeps what the spec hands to it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named
        self.binaries: list[tuple[str, str, str]] = []
        self.datas: list[tuple[str, str, str]] = []
        self.pure = self.scripts = ()


@pytest.fixture(scope="module")
def spec() -> Kept:
    names = dict.fromkeys(("Analysis", "PYZ", "EXE", "COLLECT"), Kept)
    told = runpy.run_path(str(ROOT / "installer/hn_desk.spec"), {**names, "SPECPATH": str(ROOT / "installer")})
    analysis = told["analysis"]
    assert isinstance(analysis, Kept)
    return analysis


def test_the_spec_names_every_module_of_the_tree(spec: Kept) -> None:
    tree = {str(path.relative_to(ROOT))[:-3].replace("/", ".") for path in (ROOT / "hn_desk").rglob("*.py")}
    tree = {name.removesuffix(".__init__") for name in tree if "versions.0" not in name}

    assert {name for name in spec.named["hiddenimports"] if name.startswith("hn_desk")} == tree
    assert {*COMMANDS.values(), WINDOW, *(place.module for place in PLACES)} <= tree


def test_the_spec_names_every_data_file_and_revision(spec: Kept) -> None:
    named = {str(Path(folder) / Path(source).name) for source, folder in spec.named["datas"]}
    files = {path for path in resources().rglob("*") if path.is_file() and path.suffix != ".po"}
    revisions = (ROOT / "hn_desk/models/migrations/versions").glob("0*.py")

    assert {str(path.relative_to(ROOT)) for path in (*files, *revisions)} <= named
    assert "resources/locale/vi/LC_MESSAGES/hn_desk.mo" in named


def test_libraries_of_tests_stay_out_and_those_of_the_program_go_in() -> None:
    assert {"pytest", "hypothesis", "numpy", "pandas", "mypy", "readline"} <= set(excluded())
    assert {"sqlalchemy", "PySide6", "sqlcipher3", "psycopg", "cffi", "PIL"}.isdisjoint(excluded())
    assert {"pyside6-essentials", "shiboken6", "psycopg-binary", "pycparser"} <= shipped()


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        (f"{PLUGINS}/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        (f"{PLUGINS}/platformthemes/libqgtk3.so", False),
        (f"{PLUGINS}/platforms/libqeglfs.so", False),
        (f"{PLUGINS}/qmltooling/libqmldbg_native.so", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("resources/locale/vi/LC_MESSAGES/hn_desk.mo", True),
    ],
)
def test_of_qt_only_what_is_used_goes_in(name: str, is_kept: bool) -> None:
    assert is_wanted_qt(name) is is_kept


def test_a_library_goes_in_only_when_something_inside_needs_it() -> None:
    needs = {"a.so": {"b.so", "libc.so.6"}, "b.so": {"a.so"}, "gtk.so": {"a.so"}}

    assert reachable(needs, ["a.so"]) == {"a.so", "b.so", "libc.so.6"}


def test_a_forbidden_library_is_found() -> None:
    files = ["lib/libpython3.11.so.1.0", "lib/PySide6/Qt/lib/libQt6Qml.so.6", "lib/libgtk-3.so.0", "lib/libQt6Gui.so.6"]

    assert forbidden(files) == ["lib/PySide6/Qt/lib/libQt6Qml.so.6", "lib/libgtk-3.so.0"]
