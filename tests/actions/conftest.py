"""An office with four officers, signed in as whoever a test needs; the clock stands still."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.office import Office, Officer, open_keys, set_up, unlock
from hn_desk.actions.set_up import NewOfficer, SetUp
from hn_desk.keys import Cost
from hn_desk.models.tables import OfficerRow

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PASSPHRASE = "mot hai ba bon nam"
QUICK = Cost(memory_kib=8, time=1, lanes=1)
GROUPS = tuple(f"Tổ dân phố số {number}" for number in range(1, 6))
STAFF = (
    NewOfficer("Nguyễn Thị Lan", "lan", PASSPHRASE, frozenset({"economy", "social"}), "Chuyên viên"),
    NewOfficer("Trần Văn Hùng", "hung", PASSPHRASE, frozenset({"approver"}), "Phó Chủ tịch"),
    NewOfficer("Đỗ Thị Mai", "mai", PASSPHRASE, frozenset({"records", "head"}), "Văn thư"),
    NewOfficer("Phạm Quốc Anh", "anh", PASSPHRASE, frozenset({"administrator", "auditor"}), "Quản trị"),
)
PLAN = SetUp("00070", "training", STAFF, GROUPS)


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that was just set up, made once; passphrases are cheap to try."""
    return made_office(tmp_path_factory.getbasetemp() / "office")


@cache
def made_office(folder: Path) -> Path:
    """The office of this session: each room that imports the fixture would make one of its own otherwise."""
    set_up(folder, PLAN, cost=QUICK, clock=lambda: NOW)
    return folder


@pytest.fixture
def office_folder(tmp_path: Path, office_template: Path) -> Path:
    """A copy of the office that was just set up."""
    return Path(shutil.copytree(office_template, tmp_path / "office"))


@pytest.fixture
def office(office_folder: Path) -> Iterator[Office]:
    """The office, signed in as lan (economy and social clerk)."""
    with ExitStack() as stack:
        opened = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
        stack.callback(opened.close)
        yield opened


@pytest.fixture
def as_officer(office: Office) -> Callable[[str], Office]:
    """The same open office as another officer: `as_officer("hung")`; the file is open only once."""

    def switch(login: str) -> Office:
        with office.database.read() as session:
            row = session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
        who = Officer(row.id, row.name, frozenset(r.role for r in row.roles), row.position)
        return replace(office, officer=who, keys=open_keys(office.folder, login, PASSPHRASE))

    return switch
