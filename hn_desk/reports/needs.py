"""Needs surveys: how many people and establishments want a loan, day by day; figures and nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import NeedSurvey
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules.figures import shown_count

FIGURES: Final = ("in_rehabilitation", "with_decision", "establishments")


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey as it was entered: its figures in the order of `FIGURES`, `order` the number of those before it."""

    id: str
    order: int
    day: date
    figures: tuple[int, int, int]
    at: str
    officer_id: str


def kept_surveys(session: Session) -> list[Survey]:
    """Every survey, by its day and then by when it was entered."""
    found = [
        Survey(
            one.id,
            one.content["order"],
            date.fromisoformat(one.content["day"]),
            (one.content[FIGURES[0]], one.content[FIGURES[1]], one.content[FIGURES[2]]),
            one.content["at"],
            one.content["officer_id"],
        )
        for one in session.scalars(select(NeedSurvey))
    ]
    return sorted(found, key=lambda one: (one.day, one.order))


def rows(session: Session, period: Period, *, is_posted: bool = False) -> Table:
    """A row for each day with a survey, the one entered last; posted, figures under 5 are hidden."""
    last = {one.day: one for one in kept_surveys(session) if period.start <= one.day <= period.end}
    columns = (Column(_("Day"), "date"), *(Column(figure_label(name), "count") for name in FIGURES))
    table: list[tuple[Cell, ...]] = [
        (day, *(shown_count(count) if is_posted else count for count in one.figures)) for day, one in last.items()
    ]
    return Table(title(), columns, tuple(table))


def title() -> str:
    """What the report is called."""
    return _("Needs surveys (figures only)")


def figure_label(name: str) -> str:
    """What a figure counts; KeyError for an unknown one."""
    return {
        "in_rehabilitation": _("People in rehabilitation"),
        "with_decision": _("People with a decision from 01/5/2016 to 01/5/2026 who want a loan"),
        "establishments": _("Establishments that want a loan"),
    }[name]
