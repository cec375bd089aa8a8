"""The encrypted file: settings read back, transactions whole, plain sentences for what goes wrong."""

import resource
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from hn_desk.errors import StorageError
from hn_desk.models import database as module
from hn_desk.models.database import Database, open_database, plain_errors, refusal_of
from hn_desk.models.tables import ChangeNumber, Person
from tests.models.conftest import AUTHOR, KEY


def vars_of(person: Person) -> dict[str, object]:
    return {"id": person.id, "name": person.name, "sort_key": person.sort_key}


PAGE = 4096
PROMISED = {
    "journal_mode": "truncate",
    "synchronous": 3,
    "locking_mode": "exclusive",
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
"""What no power cut in the trials broke; written here again, so that a setting changed in the code turns red."""


def test_every_safety_setting_holds_in_the_open_database(database: Database) -> None:
    with database.read() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in PROMISED}
    assert found == PROMISED


def test_a_setting_that_does_not_hold_stops_the_opening(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module.PRAGMAS, "synchronous", ("NORMAL", 3))
    with pytest.raises(StorageError, match="synchronous"):
        open_database(path, KEY)


def test_the_file_shows_nothing_of_what_it_holds(path: Path, database: Database) -> None:
    with database.begin(AUTHOR) as session:
        session.add(Person(name="Nguyễn Thị Hạnh", sort_key="hanh", phone="0912345678"))
    database.close()
    bytes_on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"SQLite format" not in bytes_on_disk
    assert b"0912345678" not in bytes_on_disk
    assert "Hạnh".encode() not in bytes_on_disk


def test_another_key_does_not_open_the_file(path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        open_database(path, bytes(32))
    assert refused.value.reason == "damaged"


def test_a_key_of_the_wrong_length_is_a_bug(path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, b"short")


def test_a_damaged_page_is_noticed_before_anything_is_written(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    damaged = 0
    try:
        opened = open_database(path, KEY)
        with opened.read() as session:
            session.execute(text("PRAGMA integrity_check")).fetchall()
            for table in ("people", "search_words", "packets"):
                session.execute(text(f"SELECT * FROM {table}")).fetchall()
        opened.close()
    except StorageError as refused:
        damaged = refused.reason == "damaged"
    assert damaged


def test_an_error_rolls_everything_back(database: Database) -> None:
    people = [Person(id="1", name="A", sort_key="a"), Person(id="1", name="B", sort_key="b")]
    with pytest.raises(IntegrityError), database.begin(AUTHOR) as session:
        session.connection().execute(insert(Person), [vars_of(person) for person in people])
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() == []


def test_an_error_text_carries_no_name(database: Database) -> None:
    with pytest.raises(IntegrityError) as error, database.begin(AUTHOR) as session:
        session.execute(text("INSERT INTO people (id, name) VALUES (:id, :name)"), {"id": "1", "name": "Hạnh"})
    assert "Hạnh" not in str(error.value)


def test_a_second_window_is_told_that_the_first_is_open(path: Path, database: Database) -> None:
    with pytest.raises(StorageError) as refused:
        open_database(path, KEY)
    assert refused.value.reason == "locked"


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        open_database(tmp_path / "missing" / "office.db", KEY)
    assert refused.value.reason == "read-only"


def test_a_full_disk_loses_nothing_that_was_saved(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        session.add(Person(id="kept", name="A", sort_key="a"))
    with database.read() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StorageError) as refused, database.begin(AUTHOR) as session:
        session.add(Person(id="lost", name="B" * 100_000, sort_key="b"))
    assert refused.value.reason == "disk-full"
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() == ["kept"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [(5, "locked"), (6, "locked"), (8, "read-only"), (10, "damaged"), (11, "damaged"), (13, "disk-full")],
)
def test_each_failure_of_the_file_has_its_sentence(code: int, reason: str) -> None:
    refused = refusal_of(code)
    assert refused is not None
    assert (refused.reason, bool(refused.what), bool(refused.do)) == (reason, True, True)


def test_a_failing_disk_is_not_said_to_have_changed_nothing() -> None:
    refused = refusal_of(module.SQLITE_IOERR)
    assert refused is not None
    assert "may or may not have been kept" in refused.what


def test_an_unknown_failure_stays_a_bug() -> None:
    assert refusal_of(1) is None
    with pytest.raises(sqlcipher3.DatabaseError), module.plain_errors():
        raise sqlcipher3.DatabaseError("something else")


def test_a_failure_of_the_bare_library_is_translated() -> None:
    error = sqlcipher3.OperationalError("full")
    error.sqlite_errorcode = 13
    with pytest.raises(StorageError, match="full"), module.plain_errors():
        raise error


def test_versions_and_change_numbers_rise(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        session.add(Person(id="1", name="A", sort_key="a"))
        session.add(Person(id="2", name="B", sort_key="b"))
    with database.begin(AUTHOR) as session:
        person = session.get_one(Person, "1")
        person.phone = "1"
        session.flush()
        person.phone = "2"
    with database.read() as session:
        rows = session.execute(select(Person.id, Person.version, Person.change, Person.written_by)).all()
        last = session.scalar(select(ChangeNumber.last))
    assert sorted(tuple(row) for row in rows) == [("1", 2, 2, "officer-1"), ("2", 1, 1, "officer-1")]
    assert last == 2


def test_the_file_is_the_only_one_left_after_closing(path: Path, database: Database) -> None:
    database.close()
    assert {file.name for file in path.parent.iterdir()} <= {"office.db", "office.db-journal"}
    journal = path.with_name("office.db-journal")
    assert not journal.exists() or journal.stat().st_size == 0


def test_a_write_that_fails_during_the_online_backup_is_told_plainly(path: Path, tmp_path: Path) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(sqlcipher3.connect(str(path))) as source, closing(sqlcipher3.connect(str(tmp_path / "copy"))) as copy:
        for connection in (source, copy):
            connection.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE, hard))
        try:
            with pytest.raises(StorageError) as refused, plain_errors():
                source.backup(copy)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert refused.value.reason == "damaged"
