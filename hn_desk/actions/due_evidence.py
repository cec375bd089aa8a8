"""What shows that a due day was met: its report, list, survey, coverage, plan or act; read once for many due days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.handed_packets import sealed_packets
from hn_desk.actions.month_lists import READS, MonthList, is_listed, month_lists
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import DutyAct, Instruction, OfficePlan, OfficeReport
from hn_desk.reports.coverage import Coverage, coverage
from hn_desk.reports.needs import kept_surveys
from hn_desk.reports.table import Period
from hn_desk.rules.coverage import PERCENT
from hn_desk.rules.dates import format_date
from hn_desk.rules.deadlines import Deadline, Proof, period_of
from hn_desk.rules.desks import CASES
from hn_desk.rules.periods import NamedPeriod

SENT: Final = "sent"
FROZEN: Final = "frozen"
REPORTS: Final = "reports"
CREDIT: Final = "credit"
OUTREACH: Final = "outreach"
PACKETS: Final = "packets"
PLANS: Final = "?register=plans"
ACTS: Final = "?register=acts"
"""Instead of a record: the register that the page of reports is to open."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How far a due day is: in words, the page and record where it is done or shown, what the page is to open."""

    is_done: bool
    is_begun: bool
    words: str
    page: str
    record: str = ""
    period: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One due day of a deadline and the period it is about."""

    deadline: Deadline
    day: date
    period: NamedPeriod


class Proofs:
    """Answers for the due days asked; each table is read at most once, whatever their number."""

    def __init__(self, session: Session, office: Office, asked: Sequence[tuple[Deadline, date]]) -> None:
        self._session = session
        self._office = office
        self._asked = [Asked(deadline, day, period_of(deadline, day)) for deadline, day in asked]
        self._coverages: dict[tuple[str, str], Coverage] = {}
        self._checks: dict[Proof, Callable[[Asked], Evidence | None]] = {
            Proof.REPORT: self._report,
            Proof.LIST: self._list,
            Proof.SURVEY: self._survey,
            Proof.COVERAGE: self._coverage,
            Proof.PLAN: self._plan,
            Proof.ACT: self._act,
            Proof.PACKET: self._packet,
            Proof.CLOSED: self._closed,
        }

    def all(self) -> list[Evidence | None]:
        """The evidence of each due day in the order asked; None where this officer may not know."""
        return [self._best(one) for one in self._asked]

    def _best(self, asked: Asked) -> Evidence | None:
        """Of what can meet it: the first that did, else the first that is begun, else the first."""
        found = [one for one in (self._checks[proof](asked) for proof in asked.deadline.proofs) if one is not None]
        return max(found, key=lambda one: (one.is_done, one.is_begun), default=None)

    def _report(self, asked: Asked) -> Evidence:
        code, period = asked.deadline.report, asked.period.code
        rows = [row for row in self._reports if (row.code, row.period) == (code, period)]
        found = _of_reports(rows, asked.deadline, period)
        return found if asked.period.starts_on <= self._office.today() else replace(found, opens="")

    def _closed(self, asked: Asked) -> Evidence:
        """A request is met by the report that answers it, or closed by hand."""
        paper = asked.deadline.instruction
        closed = self._closings.get(paper)
        if closed is not None:
            return Evidence(True, True, _("Closed on {day}.").format(day=format_date(closed)), REPORTS, opens=paper)
        rows = [row for row in self._reports if row.request_id == paper]
        if rows or asked.deadline.report:
            return _of_reports(rows, asked.deadline, "")
        return Evidence(False, False, _("Not answered yet."), REPORTS, opens=paper)

    def _list(self, asked: Asked) -> Evidence | None:
        found = self._lists.get((asked.deadline.topic, asked.period.code))
        return None if found is None else Evidence(found.is_done, found.is_begun, found.words, CREDIT)

    def _is_listed(self, asked: Asked) -> bool:
        found = self._lists.get((asked.deadline.topic, asked.period.code))
        return found is not None and found.is_begun

    def _survey(self, asked: Asked) -> Evidence | None:
        if not (self._office.may(READS) and self._office.keys.second is not None):
            return None
        last = date(asked.day.year, 12, 31)
        days = [day for day in self._survey_days if asked.deadline.since <= day <= last]
        if not days:
            return Evidence(False, False, _("No survey yet."), CREDIT)
        return Evidence(True, True, _("Survey of {day}.").format(day=format_date(days[0])), CREDIT)

    def _coverage(self, asked: Asked) -> Evidence | None:
        if not self._office.may("outreach.read"):
            return None
        share = self._share(asked.deadline.topic, asked.period)
        words = _("{reached} of {active} residential groups").format(reached=share.reached, active=share.active)
        is_done = share.active > 0 and share.percent == PERCENT
        return Evidence(is_done, share.reached > 0, words, OUTREACH, period=asked.period.code)

    def _share(self, topic: str, period: NamedPeriod) -> Coverage:
        if period.starts_on > self._office.today():
            return Coverage((), 0, 0, 0)
        key = (topic, period.code)
        if key not in self._coverages:
            days = Period(period.starts_on, period.ends_on)
            self._coverages[key] = coverage(self._session, topic, days, self._office.today())
        return self._coverages[key]

    def _plan(self, asked: Asked) -> Evidence:
        """A plan of the duty for the year after, however late it left; one not sent yet is a beginning."""
        begun = None
        for row in self._plans:
            if (row.duty, row.year) != (asked.deadline.duty, asked.period.ends_on.year + 1):
                continue
            if row.sent_on is not None:
                return Evidence(True, True, _sent(row.number, row.sent_on), REPORTS, row.id, opens=row.id)
            begun = Evidence(False, True, _("Entered, not sent yet."), REPORTS, row.id, opens=row.id)
        return begun or Evidence(False, False, _("Nothing sent yet."), REPORTS, opens=PLANS)

    def _act(self, asked: Asked) -> Evidence | None:
        """An act of the duty in the period; none says that there is no list while one lies begun."""
        if Proof.LIST in asked.deadline.proofs and self._is_listed(asked):
            return None
        for row in self._acts:
            if row.duty == asked.deadline.duty and _within(row.day, asked.period):
                words = _("Done on {day}.").format(day=format_date(row.day))
                return Evidence(True, True, words, REPORTS, row.id, opens=row.id)
        return Evidence(False, False, _("Nothing entered yet."), REPORTS, opens=ACTS)

    def _packet(self, asked: Asked) -> Evidence | None:
        days = Period(asked.period.starts_on, min(asked.period.ends_on, self._office.today()))
        sealed = sealed_packets(self._session, asked.deadline.desk, days, CASES)
        handed = [one for one in sealed if one.is_handed]
        if handed:
            words = _("Packet of {day}.").format(day=format_date(handed[0].day))
            return Evidence(True, True, words, PACKETS, handed[0].id, opens=handed[0].id)
        words = _("A packet is sealed, not handed over yet.")
        return Evidence(False, True, words, PACKETS, sealed[0].id, opens=sealed[0].id) if sealed else None

    @cached_property
    def _reports(self) -> Sequence[Any]:
        row = OfficeReport
        columns = (row.id, row.code, row.period, row.state, row.number, row.sent_on, row.request_id)
        return self._session.execute(select(*columns)).all()

    @cached_property
    def _closings(self) -> dict[str, date]:
        rows = self._session.execute(select(Instruction.id, Instruction.closed_on))
        return {row.id: row.closed_on for row in rows if row.closed_on is not None}

    @cached_property
    def _plans(self) -> Sequence[Any]:
        row = OfficePlan
        columns = (row.id, row.duty, row.year, row.number, row.sent_on)
        return self._session.execute(select(*columns).order_by(row.sent_on, row.id)).all()

    @cached_property
    def _acts(self) -> Sequence[Any]:
        row = DutyAct
        return self._session.execute(select(row.id, row.duty, row.day).order_by(row.day, row.id)).all()

    @cached_property
    def _survey_days(self) -> list[date]:
        return [one.day for one in kept_surveys(self._session)]

    @cached_property
    def _lists(self) -> dict[tuple[str, str], MonthList]:
        """By programme and month; none of a programme whose lists this officer may not know of."""
        wanted = [one for one in self._asked if Proof.LIST in one.deadline.proofs]
        found: dict[tuple[str, str], MonthList] = {}
        for topic in {one.deadline.topic for one in wanted if is_listed(self._office, one.deadline.topic)}:
            days = {one.period.code: one.day for one in wanted if one.deadline.topic == topic}
            told = month_lists(self._session, topic, tuple(days.values()))
            found |= {(topic, code): one for code, one in zip(days, told, strict=True)}
        return found


def _of_reports(rows: Sequence[Any], deadline: Deadline, period: str) -> Evidence:
    """The furthest of the reports that meet a due day: sent with its number, frozen, or a draft."""
    order = {SENT: 2, FROZEN: 1}
    best = max(rows, key=lambda row: order.get(row.state, 0), default=None)
    found = best.period if best is not None else period
    opens = f"?report={deadline.report}&period={found}&request={deadline.instruction if not period else ''}"
    if best is None:
        return Evidence(False, False, _("No draft yet."), REPORTS, "", found, opens)
    if best.state == SENT:
        return Evidence(True, True, _sent(best.number, best.sent_on), REPORTS, best.id, found, opens)
    words = _("A draft is there.")
    if best.state == FROZEN:
        words = _("Frozen, number {number}, not sent yet.").format(number=best.number)
        words = words if best.number else _("Frozen, without a number yet.")
    return Evidence(False, True, words, REPORTS, best.id, found, opens)


def _sent(number: str, day: date | None) -> str:
    shown = format_date(day) if day else ""
    return (
        _("Sent on {day}, number {number}.").format(day=shown, number=number)
        if number
        else _("Sent on {day}.").format(day=shown)
    )


def _within(day: date | None, period: NamedPeriod) -> bool:
    return day is not None and period.starts_on <= day <= period.ends_on
