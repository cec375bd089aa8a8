"""Rules of duties over the office's registers: plans, acts, packets, reports, requests, examples, budget."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from hn_desk.actions.duty_facts import EvidenceRow
from hn_desk.actions.duty_look import Found, Look, counted, found_any, newest
from hn_desk.actions.handed_packets import sealed_packets
from hn_desk.actions.register_acts import kept_act
from hn_desk.actions.register_budget import kept_budget
from hn_desk.actions.register_instructions import REQUEST, STANDING
from hn_desk.actions.register_words import example_kinds
from hn_desk.i18n import _
from hn_desk.models.tables import (
    BudgetLine,
    Difficulty,
    DutyAct,
    Example,
    Instruction,
    OfficePlan,
    OfficeReport,
)
from hn_desk.rules.dates import format_date
from hn_desk.rules.desks import CASES
from hn_desk.rules.duties import HALF, SENT, YEAR, Shown
from hn_desk.rules.money import format_dong
from hn_desk.rules.periods import parse_period


def of_plan(look: Look) -> Found:
    """The plan of the year, issued; or sent within the year, when it may be of the next one too: as the data ask."""
    plan = OfficePlan
    is_sending = look.over("step") == SENT
    years = (look.year, look.year + 1) if is_sending else (look.year,)
    kept = select(plan.id, plan.title, plan.number, plan.issued_on, plan.sent_on).where(
        plan.duty == look.duty.code, plan.year.in_(years), plan.author == look.over("author")
    )
    rows, count = [], 0
    for id_, title, number, issued_on, sent_on in look.session.execute(kept):
        day = sent_on if is_sending else issued_on
        count += day is None
        if day is not None and day <= look.day and (not is_sending or day >= look.period.start):
            rows.append(look.row(_numbered(title, number), id_, day))
    missing = _("entered, not sent yet") if is_sending else _("entered, not issued yet")
    return found_any(rows, _dated(rows) or (missing if count else _("none yet")), is_begun=count > 0)


def of_acts(look: Look) -> Found:
    """Something done for the duty in the year that stands in the register of acts."""
    rows = _acts(look)
    return found_any(rows, counted(len(rows)))


def of_packets(look: Look) -> Found:
    """A packet that was handed over to the desk in the year with something in it."""
    rows, waiting = _packets(look, "")
    words = _("sealed, not handed over yet") if waiting and not rows else counted(len(rows))
    return found_any(rows, words, is_begun=waiting > 0)


def of_handed_over(look: Look) -> Found:
    """Figures handed over in the year: an act in the register, or a packet with loan cases for the desk named."""
    packets, waiting = _packets(look, CASES) if look.over("desk") else ([], 0)
    rows = [*_acts(look), *packets]
    words = _("sealed, not handed over yet") if waiting and not rows else counted(len(rows))
    return found_any(rows, words, is_begun=waiting > 0)


def of_report(look: Look) -> Found:
    """The report over the half-year, the year, or any part of the year, sent."""
    one = OfficeReport
    columns = (one.id, one.period, one.starts_on, one.ends_on, one.state, one.number, one.sent_on)
    rows, states = [], set()
    for id_, period, starts_on, ends_on, state, number, sent_on in look.session.execute(
        select(*columns).where(one.code == look.over("report"))
    ):
        if not _is_asked(look, period, starts_on, ends_on):
            continue
        states.add(state)
        if state == SENT and sent_on is not None and sent_on <= look.day:
            title = _("Report over {period}").format(period=parse_period(period).name)
            rows.append(look.row(_numbered(title, number), id_, sent_on))
    begun = _("frozen, not sent yet") if "frozen" in states else _("a draft is there") if states else _("none yet")
    period = f"{look.year}-{HALF}" if look.over("period") == HALF else str(look.year)
    found = found_any(rows, _dated(rows) or begun, is_begun=bool(states))
    return replace(found, place=f"?report={look.over('report')}&period={period}")


def of_requests(look: Look) -> Found:
    """Requests from above: done while none is open; late when one's day has passed."""
    one = Instruction
    asked = select(one.id, one.title, one.number, one.issued_on, one.due_on, one.closed_on).where(
        one.kind == REQUEST, one.duty == look.duty.code, one.issued_on <= look.day
    )
    answered = set(
        look.session.scalars(
            select(OfficeReport.request_id).where(OfficeReport.state == SENT, OfficeReport.sent_on <= look.day)
        )
    )
    rows, open_, late = [], 0, 0
    for id_, title, number, issued_on, due_on, closed_on in look.session.execute(asked):
        if id_ in answered or (closed_on is not None and closed_on <= look.day):
            if issued_on >= look.period.start:
                rows.append(look.row(_numbered(title, number), id_, issued_on))
            continue
        open_ += 1
        late += due_on is not None and due_on < look.day
    words = _("{n} open, {late} late").format(n=open_, late=late) if open_ else _("none is open")
    return Found(Shown(bool(rows), not open_, late > 0), words, newest(rows))


def of_examples(look: Look) -> Found:
    """A model or an example that goes on in the year; who it is stands under the second key and is not read."""
    one, names = Example, example_kinds()
    kept = select(one.id, one.kind, one.started_on, one.ended_on).where(
        one.topic == look.over("topic"), one.started_on <= look.day
    )
    rows = [
        look.row(names.get(kind, kind), id_, started_on)
        for id_, kind, started_on, ended_on in look.session.execute(kept)
        if ended_on is None or ended_on >= look.period.start
    ]
    return found_any(rows, counted(len(rows)))


def of_budget(look: Look) -> Found:
    """A budget line of the year."""
    one = BudgetLine
    kept = select(one).where(one.topic == look.over("topic"), one.year == look.year)
    lines = [kept_budget(look.session, look.office, row) for row in look.session.scalars(kept).all()]
    rows = [look.row(line.title, line.id or "", None) for line in lines]
    planned, spent = sum(line.planned or 0 for line in lines), sum(line.spent or 0 for line in lines)
    words = _("planned {planned} đồng, spent {spent} đồng").format(
        planned=format_dong(planned), spent=format_dong(spent)
    )
    return found_any(rows, words if rows else _("none yet"))


def of_difficulties(look: Look) -> Found:
    """A difficulty told in the year or not settled yet; what it says may stand under the second key and is not read."""
    one = Difficulty
    kept = select(one.id, one.day, one.settled_on).where(one.topic == look.over("topic"), one.day <= look.day)
    rows = [
        look.row(_("Settled by now") if settled_on else _("Not settled yet"), id_, day)
        for id_, day, settled_on in look.session.execute(kept)
        if day >= look.period.start or settled_on is None or settled_on >= look.period.start
    ]
    return found_any(rows, _("{n} told").format(n=len(rows)) if rows else _("none yet"))


def standing_instructions(look: Look) -> list[EvidenceRow]:
    """The papers that give the duty to this office and still hold."""
    one = Instruction
    kept = select(one.id, one.title, one.number, one.issued_on, one.closed_on).where(
        one.kind == STANDING, one.duty == look.duty.code, one.issued_on <= look.day
    )
    return [
        look.row(_numbered(title, number), id_, issued_on, "reports")
        for id_, title, number, issued_on, closed_on in look.session.execute(kept)
        if closed_on is None or closed_on > look.day
    ]


def _acts(look: Look) -> list[EvidenceRow]:
    one = DutyAct
    kept = select(one).where(one.duty == look.duty.code, one.day >= look.period.start, one.day <= look.period.end)
    acts = [kept_act(look.session, look.office, row) for row in look.session.scalars(kept).all()]
    return [look.row(_numbered(act.title, act.number), act.id or "", act.day, "reports") for act in acts]


def _packets(look: Look, subject: str) -> tuple[list[EvidenceRow], int]:
    """The packets of the year that were handed over, and how many only lie sealed."""
    sealed = sealed_packets(look.session, look.over("desk"), look.period, subject)
    rows = [look.row(one.name, one.id, one.day, "packets") for one in sealed if one.is_handed]
    return rows, len(sealed) - len(rows)


def _is_asked(look: Look, period: str, starts_on: date, ends_on: date) -> bool:
    wanted = look.over("period")
    if wanted == HALF:
        return period == f"{look.year}-{HALF}"
    if wanted == YEAR:
        return period == str(look.year)
    return look.year in (starts_on.year, ends_on.year)


def _numbered(title: str, number: str) -> str:
    return _("{title}, number {number}").format(title=title, number=number) if number else title


def _dated(rows: list[EvidenceRow]) -> str:
    days = [row.day for row in rows if row.day is not None]
    return _("on {day}").format(day=format_date(max(days))) if days else ""
