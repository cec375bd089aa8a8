"""What officers keep under a name, of a page of its own: read, written in the place of its namesake, taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.remarks import gone
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import SavedFilter
from hn_desk.rules.text import fold, text_key


@dataclass(frozen=True, slots=True)
class Shelf:
    """The page whose questions stand here, and the right that lets an officer change those of everybody."""

    page: str
    write: str


def kept_rows(session: Session, office: Office, shelf: Shelf) -> list[tuple[SavedFilter, bool]]:
    """The officer's own questions and everybody's, by name; whether this officer may change each."""
    mine = or_(SavedFilter.officer_id == office.officer.id, SavedFilter.officer_id == "")
    rows = session.scalars(select(SavedFilter).where(SavedFilter.page == shelf.page, mine))
    return [(row, _may_change(office, shelf, row)) for row in sorted(rows, key=lambda one: text_key(one.name))]


def keep(
    session: Session, office: Office, shelf: Shelf, name: str, content: Mapping[str, Any], *, is_shared: bool
) -> str:
    """Keep under a cleaned name, in the place of the one so called; its id. DeskError (not-yours)."""
    owner = "" if is_shared else office.officer.id
    rows = session.scalars(select(SavedFilter).where(SavedFilter.page == shelf.page, SavedFilter.officer_id == owner))
    row = next((row for row in rows if fold(row.name) == fold(name)), None)
    if row is None:
        row = SavedFilter(page=shelf.page, officer_id=owner)
        session.add(row)
    else:
        _refuse_others(office, shelf, row)
    row.name, row.filters = name, dict(content)
    session.flush()
    return row.id


def forget(session: Session, office: Office, shelf: Shelf, row: SavedFilter) -> None:
    """Take one away. DeskError: gone (or another officer's own), not-yours."""
    if row.page != shelf.page or row.officer_id not in ("", office.officer.id):
        raise gone()
    _refuse_others(office, shelf, row)
    session.delete(row)


def _refuse_others(office: Office, shelf: Shelf, row: SavedFilter) -> None:
    """Raise DeskError (not-yours) when everybody's question is neither this officer's nor theirs to mend."""
    if not _may_change(office, shelf, row):
        raise DeskError(
            _("Everybody has this question; another officer kept it."),
            do=_("Keep yours under another name, or ask that officer."),
            reason="not-yours",
        )


def _may_change(office: Office, shelf: Shelf, row: SavedFilter) -> bool:
    return bool(row.officer_id) or row.written_by == office.officer.id or office.may(shelf.write)
