"""Writing one record by statements built once: its next version, the change number and the author go with it.

The quick way for what officers save all day; a save through the ORM is stamped by `models.changes` just the same.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, case, insert, update
from sqlalchemy.orm import Session

from hn_desk.models.changes import Author, next_change
from hn_desk.models.columns import Record, new_id
from hn_desk.models.prepared import Prepared, connection_of


def add_record(session: Session, table: type[Record], values: Mapping[str, Any]) -> str:
    """Insert a record with `values` by column, and hand out its new id."""
    record_id = new_id()
    _write(session, _adding(table), {**values, "id": record_id, "version": 1})
    return record_id


def change_record(session: Session, table: type[Record], record_id: str, values: Mapping[str, Any]) -> None:
    """Write `values` by column into one record; its version rises once in a transaction, and not without a value."""
    if values:
        _write(session, _changing(table), {**values, "of_record": record_id, "of_change": next_change(session)})


def _write(session: Session, statement: Insert | Prepared, values: Mapping[str, Any]) -> None:
    author: Author = session.info["author"]
    written = {"written_by": author.officer_id, "written_at": author.at, "instance": author.instance}
    values = {**values, **written, "change": next_change(session)}
    if isinstance(statement, Prepared):
        statement.run(session, values)
    else:
        connection_of(session).execute(statement, values)


@cache
def _adding(table: type[Record]) -> Insert:
    return insert(table)


@cache
def _changing(table: type[Record]) -> Prepared:
    is_written = table.change == bindparam("of_change")
    version = case((is_written, table.version), else_=table.version + 1)
    return Prepared(update(table).where(table.id == bindparam("of_record")).values(version=version))
