"""The days that are worked or free against the calendar, for whoever counts workdays."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.models.tables import DayException


def day_exceptions_of(session: Session, office: Office) -> Mapping[date, bool]:
    """Every exception, True where the day is worked: the program's own, and over them the office's."""
    own = session.execute(select(DayException.day, DayException.is_worked))
    return {**office.book.deadlines.exceptions, **{row.day: row.is_worked for row in own}}
