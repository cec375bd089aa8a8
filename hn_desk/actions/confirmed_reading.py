"""Reading what was confirmed while any hidden value of it may be damaged: many rows at once, damaged ones by column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_listing import in_parts
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.columns import Record

Place = TypeVar("Place")
AT_ONCE: Final = 100
"""Confirmations whose rows are held at once."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One place that is not what was confirmed: the confirmation's id, the file's code, `table.column`."""

    confirmation: str
    file_code: str
    column: str

    @property
    def sentence(self) -> str:
        """The place in words."""
        return _("File {code}: “{column}” is not what was confirmed.").format(code=self.file_code, column=self.column)


def together(
    session: Session, table: type[Record], places: Sequence[Place], ids_of: Callable[[Place], Iterable[str]]
) -> Iterator[Place]:
    """Each of `places` while its rows of `table` are held, read by the hundreds; damaged ones are read singly later."""
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]
        held: list[Record] = []
        for ids in in_parts(id_ for one in part for id_ in ids_of(one)):
            with suppress(StorageError):
                held += session.scalars(select(table).where(table.id.in_(ids))).all()
        yield from part


def read_row(session: Session, table: type[Record], id_: str, found: list[Broken]) -> Any:
    """A row, or None when a hidden value in it was damaged, which is noted by its column."""
    try:
        return session.get(table, id_)
    except StorageError:
        found += [Broken(id_, "", f"{table.__tablename__}.{name}") for name in _damaged(session, table, id_)]
        return None


def _damaged(session: Session, table: type[Record], id_: str) -> Iterator[str]:
    for column in table.__table__.columns:
        try:
            session.execute(select(column).where(table.id == id_)).all()
        except StorageError:
            yield column.name
