"""Residential groups owed and reached on any days, by office, as each office itself counts them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
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
        columns = (CityRecord.record_id, _text("started_on"), _text("ended_on"), _whole("active"))
        for office, id_, first, last, is_active in self._rows(desks.GROUPS, *columns):
            started, ended = _day(first), _day(last)
            is_aside = is_active == 0 and ended is None and (started is None or started <= today)
            found[office].append(Life(id_, started, ended, is_aside))
        return found

    def successions(self) -> defaultdict[str, list[Succession]]:
        """Which group followed which."""
        found: defaultdict[str, list[Succession]] = defaultdict(list)
        for office, old, new, day in self._rows(
            desks.GROUP_SUCCESSIONS, _text("old_id"), _text("new_id"), _text("day")
        ):
            found[office].append(Succession(old, new, date.fromisoformat(day)))
        return found

    def visits(self, topics: frozenset[str]) -> defaultdict[str, list[Visit]]:
        """Which groups the events of these topics reached."""
        held: dict[tuple[str, str], tuple[date, date]] = {}
        columns = (CityRecord.record_id, _text("topic"), _text("state"), _text("starts_on"), _text("ends_on"))
        for office, id_, topic, state, first, last in self._rows(desks.EVENTS, *columns):
            if topic in topics and state == HELD and first:
                held[office, id_] = (date.fromisoformat(first), date.fromisoformat(last or first))
        found: defaultdict[str, list[Visit]] = defaultdict(list)
        for office, event, group in self._rows(desks.EVENT_GROUPS, _text("event_id"), _text("group_id")):
            if (office, event) in held:
                found[office].append(Visit(event, group, *held[office, event]))
        return found

    def _rows(self, subject: str, *columns: Any) -> Iterable[Any]:
        """By the offices' codes too: so the database goes by its index and opens no other subject's rows."""
        where = (CityRecord.office.in_(self._codes), CityRecord.subject == subject)
        return self._session.execute(select(CityRecord.office, *columns).where(*where))


def _text(field: str) -> ColumnElement[str]:
    found: ColumnElement[str] = CityRecord.payload[field].as_string()
    return found


def _whole(field: str) -> ColumnElement[int]:
    found: ColumnElement[int] = CityRecord.payload[field].as_integer()
    return found


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
