"""What the program does by itself after signing in: once a day a backup, once a week a full check."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hn_desk.actions.backup_making import BACKUPS, backup_files
from hn_desk.actions.backups import CHECKED
from hn_desk.actions.office import DATABASE_FILE, Office
from hn_desk.actions.upkeep import check_now, check_weekly, keep_up
from hn_desk.errors import StorageError
from hn_desk.models.tables import AuditEntry
from tests.actions.conftest import NOW


def after(office: Office, days: int) -> Office:
    return replace(office, clock=lambda: NOW + timedelta(days=days))


def checks(office: Office) -> int:
    with office.database.read() as session:
        return len(session.scalars(select(AuditEntry).where(AuditEntry.action == CHECKED)).all())


def test_the_first_sign_in_of_a_day_makes_its_backup_and_the_first_of_a_week_checks(office: Office) -> None:
    for day in (0, 0, 1, 6, 7):
        keep_up(after(office, day))

    assert checks(office) == 2
    assert len(backup_files(office.folder / BACKUPS)) == 4


def test_everybody_who_signs_in_keeps_the_office_up(as_officer: Callable[[str], Office]) -> None:
    assert keep_up(as_officer("anh")).subjects
    assert not keep_up(as_officer("hung")).subjects


def test_a_check_can_be_asked_for_at_any_time(office: Office) -> None:
    check_now(office)
    check_now(office)

    assert checks(office) == 2
    assert not check_weekly(office).subjects


def test_a_page_damaged_while_the_office_is_open_is_found(office: Office) -> None:
    path = office.folder / DATABASE_FILE
    data = bytearray(path.read_bytes())
    data[-3000] ^= 1
    office.database.engine.dispose()
    path.write_bytes(data)

    with pytest.raises(StorageError) as refused:
        keep_up(office)

    assert refused.value.reason == "damaged"
    assert backup_files(office.folder / BACKUPS) == ()
