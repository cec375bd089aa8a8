"""Whoever copies the disk at any moment of a working day reads no planted person; what lies there clear is found."""

import os
import random
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk import drafts
from hn_desk.actions.drafts import keep_drafts
from hn_desk.actions.office import Office, unlock
from hn_desk.drafts import Draft
from hn_desk.models.tables import Person
from hn_desk.ui import bugs
from tests.actions.conftest import NOW, PASSPHRASE, STAFF
from tests.journeys.a_day import HOUSE
from tests.journeys.planted import HOW_MANY, numbers, planted
from tests.stolen import MARK, Search, folded

IS_LONG = bool(os.environ.get("CAMPAIGN"))
IMAGES = 50
BLOCK = 4096
LONGEST_PAUSE = 0.06
LONGEST = 600
SEED = 20261120
PLACES = {
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/config",
} | {
    f"XDG_{name}": f"home/{name.lower()}"
    for name in ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR")
}
"""Where a program could leave something, by the variable that says so: all of it lies in the tree that is stolen."""


@dataclass
class Thief:
    """Copies of a folder at many moments; equal blocks are kept once."""

    tree: Path
    blocks: dict[bytes, bytes] = field(default_factory=dict)
    images: list[dict[str, list[bytes]]] = field(default_factory=list)

    def steal(self) -> None:
        """Copy every file as it is while it is read; one that vanishes meanwhile is not there."""
        image = {}
        for folder, _folders, names in os.walk(self.tree):
            for name in names:
                path = Path(folder, name)
                try:
                    data = path.read_bytes()
                except OSError:
                    continue
                image[path.relative_to(self.tree).as_posix()] = self._kept(data)
        self.images.append(image)

    def files(self, image: dict[str, list[bytes]]) -> Iterator[tuple[str, bytes]]:
        """The files of an image, put together again."""
        for name, keys in sorted(image.items()):
            yield name, b"".join(self.blocks[key] for key in keys)

    def _kept(self, data: bytes) -> list[bytes]:
        keys = []
        for start in range(0, len(data), BLOCK):
            block = data[start : start + BLOCK]
            key = blake2b(block, digest_size=16).digest()
            self.blocks.setdefault(key, block)
            keys.append(key)
        return keys


@dataclass(frozen=True)
class Stolen:
    """What a day left: the thief's images, and what the program said."""

    thief: Thief
    tree: Path
    said: str

    @property
    def last(self) -> dict[str, bytes]:
        """The files at the end of the day."""
        return dict(self.thief.files(self.thief.images[-1]))


@pytest.fixture(scope="module")
def stolen(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    """A day in a process of its own, whose disk is copied all the time."""
    base = tmp_path_factory.mktemp("stolen")
    tree = base / "disk"
    shutil.copytree(pair_template / "office", tree / "office")
    shutil.copytree(pair_template / "city", base / "city")
    for place in PLACES.values():
        (tree / place).mkdir(parents=True, exist_ok=True)
    return Stolen(*_watched(tree, base / "city"))


def _watched(tree: Path, city: Path) -> tuple[Thief, Path, str]:
    thief, chance = Thief(tree), random.Random(SEED)
    command = [sys.executable, "-m", "tests.journeys.stolen_day", str(tree), str(city)]
    kept = os.environ | {name: str(tree / place) for name, place in PLACES.items()} | {"QT_QPA_PLATFORM": "offscreen"}
    with (tree.parent / "said.txt").open("w+b") as said:
        child = subprocess.Popen(command, cwd=HOUSE, env=kept, stdout=said, stderr=subprocess.STDOUT)
        try:
            while child.poll() is None:
                thief.steal()
                _pause(child, chance.uniform(0, LONGEST_PAUSE))
        finally:
            child.kill()
            child.wait()
        said.seek(0)
        words = said.read().decode()
    assert child.returncode == 0, words
    thief.steal()
    return thief, tree, words


def _pause(child: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def a_search() -> Search:
    """For the planted people, and for the officers of the office."""
    return Search(numbers(), (MARK.encode(), *(folded(officer.name) for officer in STAFF)))


def test_the_day_was_a_whole_one(stolen: Stolen) -> None:
    assert "done" in stolen.said.splitlines(), stolen.said
    names = set(stolen.last)
    assert {"office/office.db", "office/office.keys", "office/program.log"} <= names
    for pattern in ("outbox/", "backups/", ".drafts", "QtProject.conf", "office.tries", "support.zip"):
        assert [name for name in names if pattern in name], pattern
    assert b"RuntimeError" in stolen.last["office/program.log"]
    assert b"KeyError" in stolen.last["office/program.log"]


def test_all_fifty_are_in_the_database_for_who_has_the_key(stolen: Stolen, tmp_path: Path) -> None:
    shutil.copytree(stolen.tree / "office", tmp_path / "office")
    office = unlock(tmp_path / "office", "lan", PASSPHRASE, clock=lambda: NOW)
    with office.database.read() as session:
        kept = [folded(name) for name in session.scalars(select(Person.name))]
    office.close()
    assert len(planted()) == HOW_MANY
    assert len([name for name in kept if MARK.encode() in name]) >= HOW_MANY // 3


def test_the_thief_came_in_the_middle_of_acts(stolen: Stolen) -> None:
    assert len(stolen.thief.images) >= IMAGES
    assert any(image.get("office/office.db-journal") for image in stolen.thief.images)


def test_no_image_tells_a_planted_person(stolen: Stolen) -> None:
    search, chance = a_search(), random.Random(SEED)
    images = stolen.thief.images if IS_LONG else chance.sample(stolen.thief.images, IMAGES)
    for image in (*images, stolen.thief.images[-1]):
        assert search.found(stolen.thief.files(image)) == []


def test_the_program_said_nobodys_name(stolen: Stolen) -> None:
    assert a_search().found([("said", stolen.said.encode())]) == []


def test_a_clear_temp_file_in_one_image_is_found_and_named(stolen: Stolen) -> None:
    thief, chance = Thief(stolen.tree, dict(stolen.thief.blocks)), random.Random(SEED)
    images = chance.sample(stolen.thief.images, 3)
    (stolen.tree / "tmp" / "left.tmp").write_text(f"<{planted()[11].address}>", encoding="utf-16")
    thief.steal()
    (stolen.tree / "tmp" / "left.tmp").unlink()
    search = a_search()
    found = [find for image in (*images, *thief.images) for find in search.found(thief.files(image))]
    assert {find.file for find in found} == {"tmp/left.tmp"}


@pytest.fixture
def blank(office: Office) -> Office:
    """An office whose folder tells nobody yet."""
    assert tells(office.folder) == set()
    return office


def tells(folder: Path) -> set[str]:
    """The files of a folder that tell a planted person or an officer."""
    thief = Thief(folder)
    thief.steal()
    return {find.file.split(".")[-1] for find in a_search().found(thief.files(thief.images[0]))}


def test_a_program_that_kept_drafts_clear_is_caught(blank: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    one = planted()[0]
    draft = Draft("households", (), one.name, "2026-11-20T03:00:00Z", {"owner.phone": one.phone}, {}, {})
    keep_drafts(blank, (draft,))
    assert tells(blank.folder) == set()
    monkeypatch.setattr(drafts, "_sealed", lambda plain, _shelf: plain)
    keep_drafts(blank, (draft,))
    assert tells(blank.folder) == {"drafts"}


def test_a_program_that_wrote_an_errors_words_down_is_caught(blank: Office) -> None:
    error = KeyError(planted()[0].phone)
    bugs.note(blank.folder, bugs.describe(error), NOW)
    assert tells(blank.folder) == set()
    bugs.note(blank.folder, "".join(traceback.format_exception(error)), NOW)
    assert tells(blank.folder) == {"log"}
