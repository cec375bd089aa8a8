"""Changing the office's keys: everybody opens the office afterwards, who left doesn't, and a kill loses nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.confirmations import Subject, confirmation
from hn_desk.actions.credit_reads import application
from hn_desk.actions.key_change import change_keys
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office, open_keys, unlock
from hn_desk.actions.sealing import seal_packet
from hn_desk.actions.staff import OfficerDraft, list_staff, save_officer
from hn_desk.errors import DeskError, RoleError, SignInError, StorageError
from hn_desk.hiding import hiding_keys, reveal
from hn_desk.models.audit_check import check_log
from hn_desk.models.database import open_database
from hn_desk.models.pseudonyms import dialect_of, pseudonym
from hn_desk.models.rekey import hidden_columns
from hn_desk.models.tables import AuditEntry, OfficerRow, PacketRecord
from tests.actions.conftest import NOW, PASSPHRASE, STAFF
from tests.actions.credit_samples import MAN, WORK, issued, presented
from tests.pair import KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]

LOGINS = tuple(officer.login for officer in STAFF)
KILLS = int(os.environ.get("KILLS", "8"))
CHILD = """
import sys
from pathlib import Path
from hn_desk.actions.key_change import change_keys
from hn_desk.actions.office import unlock
from tests.actions.conftest import NOW, PASSPHRASE
office = unlock(Path(sys.argv[1]), sys.argv[2], PASSPHRASE, clock=lambda: NOW)
print("ready", flush=True)
change_keys(office, PASSPHRASE)
"""


def open_as(folder: Path, login: str) -> Office:
    return unlock(folder, login, PASSPHRASE, clock=lambda: NOW)


def names_in(folder: Path, login: str) -> list[str]:
    office = open_as(folder, login)
    try:
        with office.database.read() as session:
            return sorted(session.scalars(select(OfficerRow.name)))
    finally:
        office.close()


def test_everybody_signs_in_with_the_old_passphrase_and_the_keys_are_new(
    office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    before = open_keys(office_folder, "mai", PASSPHRASE)
    change_keys(as_officer("mai"), PASSPHRASE)
    for login in LOGINS:
        assert len(names_in(office_folder, login)) == len(STAFF)
    after = open_keys(office_folder, "mai", PASSPHRASE)
    assert len(after.database_keys) == len(after.seconds) == 1
    assert after.database_keys != before.database_keys
    assert after.seconds != before.seconds
    assert open_keys(office_folder, "hung", PASSPHRASE).seconds == after.seconds
    assert open_keys(office_folder, "anh", PASSPHRASE).seconds == ()


def test_the_old_database_key_opens_nothing_any_more(office_folder: Path, as_officer: Callable[[str], Office]) -> None:
    before = open_keys(office_folder, "mai", PASSPHRASE)
    change_keys(as_officer("mai"), PASSPHRASE)
    with pytest.raises(StorageError):
        open_database(office_folder / DATABASE_FILE, before.database_keys[0])


def test_it_is_logged_and_a_backup_under_the_new_keys_is_made(
    office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    change_keys(as_officer("mai"), PASSPHRASE)
    again = open_as(office_folder, "lan")
    try:
        with again.database.read() as session:
            acts = list(session.scalars(select(AuditEntry.action)))
    finally:
        again.close()
    assert "keys.change" in acts
    assert "backup" in acts
    assert [*office_folder.rglob("*.hnbackup")]


def test_an_administrator_changes_the_database_key_alone(
    office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    before = open_keys(office_folder, "mai", PASSPHRASE)
    change_keys(as_officer("anh"), PASSPHRASE)
    after = open_keys(office_folder, "mai", PASSPHRASE)
    assert after.seconds == before.seconds
    assert after.database_keys != before.database_keys


def test_a_wrong_passphrase_and_a_role_that_may_not_change_nothing(
    office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    before = (office_folder / KEY_FILE).read_bytes()
    with pytest.raises(SignInError):
        change_keys(as_officer("mai"), "sai mat khau roi")
    with pytest.raises(RoleError):
        change_keys(as_officer("lan"), PASSPHRASE)
    assert (office_folder / KEY_FILE).read_bytes() == before


def test_stopping_it_half_way_leaves_everything_as_it_was(
    office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    before = (office_folder / KEY_FILE).read_bytes()
    mai = as_officer("mai")

    def stop(_done: int, _total: int) -> None:
        raise DeskError("stopped")

    with pytest.raises(DeskError, match="stopped"):
        change_keys(mai, PASSPHRASE, report=stop)
    assert (office_folder / KEY_FILE).read_bytes() == before
    mai.close()
    for login in LOGINS:
        names_in(office_folder, login)


def test_who_left_opens_nothing_with_what_was_known(office_folder: Path, as_officer: Callable[[str], Office]) -> None:
    left = open_keys(office_folder, "hung", PASSPHRASE)
    administrator = as_officer("anh")
    row = next(row for row in list_staff(administrator) if row.login == "hung")
    save_officer(
        administrator,
        OfficerDraft(row.id, row.version, row.name, row.login, row.position, row.roles, None, is_active=False),
    )
    change_keys(as_officer("mai"), PASSPHRASE)
    keys = office_keys.load(office_folder / KEY_FILE)
    with pytest.raises(StorageError):
        office_keys.finish_key_change(keys, left, left.database_keys[0])[1].box.open(  # no entry of theirs is left
            next(entry.gate for entry in keys.entries if entry.gate), context=b""
        )
    with pytest.raises(SignInError):
        open_keys(office_folder, "hung", PASSPHRASE, clock=lambda: NOW)
    assert len(names_in(office_folder, "lan")) == len(STAFF)


def test_an_officer_let_in_after_the_change_signs_in(office_folder: Path, as_officer: Callable[[str], Office]) -> None:
    change_keys(as_officer("mai"), PASSPHRASE)
    again = open_as(office_folder, "anh")
    draft = OfficerDraft(
        name="Lê Thị Hoa",
        login="hoa",
        roles=frozenset({"economy"}),
        passphrase=PASSPHRASE,
        own_passphrase=PASSPHRASE,
    )
    save_officer(again, draft)
    again.close()
    assert len(names_in(office_folder, "hoa")) == len(STAFF) + 1


@pytest.fixture
def filled(pair: Pair) -> tuple[Pair, Subject]:
    """A confirmation that was issued, and a packet that told the bank of it."""
    subject = issued(pair.office, partial(acting, pair), presented(pair.office))
    seal_packet(acting(pair, "mai"), "NHCS", KEY_PASSPHRASE)
    return pair, subject


def acting(pair: Pair, login: str) -> Office:
    return replace(pair.as_officer(login), keys=open_keys(pair.office.folder, login, PASSPHRASE))


def test_all_that_gives_a_person_away_stands_under_the_new_second_key_alone(filled: tuple[Pair, Subject]) -> None:
    pair, subject = filled
    old = pair.office.keys.seconds[0]
    change_keys(acting(pair, "mai"), PASSPHRASE)
    again = open_as(pair.office.folder, "lan")
    found = 0
    try:
        with again.database.engine.connect() as connection:
            for table, columns in hidden_columns():
                for name, kind in columns.items():
                    values = connection.exec_driver_sql(f'SELECT "{name}" FROM "{table.name}"').scalars().all()
                    found += len(values)
                    for value in values:
                        reveal(hiding_keys(again.keys.seconds), kind.place, value)
                        with pytest.raises(StorageError):
                            reveal(hiding_keys((old,)), kind.place, value)
        kept = confirmation(again, subject)
        assert kept is not None
        assert application(again, subject.id).state == "issued"
    finally:
        again.close()
    assert found > 50


def test_what_was_sent_is_known_again_under_its_new_name(filled: tuple[Pair, Subject]) -> None:
    pair, _subject = filled
    change_keys(acting(pair, "mai"), PASSPHRASE)
    again = open_as(pair.office.folder, "mai")
    try:
        with pytest.raises(DeskError) as refused:
            seal_packet(again, "NHCS", KEY_PASSPHRASE)
        assert refused.value.reason == "nothing-to-send"
        with again.database.read() as session:
            assert check_log(session) == ()
            naming = dialect_of(session)
            sent = [(row, row.protected) for row in session.scalars(select(PacketRecord)) if row.protected]
            assert sent
            assert all(row.record_id == pseudonym(naming, row.subject, known["record_id"]) for row, known in sent)
    finally:
        again.close()


def test_stopped_half_way_the_open_office_goes_on_with_the_old_key(filled: tuple[Pair, Subject]) -> None:
    pair, subject = filled
    mai = acting(pair, "mai")

    def stop(done: int, _total: int) -> None:
        if done:
            raise DeskError("stopped")

    with pytest.raises(DeskError, match="stopped"):
        change_keys(mai, PASSPHRASE, report=stop)
    presented(pair.office, replace(WORK, person=MAN))
    pair.office.close()
    again = open_as(pair.office.folder, "lan")
    assert confirmation(again, subject) is not None
    again.close()


@pytest.mark.parametrize("login", ["mai", "anh"])
def test_killed_at_any_moment_everybody_opens_the_office(tmp_path: Path, office_template: Path, login: str) -> None:
    began = time.perf_counter()
    _run(Path(shutil.copytree(office_template, tmp_path / "whole")), login, None)
    longest = time.perf_counter() - began
    chance, changed = random.Random(7), set()
    for number in range(KILLS // 2):
        folder = Path(shutil.copytree(office_template, tmp_path / f"{login}{number}"))
        before = open_keys(folder, "mai", PASSPHRASE)
        _run(folder, login, chance.random() * longest * 0.7)
        for someone in ("anh", "mai"):
            assert len(names_in(folder, someone)) == len(STAFF)
        after = open_keys(folder, "mai", PASSPHRASE)
        assert len(after.database_keys) == len(after.seconds) == 1
        changed.add(replace(after, gate=None) == before)
    assert changed


def _run(folder: Path, login: str, seconds: float | None) -> None:
    """Change the keys in a child that is killed so many seconds after it was ready: it could tell of no coverage."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    command = [sys.executable, "-c", CHILD, str(folder), login]
    child = subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as said:
        assert said.readline() == "ready\n"
        if seconds is not None:
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
        child.wait()
