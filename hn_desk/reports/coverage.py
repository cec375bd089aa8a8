"""Coverage: which residential groups the done events of a topic reached in a period; the one count for all who ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import EventGroup, GroupSuccession, OutreachEvent, ResidentialGroup
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules import coverage as rule
from hn_desk.rules.coverage import Days, History, Life, Succession, Visit, counted_days

DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How many done events reached one residential group, and `before` its split or merge the groups it followed."""

    id: str
    name: str
    events: int
    before: int = 0
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Residential groups owed and reached ÷ all owed; `percent` is cut; `events` are the done ones, each once."""

    groups: tuple[GroupCoverage, ...]
    reached: int
    active: int
    percent: int
    events: int = 0

    @property
    def left(self) -> tuple[GroupCoverage, ...]:
        """The groups that are owed and were not reached."""
        return tuple(group for group in self.groups if not group.is_reached)


@dataclass(frozen=True, slots=True)
class Counting:
    """All that coverage of a stretch of days is counted from, read once."""

    history: History
    names: Mapping[str, str]
    visits: Mapping[str, tuple[Visit, ...]]

    def coverage(self, topic: str, days: Days) -> Coverage:
        """The coverage of one topic on `days`, which lie in the stretch that was read."""
        visited, followed, owed = self._counted(topic, days)
        reached = rule.reached(visited.keys(), followed)
        groups = tuple(
            GroupCoverage(
                id_,
                self.names[id_],
                len(visited.get(id_, ())),
                len(_events(visited, rule.forerunners(id_, followed)) - visited.get(id_, set())),
                id_ in reached,
            )
            for id_ in owed
        )
        share = rule.coverage(set(owed), reached)
        of_owed = {old for id_ in owed for old in (id_, *rule.forerunners(id_, followed))}
        return Coverage(groups, share.reached, share.total, share.percent, len(_events(visited, of_owed)))

    def events(self, topic: str, group: str, days: Days) -> frozenset[str]:
        """The events that count for one group: its own, and those of the groups it followed."""
        visited, followed, _owed = self._counted(topic, days)
        return frozenset(_events(visited, {group, *rule.forerunners(group, followed)}))

    def _counted(self, topic: str, days: Days) -> tuple[dict[str, set[str]], dict[str, set[str]], tuple[str, ...]]:
        visited = self.history.visited(days, self.visits.get(topic, ()))
        return visited, self.history.followed(days), self.history.owed(days)


def coverage(session: Session, topic: str, period: Period, today: date) -> Coverage:
    """The coverage of one topic; of a period that still runs the days up to `today` count."""
    days = counted_days(period.start, period.end, today)
    return counting(session, days).coverage(topic, days)


def coverages(session: Session, topics: Iterable[str], period: Period, today: date) -> dict[str, Coverage]:
    """The coverage of each topic, by topic; every one has the same groups in the same order."""
    days = counted_days(period.start, period.end, today)
    read = counting(session, days)
    return {topic: read.coverage(topic, days) for topic in topics}


def rows(session: Session, period: Period, topics: Mapping[str, str], today: date) -> Table:
    """A row for each residential group owed, a column for each topic (code → name) and their sum.

    Where a group was reached before it was split off or merged, a last column says by how many events. Under the
    groups stand the events of each topic, each once, and its coverage in percent.
    """
    covered = tuple(coverages(session, topics, period, today).values())
    by_group = [_row(cells) for cells in zip(*(one.groups for one in covered), strict=True)]
    has_before = any(row[-1] for row in by_group)
    titles = (*topics.values(), _("Total"), *((_("Before its split or merge"),) if has_before else ()))
    columns = (Column(_("Residential group")), *(Column(title, "number") for title in titles))
    spare = (None,) * has_before
    events = (_("Events held"), *(one.events for one in covered), sum(one.events for one in covered), *spare)
    last = (_("Groups reached"), *(f"{one.percent} %" for one in covered), None, *spare)
    kept = by_group if has_before else [row[:-1] for row in by_group]
    return Table(_("Outreach: residential groups reached"), columns, (*kept, events, last))


def _row(cells: tuple[GroupCoverage, ...]) -> tuple[Cell, ...]:
    return (
        cells[0].name,
        *(cell.events for cell in cells),
        sum(cell.events for cell in cells),
        sum(cell.before for cell in cells),
    )


def counting(session: Session, days: Days) -> Counting:
    """Read the groups, what became of them, and which done events reached them on `days`."""
    group = ResidentialGroup
    columns = select(group.id, group.name, group.started_on, group.ended_on, group.is_active)
    lives, names = [], {}
    for id_, name, started, ended, is_active in session.execute(columns.order_by(group.sort_key, group.id)):
        lives.append(Life(id_, started, ended, is_aside=not is_active and ended is None))
        names[id_] = name
    followed = select(GroupSuccession.old_id, GroupSuccession.new_id, GroupSuccession.day)
    successions = tuple(Succession(*row) for row in session.execute(followed))
    return Counting(History(tuple(lives), successions), names, _visits(session, days))


def _visits(session: Session, days: Days) -> dict[str, tuple[Visit, ...]]:
    last_day = func.coalesce(OutreachEvent.ends_on, OutreachEvent.starts_on)
    columns = (OutreachEvent.topic, OutreachEvent.id, EventGroup.group_id, OutreachEvent.starts_on, last_day)
    statement = select(*columns).join(EventGroup, EventGroup.event_id == OutreachEvent.id)
    held = (OutreachEvent.state == DONE, OutreachEvent.starts_on <= days.end, last_day >= days.start)
    found: dict[str, list[Visit]] = {}
    for topic, event, group, first, last in session.execute(statement.where(*held)):
        found.setdefault(topic, []).append(Visit(event, group, first, last))
    return {topic: tuple(visits) for topic, visits in found.items()}


def _events(visited: Mapping[str, set[str]], groups: Iterable[str]) -> set[str]:
    return {event for group in groups for event in visited.get(group, ())}
