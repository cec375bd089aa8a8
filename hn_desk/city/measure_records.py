"""The records that one office's sum is made of: opened with a typed reason, which is logged before they show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import MOST, Records
from hn_desk.city.people import checked_reason, without_names
from hn_desk.city.period_cover import read_covers
from hn_desk.city.targets import counted_topics
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityRecord
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules import desks
from hn_desk.rules.city_measures import COVERAGE, counted, subject_of
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.coverage import reached as reached_of
from hn_desk.rules.periods import NamedPeriod, parse_period


@dataclass(frozen=True, slots=True)
class Part:
    """One office's part of a sum: its code, the measure, the period's code."""

    office: str
    measure: str
    period: str


def measure_records(desk: CityDesk, part: Part, reason: str) -> Records:
    """The records that a part is made of, the first 1 000; of coverage the residential groups, reached or not.

    Who, what and why is logged. InputError for a reason that says nothing.
    """
    desk.require("records.open")
    why, period = checked_reason(reason), parse_period(part.period)
    is_coverage = part.measure in COVERAGE
    with desk.write() as session:
        found = _groups(session, desk, part, period) if is_coverage else _counted(session, part, period)
        content = {"office": part.office, "measure": part.measure, "period": part.period, "records": found.total}
        audit.log(session, Act("city.records", subject_of(part.measure), content={**content, "reason": why}))
    return found


def _counted(session: Session, part: Part, period: NamedPeriod) -> Records:
    """Those that `counted` counts for the measure in the period, in the order in which they came."""
    subject = subject_of(part.measure)
    sheet = SUBJECTS[subject]
    fields = sheet.fields[3:]
    held = [
        (id_, payload)
        for id_, payload in _held(session, part.office, subject)
        if _is_part(subject, payload, part, period)
    ]
    shown = [without_names(subject, payload) for _id, payload in held[:MOST]]
    rows = tuple((part.office, *(payload.get(field) for field in fields)) for payload in shown)
    headings = (_("Office"), *(column.heading for column in sheet.head.columns[3:]))
    return Records(
        sheet.head.name, ("office", *fields), headings, rows, len(held), tuple(id_ for id_, _payload in held[:MOST])
    )


def _is_part(subject: str, payload: Mapping[str, Any], part: Part, period: NamedPeriod) -> bool:
    first, last = f"{period.starts_on:%Y-%m}", f"{period.ends_on:%Y-%m}"
    return any(one.measure == part.measure and first <= one.month <= last for one in counted(subject, payload))


def _held(session: Session, office: str, subject: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Id and row of each record of an office, in the order in which they came."""
    where = (CityRecord.office == office, CityRecord.subject == subject)
    columns = select(CityRecord.record_id, CityRecord.payload).where(*where).order_by(CityRecord.number)
    return ((id_, payload) for id_, payload in session.execute(columns))


def _groups(session: Session, desk: CityDesk, part: Part, period: NamedPeriod) -> Records:
    """The groups owed in the period: those not reached first, each with how many events reached it."""
    today = desk.today()
    covers = read_covers(session, counted_topics(desk.code), today, part.office)
    days = counted_days(period.starts_on, period.ends_on, today)
    history = covers.histories.get(part.office)
    if history is None:
        return _table((), ())
    visited = history.visited(days, covers.visits.get(part.office, ()))
    reached = reached_of(visited.keys(), history.followed(days))
    names = {id_: str(payload.get("name") or "") for id_, payload in _held(session, part.office, desks.GROUPS)}
    owed = sorted(history.owed(days), key=lambda one: (one in reached, names[one]))[:MOST]
    rows = tuple((part.office, names[one], int(one in reached), len(visited.get(one, ()))) for one in owed)
    return _table(rows, tuple(owed))


def _table(rows: tuple[tuple[Any, ...], ...], ids: tuple[str, ...]) -> Records:
    """Residential groups as records: `active` is shown as yes or no."""
    headings = (_("Office"), _("Residential group"), _("Reached"), _("Events"))
    fields = ("office", "name", "active", "events")
    return Records(SUBJECTS[desks.GROUPS].head.name, fields, headings, rows, len(rows), ids)
