"""Search by folded words: typed without marks or with, any word by its first letters."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from hn_desk.models.columns import Table
from hn_desk.models.office_tables import SearchWord
from hn_desk.models.prepared import Prepared, connection_of
from hn_desk.rules.text import words

LAST: Final = "\U0010ffff"
_OF_RECORD: Final = and_(SearchWord.subject == bindparam("of_subject"), SearchWord.record_id == bindparam("of_record"))
_FOUND: Final = Prepared(select(SearchWord.word).where(_OF_RECORD))
_REPLACE: Final = Prepared(update(SearchWord).where(_OF_RECORD, SearchWord.word == bindparam("of_word")))
_FORGET: Final = Prepared(delete(SearchWord).where(_OF_RECORD, SearchWord.word == bindparam("of_word")))
_KEEP: Final = Prepared(insert(SearchWord))
_FILL: Final = "INSERT INTO search_words (subject, word, record_id) VALUES (?, ?, ?)"
_TABLE: Final = Table.metadata.tables[SearchWord.__tablename__]


def index_words(session: Session, subject: str, record_id: str, texts: Iterable[str]) -> None:
    """Replace the words under which one record is found."""
    wanted = set(words(" ".join(texts)))
    place = {"of_subject": subject, "of_record": record_id}
    found = {word for (word,) in _FOUND.run(session, place)}
    old, new = sorted(found - wanted), sorted(wanted - found)
    both = min(len(old), len(new))
    for word, other in zip(old, new, strict=False):
        _REPLACE.run(session, {**place, "of_word": word, "word": other})
    for word in old[both:]:
        _FORGET.run(session, {**place, "of_word": word})
    for word in new[both:]:
        _KEEP.run(session, {"subject": subject, "word": word, "record_id": record_id})


def forget_words(session: Session, subject: str, record_id: str) -> None:
    """Take away the words under which a deleted record was found."""
    index_words(session, subject, record_id, ())


def fill_words(session: Session, found: list[tuple[str, str, str]]) -> None:
    """Write the words of many new records (subject, word, record id): seconds for a million of them.

    They go in in the table's own order, and its index is made afterwards: page after page, each encrypted once.
    """
    connection = connection_of(session)
    if found:
        for index in _TABLE.indexes:
            index.drop(connection)
        connection.exec_driver_sql(_FILL, sorted(found))
        for index in _TABLE.indexes:
            index.create(connection)


def matching(subject: str, typed: str, record_id: SQLColumnExpression[str]) -> list[ColumnElement[bool]]:
    """Conditions that `record_id` has, for each typed word, a word that begins with it."""
    return [record_id.in_(_beginning(subject, word)) for word in words(typed)]


def _beginning(subject: str, word: str) -> Select[str]:
    return select(SearchWord.record_id).where(
        and_(SearchWord.subject == subject, SearchWord.word >= word, SearchWord.word < word + LAST)
    )
