"""`make bundle`: the program as one folder for Linux, looked through and asked for its own self-check.

PyInstaller and its helpers are tools of the build (`requirements-bundle.lock`, by hash), installed beside the program's
libraries and never among them. Its bootloader is GPL with an exception that allows any licence for what it starts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Final

from installer.build_layout import epoch
from installer.bundle_contents import ROOT, forbidden, modules

TOOLS: Final = ROOT / "build" / "bundle-tools"
PLACE: Final = ROOT / "build" / "bundle"
BUNDLE: Final = PLACE / "hn-desk"
PROGRAM: Final = BUNDLE / "hn-desk"
LOCK: Final = ROOT / "installer" / "requirements-bundle.lock"
SPEC: Final = ROOT / "installer" / "hn_desk.spec"
LARGEST: Final = 240_000_000
SHOWN: Final = 12


def main() -> int:
    """Build, look through and try; 1 with the reason when something is wrong."""
    get_tools()
    build()
    strip()
    show_sizes()
    wrong = problems()
    for line in wrong:
        print(f"bundle: {line}", file=sys.stderr)
    return 1 if wrong else self_check()


def get_tools() -> None:
    """Install PyInstaller by its lock's hashes, unless this very lock is there already."""
    mark = TOOLS / LOCK.name
    if mark.is_file() and mark.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    words = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--target", str(TOOLS)]
    subprocess.run([sys.executable, "-m", "pip", *words, "-r", str(LOCK)], check=True)
    shutil.copy(LOCK, mark)


def build() -> None:
    """Run PyInstaller on the spec: the same bytes each time, the moments are those of the last commit."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(TOOLS))),
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(epoch()),
    }
    words = [
        "--noconfirm",
        "--log-level",
        "WARN",
        "--distpath",
        str(PLACE),
        "--workpath",
        str(ROOT / "build/bundle-work"),
    ]
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, str(SPEC)], check=True, cwd=ROOT, env=environment)


def strip() -> None:
    """Take debuggers' symbols out of Python and its modules; Qt and libraries that a wheel patched stay as they are."""
    files = [*BUNDLE.rglob("*.cpython-*.so"), *BUNDLE.rglob("libpython*")]
    subprocess.run(["strip", "--strip-unneeded", *map(str, files)], check=True)


def sizes() -> dict[str, int]:
    """Path inside the bundle → bytes, links not followed."""
    files = (path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(BUNDLE)): path.stat().st_size for path in sorted(files)}


def show_sizes() -> None:
    """Print the whole size and the largest files."""
    found = sizes()
    print(f"{BUNDLE}: {len(found)} files, {sum(found.values()) / 1e6:.1f} MB")
    for name in sorted(found, key=lambda name: -found[name])[:SHOWN]:
        print(f"{found[name] / 1e6:8.1f} MB  {name}")


def problems() -> list[str]:
    """What is wrong with the folder: forbidden files, a module of the tree that isn't inside, or too many bytes."""
    found = sizes()
    wrong = [f"{name} must not be inside" for name in forbidden(found)]
    wrong += [f"the module {name} is missing" for name in sorted(set(modules()) - inside())]
    if sum(found.values()) > LARGEST:
        wrong.append(f"larger than {LARGEST / 1e6:.0f} MB")
    return wrong


def inside() -> set[str]:
    """The modules of the program that the built file holds, by its own table of contents."""
    script = (
        "import sys; from PyInstaller.archive.readers import CArchiveReader; "
        "made = CArchiveReader(sys.argv[1]); "
        "print('\\n'.join(made.open_embedded_archive('PYZ.pyz').toc))"
    )
    environment = os.environ | {"PYTHONPATH": str(TOOLS)}
    command = [sys.executable, "-c", script, str(PROGRAM)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()
    return {name for name in listed if name.partition(".")[0] == "hn_desk"} | {"hn_desk.__main__"}


def self_check() -> int:
    """Ask the built program, far from this tree, whether anything is missing; its exit code."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    with tempfile.TemporaryDirectory() as home:
        environment = kept | {"HOME": home, "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run([str(PROGRAM), "--self-check"], check=False, cwd=home, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
