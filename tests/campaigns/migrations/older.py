"""What an earlier version left, what it said of it, and how to tell its database from an upgraded one."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import sqlcipher3
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hn_desk.actions.credit import application
from hn_desk.actions.office import DATABASE_FILE, Office
from hn_desk.errors import DeskError
from hn_desk.models.audit_check import first_break
from hn_desk.models.database import Database, open_database
from hn_desk.models.integrity import full_check
from tests.campaigns.crash.site import RELEASES, Site, older_sites
from tests.campaigns.crash.standing import Standing
from tests.campaigns.shim import loaded

ENDLESS = 10**9
NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit_entries', 'change_numbers')"
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Older:
    """A filled database of an earlier version: as it was left, and the shape that this version gives it."""

    site: Site
    key: bytes = field(repr=False)
    told: dict[str, Any]
    before: Standing
    schema: list[Any]
    counts: dict[str, int]
    calls: int
    """How many calls to files one upgrade makes."""
    left: Counter[bool] = field(default_factory=Counter)
    """How often a kill left the database as it was (True), or upgraded."""

    @classmethod
    def made(cls, site: Site, place: Path) -> Self:
        """Look at the office as it is, and at a copy that is upgraded undisturbed."""
        told = json.loads((RELEASES / site.folder.name / "expected.json").read_text(encoding="utf-8"))
        key = site.database_key(place / "scratch")
        upgraded = site.copied(place / "upgraded")
        loaded.arm(loaded.FAIL, ENDLESS)
        office = upgraded.sign_in()
        calls = loaded.seen()
        loaded.arm(loaded.OFF)
        kept = counts(office)
        office.close()
        before, _schema = _seen(site.copied(place / "scratch"), key)
        _after, schema = _seen(upgraded, key)
        shutil.rmtree(place / "scratch")
        return cls(site, key, told, before, schema, kept, calls)

    def faults(self, here: Site) -> Iterator[str]:
        """What is wrong with a copy whose upgrade was killed; each line begins with its kind."""
        try:
            standing, schema = _seen(here, self.key)
            self.left[standing == self.before] += 1
            if standing != self.before and schema != self.schema:
                yield "between: neither the old database nor the new one"
            office = here.sign_in()
        except (DeskError, SQLAlchemyError, sqlcipher3.DatabaseError) as error:
            yield f"broken: {str(error)[:300]}"
            return
        try:
            yield from self._lost(office)
        finally:
            office.close()

    def _lost(self, office: Office) -> Iterator[str]:
        loan = application(office, self.told["loan"]["id"])
        if loan.draft.facts["amount"] != self.told["loan"]["amount"]:
            yield "lost: the loan's amount"
        with office.database.read() as session:
            full_check(session.connection())
            if first_break(session) is not None:
                yield "broken: the log"
        if counts(office) != self.counts:
            yield f"lost: rows, {counts(office)} instead of {self.counts}"


def counts(office: Office) -> dict[str, int]:
    """How many rows each table holds, but for those that signing in writes into."""
    with office.database.read() as session:
        names = session.scalars(text(NAMES)).all()
        return {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def older_databases(place: Path) -> tuple[Older, ...]:
    """Those of every earlier version that this version upgrades."""
    found = (Older.made(site, place) for site in older_sites(place / "older"))
    return tuple(one for one in found if one.schema != _seen(one.site.copied(place / "scratch"), one.key)[1])


def _seen(site: Site, key: bytes) -> tuple[Standing, list[Any]]:
    database = open_database(site.office / DATABASE_FILE, key)
    try:
        return _looked(database)
    finally:
        database.close()


def _looked(database: Database) -> tuple[Standing, list[Any]]:
    with database.read() as session:
        full_check(session.connection())
        return Standing.of(_driver(session)), [(*row, _lines(sql)) for *row, sql in session.execute(text(SCHEMA))]


def _lines(sql: str | None) -> list[str]:
    """What makes a table, in no order: Alembic writes constraints anew in the order of a set."""
    return sorted(line.strip().rstrip(",") for line in (sql or "").splitlines())


def _driver(session: Session) -> Any:
    return session.connection().connection.driver_connection
