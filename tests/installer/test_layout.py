"""The installed tree: compiled, whole, of the same bytes each time, with names that Windows can hold."""

import marshal
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from installer import layout, wheels
from installer.bytecode import compiled
from installer.pinned import BuildError, digest
from installer.wheels import Choice, Whitelist, whitelist
from installer.windows_lock import Pin

SOURCE = Path(__file__).resolve().parents[2]
MODULE = b"WEIGHT = 0.5\n"


def shipped(**libraries: Choice) -> Whitelist:
    return replace(whitelist(), endings=(".py", ".pyd"), leave=("*/tests/*",), libraries=libraries)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A small wheel in the cache."""
    path = tmp_path / "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("small/__init__.py", "small/fast.pyd", "small/notes.md", "small/tests/test_all.py"):
            archive.writestr(name, MODULE if name.endswith(".py") else b"MZ")
        for name in ("METADATA", "RECORD", "licenses/LICENSE", "licenses/android/LICENSE"):
            archive.writestr(f"small-1.0.dist-info/{name}", name)
    return path


def pin_of(wheel: Path) -> Pin:
    return Pin("small", "1.0", frozenset({digest(wheel.read_bytes())}), wheel.name)


def test_of_a_wheel_the_listed_files_are_shipped_with_its_licence(wheel: Path) -> None:
    read = wheels.read(wheel, pin_of(wheel), shipped(small=Choice("MIT")))

    assert sorted(read.files) == ["small-1.0.dist-info/METADATA", "small/__init__.py", "small/fast.pyd"]
    assert sorted(read.licences) == ["small-1.0.dist-info/licenses/LICENSE"]
    assert sorted(layout.libraries([read])) == [
        "lib/small-1.0.dist-info/METADATA",
        "lib/small/__init__.pyc",
        "lib/small/fast.pyd",
    ]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (Choice("MIT", keep=("small/*.pyd",)), ["small-1.0.dist-info/METADATA", "small/fast.pyd"]),
        (Choice("MIT", leave=("small/*.pyd",)), ["small-1.0.dist-info/METADATA", "small/__init__.py"]),
        (
            Choice("MIT", leave=("small/*",), keep_too=("small/notes.md",)),
            ["small-1.0.dist-info/METADATA", "small/notes.md"],
        ),
        (Choice("MIT", left_out="not needed"), []),
    ],
)
def test_a_library_may_say_more_exactly_what_of_it_is_shipped(wheel: Path, choice: Choice, left: list[str]) -> None:
    assert sorted(wheels.read(wheel, pin_of(wheel), shipped(small=choice)).files) == left


def test_a_library_that_nobody_decided_on_stops_the_build(wheel: Path) -> None:
    with pytest.raises(BuildError, match=r"^small: windows_files\.toml"):
        wheels.read(wheel, pin_of(wheel), shipped())


def test_one_changed_byte_of_a_wheel_stops_the_build_with_its_name(wheel: Path) -> None:
    pin = pin_of(wheel)
    assert wheels.fetch(wheel.parent, Path("no.lock"), [pin]) == {"small": wheel}
    changed = bytearray(wheel.read_bytes())
    changed[40] ^= 1
    wheel.write_bytes(changed)

    with pytest.raises(BuildError, match=r"^small-1\.0-py3-none-any\.whl: not the file that is pinned"):
        wheels.fetch(wheel.parent, Path("no.lock"), [pin])


def test_two_wheels_with_one_file_stop_the_build(wheel: Path) -> None:
    read = wheels.read(wheel, pin_of(wheel), shipped(small=Choice("MIT")))

    with pytest.raises(BuildError, match="comes from another wheel too"):
        layout.libraries([read, read])


ASK = "import sys; from installer.bytecode import compiled; sys.stdout.buffer.write(compiled({!r}, 'lib/a.py'))"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_compiled_module_depends_on_its_source_and_name_alone(seed: str) -> None:
    surroundings = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(SOURCE)}
    source = b"def f(a):\n    return a in {'one', 'two', 'three', 'four', 'five'}\n"

    made = subprocess.run([sys.executable, "-c", ASK.format(source)], env=surroundings, capture_output=True, check=True)

    assert made.stdout == compiled(source, "lib/a.py")
    assert str(SOURCE).encode() not in made.stdout
    assert marshal.loads(made.stdout[16:]).co_filename == "lib/a.py"


def test_a_module_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BuildError, match=r"^lib/bad\.py: "):
        layout.module("lib/bad.py", b"def (:\n")


def test_the_program_is_shipped_compiled_with_its_resources_and_the_asked_version(tmp_path: Path) -> None:
    (tmp_path / "hn_desk" / "__pycache__").mkdir(parents=True)
    (tmp_path / "hn_desk" / "__init__.py").write_text('__version__ = "0.1.0"\n', encoding="utf-8")
    (tmp_path / "hn_desk" / "__pycache__" / "old.pyc").write_bytes(b"old")
    (tmp_path / "resources" / "locale" / "vi").mkdir(parents=True)
    (tmp_path / "resources" / "roles.toml").write_text("a = 1\n", encoding="utf-8")

    made = layout.program(tmp_path, "9.8.7")

    assert sorted(made) == [
        "app/hn_desk/__init__.pyc",
        "app/resources/locale/vi/LC_MESSAGES/hn_desk.mo",
        "app/resources/roles.toml",
    ]
    assert b"9.8.7" in made["app/hn_desk/__init__.pyc"]
    assert layout.program(tmp_path, "9.8.7") == made


def test_the_runtime_looks_for_modules_in_the_tree_alone() -> None:
    made = layout.runtime({"python.exe": b"MZ", "python311._pth": b"import site"})

    assert made["runtime/python311._pth"] == b"python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n"
    assert made["runtime/python.exe"] == b"MZ"


@pytest.mark.parametrize(
    "names", [["a" * 97], ["lib/Tệp.pyc"], ["lib/A.pyc", "lib/a.pyc"], ["../out.txt"], ["/out.txt"]]
)
def test_a_name_that_windows_cannot_hold_stops_the_build(names: list[str]) -> None:
    with pytest.raises(BuildError):
        layout.check(names)


def test_the_list_of_hashes_names_each_file_once() -> None:
    assert layout.listed({"b": b"2", "a/c": b"1"}).decode().splitlines() == [
        f"{digest(b'1')}  a/c",
        f"{digest(b'2')}  b",
    ]
