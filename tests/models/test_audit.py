"""The log is one chain: an act changed, taken out or put in is found."""

import pytest
from sqlalchemy import text

from hn_desk.models import audit
from hn_desk.models.audit import START, Act
from hn_desk.models.audit_check import first_break
from hn_desk.models.database import Database
from tests.models.conftest import AUTHOR


@pytest.fixture
def logged(database: Database) -> Database:
    for number in range(1, 6):
        with database.begin(AUTHOR) as session:
            audit.log(session, Act("people.save", "people", str(number), {"fields": ["phone"]}))
    return database


def break_of(database: Database) -> int | None:
    with database.read() as session:
        return first_break(session)


def test_an_empty_log_has_the_start_as_its_head(database: Database) -> None:
    with database.read() as session:
        assert (audit.head(session), first_break(session)) == (START, None)


def test_a_log_left_alone_is_whole(logged: Database) -> None:
    assert break_of(logged) is None


def test_the_head_is_the_hash_of_the_last_act(database: Database) -> None:
    with database.begin(AUTHOR) as session:
        hash_of_act = audit.log(session, Act("sign_in"))
    with database.read() as session:
        assert audit.head(session) == hash_of_act


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET action='people.read' WHERE sequence=3",
        "UPDATE audit_entries SET officer_id='another' WHERE sequence=3",
        "UPDATE audit_entries SET at='2020-01-01T00:00:00Z' WHERE sequence=3",
        "UPDATE audit_entries SET record_id='9' WHERE sequence=3",
        "UPDATE audit_entries SET content='{\"fields\":[]}' WHERE sequence=3",
        "UPDATE audit_entries SET previous_hash='x' WHERE sequence=3",
    ],
)
def test_a_changed_act_is_found_where_it_stands(logged: Database, change: str) -> None:
    with logged.begin(AUTHOR) as session:
        assert session.execute(text(change)).rowcount == 1  # type: ignore[attr-defined]
    assert break_of(logged) == 3


def test_a_missing_act_is_found_where_it_stood(logged: Database) -> None:
    with logged.begin(AUTHOR) as session:
        session.execute(text("DELETE FROM audit_entries WHERE sequence=3"))
    assert break_of(logged) == 3


def test_content_erased_by_an_entry_that_names_it_leaves_the_chain_whole(logged: Database) -> None:
    with logged.begin(AUTHOR) as session:
        session.execute(text("UPDATE audit_entries SET content=NULL WHERE sequence=3"))
    assert break_of(logged) == 3
    with logged.begin(AUTHOR) as session:
        audit.log(session, Act(audit.ERASING, content={"entries": [3]}))
    assert break_of(logged) is None
