"""Questions of household businesses that officers keep under a name: their own, or for everybody.

Everybody's is changed or deleted by who kept it last, or by who may write household businesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hn_desk.actions.kept_rows import Shelf, forget, keep, kept_rows
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import SavedFilter
from hn_desk.rules.text import clean_line

SHELF: Final = Shelf("households", "households.write")


@dataclass(frozen=True, slots=True)
class KeptFilter:
    """A kept question: its name, its filters, whether everybody has it, whether this officer may change it."""

    id: str
    name: str
    filters: Mapping[str, str]
    is_shared: bool
    is_mine: bool = True


def saved_filters(office: Office) -> tuple[KeptFilter, ...]:
    """The officer's own questions of household businesses and everybody's, by name."""
    office.require("households.read")
    with office.database.read() as session:
        return tuple(
            KeptFilter(row.id, row.name, dict(row.filters), not row.officer_id, is_mine)
            for row, is_mine in kept_rows(session, office, SHELF)
        )


def save_filter(office: Office, name: str, filters: Mapping[str, str], *, is_shared: bool = False) -> Changed:
    """Keep a question under a name, in the place of the one so called. InputError, DeskError (not-yours)."""
    office.require("households.read")
    remarks, cleaned = Remarks(), clean_line(name)
    remarks.required("name", cleaned, _("Give the question a name."))
    if not any(filters.values()):
        remarks.problem("name", _("Choose at least one filter first."))
    remarks.settle({})
    asked = {key: value for key, value in filters.items() if value}
    with office.write() as session:
        id_ = keep(session, office, SHELF, cleaned, asked, is_shared=is_shared)
        audit.log(session, Act("filters.save", "households", id_, {"name": cleaned}))
        return Changed(frozenset({"filters"}), id_)


def delete_filter(office: Office, filter_id: str) -> Changed:
    """Delete a kept question, one's own or everybody's. DeskError: gone (or another officer's own), not-yours."""
    office.require("households.read")
    with office.write() as session:
        row = session.get(SavedFilter, filter_id)
        if row is None:
            raise gone()
        forget(session, office, SHELF, row)
        audit.log(session, Act("filters.delete", "households", filter_id, {"name": row.name}))
        return Changed(frozenset({"filters"}), filter_id)
