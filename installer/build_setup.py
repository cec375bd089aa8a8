"""Compile the setup program with NSIS from a finished layout: the same bytes from the same layout and version."""

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final, Literal

from installer.build_launcher import SOURCES, version_numbers

HERE: Final = Path(__file__).parent
SCRIPT: Final = HERE / "setup.nsi"
ICON: Final = SOURCES / "hn-desk.ico"
SIDE: Final = HERE / "setup/side.bmp"
"""The picture beside the first page; setup carries it with its time, as it does each file."""
COMPILER: Final = "makensis"
PACKAGES: Final = {COMPILER: "nsis"}
"""Tool → the Debian package that holds it."""
UNINSTALLER: Final = "uninstall.exe"
LAST: Final = ("hn-desk.exe", "files.sha256")
"""Removed last: with them the folder is still known as ours when an uninstalling was cut off."""
PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9 ._+()@,#&!~=/-]+")
LANGUAGE_FILES: Final = "Contrib/Language files"
KB: Final = 1024
SPARE_MB: Final = 100

Compressor = Literal["lzma", "zlib"]
Target = Literal["x86-unicode", "amd64-unicode"]


def build(
    layout: Path,
    version: str,
    into: Path,
    *,
    compressor: Compressor,
    epoch: int,
    target: Target = "x86-unicode",
) -> Path:
    """`into`/HN-Desk-<version>-setup.exe that installs every file of `layout`; file times become `epoch` (seconds).

    x86-unicode can speak on a 32-bit Windows too; amd64-unicode runs where only 64-bit programs do (Wine in tests).
    ValueError names a file that can't be carried; CalledProcessError when NSIS refuses; FileNotFoundError without it.
    """
    major, minor, patch, _build = version_numbers(version)
    names = file_names(layout)
    size = sum(_timed(layout / name, epoch).stat().st_size for name in names)
    into.mkdir(parents=True, exist_ok=True)
    made = into / f"HN-Desk-{version}-setup.exe"
    with TemporaryDirectory() as folder:
        script = Path(folder, "files.nsh")
        script.write_text(files_script(layout.resolve(), names), encoding="utf-8")
        words = {
            "VERSION": version,
            "VERSION_HIGH": str(major << 16 | minor),
            "VERSION_LOW": str(patch << 16),
            "INSTALLED_KB": str(-(-size // KB)),
            "NEED_MB": str(-(-size // KB // KB) + SPARE_MB),
            "FILES": str(script),
            "LANGUAGES": str(_composed_vietnamese(Path(folder))),
            "ICON": str(ICON),
            "SIDE": str(_timed(Path(shutil.copy(SIDE, folder)), epoch)),
            "OUT": str(made.resolve()),
            "TARGET": target,
            "COMPRESSOR": compressor,
        }
        _compile(words, epoch)
    os.utime(made, (epoch, epoch))
    return made


def file_names(layout: Path) -> list[str]:
    """The layout's files as relative paths with /, sorted. ValueError names one that setup can't carry."""
    names = sorted(path.relative_to(layout).as_posix() for path in layout.rglob("*") if not path.is_dir())
    for name in names:
        if not PLAIN_NAME.fullmatch(name) or name.lower() == UNINSTALLER:
            raise ValueError(f"{name!r} has a name that setup can't carry")
    if missing := [name for name in LAST if name not in names]:
        raise ValueError(f"{layout} has no {missing[0]}")
    return names


def files_script(layout: Path, names: list[str]) -> str:
    """The macros of the NSIS script that write and remove `names` and their folders, one a line."""
    folders = sorted({str(parent) for name in names for parent in PurePosixPath(name).parents} - {"."})
    lines = ["!macro InstallFiles"]
    for folder in [".", *folders]:
        inside = [name for name in names if str(PurePosixPath(name).parent) == folder]
        lines += [f'  SetOutPath "${{NEW}}{_below(folder)}"'] if inside else []
        lines += [f'  File "{layout / name}"' for name in inside]
    lines += ["!macroend", "!macro RemoveFiles"]
    lines += [f'  Delete "$INSTDIR{_below(name)}"' for name in names if name not in LAST]
    lines += ["!macroend", "!macro RemoveFolders"]
    lines += [f'  RMDir "$INSTDIR{_below(folder)}"' for folder in reversed(folders)]
    return "\n".join([*lines, "!macroend", ""])


def _composed_vietnamese(into: Path) -> Path:
    """NSIS writes its Vietnamese with loose accents, which old fonts set beside the letters: a copy in NFC."""
    for path in (_nsis_folder() / LANGUAGE_FILES).glob("Vietnamese.*"):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        (into / path.name).write_text(text, encoding="utf-8-sig")
    return into


def _nsis_folder() -> Path:
    beside = Path(shutil.which(COMPILER) or COMPILER).parent
    places = [Path(os.environ.get("NSISDIR", beside)), beside, Path("/usr/share/nsis")]
    if not (found := [place for place in places if (place / LANGUAGE_FILES).is_dir()]):
        raise FileNotFoundError(f"NSIS's folder with {LANGUAGE_FILES}")
    return found[0]


def _below(name: str) -> str:
    return "" if name == "." else "\\" + name.replace("/", "\\")


def _timed(path: Path, epoch: int) -> Path:
    os.utime(path, (epoch, epoch))
    return path


def _compile(words: dict[str, str], epoch: int) -> None:
    defines = [f"-D{name}={value}" for name, value in words.items()]
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    command = [COMPILER, "-NOCONFIG", "-NOCD", "-WX", "-V2", "-INPUTCHARSET", "UTF8", *defines, SCRIPT.name]
    subprocess.run(command, cwd=HERE, env=surroundings, check=True)
