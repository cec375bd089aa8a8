"""Reports whose due day has passed, and the offices whose figures for them have not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.payload_fields import field_rows
from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.deadlines import Deadline, occurrences, period_of
from hn_desk.rules.periods import NamedPeriod

LOOKED_BACK: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class LateReport:
    """A report that was due for a period, and the codes of the offices that did not send its figures."""

    report: str
    title: str
    period: NamedPeriod
    due: date
    offices: tuple[str, ...]


def late_reports(session: Session, desk: str, codes: Sequence[str], today: date) -> tuple[LateReport, ...]:
    """Of each report that this desk receives its last due day within a year, where offices of `codes` still owe it."""
    receives = rule_book().desks[desk].reports
    asked = [one for one in rule_book().deadlines.deadlines if one.report and one.report in receives]
    late = (_late(session, one, codes, today) for one in asked)
    return tuple(one for one in late if one is not None and one.offices)


def _late(session: Session, deadline: Deadline, codes: Sequence[str], today: date) -> LateReport | None:
    days = occurrences(deadline, today - LOOKED_BACK, today - timedelta(days=1))
    if not days:
        return None
    period = period_of(deadline, days[-1])
    where = (CityRecord.subject == desks.FIGURES, CityRecord.office.in_(codes))
    told = field_rows(session, ("report", "period"), *where)
    sent = {office for office, _id, said in told if said == (deadline.report, period.code)}
    owing = tuple(code for code in codes if code not in sent)
    return LateReport(deadline.report, deadline.title, period, days[-1], owing)
