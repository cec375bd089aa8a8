"""Search by folded words: typed without marks or with, any word by its first letters."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, delete, insert, select
from sqlalchemy.orm import Session

from hn_desk.models.office_tables import SearchWord
from hn_desk.rules.text import words

LAST = "\U0010ffff"


def index_words(session: Session, subject: str, record_id: str, texts: Iterable[str]) -> None:
    """Replace the words under which one record is found."""
    wanted = set(words(" ".join(texts)))
    found = set(
        session.scalars(select(SearchWord.word).where(SearchWord.record_id == record_id, SearchWord.subject == subject))
    )
    if found - wanted:
        session.execute(
            delete(SearchWord).where(
                SearchWord.subject == subject, SearchWord.record_id == record_id, SearchWord.word.in_(found - wanted)
            )
        )
    if wanted - found:
        session.execute(
            insert(SearchWord),
            [{"subject": subject, "word": word, "record_id": record_id} for word in sorted(wanted - found)],
        )


def matching(subject: str, typed: str, record_id: SQLColumnExpression[str]) -> list[ColumnElement[bool]]:
    """Conditions that `record_id` has, for each typed word, a word that begins with it."""
    return [record_id.in_(_beginning(subject, word)) for word in words(typed)]


def _beginning(subject: str, word: str) -> Select[str]:
    return select(SearchWord.record_id).where(
        and_(SearchWord.subject == subject, SearchWord.word >= word, SearchWord.word < word + LAST)
    )
