"""How far each office's residential groups were reached in a year, read from its records; and how long that holds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.city_measures import HELD
from hn_desk.rules.coverage import Coverage, Days, History, Life, Succession, Visit, counted_days, coverage, reached

SUBJECTS: Final = frozenset({desks.GROUPS, desks.GROUP_SUCCESSIONS, desks.EVENTS, desks.EVENT_GROUPS})
"""Subjects whose records say which groups there are and which of them were reached."""
Whole = Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]
"""Subject → records, each with its id."""
NOTHING: Final[Whole] = {}
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
        found = covered_on(self.history(today), self.visits, days)
        since, until = self._holds(today)
        return Covered(found.reached, found.total, since, until)

    def history(self, today: date) -> History:
        """The groups over time, seen today."""
        return History(tuple(self._lives(today)), tuple(self.successions))

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


def office_covers(
    session: Session, offices: Collection[str], topics: frozenset[str], whole: Whole = NOTHING
) -> dict[str, OfficeCover]:
    """What the records of these offices say of their groups; events count when their topic is one of `topics`.

    `whole` are all records of a subject where they are at hand and the offices are one.
    """
    reading = _Reading(session, offices, whole)
    found: defaultdict[str, OfficeCover] = defaultdict(OfficeCover)
    reading.lives(found)
    reading.successions(found)
    reading.visits(found, topics)
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    session: Session
    offices: Collection[str]
    whole: Whole

    def lives(self, found: defaultdict[str, OfficeCover]) -> None:
        for office, id_, row in self._rows(desks.GROUPS):
            one = (id_, _day(row.get("started_on")), _day(row.get("ended_on")), row.get("active") == 0)
            found[office].lives.append(one)

    def successions(self, found: defaultdict[str, OfficeCover]) -> None:
        for office, _id, row in self._rows(desks.GROUP_SUCCESSIONS):
            found[office].successions.append(Succession(row["old_id"], row["new_id"], date.fromisoformat(row["day"])))

    def visits(self, found: defaultdict[str, OfficeCover], topics: frozenset[str]) -> None:
        held: dict[tuple[str, str | None], tuple[date, date]] = {}
        for office, id_, row in self._rows(desks.EVENTS):
            first, last = row.get("starts_on"), row.get("ends_on")
            if row.get("topic") in topics and row.get("state") == HELD and first:
                held[office, id_] = (date.fromisoformat(first), date.fromisoformat(last or first))
        for office, _id, row in self._rows(desks.EVENT_GROUPS):
            place = (office, row.get("event_id"))
            if place in held:
                found[office].visits.append(Visit(row["event_id"], row["group_id"], *held[place]))

    def _rows(self, subject: str) -> Iterable[Any]:
        """Office, record and row: read by the index, and in Python, since a server can't look into what is sealed."""
        if subject in self.whole:
            (office,) = self.offices
            return ((office, id_, payload) for id_, payload in self.whole[subject])
        where = (CityRecord.office.in_(self.offices), CityRecord.subject == subject)
        columns = (CityRecord.office, CityRecord.record_id, CityRecord.payload)
        return self.session.execute(select(*columns).where(*where))


def covered_on(history: History, visits: Iterable[Visit], days: Days) -> Coverage:
    """Which groups these days owe, and which of them the visits reached."""
    visited = history.visited(days, visits)
    return coverage(frozenset(history.owed(days)), reached(visited.keys(), history.followed(days)))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
