"""Stroke after stroke: the program notices before it writes, and finds the newest good backup of five."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from hn_desk.actions import backup_file
from hn_desk.actions.backup_making import BACKUPS, backup_files
from hn_desk.actions.backups import back_up
from hn_desk.actions.office import DATABASE_FILE, Office, open_keys, open_office
from hn_desk.actions.restoring_search import Place, by_passphrase, newest_good
from hn_desk.errors import StorageError
from hn_desk.models.database import open_database
from hn_desk.models.integrity import full_check
from hn_desk.office_keys import Opened
from tests.campaigns.crash import acts
from tests.campaigns.crash.acts import Day
from tests.campaigns.crash.site import CLERK, Site, new_site
from tests.campaigns.crash.standing import Standing
from tests.campaigns.damage.strokes import struck

BACKUPS_KEPT: Final = 5
SEARCHES_IN: Final = 50
"""One search among five backups for so many strokes."""
BACKUP_EVERY: Final = 3
"""One stroke of three falls on a backup, the others on the database."""
SORTS: Final = ("unnoticed", "written", "search")


@dataclass(slots=True)
class Result:
    """What a campaign saw; `mended` are free pages that held nothing and were written anew."""

    damages: Counter[str] = field(default_factory=Counter)
    mended: int = 0
    searches: int = 0
    faults: list[str] = field(default_factory=list)

    def seen(self) -> dict[str, int]:
        """How many faults of each sort."""
        return {sort: sum(fault.startswith(sort) for fault in self.faults) for sort in SORTS}


@dataclass(frozen=True, slots=True)
class Ground:
    """An office of a few days with a backup of each, and what opens it."""

    site: Site
    opened: Opened
    database: bytes
    standing: Standing
    backups: tuple[tuple[str, bytes], ...]

    @classmethod
    def made(cls, place: Path) -> "Ground":
        """Live five days; close."""
        site = new_site(place / "new").copied(place / "site")
        for day in range(BACKUPS_KEPT):
            _lived(site, day)
        opened = open_keys(site.office, CLERK, site.passphrase, clock=site.clock)
        office = open_office(site.office, CLERK, opened, clock=site.clock)
        _leave_free_pages(office)
        standing = _standing(office)
        office.database.close()
        kept = tuple((path.name, path.read_bytes()) for path in backup_files(site.office / BACKUPS))
        return cls(site, opened, (site.office / DATABASE_FILE).read_bytes(), standing, kept)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many strokes, by which dice; so many faults are enough."""

    damages: int
    seed: str
    enough: int = 20


def run(plan: Plan, ground: Ground) -> Result:
    """Damage the database or a backup, look, put it right; now and then search among five backups."""
    result, chance = Result(), Random(plan.seed)
    for number in range(plan.damages):
        if number % SEARCHES_IN == 0:
            _search(ground, chance, result)
        if number % BACKUP_EVERY:
            _strike_database(ground, chance, result)
        else:
            _strike_backup(ground, chance, result)
        if len(result.faults) >= plan.enough:
            break
    return result


@contextmanager
def quiet() -> Iterator[None]:
    """SQLCipher writes a line for each page it can't read; nobody wants a million of them."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _lived(site: Site, day: int) -> None:
    """A day's work and its backup."""
    at = site.now + timedelta(days=day - BACKUPS_KEPT)
    later = Site(site.folder, site.passphrase, site.packet_passphrase, at)
    today = Day(later.sign_in(), later, Random(day))
    for act in (acts.new_person, acts.new_household, acts.new_event, acts.new_application):
        for _wrote in act(today):
            pass
    back_up(today.office)
    today.office.close()


def _leave_free_pages(office: Office) -> None:
    """As after much was deleted."""
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE deleted (content BLOB)")
        connection.exec_driver_sql("INSERT INTO deleted VALUES (randomblob(200000))")
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE deleted")


def _standing(office: Office) -> Standing:
    with office.database.read() as session:
        return Standing.of(session.connection().connection.driver_connection)


def _strike_database(ground: Ground, chance: Random, result: Result) -> None:
    name, data = struck(ground.database, chance)
    result.damages[f"database {name}"] += 1
    path = ground.site.office / DATABASE_FILE
    path.write_bytes(data)
    before = _all_bytes(ground.site)
    try:
        office = open_office(ground.site.office, CLERK, ground.opened, clock=ground.site.clock)
    except StorageError as error:
        if error.reason != "damaged" or _all_bytes(ground.site) != before:
            result.faults.append(f"written: a {name} database, refused as {error.reason}")
    else:
        _judge_opened(ground, office, name, result)
    path.write_bytes(ground.database)


def _judge_opened(ground: Ground, office: Office, name: str, result: Result) -> None:
    """It may only open when the stroke fell on free pages: everything is there, but for the signing in."""
    try:
        found = _standing(office)
        is_whole = found.change == ground.standing.change and found.entries == ground.standing.entries + 1
    except StorageError:
        is_whole = False
    office.database.close()
    if is_whole and _is_sound(ground):
        result.mended += 1
    else:
        result.faults.append(f"unnoticed: a {name} database")


def _is_sound(ground: Ground) -> bool:
    """Whether every page of the file is good again."""
    database = open_database(ground.site.office / DATABASE_FILE, ground.opened.database_keys[0])
    try:
        with database.read() as session:
            full_check(session.connection())
    except StorageError:
        return False
    finally:
        database.close()
    return True


def _all_bytes(site: Site) -> dict[str, bytes]:
    """Every file of the office but the backups, which stand still, and an empty journal, which holds nothing."""
    files = (path for path in site.office.iterdir() if path.is_file() and path.stat().st_size)
    return {path.name: path.read_bytes() for path in files}


def _strike_backup(ground: Ground, chance: Random, result: Result) -> None:
    file, data = chance.choice(ground.backups)
    name, left = struck(data, chance)
    result.damages[f"backup {name}"] += 1
    path = ground.site.folder / file
    path.write_bytes(left)
    try:
        backup_file.check_whole(path, ground.opened.master)
    except StorageError:
        return
    result.faults.append(f"unnoticed: a {name} backup")


def _search(ground: Ground, chance: Random, result: Result) -> None:
    """Some of five backups are damaged, never all: the newest of the others is found, and each bad one is named."""
    folder, office = ground.site.folder / "stick", ground.site.folder / "empty"
    folder.mkdir(exist_ok=True)
    office.mkdir(exist_ok=True)
    bad = set(chance.sample(range(BACKUPS_KEPT), chance.randrange(BACKUPS_KEPT)))
    for number, (file, data) in enumerate(ground.backups):
        (folder / file).write_bytes(struck(data, chance)[1] if number in bad else data)
    newest = max(set(range(BACKUPS_KEPT)) - bad)
    result.searches += 1
    try:
        found = newest_good(Place((folder,), office, by_passphrase(CLERK, ground.site.passphrase)))
    except StorageError as error:
        result.faults.append(f"search: {error}")
        return
    if found.good.path.name != ground.backups[newest][0]:
        result.faults.append(f"search: {found.good.path.name} instead of number {newest}")
