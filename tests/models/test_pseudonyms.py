"""Names under the second key: the same for the same record, other under another key, none without one."""

import pytest

from hn_desk.errors import DeskError
from hn_desk.models.database import Database
from hn_desk.models.hidden import use_keys
from hn_desk.models.pseudonyms import dialect_of, pseudonym, pseudonyms

OLD, NEW = bytes(32), bytes(range(32))


def named(database: Database, *keys: bytes) -> tuple[str, ...]:
    use_keys(database.engine, keys)
    with database.read() as session:
        return pseudonyms(session, "list", "one")


def test_a_record_has_one_name_under_a_key_and_another_under_another(database: Database) -> None:
    assert named(database, OLD) == named(database, OLD)
    assert named(database, OLD) != named(database, NEW)
    assert named(database, NEW, OLD) == (*named(database, NEW), *named(database, OLD))


def test_a_new_name_is_given_under_the_first_key(database: Database) -> None:
    (wanted,) = named(database, NEW)
    use_keys(database.engine, (NEW, OLD))
    with database.read() as session:
        assert pseudonym(dialect_of(session), "list", "one") == wanted
        assert pseudonym(dialect_of(session), "list", "two") != wanted


def test_without_the_key_there_is_no_name(database: Database) -> None:
    with pytest.raises(DeskError) as refused:
        named(database)
    assert refused.value.reason == "second-key"
