"""The Debian packages that Qt needs to draw, or the build for Windows: find what is missing, install it, or name it."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from installer import build_launcher, build_setup

LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
ON_A_SCREEN: Final = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WINDOWS_TOOLS: Final = {**build_launcher.PACKAGES, **build_setup.PACKAGES}
FOR_WINDOWS: Final = "--for-windows"


def main() -> int:
    """Install what is missing; 1 with the names when it can't be done from here."""
    missing = sorted(missing_tools() if FOR_WINDOWS in sys.argv[1:] else missing_libraries())
    if not missing:
        return 0
    if install(missing):
        return 0
    print("These system packages are missing; install them, then run make again:", file=sys.stderr)
    print("  apt-get install " + " ".join(missing), file=sys.stderr)
    return 1


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages as root; whether that was possible and went well."""
    command = [*become_root(), "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if not shutil.which("apt-get") or (os.geteuid() and not become_root()):
        return False
    subprocess.run([*become_root(), "apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


def missing_libraries() -> set[str]:
    """The packages of the libraries that an offscreen window lacks."""
    return {package for library, package in wanted().items() if not is_there(library)}


def missing_tools() -> set[str]:
    """The packages of the programs that the build for Windows lacks."""
    return {package for tool, package in WINDOWS_TOOLS.items() if not shutil.which(tool)}


def wanted() -> dict[str, str]:
    """Library → Debian package: what an offscreen window needs, and more when there is a screen."""
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return LIBRARIES | (ON_A_SCREEN if has_screen else {})


def is_there(library: str) -> bool:
    """Whether the dynamic loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def become_root() -> list[str]:
    """The words before a command that needs root; empty for root itself or where sudo would ask a question."""
    if os.geteuid() == 0 or not shutil.which("sudo"):
        return []
    asks_nothing = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    return ["sudo", "-n"] if asks_nothing else []


if __name__ == "__main__":
    sys.exit(main())
