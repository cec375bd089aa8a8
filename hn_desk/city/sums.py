"""The sums of a desk, kept in the transaction that writes its records, so that the board adds nothing up.

A sum of 0 has no row. Coverage is no sum of records: an office's is counted anew when a packet touched its ground.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hn_desk.city.covered import NOTHING, SUBJECTS, Whole, office_covers
from hn_desk.city.measures import CITY, EDITION, MONTH, RECORDS, YEAR, Payload, Place, split_name, sums_of, year_of
from hn_desk.city.targets import counted_topics
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import CityRecord, CitySum
from hn_desk.rules.city_measures import GROUPS, REACHED

FIRST_YEAR: Final = 2025
KEPT_BY: Final = "edition"
"""The measure that names how the others were counted."""
SINCE, UNTIL = "since", "until"
COVERAGE: Final = (REACHED, GROUPS, SINCE, UNTIL)
"""Of an office and year: groups reached, groups owed, and the days (ordinals) between which that stays so."""
READ_AT_ONCE: Final = 1_000
Counts = Mapping[tuple[str, str], int]
"""(office, subject) → how many records."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How coverage is counted: the topics whose events count at this desk, and the day it is."""

    topics: frozenset[str]
    today: date

    @property
    def edition(self) -> int:
        """A number that differs when sums would be counted otherwise."""
        return zlib.crc32(f"{EDITION} {sorted(self.topics)}".encode())

    @property
    def years(self) -> range:
        """The years whose coverage is kept."""
        return range(FIRST_YEAR, self.today.year + 1)


@dataclass(slots=True)
class SumChange:
    """What a packet of one office changes: what its records add now, less what they added before."""

    office: str
    added: Counter[Place] = field(default_factory=Counter)
    touches_coverage: bool = False
    whole: dict[str, Sequence[tuple[str, Payload]]] = field(default_factory=dict)
    """By subject all records of the office, where the packet brought the first: they needn't be read again."""

    def put(self, subject: str, payloads: Sequence[Payload]) -> None:
        """Records came; what stood in their place is taken away by itself."""
        self.touches_coverage |= bool(payloads) and subject in SUBJECTS
        self.added.update(sums_of(self.office, subject, payloads))

    def take_away(self, subject: str, payloads: Sequence[Payload]) -> None:
        """Records are gone."""
        self.touches_coverage |= bool(payloads) and subject in SUBJECTS
        self.added.subtract(sums_of(self.office, subject, payloads))


def terms_of(desk: str, today: date) -> Terms:
    """How this desk counts on this day."""
    return Terms(counted_topics(desk), today)


def keep(session: Session, change: SumChange, terms: Terms) -> None:
    """Bring the sums to what the records of the caller's transaction add up to, those of its packet being written."""
    _add(session, change.added)
    if change.touches_coverage:
        _cover(session, (change.office,), terms, change.whole)
    session.execute(delete(CitySum).where(CitySum.office.in_((change.office, CITY)), CitySum.value == 0))


def bring_up(session: Session, terms: Terms) -> bool:
    """Make the sums good for this day and edition; whether all were counted anew, as at a desk that had none."""
    edition = session.scalar(select(CitySum.value).where(CitySum.office == CITY, CitySum.measure == KEPT_BY))
    if edition != terms.edition:
        recount(session, terms)
        return True
    _cover(session, _outdated(session, terms), terms)
    return False


def recount(session: Session, terms: Terms) -> None:
    """Count every sum anew from the records."""
    session.execute(delete(CitySum))
    added: Counter[Place] = Counter({(CITY, KEPT_BY): terms.edition})
    columns = (CityRecord.office, CityRecord.subject, CityRecord.payload)
    covering = set()
    for office, subject, payload in session.execute(select(*columns).execution_options(yield_per=READ_AT_ONCE)):
        added.update(sums_of(office, subject, (payload,)))
        if subject in SUBJECTS:
            covering.add(office)
    _add(session, {place: value for place, value in added.items() if value})
    _cover(session, sorted(covering), terms)


def month_values(session: Session, year: int | None = None) -> dict[tuple[str, str, str], int]:
    """(office, measure, month) → sum, of every month or of a year's; what is 0 isn't there."""
    found = {}
    for office, name, value in _values(session, CitySum.office != CITY, CitySum.measure.contains(_at(year))):
        measure, month = split_name(name)
        if len(month) == MONTH:
            found[office, measure, month] = value
    return found


def _at(year: int | None) -> str:
    """What the names of a year's months hold, or of any month."""
    return "@" if year is None else f"@{year:04}-"


def year_values(session: Session, year: int) -> dict[str, dict[str, int]]:
    """Office → measure → sum of a year: of its months, and what is counted for the year as a whole."""
    whole, when = year_of("", year), CitySum.measure.like(f"%{_at(year)}{'_' * (MONTH - YEAR - 1)}")
    month = _before(MONTH)
    of_months = select(CitySum.office, month, func.sum(CitySum.value)).where(CitySum.office != CITY, when)
    of_year = select(CitySum.office, _before(YEAR), CitySum.value).where(
        CitySum.office != CITY, CitySum.measure.endswith(whole)
    )
    found: dict[str, dict[str, int]] = {}
    for office, measure, value in session.execute(union_all(of_months.group_by(CitySum.office, month), of_year)):
        found.setdefault(office, {})[measure] = int(value)
    return found


def _before(length: int) -> ColumnElement[str]:
    """The measure in a name that ends with `@` and so many characters."""
    return func.substr(CitySum.measure, 1, func.length(CitySum.measure) - length - 1)


def city_values(session: Session, measures: Collection[str], year: int) -> dict[str, int]:
    """Name → sum of those of a year's sums over all offices that begin with one of `measures`."""
    begins = or_(*(CitySum.measure.startswith(f"{year_of(measure, year)}@") for measure in measures))
    return {name: value for _office, name, value in _values(session, CitySum.office == CITY, begins)}


def record_counts(session: Session) -> Counts:
    """How many records of each office and subject there are."""
    found = _values(session, CitySum.office != CITY, CitySum.measure.startswith(RECORDS))
    return {(office, name.removeprefix(RECORDS)): value for office, name, value in found}


def coverage_in(
    session: Session, kept: Mapping[str, Mapping[str, int]], year: int, terms: Terms, counts: Counts | None = None
) -> dict[str, tuple[int, int]]:
    """Office → groups reached and owed in a year: out of its sums by office, counted anew where they don't hold."""
    offices = _with_groups(record_counts(session) if counts is None else counts, terms)
    good = {office for office in offices if _holds(kept.get(office, {}), terms.today)}
    found = {office: (kept[office].get(REACHED, 0), kept[office].get(GROUPS, 0)) for office in good}
    if offices - good:
        for office, cover in office_covers(session, offices - good, terms.topics).items():
            counted = cover.in_year(year, terms.today)
            found[office] = (counted.reached, counted.groups)
    return found


def _values(session: Session, *where: ColumnElement[bool]) -> Iterable[tuple[str, str, int]]:
    rows = session.execute(select(CitySum.office, CitySum.measure, CitySum.value).where(*where))
    return ((office, name, value) for office, name, value in rows)


def _holds(sums: Mapping[str, int], today: date) -> bool:
    return sums.get(SINCE, today.toordinal() + 1) <= today.toordinal() <= sums.get(UNTIL, 0)


def _with_groups(counts: Counts, terms: Terms) -> set[str]:
    """The offices that have coverage to be counted; none at a desk whose targets speak of none."""
    if not terms.topics:
        return set()
    return {office for office, subject in counts if subject in SUBJECTS}


def _outdated(session: Session, terms: Terms) -> tuple[str, ...]:
    """The offices whose coverage was counted for other days than this one, or not for this year."""
    kept = year_values(session, terms.today.year)
    offices = _with_groups(record_counts(session), terms)
    return tuple(sorted(one for one in offices if not _holds(kept.get(one, {}), terms.today)))


def _cover(session: Session, offices: Collection[str], terms: Terms, whole: Whole = NOTHING) -> None:
    if not offices or not terms.topics:
        return
    of_any_year = or_(*(CitySum.measure.startswith(f"{what}@") for what in COVERAGE))
    session.execute(delete(CitySum).where(CitySum.office.in_(offices), of_any_year))
    found: dict[Place, int] = {}
    for office, cover in office_covers(session, offices, terms.topics, whole).items():
        for year in terms.years:
            one = cover.in_year(year, terms.today)
            values = (one.reached, one.groups, one.since.toordinal(), one.until.toordinal())
            places = ((office, year_of(what, year)) for what in COVERAGE)
            found |= {place: value for place, value in zip(places, values, strict=True) if value}
    _add(session, found)


def _add(session: Session, added: Mapping[Place, int]) -> None:
    """Add to the sums in one statement a row, so that two PCs of a desk that do so at once lose nothing."""
    rows = [{"office": office, "measure": name, "value": value} for (office, name), value in added.items() if value]
    if not rows:
        return
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(CitySum) if is_postgres else sqlite.insert(CitySum)
    both = {"value": CitySum.value + insert.excluded.value}
    connection_of(session).execute(insert.on_conflict_do_update(index_elements=["office", "measure"], set_=both), rows)
