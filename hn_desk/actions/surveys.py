"""Needs surveys of D8: figures only, kept as history; nobody is named, nothing is judged or confirmed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from hn_desk.actions.credit_log import LISTS
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import NeedSurvey, OfficerRow
from hn_desk.reports.needs import FIGURES, figure_label, kept_surveys

__all__ = ["FIGURES", "SurveyDraft", "SurveyRow", "figure_label", "save_survey", "surveys"]

MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """Figures of one survey as typed; what each counts says `figure_label`."""

    day: date | None
    in_rehabilitation: int | None
    with_decision: int | None
    establishments: int | None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey of the history, who entered it and when; a later one of the same day takes its place in reports."""

    id: str
    day: date
    in_rehabilitation: int
    with_decision: int
    establishments: int
    at: str
    officer_name: str


def save_survey(office: Office, draft: SurveyDraft) -> Changed:
    """Keep the figures of a survey behind the earlier ones. InputError with every wrong field."""
    office.require("credit.enter", LISTS)
    remarks = Remarks()
    remarks.required("day", draft.day, _("Type the day."))
    if draft.day is not None and draft.day > office.today():
        remarks.problem("day", _("The day lies in the future."))
    for name in FIGURES:
        value = getattr(draft, name)
        if value is None or not 0 <= value <= MOST:
            remarks.problem(name, _("Type a whole number from 0."))
    remarks.settle({})
    figures = {name: getattr(draft, name) for name in FIGURES}
    with office.write() as session:
        day = draft.day.isoformat() if draft.day else ""
        entered = {"order": len(kept_surveys(session)), "at": stamp(office.now()), "officer_id": office.officer.id}
        row = NeedSurvey(content={"day": day, **figures, **entered})
        session.add(row)
        session.flush()
        audit.log(session, Act("surveys.save", "surveys", row.id, figures, is_private=True))
        return Changed(frozenset({"surveys"}), row.id)


def surveys(office: Office) -> tuple[SurveyRow, ...]:
    """Every survey, the newest first."""
    office.require("credit.read", LISTS)
    with office.database.read() as session:
        names = {one.id: one.name for one in session.execute(select(OfficerRow.id, OfficerRow.name))}
        return tuple(
            SurveyRow(
                one.id,
                one.day,
                *one.figures,
                one.at,
                names.get(one.officer_id, ""),
            )
            for one in reversed(kept_surveys(session))
        )
