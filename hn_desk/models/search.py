"""Search by folded words: typed without marks or with, any word by its first letters."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    intersect,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import coercions, roles
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

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
_SO_MANY: Final = Prepared(
    select(func.count()).select_from(
        select(literal(1))
        .where(
            SearchWord.subject == bindparam("of_subject"),
            SearchWord.word >= bindparam("since"),
            SearchWord.word < bindparam("until"),
        )
        .limit(bindparam("most"))
        .subquery()
    )
)
COUNTED: Final = 15_000
"""Records of a word are counted up to here; beyond, it is simply frequent."""
LOOKED_UP: Final = 600
"""So many records are looked up one by one: each may cost a page or two that must be read and decrypted."""
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


def add_words(session: Session, found: list[tuple[str, str, str]]) -> None:
    """Write the words of some new records (subject, word, record id) among those of the others."""
    if found:
        connection_of(session).exec_driver_sql(_FILL, sorted(found))


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


def found_in_order(
    session: Session, subject: str, typed: str, record_id: SQLColumnExpression[str], first: int
) -> list[ColumnElement[bool]]:
    """Conditions like `matching`, for the `first` rows (0: all) in an order that an index keeps.

    Few records that have all the words are looked up and sorted. Else SQLite walks the order's index and looks whether
    each record is among those of a word, gathered beforehand, or has a frequent word: the first ones come soon.
    """
    counts = {word: _so_many(session, subject, word) for word in words(typed)}
    frequent = [word for word, count in counts.items() if count > COUNTED]
    others = [word for word in counts if word not in frequent]
    has = [_has(subject, word, record_id) for word in frequent]
    if others:
        found = _with_all(session, subject, others)
        if len(found) <= LOOKED_UP:
            return [record_id.in_(found), *has]
    if first:
        return [*(_apart(record_id).in_(_beginning(subject, word)) for word in others), *has]
    return [_apart(record_id).in_(_beginning(subject, word)) for word in counts]


def _with_all(session: Session, subject: str, typed: Sequence[str]) -> list[str]:
    """Ids of records that have all these words, one more than are looked up at most."""
    each = [_beginning(subject, word) for word in typed]
    found = intersect(*each) if len(each) > 1 else each[0]
    return list(connection_of(session).execute(found.limit(LOOKED_UP + 1)).scalars())


def _so_many(session: Session, subject: str, word: str) -> int:
    asked = {"of_subject": subject, "since": word, "until": word + LAST, "most": COUNTED + 1}
    counted: int = _SO_MANY.run(session, asked)[0][0]
    return counted


def _apart(record_id: SQLColumnExpression[str]) -> ColumnElement[str]:
    """`+id`: no index is used for it, so that the one of the order is."""
    return UnaryExpression(
        coercions.expect(roles.ExpressionElementRole, record_id), operator=custom_op("+"), type_=Text()
    )


def _has(subject: str, word: str, record_id: SQLColumnExpression[str]) -> ColumnElement[bool]:
    begins = and_(SearchWord.subject == subject, SearchWord.word >= word, SearchWord.word < word + LAST)
    return exists().where(SearchWord.record_id == record_id, begins)


def _beginning(subject: str, word: str) -> Select[str]:
    return select(SearchWord.record_id).where(
        and_(SearchWord.subject == subject, SearchWord.word >= word, SearchWord.word < word + LAST)
    )
