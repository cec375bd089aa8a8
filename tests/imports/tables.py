"""Every row of an office's database, to compare before and after."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.models.columns import Table

RUNNING = frozenset({"audit_entries", "change_numbers", "import_batches", "import_rows"})
"""Tables that a thing done and undone leaves longer."""
STAMPS = frozenset({"version", "change", "written_by", "written_at", "instance"})


def rows(office: Office, *, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Table → its rows, as plain values in a fixed order."""
    with office.database.read() as session:
        connection = session.connection()
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in Table.metadata.sorted_tables
            if table.name not in without
        }


def records(office: Office) -> dict[str, list[Any]]:
    """Table → its rows without stamps; without the log, counters, batches, and how households came to be so."""
    skipped = RUNNING | {"household_history"}
    with office.database.read() as session:
        connection = session.connection()
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(select(*[one for one in table.columns if one.name not in STAMPS]))
            )
            for table in Table.metadata.sorted_tables
            if table.name not in skipped
        }
