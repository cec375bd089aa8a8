"""The sorted ids that answer a query, and rows in the order of their ids."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.actions.query import Query
from hn_desk.models.giving_up import until_given_up
from hn_desk.models.prepared import connection_of
from hn_desk.models.search import found_in_order, matching

PAGE: Final = 500
"""Most ids that one question for rows may name."""
Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Condition = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Listing:
    """How one subject is listed: its id column, the columns behind each sort name and each filter.

    A filter is a column that equals the value, or among `conditions` what the value asks. `walked` names the sorts
    that an index keeps, so that the first rows are had without sorting all.
    """

    subject: str
    id: InstrumentedAttribute[str]
    sorts: Mapping[str, tuple[Column, ...]]
    filters: Mapping[str, Column] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    walked: frozenset[str] = frozenset()


class HasId(Protocol):
    """A row that knows whose it is."""

    @property
    def id(self) -> str:
        """The record's id."""


Row = TypeVar("Row", bound=HasId)


def sorted_ids(session: Session, statement: Select[str], listing: Listing, query: Query) -> tuple[str, ...]:
    """The ids that `statement` selects, narrowed by what was typed and filtered, in the order asked; ties by id.

    KeyError for a filter or an order that `listing` doesn't know.
    """
    is_walked, own = query.sort in listing.walked, listing.id.expression
    if is_walked:
        found = found_in_order(session, listing.subject, query.text, own, query.most)
    else:
        found = matching(listing.subject, query.text, own)
    narrowed = statement.where(*found).limit(query.most if is_walked and query.most else None)
    narrowed = narrowed.where(*_filtered(listing, query))
    columns = (*listing.sorts[query.sort], listing.id)
    ordered = [column.desc() if query.descending else column.asc() for column in columns]
    with until_given_up(session, query.is_given_up):
        return tuple(connection_of(session).execute(narrowed.order_by(*ordered)).scalars())
    return ()


def _filtered(listing: Listing, query: Query) -> list[ColumnElement[bool]]:
    asked = {name: value for name, value in query.filters.items() if value}
    return [
        listing.conditions[name](value) if name in listing.conditions else listing.filters[name] == value
        for name, value in asked.items()
    ]


def in_order(ids: Sequence[str], rows: Iterable[Row]) -> tuple[Row, ...]:
    """`rows` in the order of `ids`; a record that is gone is left out."""
    found = {row.id: row for row in rows}
    return tuple(found[one] for one in ids if one in found)


def page(ids: Sequence[str]) -> list[str]:
    """At most `PAGE` of `ids`: a screen never asks for more rows at once."""
    return list(ids[:PAGE])
