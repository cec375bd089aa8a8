"""The sorted ids that answer a query, and rows in the order of their ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.actions.query import Query
from hn_desk.models.search import matching

PAGE: Final = 500
"""Most ids that one question for rows may name."""
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """How one subject is listed: its id column, the columns behind each sort name and each filter."""

    subject: str
    id: InstrumentedAttribute[str]
    sorts: Mapping[str, tuple[Column, ...]]
    filters: Mapping[str, Column] = field(default_factory=dict)


class HasId(Protocol):
    """A row that knows whose it is."""

    @property
    def id(self) -> str:
        """The record's id."""


Row = TypeVar("Row", bound=HasId)


def sorted_ids(session: Session, statement: Select[str], listing: Listing, query: Query) -> tuple[str, ...]:
    """The ids that `statement` selects, narrowed by what was typed and filtered, in the order asked; ties by id."""
    narrowed = statement.where(*matching(listing.subject, query.text, listing.id.expression))
    for name, value in query.filters.items():
        if value:
            narrowed = narrowed.where(listing.filters[name] == value)
    columns = (*listing.sorts[query.sort], listing.id)
    ordered = [column.desc() if query.descending else column.asc() for column in columns]
    return tuple(session.scalars(narrowed.order_by(*ordered)))


def in_order(ids: Sequence[str], rows: Iterable[Row]) -> tuple[Row, ...]:
    """`rows` in the order of `ids`; a record that is gone is left out."""
    found = {row.id: row for row in rows}
    return tuple(found[one] for one in ids if one in found)


def page(ids: Sequence[str]) -> list[str]:
    """At most `PAGE` of `ids`: a screen never asks for more rows at once."""
    return list(ids[:PAGE])
