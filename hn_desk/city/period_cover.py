"""Residential groups owed and reached on any days, by office, as each office itself counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.city.covered import covered_on, office_covers
from hn_desk.models.tables import CityRecord
from hn_desk.rules.coverage import Coverage, Days, History, Visit


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
        return covered_on(self.histories[office], self.visits.get(office, ()), days)


def read_covers(session: Session, topics: frozenset[str], today: date, office: str = "") -> Covers:
    """What coverage by events of these topics is made of, seen today; of one office or of all."""
    if not topics:
        return Covers({}, {})
    codes = (office,) if office else tuple(session.scalars(select(CityRecord.office).distinct()))
    covers = {code: cover for code, cover in office_covers(session, codes, topics).items() if cover.lives}
    histories = {code: cover.history(today) for code, cover in covers.items()}
    return Covers(histories, {code: cover.visits for code, cover in covers.items()})
