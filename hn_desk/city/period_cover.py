"""Residential groups owed and reached on any days, by office, as each office itself counts them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.city_measures import HELD
from hn_desk.rules.coverage import Coverage, Days, History, Life, Succession, Visit, coverage, reached


@dataclass(frozen=True, slots=True)
class Covers:
    """By office: the residential groups over time, and the visits to them."""

    histories: Mapping[str, History]
    visits: Mapping[str, Sequence[Visit]]

    def on(self, days: Days) -> dict[str, Coverage]:
        """Coverage by office on these days."""
        return {office: self.of(office, days) for office in self.histories}

    def of(self, office: str, days: Days) -> Coverage:
        """Coverage of one office on these days."""
        history = self.histories[office]
        visited = history.visited(days, self.visits.get(office, ()))
        return coverage(frozenset(history.owed(days)), reached(visited.keys(), history.followed(days)))


def read_covers(session: Session, topics: frozenset[str], today: date, office: str = "") -> Covers:
    """What coverage by events of these topics is made of, seen today; of one office or of all."""
    if not topics:
        return Covers({}, {})
    codes = (office,) if office else tuple(session.scalars(select(CityRecord.office).distinct()))
    reading = _Reading(session, codes)
    followed = reading.successions()
    histories = {code: History(tuple(lives), tuple(followed[code])) for code, lives in reading.lives(today).items()}
    return Covers(histories, reading.visits(topics))


class _Reading:
    """The rows that coverage is made of."""

    def __init__(self, session: Session, codes: tuple[str, ...]) -> None:
        self._session, self._codes = session, codes

    def lives(self, today: date) -> dict[str, list[Life]]:
        """The residential groups of each office."""
        found: defaultdict[str, list[Life]] = defaultdict(list)
        for office, id_, row in self._rows(desks.GROUPS):
            started, ended = _day(row.get("started_on")), _day(row.get("ended_on"))
            is_aside = row.get("active") == 0 and ended is None and (started is None or started <= today)
            found[office].append(Life(id_, started, ended, is_aside))
        return found

    def successions(self) -> defaultdict[str, list[Succession]]:
        """Which group followed which."""
        found: defaultdict[str, list[Succession]] = defaultdict(list)
        for office, _id, row in self._rows(desks.GROUP_SUCCESSIONS):
            found[office].append(Succession(row["old_id"], row["new_id"], date.fromisoformat(row["day"])))
        return found

    def visits(self, topics: frozenset[str]) -> defaultdict[str, list[Visit]]:
        """Which groups the events of these topics reached."""
        held: dict[tuple[str, str], tuple[date, date]] = {}
        for office, id_, row in self._rows(desks.EVENTS):
            first, last = row.get("starts_on"), row.get("ends_on")
            if row.get("topic") in topics and row.get("state") == HELD and first:
                held[office, id_] = (date.fromisoformat(first), date.fromisoformat(last or first))
        found: defaultdict[str, list[Visit]] = defaultdict(list)
        for office, _id, row in self._rows(desks.EVENT_GROUPS):
            if (office, row["event_id"]) in held:
                found[office].append(Visit(row["event_id"], row["group_id"], *held[office, row["event_id"]]))
        return found

    def _rows(self, subject: str) -> Iterable[Any]:
        """Office, record and row: read by the index, and in Python, since a server can't look into what is sealed."""
        where = (CityRecord.office.in_(self._codes), CityRecord.subject == subject)
        columns = (CityRecord.office, CityRecord.record_id, CityRecord.payload)
        return self._session.execute(select(*columns).where(*where))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
