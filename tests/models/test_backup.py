"""Copies of a database: whole, checked page by page, told apart; one that is in use is noticed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hn_desk.errors import StorageError
from hn_desk.models.audit import Act, log
from hn_desk.models.backup import check_copy, copy_closed, copy_open, is_in_use
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.tables import OfficeRow
from tests.models.conftest import KEY

AUTHOR = Author("", "ab" * 16, datetime(2026, 11, 20, tzinfo=UTC).isoformat())


@pytest.fixture
def filled(path: Path) -> Path:
    database = open_database(path, KEY, (KEY,))
    fill(database)
    database.close()
    return path


def fill(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        session.add(
            OfficeRow(code="00070", name="Hoàn Kiếm", kind="phường", environment="training", instance_id="ab" * 16)
        )
        log(session, Act("set_up"))


def test_a_closed_database_and_its_copy_say_the_same(filled: Path, tmp_path: Path) -> None:
    copy_closed(filled, KEY, tmp_path / "copy.db")

    facts = check_copy(tmp_path / "copy.db", KEY)

    assert facts == check_copy(filled, KEY)
    assert (facts.office, facts.epoch, facts.sequence) == ("00070", 1, 1)


def test_an_open_database_is_copied_with_what_was_just_saved(filled: Path, tmp_path: Path) -> None:
    database = open_database(filled, KEY, (KEY,))
    with database.begin(AUTHOR) as session:
        log(session, Act("sign_in"))
    copy_open(database, KEY, tmp_path / "copy.db")
    database.close()

    assert check_copy(tmp_path / "copy.db", KEY).sequence == 2


def test_a_copy_under_another_key_or_with_a_changed_page_is_refused(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_closed(filled, KEY, copy)
    with pytest.raises(StorageError):
        check_copy(copy, bytes(32))
    data = bytearray(copy.read_bytes())
    data[-2000] ^= 1
    copy.write_bytes(data)

    with pytest.raises(StorageError) as refused:
        check_copy(copy, KEY)

    assert refused.value.reason == "damaged"


def test_looking_whether_a_database_is_in_use_changes_no_byte(filled: Path) -> None:
    before = filled.read_bytes()
    database = open_database(filled, KEY)
    assert is_in_use(filled)
    database.close()

    assert not is_in_use(filled)
    assert not is_in_use(filled.with_name("missing.db"))
    assert filled.read_bytes() == before
