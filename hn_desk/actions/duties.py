"""What the office owes and how far each duty is, computed from its records; printed, and as a workbook."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions import duty_credit_rules as credit
from hn_desk.actions import duty_outreach_rules as outreach
from hn_desk.actions import duty_register_rules as registers
from hn_desk.actions.due_days import due_rows
from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.duty_facts import DutyState, EvidenceRow, PartState
from hn_desk.actions.duty_look import Found, Kept, Look
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.unseen import unseen_topics
from hn_desk.errors import DeskError
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import printed
from hn_desk.reports.table import Column, Table
from hn_desk.rules.dates import FIRST_YEAR, format_date, weekday_name
from hn_desk.rules.duties import Duty, DutyPart, DutyStanding, PartRule, standing, standing_label
from hn_desk.sheets import SheetColumn, make_workbook

__all__ = ["DutyStanding", "DutyState", "EvidenceRow", "Paper", "PartState", "duties", "export_duties", "print_duties"]

READS: Final = "duties.read"
AHEAD: Final = timedelta(days=400)
"""So far ahead a next due day is looked for: a yearly one is always in sight."""
ORDERS: Final = ("reports", "?register=instructions")
"""Where a paper that gives a duty to the office is entered."""
Rule = Callable[[Look], Found]
RULES: Final[Mapping[PartRule, Rule]] = {
    PartRule.COVERAGE: outreach.of_coverage,
    PartRule.EVENTS: outreach.of_events,
    PartRule.CONTACTS: outreach.of_contacts,
    PartRule.CONVERSIONS: outreach.of_conversions,
    PartRule.PLAN: registers.of_plan,
    PartRule.ACTS: registers.of_acts,
    PartRule.PACKETS: registers.of_packets,
    PartRule.HANDED_OVER: registers.of_handed_over,
    PartRule.REPORT: registers.of_report,
    PartRule.REQUESTS: registers.of_requests,
    PartRule.EXAMPLES: registers.of_examples,
    PartRule.BUDGET: registers.of_budget,
    PartRule.DIFFICULTIES: registers.of_difficulties,
    PartRule.PAPERS: credit.of_papers,
    PartRule.MONTH_LIST: credit.of_month_list,
    PartRule.SURVEY: credit.of_survey,
    PartRule.WAITS: credit.of_waits,
    PartRule.DEBTS: credit.of_debts,
}
HIDDEN: Final = frozenset({PartRule.PAPERS, PartRule.MONTH_LIST, PartRule.SURVEY, PartRule.WAITS, PartRule.DEBTS})
"""Rules over hidden columns: without the second key nobody can say how far their duties are."""
OPENS: Final[Mapping[PartRule, str]] = {
    PartRule.COVERAGE: "outreach.read",
    PartRule.EVENTS: "outreach.read",
    PartRule.CONTACTS: "households.read",
    PartRule.CONVERSIONS: "households.read",
    PartRule.PACKETS: "packets.read",
}
"""Who may see the records behind a part; the others see only whether it is done."""


def duties(office: Office, year: int | None = None) -> tuple[DutyState, ...]:
    """All duties in their order as they stand in `year` (this one when none is named). DeskError for a year to come."""
    office.require(READS)
    today = office.today()
    asked = today.year if year is None else year
    if not FIRST_YEAR <= asked <= today.year:
        raise DeskError(_("Duties of this year can't be shown."), do=_("Choose this year or an earlier one."))
    day = min(today, date(asked, 12, 31))
    with office.database.read() as session:
        due, kept = _due(session, office, asked), Kept(session)
        return tuple(_state(office, kept, duty, day, due.get(duty.code, ())) for duty in office.book.duties)


def print_duties(office: Office, year: int | None = None) -> Paper:
    """The table of duties on paper, A4 across; it is logged."""
    shown = _table(office, year)
    with office.database.read() as session:
        letter = letter_of(session, "")
    lines = (_("As of {day}").format(day=format_date(office.today())),)
    pdf = printed.draw(printed.ReportPage(full_name(letter.office).upper(), lines, page_marks(letter), shown))
    _log(office, "reports.print")
    return Paper(f"NGHIA-VU-{office.today():%Y%m%d}.pdf", pdf, shown.title)


def export_duties(office: Office, path: Path, year: int | None = None) -> Changed:
    """Write the table of duties as a workbook at `path`, whole or not at all; it is logged."""
    shown = _table(office, year)
    columns = [SheetColumn(column.heading, column.kind) for column in shown.columns]
    files.write_whole(path, make_workbook(shown.title, columns, shown.rows))
    _log(office, "reports.export")
    return Changed(frozenset({"log"}))


def _due(session: Session, office: Office, year: int) -> dict[str, tuple[DueDay, ...]]:
    """The due days of each duty: of this year all that is late and what comes, of an earlier one its own."""
    today, found = office.today(), dict[str, tuple[DueDay, ...]]()
    days = (date.min, today + AHEAD) if year == today.year else (date(year, 1, 1), date(year, 12, 31))
    for row in due_rows(session, office, *days):
        found[row.duty] = (*found.get(row.duty, ()), row)
    return found


def _state(office: Office, kept: Kept, duty: Duty, day: date, due: tuple[DueDay, ...]) -> DutyState:
    if duty.topic in unseen_topics(office):
        return _unseen(office, duty)
    if any(part.rule in HIDDEN for part in duty.parts) and office.keys.second is None:
        return _duty_state(office, duty, DutyStanding.UNSEEN)
    if day < duty.since:
        return _duty_state(office, duty, DutyStanding.OFF)
    looks = [Look(office, kept, duty, part, day) for part in duty.parts]
    orders = registers.standing_instructions(looks[0]) if duty.by_instruction else []
    if duty.by_instruction and not orders:
        return _duty_state(office, duty, DutyStanding.OFF)
    found = [(part, RULES[part.rule](look)) for part, look in zip(duty.parts, looks, strict=True)]
    is_late = any(row.state is DueState.OVERDUE for row in due)
    state = standing([(part, one.shown) for part, one in found], is_late=is_late)
    parts = tuple(_part(office, part, one) for part, one in found)
    return _duty_state(office, duty, state, (*_orders(orders), *parts), _next(due))


def _unseen(office: Office, duty: Duty) -> DutyState:
    """A duty of others: its code and no word of what it is about."""
    what = _("A duty of those who work with the loan files")
    how = _("Nothing is left for you to do here.")
    told = replace(duty, words=what, short=what, output="", receiver="", when="", source="", roles=(), how=how)
    return replace(_duty_state(office, told, DutyStanding.UNSEEN), page="")


def _duty_state(
    office: Office,
    duty: Duty,
    state: DutyStanding,
    parts: tuple[PartState, ...] = (),
    due: DueDay | None = None,
) -> DutyState:
    page, place = _where(duty, state, parts)
    return DutyState(
        code=duty.code,
        words=duty.words,
        short=duty.short,
        output=duty.output,
        receiver=duty.receiver,
        when=duty.when,
        source=duty.source,
        roles=tuple(office.book.roles.labels[role] for role in duty.roles),
        state=state,
        parts=parts,
        next_due=due.day if due else None,
        due_words=_due_words(due) if due else "",
        how=duty.how,
        page=page,
        place=place,
    )


def _due_words(due: DueDay) -> str:
    is_late = due.state is DueState.OVERDUE
    words = _("Overdue since {weekday}, {day}: {what}") if is_late else _("Next due on {weekday}, {day}: {what}")
    return words.format(weekday=due.weekday, day=format_date(due.day), what=due.title)


def _where(duty: Duty, state: DutyStanding, parts: tuple[PartState, ...]) -> tuple[str, str]:
    """Page and place of the first thing that is missing, else of the first that the duty asks for."""
    if state is DutyStanding.OFF and duty.by_instruction:
        return ORDERS
    missing = next((part for part in parts if part.is_needed and not part.is_done), None)
    return (missing.page, missing.place) if missing else (duty.parts[0].page, duty.parts[0].place)


def _part(office: Office, part: DutyPart, found: Found) -> PartState:
    is_open = part.rule not in OPENS or office.may(OPENS[part.rule])
    return PartState(
        label=part.label,
        words=found.words if is_open else "",
        page=part.page,
        is_needed=part.is_needed,
        is_begun=found.shown.is_begun,
        is_done=found.shown.is_done,
        is_late=found.shown.is_late,
        rows=found.rows if is_open else (),
        place=found.place or part.place,
    )


def _orders(orders: list[EvidenceRow]) -> tuple[PartState, ...]:
    """The papers that give the duty to this office, as its first part."""
    if not orders:
        return ()
    words = _("since {day}").format(day=format_date(min(row.day for row in orders if row.day)))
    done = {"is_needed": False, "is_begun": True, "is_done": True, "is_late": False}
    page, place = ORDERS
    return (PartState(_("Given to this office"), words, page, rows=tuple(orders), place=place, **done),)


def _next(due: tuple[DueDay, ...]) -> DueDay | None:
    """The first due day that is not done: overdue ones lie before those ahead."""
    return next((row for row in due if row.state is not DueState.DONE), None)


def _table(office: Office, year: int | None) -> Table:
    states = duties(office, year)
    headings = (_("Code"), _("Duty owed"), _("To"), _("When owed"), _("State"), _("Next due"), _("What there is"))
    rows = tuple(
        (one.code, one.short, one.receiver, one.when, standing_label(one.state), _day(one), _shown(one))
        for one in states
    )
    title = _("DUTIES OF THE OFFICE IN {year}").format(year=year or office.today().year)
    return Table(title, tuple(Column(heading) for heading in headings), rows)


def _day(one: DutyState) -> str:
    return f"{weekday_name(one.next_due)}, {format_date(one.next_due)}" if one.next_due else ""


def _shown(one: DutyState) -> str:
    return "\n".join(f"{part.label}: {part.words}" for part in one.parts if part.words)


def _log(office: Office, action: str) -> None:
    with office.write() as session:
        audit.log(session, Act(action, "reports", "", {"report": "duties"}))
