"""Records written by prebuilt statements are stamped like those of the ORM."""

from sqlalchemy import select

from hn_desk.models.database import Database
from hn_desk.models.records import add_record, change_record
from hn_desk.models.tables import Person
from tests.models.conftest import AUTHOR

LAN = {"name": "Nguyễn Thị Lan", "sort_key": "lan"}


def kept(database: Database) -> Person:
    with database.read() as session:
        return session.scalars(select(Person)).one()


def test_a_new_record_has_its_first_version_and_its_author(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        record_id = add_record(session, Person, LAN)
    person = kept(database)
    assert (person.id, person.version, person.change, person.phone) == (record_id, 1, 1, "")
    assert (person.written_by, person.written_at, person.instance) == (AUTHOR.officer_id, AUTHOR.at, AUTHOR.instance)


def test_a_changed_record_gets_one_version_a_transaction(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        record_id = add_record(session, Person, LAN)
    with database.begin(AUTHOR) as session:
        change_record(session, Person, record_id, {"phone": "0912345678"})
        change_record(session, Person, record_id, {"address": "Số 1"})
    person = kept(database)
    assert (person.version, person.change, person.phone, person.address) == (2, 2, "0912345678", "Số 1")


def test_nothing_to_write_leaves_the_version(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        record_id = add_record(session, Person, LAN)
    with database.begin(AUTHOR) as session:
        change_record(session, Person, record_id, {})
    assert (kept(database).version, kept(database).change) == (1, 1)


def test_the_orm_after_a_prebuilt_statement_counts_one_version(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        record_id = add_record(session, Person, LAN)
    with database.begin(AUTHOR) as session:
        person = session.get_one(Person, record_id)
        change_record(session, Person, record_id, {"phone": "0912345678"})
        person.address = "Số 1"
    assert (kept(database).version, kept(database).phone, kept(database).address) == (2, "0912345678", "Số 1")
