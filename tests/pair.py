"""An office and a city that know each other: made once a session, copied for each test; clocks stand still."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions import keyring
from hn_desk.actions.office import Office, Officer, open_keys, set_up, unlock
from hn_desk.city.authority import CityPlan, issue_office, set_up_city, trust_pack
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.models.tables import OfficerRow
from tests.actions.conftest import NOW, PASSPHRASE, PLAN, QUICK

CITY_PASSPHRASE = "tam chin muoi muoi mot"
KEY_PASSPHRASE = "khoa cua van thu"
DESKS = ("STC", "CATP-MT", "SNV", "NHCS")
CITY = CityPlan(bits=2048, rounds=1_000, cost=QUICK)


def at_now() -> datetime:
    return NOW


@dataclass(frozen=True, slots=True)
class Pair:
    """An open office with a certificate, and the folder of the city that gave it."""

    office: Office
    city: Path
    stack: ExitStack

    def as_officer(self, login: str) -> Office:
        with self.office.database.read() as session:
            row = session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
        roles = frozenset(role.role for role in row.roles)
        who = Officer(row.id, row.name, roles, row.position)
        return replace(self.office, officer=who, keys=open_keys(self.office.folder, login, PASSPHRASE))

    @property
    def clerk(self) -> Office:
        """The records clerk, who seals and receives."""
        return self.as_officer("mai")

    def desk(self, code: str, *, now: datetime = NOW) -> CityDesk:
        desk = open_desk(self.city, code, CITY_PASSPHRASE, clock=lambda: now)
        self.stack.callback(desk.close)
        return desk


@pytest.fixture(scope="session")
def pair_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders `office` and `city`: the key is made, certified, and its trust pack read."""
    return made_pair(tmp_path_factory.getbasetemp() / "pair")


@cache
def made_pair(folder: Path) -> Path:
    """The pair of this session: each room that imports the fixture would make one of its own otherwise."""
    folder.mkdir()
    set_up_city(folder / "city", CITY_PASSPHRASE, DESKS, CITY, clock=at_now)
    set_up(folder / "office", PLAN, cost=QUICK, clock=at_now)
    office = unlock(folder / "office", "anh", PASSPHRASE, clock=at_now)
    try:
        request = keyring.make_request(office, KEY_PASSPHRASE, bits=2048)
        issue_office(folder / "city", CITY_PASSPHRASE, request, clock=at_now)
        keyring.install_trust(office, trust_pack(folder / "city", CITY_PASSPHRASE, clock=at_now))
    finally:
        office.close()
    return folder


@pytest.fixture
def pair(pair_template: Path, tmp_path: Path) -> Iterator[Pair]:
    """The office, signed in as lan, and its city."""
    shutil.copytree(pair_template, tmp_path / "pair")
    with ExitStack() as stack:
        office = unlock(tmp_path / "pair" / "office", "lan", PASSPHRASE, clock=at_now)
        stack.callback(office.close)
        yield Pair(office, tmp_path / "pair" / "city", stack)
