"""Compile hn-desk.exe and hn-desk-cli.exe with mingw-w64: the same bytes from the same sources and version."""

import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

SOURCES: Final = Path(__file__).parent / "launcher"
COMPILER: Final = "x86_64-w64-mingw32-gcc"
RESOURCES: Final = "x86_64-w64-mingw32-windres"
PACKAGES: Final = {COMPILER: "gcc-mingw-w64-x86-64-win32", RESOURCES: "binutils-mingw-w64-x86-64"}
"""Tool → the Debian package that holds it."""
GUI: Final = "hn-desk.exe"
CLI: Final = "hn-desk-cli.exe"
DESCRIPTION: Final = {GUI: "HN Desk", CLI: "HN Desk (dòng lệnh)"}
FORM: Final = {GUI: ["-mwindows"], CLI: ["-mconsole", "-DHN_CONSOLE"]}
WARNINGS: Final = ["-Wall", "-Wextra", "-Werror"]
WIDE: Final = ["-municode", "-DUNICODE", "-D_UNICODE", "-D_WIN32_WINNT=0x0A00"]
SMALL: Final = ["-Os", "-ffunction-sections", "-s", "-Wl,--gc-sections", "-Wl,--no-insert-timestamp"]
GUARDED: Final = ["-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va"]
FLAGS: Final = ["-std=c11", *WARNINGS, *WIDE, *SMALL, *GUARDED]


def build(version: str, into: Path, epoch: int) -> tuple[Path, Path]:
    """Both launchers of `version` ("0.6.0") in `into`, their file times at `epoch` (seconds).

    ValueError for another form of version, CalledProcessError when a tool refuses, FileNotFoundError without it.
    """
    numbers = version_numbers(version)
    into.mkdir(parents=True, exist_ok=True)
    made = [_build_one(name, version, numbers, into) for name in (GUI, CLI)]
    for path in made:
        os.utime(path, (epoch, epoch))
    return made[0], made[1]


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows wants of "1.2.3"; ValueError for anything else."""
    if not (found := re.fullmatch(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", version)):
        raise ValueError(f"{version!r} isn't a version like 0.6.0")
    major, minor, patch = (int(part) for part in found.groups())
    return major, minor, patch, 0


def _build_one(name: str, version: str, numbers: tuple[int, int, int, int], into: Path) -> Path:
    target = into / name
    with TemporaryDirectory() as folder:
        header, compiled = Path(folder, "version.h"), Path(folder, "launcher.o")
        header.write_text(
            f"#define VERSION_NUMBERS {','.join(str(number) for number in numbers)}\n"
            f'#define VERSION_TEXT "{version}"\n'
            f'#define FILE_NAME "{name}"\n'
            f'#define FILE_DESCRIPTION "{DESCRIPTION[name]}"\n',
            encoding="utf-8",
        )
        _run([RESOURCES, "-c", "65001", "-I", folder, "-I", ".", "launcher.rc", str(compiled)])
        code = sorted(path.name for path in SOURCES.glob("*.c"))
        _run([COMPILER, *FLAGS, *FORM[name], *code, str(compiled), "-lshell32", "-o", str(target.resolve())])
    return target


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=SOURCES, check=True, env=os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"})
