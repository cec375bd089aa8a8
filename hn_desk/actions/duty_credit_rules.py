"""Rules of duties over policy credit: hidden columns are read in Python, and nobody is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from hn_desk.actions.bank_rows import entries_of
from hn_desk.actions.duty_facts import EvidenceRow
from hn_desk.actions.duty_look import Found, Look, counted, found_any, newest
from hn_desk.actions.month_lists import DONE as LISTED_DONE
from hn_desk.actions.month_lists import month_lists
from hn_desk.actions.register_acts import kept_act
from hn_desk.i18n import _
from hn_desk.models.tables import DutyAct
from hn_desk.reports.needs import kept_surveys
from hn_desk.rules.bank import NEEDS_HELP, RECOVERY, Course, Entry
from hn_desk.rules.credit import (
    CHECKED,
    DISBURSED,
    DRAFT,
    FOLLOWED,
    ISSUED,
    LISTED,
    PRESENTED,
    RETURNED,
    SENT,
    SIGNED,
    debt_label,
    state_label,
)
from hn_desk.rules.dates import format_date
from hn_desk.rules.duties import Shown
from hn_desk.rules.programme import BY_LIST

OPEN: Final = frozenset({DRAFT, LISTED, CHECKED, PRESENTED, RETURNED, SIGNED})
"""The states in which a list, a plan or an application waits for the office."""
WITH_DEBT: Final = frozenset({DISBURSED, FOLLOWED})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list, plan or application that is not confirmed yet, and since when it is here."""

    id: str
    name: str
    since: date


def of_papers(look: Look) -> Found:
    """A list, plan or application of the programme confirmed and numbered in the year, and not withdrawn."""
    rows = _papers(look)
    is_begun = bool(rows) or any(True for _one in _waiting(look))
    return found_any(rows, counted(len(rows)), is_begun=is_begun)


def of_month_list(look: Look) -> Found:
    """The police list of the month looked at, confirmed and numbered; or an act that says why there is none."""
    [told] = month_lists(look.session, look.over("programme"), (look.day,))
    one, first = DutyAct, look.day.replace(day=1)
    kept = select(one).where(one.duty == look.duty.code, one.day >= first, one.day <= look.day)
    said = [kept_act(look.session, look.office, row) for row in look.session.scalars(kept).all()]
    acts = [look.row(act.title, act.id or "", act.day, "reports") for act in said]
    rows = newest([*_lists(look), *acts])
    is_done = told.is_done or (bool(acts) and not told.is_begun)
    return Found(Shown(told.is_begun or bool(acts), is_done), told.words, rows)


def of_survey(look: Look) -> Found:
    """A survey that was kept, of any year."""
    kept = [one for one in kept_surveys(look.session) if one.day <= look.day]
    rows = [look.line(_("Needs survey of {day}").format(day=format_date(one.day)), one.id, one.day) for one in kept]
    return found_any(rows, _("{n} surveys kept").format(n=len(rows)) if rows else _("none yet"))


def of_waits(look: Look) -> Found:
    """Nothing waits for its confirmation longer than the days the data name; begun with the first file of the year."""
    papers, waiting = _papers(look), list(_waiting(look))
    late = [one for one in waiting if (look.day - one.since).days > look.part.days]
    rows = [look.row(_("Waits: {name}").format(name=one.name), one.id, one.since) for one in late]
    is_begun = bool(papers or waiting)
    words = _("{n} confirmed in the year, {waiting} waiting, {late} of them too long").format(
        n=len(papers), waiting=len(waiting), late=len(late)
    )
    told = words if is_begun else _("no list and no plan yet")
    return Found(Shown(is_begun, is_begun and not late, bool(late)), told, (*newest(rows), *newest(papers)))


def of_debts(look: Look) -> Found:
    """Each debt that is due, overdue or at risk was followed up within the days named; with none it is up to date."""
    programme = look.over("programme")
    files = look.kept.applications
    kept = {id_: code for id_, code, of, state, *_rest in files if of == programme and state in WITH_DEBT}
    debts, rows, late, open_ = 0, [], 0, 0
    acts = _act_days(look)
    for id_, entries in entries_of(look.session, kept).items():
        course = Course(None, 0, entries).until(look.day)
        debt = course.debt
        if debt is None or debt.debt not in NEEDS_HELP:
            continue
        debts += 1
        noted = _noted(course, debt, acts)
        limit = timedelta(days=look.part.days)
        is_noted = noted is not None and look.day - noted <= limit
        is_late = not is_noted and look.day - (noted or debt.day) > limit
        late += is_late
        open_ += not is_noted
        rows.append(look.row(_debt_words(kept[id_], debt, noted), id_, noted or debt.day))
    if not debts:
        return Found(Shown(False, True), _("No debt is due, overdue or at risk: nothing to follow up."))
    words = _("{n} debts to follow up, {open} not noted yet, {late} of them too long").format(
        n=debts, open=open_, late=late
    )
    return Found(Shown(True, not open_, late > 0), words, newest(rows))


def _noted(course: Course, debt: Entry, acts: list[date]) -> date | None:
    """The last day on which something was done about this debt."""
    live = course.live
    after = [one.day for one in live[live.index(debt) + 1 :] if one.kind == RECOVERY]
    return max([*after, *(day for day in acts if day >= debt.day)], default=None)


def _act_days(look: Look) -> list[date]:
    one = DutyAct
    return list(look.session.scalars(select(one.day).where(one.duty == look.duty.code, one.day <= look.day)))


def _debt_words(code: str, debt: Entry, noted: date | None) -> str:
    state = debt_label(debt.debt).lower()
    if noted is None:
        return _("File {code}: {state} since {day}, not noted yet").format(
            code=code, state=state, day=format_date(debt.day)
        )
    return _("File {code}: {state}, followed up on {day}").format(code=code, state=state, day=format_date(noted))


def _papers(look: Look) -> list[EvidenceRow]:
    programme, words, rows = look.over("programme"), _("{kind} {number}/{series}"), []
    for kind, subject, of, state, number, series, day in look.kept.confirmations:
        is_of_year = day is not None and look.period.start <= day <= look.period.end
        if of == programme and state in (ISSUED, SENT) and is_of_year:
            told = words.format(kind=_kind(kind), number=number, series=series)
            rows.append(look.row(told, subject, day))
    return rows


def _lists(look: Look) -> Iterator[EvidenceRow]:
    programme, words = look.over("programme"), _("List {number}: {state}")
    for id_, _code, of, month, state, number, day in look.kept.lists:
        if of == programme and month == f"{look.day:%Y-%m}" and state in LISTED_DONE:
            yield look.row(words.format(number=number, state=state_label(state).lower()), id_, day)


def _waiting(look: Look) -> Iterator[Waiting]:
    programme = look.over("programme")
    for id_, code, of, _month, state, _number, day in look.kept.lists:
        if of == programme and state in OPEN:
            yield Waiting(id_, code, day)
    for id_, code, of, state, list_id, day in look.kept.applications:
        if of == programme and state in OPEN and not list_id:
            yield Waiting(id_, code, day)


def _kind(kind: str) -> str:
    if kind == BY_LIST:
        return _("List")
    return _("Plan of an establishment") if kind == "plan" else _("Application")
