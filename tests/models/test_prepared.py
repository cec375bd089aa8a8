"""Statements compiled once."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, update

from hn_desk.models.database import Database, open_database
from hn_desk.models.prepared import Prepared
from hn_desk.models.tables import AuditEntry, BeneficiaryList, Person, Scan, SearchWord
from hn_desk.models.upgrade import upgrade
from tests.models.conftest import AUTHOR, KEY

WORD = {"subject": "people", "word": "hoa", "record_id": "1"}


def test_it_writes_and_reads_in_the_sessions_own_transaction(database: Database) -> None:
    found = Prepared(select(SearchWord.word, SearchWord.record_id).where(SearchWord.word == bindparam("of_word")))
    with database.read() as session:
        Prepared(insert(SearchWord)).run(session, WORD)
        assert found.run(session, {"of_word": "hoa"}) == [("hoa", "1")]
    with database.read() as session:
        assert found.first(session, {"of_word": "hoa"}) is None


def test_values_are_converted_as_the_columns_ask(database: Database) -> None:
    names = [column.name for column in AuditEntry.__table__.columns]
    entry = dict.fromkeys(names, "") | {"sequence": 1, "content": {"số": 3}, "signature": None}
    with database.begin(AUTHOR) as session:
        Prepared(insert(AuditEntry)).run(session, entry)
        assert session.scalars(select(AuditEntry)).one().content == {"số": 3}


def test_a_change_takes_only_the_values_named(database: Database) -> None:
    change = Prepared(update(Person).where(Person.id == bindparam("of_record")))
    with database.begin(AUTHOR) as session:
        session.add(Person(id="1", name="Hòa", sort_key="hoa", phone="09"))
        session.flush()
        assert change.run(session, {"of_record": "1", "phone": "08"}) == []
        assert change.run(session, {"of_record": "1", "name": "Hoà"}) == []
        session.expire_all()
        kept = session.scalars(select(Person)).one()
        assert (kept.name, kept.phone) == ("Hoà", "08")


def test_an_insert_that_leaves_a_column_to_its_default_is_refused(database: Database) -> None:
    with database.begin(AUTHOR) as session, pytest.raises(ValueError, match="every column"):
        Prepared(insert(AuditEntry)).run(session, {"sequence": 1})


def test_a_column_that_the_driver_would_hand_out_raw_is_refused(database: Database) -> None:
    with database.read() as session, pytest.raises(ValueError, match="as it is"):
        Prepared(select(BeneficiaryList.police_on)).run(session)


def test_a_second_database_of_the_process_hides_under_its_own_key(tmp_path: Path) -> None:
    add = Prepared(insert(Scan))
    with ExitStack() as stack:
        for number in (1, 2):
            upgrade(tmp_path / f"{number}.db", KEY)
            database = open_database(tmp_path / f"{number}.db", KEY, (bytes([number]) * 32,))
            stack.callback(database.close)
            with database.begin(AUTHOR) as session:
                add.run(session, {"id": "1", "about": {"number": number}, "content": b""})
            with database.read() as session:
                assert session.scalars(select(Scan.about)).one() == {"number": number}
