"""Coverage: which residential groups the done events of a topic reached in a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import EventGroup, OutreachEvent, ResidentialGroup
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules import outreach

DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How many done events reached one residential group."""

    id: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Active residential groups reached at least once ÷ all active ones; `percent` is rounded down."""

    groups: tuple[GroupCoverage, ...]
    reached: int
    active: int
    percent: int


def coverage(session: Session, topic: str, period: Period) -> Coverage:
    """The coverage of one topic; a residential group that is no longer active counts on neither side."""
    counted = _events_by_group(session, period).get(topic, {})
    groups = tuple(GroupCoverage(id_, name, counted.get(id_, 0)) for id_, name in active_groups(session))
    share = outreach.coverage({group.id for group in groups}, set(counted))
    return Coverage(groups, share.reached, share.total, share.percent)


def rows(session: Session, period: Period, topics: Mapping[str, str]) -> Table:
    """A row for each active residential group, a column for each topic (code → name), last the coverage in percent."""
    counted = _events_by_group(session, period)
    groups = active_groups(session)
    by_group: list[tuple[Cell, ...]] = [
        (name, *(counted.get(topic, {}).get(id_, 0) for topic in topics)) for id_, name in groups
    ]
    active = {id_ for id_, _name in groups}
    shares = (outreach.coverage(active, set(counted.get(topic, {}))).percent for topic in topics)
    columns = (Column(_("Residential group")), *(Column(name, "number") for name in topics.values()))
    last = (_("Groups reached"), *(f"{share} %" for share in shares))
    return Table(_("Outreach: residential groups reached"), columns, (*by_group, last))


def active_groups(session: Session) -> list[tuple[str, str]]:
    """Id and name of every active residential group, in order of name."""
    statement = select(ResidentialGroup.id, ResidentialGroup.name).where(ResidentialGroup.is_active)
    return [(row.id, row.name) for row in session.execute(statement.order_by(ResidentialGroup.sort_key))]


def _events_by_group(session: Session, period: Period) -> dict[str, dict[str, int]]:
    last_day = func.coalesce(OutreachEvent.ends_on, OutreachEvent.starts_on)
    statement = (
        select(OutreachEvent.topic, EventGroup.group_id, func.count())
        .join(EventGroup, EventGroup.event_id == OutreachEvent.id)
        .where(OutreachEvent.state == DONE, OutreachEvent.starts_on <= period.end, last_day >= period.start)
        .group_by(OutreachEvent.topic, EventGroup.group_id)
    )
    counted: dict[str, dict[str, int]] = {}
    for topic, group_id, events in session.execute(statement):
        counted.setdefault(topic, {})[group_id] = events
    return counted
