"""Records are found by the first letters of any word, with marks or without."""

from itertools import product

import pytest
from sqlalchemy import select, text

from hn_desk.models import search
from hn_desk.models.database import Database
from hn_desk.models.giving_up import until_given_up
from hn_desk.models.tables import Person, SearchWord
from tests.models.conftest import AUTHOR

PEOPLE = {"1": "Nguyễn Thị Hạnh", "2": "Đỗ Văn Đức", "3": "Trần Hoà"}


@pytest.fixture
def filled(database: Database) -> Database:
    with database.begin(AUTHOR) as session:
        for record_id, name in PEOPLE.items():
            session.add(Person(id=record_id, name=name, sort_key=name))
            search.index_words(session, "people", record_id, [name])
    return database


def found(database: Database, typed: str) -> list[str]:
    with database.read() as session:
        query = select(Person.id).where(*search.matching("people", typed, Person.id)).order_by(Person.id)
        return list(session.scalars(query))


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("hanh", ["1"]),
        ("Hạnh", ["1"]),
        ("d", ["2"]),
        ("đức", ["2"]),
        ("hòa", ["3"]),
        ("ngu han", ["1"]),
        ("", ["1", "2", "3"]),
        ("xyz", []),
    ],
)
def test_a_name_is_found(filled: Database, typed: str, ids: list[str]) -> None:
    assert found(filled, typed) == ids


def test_a_changed_name_is_found_by_the_new_one_only(filled: Database) -> None:
    with filled.begin(AUTHOR) as session:
        search.index_words(session, "people", "1", ["Nguyễn Thị Bình"])
    assert (found(filled, "hanh"), found(filled, "binh")) == ([], ["1"])


def test_another_subject_is_not_found(filled: Database) -> None:
    with filled.begin(AUTHOR) as session:
        search.index_words(session, "events", "1", ["Hội nghị"])
        words = session.scalars(select(SearchWord.word).where(SearchWord.subject == "events")).all()
    assert (found(filled, "hoi"), sorted(words)) == ([], ["hoi", "nghi"])


def test_words_of_many_new_records_are_found_and_their_index_stands(filled: Database) -> None:
    with filled.begin(AUTHOR) as session:
        session.add_all([Person(id=one, name="Lê Thị Mơ", sort_key="mo") for one in ("8", "9")])
        search.fill_words(session, [("people", "mo", "9"), ("people", "le", "9"), ("people", "mo", "8")])
    with filled.read() as session:
        indexes = session.scalars(text("SELECT name FROM sqlite_master WHERE type='index'")).all()
    assert (found(filled, "mo"), found(filled, "hanh")) == (["8", "9"], ["1"])
    assert "ix_search_words_record_id" in indexes


@pytest.mark.parametrize(("counted", "looked_up"), [(0, 600), (9, 0), (2, 0), (2, 600), (9, 600)])
def test_however_frequent_the_words_the_same_is_found_in_the_order_of_an_index(
    database: Database, monkeypatch: pytest.MonkeyPatch, counted: int, looked_up: int
) -> None:
    monkeypatch.setattr(search, "COUNTED", counted)
    monkeypatch.setattr(search, "LOOKED_UP", looked_up)
    names = {"a": "Mơ", "b": "Lê Mơ", "c": "Lê Thị Mộng", "d": "Trần An"}
    with database.begin(AUTHOR) as session:
        for record_id, name in names.items():
            session.add(Person(id=record_id, name=name, sort_key=record_id))
            search.index_words(session, "people", record_id, [name])
    asked = {"x": "", "mo tran": "", "mo": "abc", "mo le": "bc", "le": "bc"}
    with database.read() as session:
        for typed, most in product(asked, (0, 2)):
            conditions = search.found_in_order(session, "people", typed, Person.id, most)
            query = select(Person.id).where(*conditions).order_by(Person.sort_key, Person.id).limit(most or None)
            assert list(session.scalars(query)) == list(asked[typed])[: most or None], (typed, most)


def test_a_reading_is_given_up_in_the_middle(database: Database) -> None:
    counted = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    asked = iter([False, False, True])
    with database.read() as session:
        with until_given_up(session, lambda: next(asked)):
            session.execute(text(counted))
        assert (list(asked), session.scalar(text("SELECT 7"))) == ([], 7)
