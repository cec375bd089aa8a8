"""On which days a residential group was there, and that no two of the same days have one name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import ResidentialGroup
from hn_desk.rules.coverage import Days
from hn_desk.rules.dates import format_date
from hn_desk.rules.text import fold


def is_alive(row: ResidentialGroup, day: date) -> bool:
    """Whether the group is there on `day`; one set aside by hand is there on none."""
    return lived(row, day, day)


def lived(row: ResidentialGroup, first: date, last: date) -> bool:
    """Whether the group is there on a day from `first` to `last`; one set aside by hand is there on none."""
    is_aside = not row.is_active and row.ended_on is None
    return not is_aside and Days(first, last).meet(row.started_on, row.ended_on)


def is_active_on(row: ResidentialGroup, day: date) -> bool:
    """Whether the group is neither set aside nor closed before `day`."""
    return row.is_active and not (row.ended_on and row.ended_on < day)


@dataclass(frozen=True, slots=True)
class Named:
    """Names that groups are to have from `first` (None: always) to `last` (None: still)."""

    names: tuple[str, ...]
    first: date | None = None
    last: date | None = None


def are_taken(session: Session, wanted: Named, *, but: Iterable[str] = ()) -> bool:
    """Whether a name, compared without marks, stands twice or is that of a group on one of these days."""
    folded = [fold(name) for name in wanted.names]
    group = ResidentialGroup
    columns = select(group.name, group.started_on, group.ended_on).where(group.id.not_in(list(but)))
    days = Days(wanted.first or date.min, wanted.last or date.max)
    taken = {fold(name) for name, first, last in session.execute(columns) if days.meet(first, last)}
    return bool(taken & set(folded)) or len(set(folded)) < len(folded)


def dated_name(name: str, ended_on: date | None) -> str:
    """The group's name; one that ends says when, since a later one may have the same."""
    if ended_on is None:
        return name
    return _("{name} (until {day})").format(name=name, day=format_date(ended_on))
