"""The Debian packages that the test in Wine needs: installed as root, or named loudly."""

import shutil
import subprocess
from typing import Final

from installer.system_packages import WINDOWS_TOOLS, become_root, install
from installer.windows_test.wine import LOCALE

TOOLS: Final = {"wine": "wine64 wine", "localedef": "libc-bin", **WINDOWS_TOOLS}
"""Tool → the Debian packages that hold it."""


def missing_tools() -> list[str]:
    """The packages of tools that aren't here."""
    packages = {package for tool, names in TOOLS.items() if not shutil.which(tool) for package in names.split()}
    return sorted(packages | ({"locales"} if not _has_locale() else set()))


def provide() -> str:
    """Install what is missing; why the test can't run here, "" when it can."""
    if missing := missing_tools():
        install(missing)
    if not _has_locale():
        subprocess.run([*become_root(), "localedef", "-i", "vi_VN", "-f", "UTF-8", LOCALE], check=False)
    if left := missing_tools():
        return f"these packages are missing and could not be installed: {' '.join(left)}"
    return ""


def _has_locale() -> bool:
    known = subprocess.run(["locale", "-a"], check=False, capture_output=True, text=True).stdout.casefold()
    return "vi_vn.utf8" in known.replace("utf-8", "utf8").split()
