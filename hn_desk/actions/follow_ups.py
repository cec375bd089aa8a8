"""After a registration: supports received, and whether the enterprise is still in business after so many months."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.conversion_reading import conversion_row
from hn_desk.actions.labels import supports
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Conversion, FollowUp, HouseholdBusiness, OfficerRow
from hn_desk.rules.after_conversion import DueCheck, due_checks
from hn_desk.rules.conversion import REGISTERED
from hn_desk.rules.text import clean_line

SUPPORT: Final = "support"
ALIVE: Final = "alive"


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """A support received (`support` its code), or an answer whether the enterprise is alive after `months`."""

    id: str | None = None
    version: int | None = None
    household_id: str = ""
    kind: str = SUPPORT
    day: date | None = None
    support: str = ""
    months: int | None = None
    is_alive: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """One follow-up as the screen shows it."""

    id: str
    draft: FollowUpDraft
    officer_name: str


@dataclass(frozen=True, slots=True)
class AfterConversion:
    """What is known since the certificate, the newest first, and which questions are due today."""

    rows: tuple[FollowUpFacts, ...] = ()
    due: tuple[DueCheck, ...] = ()


def save_follow_up(office: Office, draft: FollowUpDraft) -> Changed:
    """Keep what came after a registration. InputError, DeskError (stale, gone, step: not registered yet)."""
    office.require("conversions.write")
    with office.write() as session:
        conversion = _registered(session, draft.household_id)
        cleaned = _checked(session, office, draft, conversion)
        row = _kept(session, cleaned, conversion) or FollowUp(conversion_id=conversion.id, officer_id=office.officer.id)
        for name in ("kind", "day", "support", "months", "is_alive", "note"):
            setattr(row, name, getattr(cleaned, name))
        session.add(row)
        session.flush()
        audit.log(session, Act("conversions.follow_up", "conversions", conversion.id, {"kind": cleaned.kind}))
        return Changed(frozenset({"conversions"}), row.id)


def follow_ups(office: Office, household_id: str) -> AfterConversion:
    """What is known of a household's enterprise since its certificate; nothing while there is none."""
    office.require("households.read", "conversions")
    with office.database.read() as session:
        conversion = conversion_row(session, household_id)
        if conversion is None or conversion.state != REGISTERED:
            return AfterConversion()
        rows = _rows(session, conversion.id)
        answers = {row.months: bool(row.is_alive) for row, _name in rows if row.kind == ALIVE and row.months}
        shown = tuple(FollowUpFacts(row.id, _draft_of(row, household_id), name) for row, name in rows)
        return AfterConversion(shown, _due(office, conversion.certificate_on, answers))


def due_households(session: Session, office: Office) -> tuple[str, ...]:
    """The household businesses whose enterprise is to be asked after today, the longest due first."""
    answers: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    alive = select(FollowUp.conversion_id, FollowUp.months, FollowUp.is_alive).where(FollowUp.kind == ALIVE)
    for conversion_id, months, is_alive in session.execute(alive):
        answers[conversion_id][months or 0] = bool(is_alive)
    registered = (
        select(Conversion.id, Conversion.household_id, Conversion.certificate_on)
        .join(HouseholdBusiness, HouseholdBusiness.id == Conversion.household_id)
        .where(Conversion.state == REGISTERED, HouseholdBusiness.merged_into.is_(None))
    )
    due = ((_due(office, day, answers[id_]), household) for id_, household, day in session.execute(registered))
    return tuple(household for checks, household in sorted(due, key=_longest) if checks)


def _longest(one: tuple[Iterable[DueCheck], str]) -> tuple[date, str]:
    return min((check.day for check in one[0]), default=date.max), one[1]


def _due(office: Office, certificate_on: date | None, answers: dict[int, bool]) -> tuple[DueCheck, ...]:
    if certificate_on is None:
        return ()
    return due_checks(office.book.conversion.alive_checks, certificate_on, answers, office.today())


def _registered(session: Session, household_id: str) -> Conversion:
    row = conversion_row(session, household_id)
    if row is None:
        raise gone()
    if row.state != REGISTERED:
        raise DeskError(
            _("There is no enterprise yet to follow."),
            do=_("Take the conversion to its certificate first."),
            reason="step",
        )
    return row


def _kept(session: Session, draft: FollowUpDraft, conversion: Conversion) -> FollowUp | None:
    if draft.id is None:
        return None
    row = session.get(FollowUp, draft.id)
    if row is None or row.conversion_id != conversion.id:
        raise gone()
    refuse_stale(row.version, draft.version)
    return row


def _checked(session: Session, office: Office, draft: FollowUpDraft, conversion: Conversion) -> FollowUpDraft:
    remarks = Remarks()
    remarks.required("day", draft.day, _("Type the day."))
    if draft.day and draft.day > office.today():
        remarks.problem("day", _("This day lies in the future."))
    if draft.day and conversion.certificate_on and draft.day < conversion.certificate_on:
        remarks.problem("day", _("This day lies before the certificate."))
    remarks.one_of("kind", draft.kind, (SUPPORT, ALIVE))
    cleaned = replace(draft, note=clean_line(draft.note))
    if draft.kind == SUPPORT:
        remarks.required("support", draft.support, _("Choose the support received."))
        remarks.one_of("support", draft.support, supports(office))
        cleaned = replace(cleaned, months=None, is_alive=None)
    else:
        _check_alive(session, office, draft, conversion, remarks)
        cleaned = replace(cleaned, support="")
    remarks.settle({})
    return cleaned


def _check_alive(
    session: Session, office: Office, draft: FollowUpDraft, conversion: Conversion, remarks: Remarks
) -> None:
    months = {check.months for check in office.book.conversion.alive_checks}
    if draft.months not in months:
        remarks.problem("months", _("Choose after how many months."))
    if draft.is_alive is None:
        remarks.problem("is_alive", _("Choose whether it is still in business."))
    same = select(FollowUp.id).where(
        FollowUp.conversion_id == conversion.id,
        FollowUp.kind == ALIVE,
        FollowUp.months == draft.months,
        FollowUp.id != (draft.id or ""),
    )
    if session.scalar(same.limit(1)):
        remarks.problem("months", _("This question was answered already: open its line and mend it."))


def _rows(session: Session, conversion_id: str) -> list[tuple[FollowUp, str]]:
    statement = (
        select(FollowUp, OfficerRow.name)
        .join(OfficerRow, OfficerRow.id == FollowUp.officer_id)
        .where(FollowUp.conversion_id == conversion_id)
        .order_by(FollowUp.day.desc(), FollowUp.change.desc())
    )
    return [(row, name) for row, name in session.execute(statement)]


def _draft_of(row: FollowUp, household_id: str) -> FollowUpDraft:
    return FollowUpDraft(
        id=row.id,
        version=row.version,
        household_id=household_id,
        kind=row.kind,
        day=row.day,
        support=row.support,
        months=row.months,
        is_alive=row.is_alive,
        note=row.note,
    )
