"""Verify the publishers' signatures on every program file of the runtime and of Qt in a built tree, and count them."""

import argparse
import re
import subprocess
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Final

TREE: Final = Path("build/windows/HN Desk")
FOLDERS: Final = ("runtime", "lib/PySide6", "lib/shiboken6")
ENDINGS: Final = (".exe", ".dll", ".pyd")
NO_ROOT: Final = re.compile(r"(vcruntime140(_1)?|msvcp140)\.dll")
"""Signed by Microsoft, whose root certificate Debian's list doesn't hold."""
SUMS: Final = re.compile(r"^(Current|Calculated) message digest\s*:\s*([0-9A-F]+)", re.MULTILINE)


class Verdict(StrEnum):
    """What a file's signature is worth here."""

    GOOD = "signature verified up to a known root"
    OWN_SUM = "signed by Microsoft: the file is as it was signed; the root isn't known on this machine"
    BAD = "no valid signature"


def program_files(tree: Path) -> list[Path]:
    """The program files of the runtime and of Qt, sorted."""
    found = [*tree.glob("*.dll"), *(path for folder in FOLDERS for path in (tree / folder).rglob("*"))]
    return sorted(path for path in found if path.suffix in ENDINGS)


def verdict(name: str, code: int, words: str) -> Verdict:
    """The verdict from the exit code and the words of osslsigncode about the file called `name`."""
    if code == 0 and "Succeeded" in words:
        return Verdict.GOOD
    sums = SUMS.findall(words)
    unchanged = bool(sums) and len({value for _kind, value in sums}) == 1 and len(sums) % 2 == 0
    return Verdict.OWN_SUM if NO_ROOT.fullmatch(name) and unchanged else Verdict.BAD


def verified(path: Path) -> Verdict:
    """The verdict about one file. FileNotFoundError without osslsigncode."""
    done = subprocess.run(["osslsigncode", "verify", "-ignore-crl", str(path)], capture_output=True, check=False)
    return verdict(path.name, done.returncode, done.stdout.decode(errors="replace"))


def main(words: list[str] | None = None) -> int:
    """Print the counts; 1 with the files whose signature is not valid."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("tree", type=Path, nargs="?", default=TREE)
    tree = asked.parse_args(words).tree
    verdicts = {path: verified(path) for path in program_files(tree)}
    for kind, count in sorted(Counter(verdicts.values()).items()):
        print(f"{count:4} {kind}")
    bad = [path for path, kind in verdicts.items() if kind is Verdict.BAD]
    for path in bad:
        print(f"{path}: {Verdict.BAD}", file=sys.stderr)
    return 1 if bad or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
