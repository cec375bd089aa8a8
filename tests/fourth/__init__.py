"""A made-up fourth programme: one data file and one file of cases, laid over the program's resources."""

import shutil
import tomllib
from pathlib import Path

from hn_desk.rules.case_file import StatedCase, read_cases

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
RULES = ("programmes", "forms", "reference")
PROGRAMME = HERE / "programme.toml"
CASES = HERE / "cases.toml"
CODE = "xanh"


def overlay(folder: Path) -> Path:
    """The program's rules copied into `folder`, with the fourth programme's one file more."""
    place = folder / "resources"
    place.mkdir(parents=True)
    for file in RESOURCES.glob("*.toml"):
        shutil.copy(file, place)
    for name in RULES:
        shutil.copytree(RESOURCES / name, place / name)
    shutil.copy(PROGRAMME, place / "programmes" / f"{CODE}.toml")
    return place


def cases() -> tuple[StatedCase, ...]:
    """The programme's cases."""
    return read_cases(tomllib.loads(CASES.read_text(encoding="utf-8")), CASES.name)
