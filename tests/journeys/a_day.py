"""One day through the real windows, lived once for all tests that look at what it left."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import select

from hn_desk.actions.office import unlock
from hn_desk.actions.rulebook import rule_book
from hn_desk.models.tables import Establishment, OfficerRow, Person
from hn_desk.rules.text import fold
from hn_desk.ui.day import first
from hn_desk.ui.day.invented import PASSPHRASE

HOUSE = Path(__file__).resolve().parents[2]
BANK = "NHCS"
LONGEST = 900


@dataclass(frozen=True)
class Day:
    """The folder of a day, and how its command ended."""

    folder: Path
    done: subprocess.CompletedProcess[str]

    def files(self, pattern: str) -> list[Path]:
        """Files by a pattern such as `forms/*.pdf`, in order."""
        return sorted(self.folder.glob(pattern))

    def inner(self) -> dict[str, Path]:
        """The signed workbooks by the desk that is in their name."""
        return {desk_of(path): path for path in self.files("inner/*.xlsx")}

    @cached_property
    def personal(self) -> frozenset[str]:
        """Names, ID numbers and telephones that were typed that day."""
        office = unlock(self.folder / "office", first.MAI, PASSPHRASE)
        try:
            with office.database.read() as session:
                people = session.execute(select(Person.name, Person.id_number, Person.phone)).all()
                others = [OfficerRow.name, Establishment.representative]
                typed = chain(*people, *(session.scalars(select(column)) for column in others))
                return frozenset(words for words in typed if words)
        finally:
            office.close()


def live(folder: Path, office: str, seed: int) -> Day:
    """Live through a day in a process of its own."""
    return Day(folder, run("day", "--into", str(folder), "--office", office, "--seed", str(seed), "--json"))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command line as its own process, whose coverage is not counted: that would double a day's length."""
    command = [sys.executable, "-m", "hn_desk", *words]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HN_DESK_", "COVERAGE_"))}
    return subprocess.run(
        command, cwd=HOUSE, env=kept, capture_output=True, text=True, encoding="utf-8", check=False, timeout=LONGEST
    )


def desk_of(packet: Path) -> str:
    """The desk in a packet's name, such as `CATP-MT` in `GOI-10015-CATP-MT-1a2b-1-000001.xlsx`."""
    found = re.fullmatch(r"GOI-\d{5}-(.+)-[0-9a-f]{4}-\d+-\d{6}", packet.stem)
    assert found, packet.name
    return found[1]


def parts(workbook: Path) -> dict[str, bytes]:
    """The parts of a workbook, unpacked."""
    with ZipFile(BytesIO(workbook.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def programme_words() -> Iterator[str]:
    """Codes and names of the programmes, folded and closed up, as they could stand in a path."""
    for programme in rule_book().programmes.values():
        yield from (closed(word) for word in (programme.code, programme.name, programme.legal_name))


def closed(words: str) -> str:
    """Letters and digits only, without accents."""
    return re.sub(r"[^a-z0-9]", "", fold(words))
