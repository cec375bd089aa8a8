"""`make bundle`: a .deb for testers around the built folder, the same bytes each time.

The program lies in /opt/hn-desk, `hn-desk` in /usr/bin; what it needs of the system is read from its libraries and
named by the packages that own them here.
"""

import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from textwrap import dedent
from typing import Final

from PIL import Image

from hn_desk import __version__
from installer.build_bundle import BUNDLE
from installer.build_layout import epoch
from installer.bundle_contents import ROOT, shipped
from installer.bundle_libraries import needed
from installer.system_packages import LIBRARIES, ON_A_SCREEN
from installer.wheels import whitelist

TREE: Final = ROOT / "build" / "deb"
ICON: Final = ROOT / "installer" / "launcher" / "hn-desk.ico"
CHANGES: Final = ROOT / "CHANGELOG.md"
DOCS: Final = Path("usr/share/doc/hn-desk")
HOME: Final = Path("opt/hn-desk")
ELF: Final = b"\x7fELF"
DESKTOP: Final = """\
[Desktop Entry]
Type=Application
Name=HN Desk
Comment=Hộ kinh doanh, vay vốn chính sách, tuyên truyền của UBND phường, xã
Exec=/usr/bin/hn-desk
Icon=hn-desk
Terminal=false
Categories=Office;
"""
CONTROL: Final = """\
Package: hn-desk
Version: {version}
Architecture: amd64
Maintainer: HN Desk <hn-desk@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: fonts-liberation
Section: misc
Priority: optional
Description: offline desk program for Hanoi's ward and commune offices
 Household businesses, policy credit, outreach, the papers the law prescribes and
 sealed packets for the city. For testers on Linux; the offices work on Windows.
"""
COPYRIGHT: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: HN Desk
Comment: Built by PyInstaller from the program's sources; the libraries below stand in /opt/hn-desk/lib as
 their makers published them. Qt and PySide6 are used as shared libraries that can be exchanged there.

Files: *
Copyright: {holder}
License: Expat
{text}

Files: opt/hn-desk/hn-desk
Copyright: PyInstaller Development Team
License: GPL-2+ with bootloader exception
 The small program that starts ours is PyInstaller's bootloader; its exception lets it start programs of any
 licence: https://pyinstaller.org/en/stable/license.html . The GPL stands in /usr/share/common-licenses/GPL-2 .

Files: opt/hn-desk/lib/libpython*
Copyright: Python Software Foundation
License: PSF-2.0
 https://docs.python.org/3.11/license.html

Files: opt/hn-desk/lib/resources/fonts/*
Copyright: see opt/hn-desk/lib/resources/fonts/LICENSE-liberation.txt
License: OFL-1.1
 The text stands in that file.
"""
LIBRARY: Final = """
Files: opt/hn-desk/lib/*
Comment: {name} {version}
Copyright: {who}
License: {licence}
"""


def main() -> int:
    """Make the package beside the bundle and say where; 1 when the bundle isn't there."""
    if not BUNDLE.is_dir():
        print("deb: there is no bundle yet; run make bundle.", file=sys.stderr)
        return 1
    made = build(BUNDLE, BUNDLE.parent, epoch())
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")
    if os.geteuid():
        print("deb: only root can try it out (dpkg --install in a root of its own).", file=sys.stderr)
        return 0
    return try_out(made)


def build(bundle: Path, into: Path, moment: int, tree: Path = TREE) -> Path:
    """Lay the package's files out in `tree` and pack them; CalledProcessError when dpkg-deb refuses."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / HOME, symlinks=True)
    _write(tree / "usr/share/applications/hn-desk.desktop", DESKTOP)
    _write(tree / DOCS / "copyright", copyright_file())
    _write_bytes(tree / DOCS / "changelog.gz", gzip.compress(CHANGES.read_bytes(), mtime=moment))
    _write_icon(tree / "usr/share/icons/hicolor/256x256/apps/hn-desk.png")
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/hn-desk").symlink_to(f"/{HOME}/hn-desk")
    kilobytes = sum(path.stat().st_size for path in tree.rglob("*") if not path.is_symlink()) // 1024
    depends = ", ".join(map(_at_least, owners(system_libraries(tree / HOME))))
    _write(tree / "DEBIAN/control", CONTROL.format(version=__version__, kilobytes=kilobytes, depends=depends))
    settle(tree, moment)
    made = into / f"hn-desk_{__version__}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z6", "--threads-max=1", "--build", str(tree), str(made)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return made


def settle(tree: Path, moment: int) -> None:
    """Give every file the same owner's rights and moment, whoever builds."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            may_run = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if may_run else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def system_libraries(folder: Path) -> set[str]:
    """The libraries that files of `folder` ask for and that don't lie in it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    asked = {name for path in files if _is_elf(path) for name in needed(path)}
    return asked - {path.name for path in files}


def owners(libraries: Iterable[str]) -> list[str]:
    """The Debian packages of these libraries. FileNotFoundError names one that no installed package has."""
    found = {library: _owner(library) for library in sorted(libraries)}
    if strangers := [library for library, package in found.items() if not package]:
        raise FileNotFoundError(f"no installed Debian package holds {', '.join(strangers)}")
    return sorted(set(found.values()))


def _owner(library: str) -> str:
    known = (LIBRARIES | ON_A_SCREEN).get(library)
    if known:
        return known
    command = ["dpkg-query", "-S", f"*/{library}"]
    listed = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    lines = (
        re.fullmatch(r"([\w.+-]+)(?::amd64)?: (?:/usr)?/lib(?:64|/x86_64-linux-gnu)?/[^/]+", line)
        for line in listed.splitlines()
    )
    return min((line[1] for line in lines if line), default="")


def _at_least(package: str) -> str:
    """The C library must be as new as the one that this was built beside."""
    return f"{package} (>= {platform.libc_ver()[1]})" if package == "libc6" else package


def try_out(package: Path) -> int:
    """Install it in a root of its own, ask the program there whether anything is missing, remove it; its exit code.

    CalledProcessError when dpkg refuses; FileExistsError when removing it leaves a file behind.
    """
    with tempfile.TemporaryDirectory(prefix="hn-deb-") as folder:
        root = Path(folder)
        (root / "var/lib/dpkg/info").mkdir(parents=True)
        (root / "var/lib/dpkg/updates").mkdir()
        (root / "var/lib/dpkg/status").touch()
        dpkg = ["dpkg", f"--root={folder}", "--force-depends", f"--log={folder}/var/log"]
        subprocess.run([*dpkg, "--install", str(package)], check=True, capture_output=True)
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin"}
        code = subprocess.run([root / HOME / "hn-desk", "--self-check"], check=False, env=environment).returncode
        subprocess.run([*dpkg, "--purge", "hn-desk"], check=True, capture_output=True)
        if left := [
            path for path in root.rglob("*") if not path.is_dir() and "var" not in path.relative_to(root).parts
        ]:
            raise FileExistsError(f"removing the package left {left[0]}")
    return code


def copyright_file() -> str:
    """The package's copyright file: ours, the bootloader's, and one paragraph for each library."""
    holder, _blank, text = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("Permission")
    owner = next(line for line in holder.splitlines() if line.startswith("Copyright")).removeprefix("Copyright ")
    ours = COPYRIGHT.format(holder=owner, text=_indented(f"Permission{text}"))
    return ours + "".join(_paragraph(name) for name in sorted(shipped()))


def _paragraph(name: str) -> str:
    about, licence = distribution(name).metadata, whitelist().choice(name).licence
    people = (words[0] for field in ("Author", "Author-email", "Maintainer") if (words := about.get_all(field)))
    who = next(people, "its authors")
    return LIBRARY.format(name=about["Name"], version=about["Version"], who=who.replace("\n", " "), licence=licence)


def _indented(text: str) -> str:
    return "\n".join(f" {line}" if line.strip() else " ." for line in dedent(text).strip().splitlines())


def _write_icon(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with Image.open(ICON) as drawn:
        drawn.save(path, "PNG")


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(ELF)) == ELF


if __name__ == "__main__":
    sys.exit(main())
