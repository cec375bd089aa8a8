"""What every table has: named constraints, text UUIDs, version counters, who wrote last."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Date, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """Any table; every constraint gets a name, so that a migration can speak of it."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it from the class
        str: Text,
        int: BigInteger().with_variant(Integer, "sqlite"),
        date: Date,
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


def new_id() -> str:
    """A random UUID as text, the identity of a record everywhere."""
    return str(uuid4())


class Record(Table):
    """A table whose rows an officer keeps: UUID, version, change number, last writer.

    `version` counts the saves of the row; `change` is the number of the transaction that wrote it last, rising over
    the whole database, so that "what changed since" never asks a clock. `models.changes` sets both.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=0)
    change: Mapped[int] = mapped_column(default=0)
    written_by: Mapped[str] = mapped_column(default="")
    written_at: Mapped[str] = mapped_column(default="")
    instance: Mapped[str] = mapped_column(default="")


def ordered(table: str, *columns: str) -> Index:
    """An index that serves a list sorted by `columns`."""
    return Index(f"ix_{table}_{'_'.join(columns)}", *columns)
