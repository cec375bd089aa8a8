"""How far each office's residential groups were reached in a year, read from its records; and how long that holds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.coverage import Coverage, Days, History, Life, Succession, Visit, counted_days, coverage, reached

SUBJECTS: Final = frozenset({desks.GROUPS, desks.GROUP_SUCCESSIONS, desks.EVENTS, desks.EVENT_GROUPS})
"""Subjects whose records say which groups there are and which of them were reached."""
DONE: Final = "done"
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Covered:
    """Of the `groups` that a year owes `reached` so many, as long as today is a day from `since` to `until`."""

    reached: int
    groups: int
    since: date
    until: date


@dataclass(slots=True)
class OfficeCover:
    """What an office's records say of its residential groups."""

    lives: list[tuple[str, date | None, date | None, bool]] = field(default_factory=list)
    """Group, first day, last day, whether it is set aside."""
    successions: list[Succession] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)

    def in_year(self, year: int, today: date) -> Covered:
        """What of a year counts today, and from which day to which that stays so."""
        days = counted_days(date(year, 1, 1), date(year, 12, 31), today)
        found = _covered(History(tuple(self._lives(today)), tuple(self.successions)), self.visits, days)
        since, until = self._holds(today)
        return Covered(found.reached, found.total, since, until)

    def _lives(self, today: date) -> Iterator[Life]:
        for id_, started, ended, is_set_aside in self.lives:
            is_aside = is_set_aside and ended is None and (started is None or started <= today)
            yield Life(id_, started, ended, is_aside)

    def _holds(self, today: date) -> tuple[date, date]:
        """Nothing changes between two days on which a group began, followed another, or was visited."""
        turns = {started for _id, started, _ended, _aside in self.lives if started}
        turns |= {one.day for one in self.successions} | {one.starts_on for one in self.visits}
        since = max((day for day in turns if day <= today), default=date.min)
        return since, min((day - DAY for day in turns if day > today), default=date.max)


def office_covers(session: Session, offices: Collection[str], topics: frozenset[str]) -> dict[str, OfficeCover]:
    """What the records of these offices say of their groups; events count when their topic is one of `topics`."""
    reading = _Reading(session, offices)
    found: defaultdict[str, OfficeCover] = defaultdict(OfficeCover)
    reading.lives(found)
    reading.successions(found)
    reading.visits(found, topics)
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    session: Session
    offices: Collection[str]

    def lives(self, found: defaultdict[str, OfficeCover]) -> None:
        columns = (CityRecord.record_id, _text("started_on"), _text("ended_on"), _whole("active"))
        for office, id_, first, last, is_active in self._rows(desks.GROUPS, *columns):
            found[office].lives.append((id_, _day(first), _day(last), is_active == 0))

    def successions(self, found: defaultdict[str, OfficeCover]) -> None:
        columns = (_text("old_id"), _text("new_id"), _text("day"))
        for office, old, new, day in self._rows(desks.GROUP_SUCCESSIONS, *columns):
            found[office].successions.append(Succession(old, new, date.fromisoformat(day)))

    def visits(self, found: defaultdict[str, OfficeCover], topics: frozenset[str]) -> None:
        held: dict[tuple[str, str], tuple[date, date]] = {}
        columns = (CityRecord.record_id, _text("topic"), _text("state"), _text("starts_on"), _text("ends_on"))
        for office, id_, topic, state, first, last in self._rows(desks.EVENTS, *columns):
            if topic in topics and state == DONE and first:
                held[office, id_] = (date.fromisoformat(first), date.fromisoformat(last or first))
        for office, event, group in self._rows(desks.EVENT_GROUPS, _text("event_id"), _text("group_id")):
            if (office, event) in held:
                found[office].visits.append(Visit(event, group, *held[office, event]))

    def _rows(self, subject: str, *columns: Any) -> Iterable[Any]:
        """By the offices' codes too: so the database goes by its index and opens no other subject's rows."""
        where = (CityRecord.office.in_(self.offices), CityRecord.subject == subject)
        return self.session.execute(select(CityRecord.office, *columns).where(*where))


def _covered(history: History, visits: Iterable[Visit], days: Days) -> Coverage:
    visited = history.visited(days, visits)
    return coverage(frozenset(history.owed(days)), reached(visited.keys(), history.followed(days)))


def _text(field_: str) -> ColumnElement[str]:
    found: ColumnElement[str] = CityRecord.payload[field_].as_string()
    return found


def _whole(field_: str) -> ColumnElement[int]:
    found: ColumnElement[int] = CityRecord.payload[field_].as_integer()
    return found


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
