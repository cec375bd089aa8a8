"""The program's own data files, read as the tests need them."""

import csv
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMMES = ROOT / "resources" / "programmes"
CASES = ROOT / "tests" / "programmes"


def resource(name: str) -> dict[str, Any]:
    """One TOML file under `resources`."""
    return tomllib.loads((ROOT / "resources" / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """One CSV file under `resources`."""
    return list(csv.DictReader((ROOT / "resources" / name).read_text(encoding="utf-8").splitlines()))
