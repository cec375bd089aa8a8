"""Questions that officers keep under a name: their own, or for everybody.

Everybody's is changed or deleted by who kept it last, or by who may write household businesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import SavedFilter
from hn_desk.rules.text import clean_line, fold, text_key

PAGE: Final = "households"


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
    mine = or_(SavedFilter.officer_id == office.officer.id, SavedFilter.officer_id == "")
    with office.database.read() as session:
        rows = session.scalars(select(SavedFilter).where(SavedFilter.page == PAGE, mine)).all()
        kept = [
            KeptFilter(row.id, row.name, dict(row.filters), not row.officer_id, _may_change(office, row))
            for row in rows
        ]
    return tuple(sorted(kept, key=lambda one: text_key(one.name)))


def save_filter(office: Office, name: str, filters: Mapping[str, str], *, is_shared: bool = False) -> Changed:
    """Keep a question under a name, in the place of the one so called. InputError, DeskError (not-yours)."""
    office.require("households.read")
    remarks, cleaned = Remarks(), clean_line(name)
    remarks.required("name", cleaned, _("Give the question a name."))
    if not any(filters.values()):
        remarks.problem("name", _("Choose at least one filter first."))
    remarks.settle({})
    owner = "" if is_shared else office.officer.id
    with office.write() as session:
        rows = session.scalars(select(SavedFilter).where(SavedFilter.page == PAGE, SavedFilter.officer_id == owner))
        row = next((row for row in rows if fold(row.name) == fold(cleaned)), None)
        if row is None:
            row = SavedFilter(page=PAGE, officer_id=owner)
            session.add(row)
        else:
            _refuse_others(office, row)
        row.name, row.filters = cleaned, {key: value for key, value in filters.items() if value}
        session.flush()
        audit.log(session, Act("filters.save", "households", row.id, {"name": cleaned}))
        return Changed(frozenset({"filters"}), row.id)


def delete_filter(office: Office, filter_id: str) -> Changed:
    """Delete a kept question, one's own or everybody's. DeskError: gone (or another officer's own), not-yours."""
    office.require("households.read")
    with office.write() as session:
        row = session.get(SavedFilter, filter_id)
        if row is None or row.officer_id not in ("", office.officer.id):
            raise gone()
        _refuse_others(office, row)
        session.delete(row)
        audit.log(session, Act("filters.delete", "households", filter_id, {"name": row.name}))
        return Changed(frozenset({"filters"}), filter_id)


def _refuse_others(office: Office, row: SavedFilter) -> None:
    """Raise DeskError (not-yours) when everybody's question is neither this officer's nor theirs to mend."""
    if not _may_change(office, row):
        raise DeskError(
            _("Everybody has this question; another officer kept it."),
            do=_("Keep yours under another name, or ask that officer."),
            reason="not-yours",
        )


def _may_change(office: Office, row: SavedFilter) -> bool:
    return bool(row.officer_id) or row.written_by == office.officer.id or office.may("households.write")
