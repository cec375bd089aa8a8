"""What the list of household businesses may be asked: each filter as a condition, its choices, and its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions import labels
from hn_desk.actions.city_listing import FILTER, city_choices
from hn_desk.actions.group_lives import dated_name
from hn_desk.actions.next_steps import in_business, is_due
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import Conversion, HouseholdBusiness, Industry, OfficerRow, ResidentialGroup

NONE: Final = "none"
TODAY: Final = "today"
SOON: Final = "soon"
YES: Final = "yes"
Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter: its name in a query, what it is called, its values with their words in the order of the screen."""

    name: str
    label: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question: its words and the filters that ask it."""

    words: str
    filters: Filters


def conditions(office: Office) -> dict[str, Callable[[str], ColumnElement[bool]]]:
    """What each filter asks of a household business today; a value that is no number of days raises ValueError."""
    today, lists = office.today(), office.book.households
    soon = today + timedelta(days=lists.soon_days)
    return {
        "group": lambda value: HouseholdBusiness.group_id.is_(None) if value == NONE else _in_group(value),
        "ended_group": lambda _value: _in_ended_group(today),
        "industry": _in_industry,
        "conversion": lambda value: Conversion.state.is_(None) if value == NONE else Conversion.state == value,
        "obstacle": lambda value: HouseholdBusiness.obstacles.contains(f"|{value}|", autoescape=True),
        "quiet": lambda value: and_(in_business(), _quiet_since(today - timedelta(days=int(value)))),
        "next_due": lambda value: is_due(today if value == TODAY else soon),
        "to_contact": lambda _value: and_(
            in_business(),
            HouseholdBusiness.revenue_band.in_(_over(office)),
            HouseholdBusiness.last_contact_on.is_(None),
        ),
    }


def filter_fields(office: Office) -> tuple[FilterField, ...]:
    """Every filter with its values, those of this office read now."""
    office.require("households.read")
    lists = office.book.households
    with office.database.read() as session:
        groups = _groups(session)
        officers = _officers(session)
        industries = _industries(session, office)
    return (
        FilterField("to_contact", _("Over the threshold and not yet contacted"), {YES: _("Yes")}),
        FilterField("next_due", _("Next step due"), _due_words(lists.soon_days)),
        FilterField("quiet", _("No contact for"), {str(days): _days(days) for days in lists.quiet_after}),
        FilterField("group", _("Residential group"), {**groups, NONE: _("(no residential group)")}),
        FilterField("ended_group", _("Residential group closed, split or merged"), {YES: _("Yes")}),
        FilterField("industry", _("Industry"), industries),
        FilterField("band", _("Yearly revenue"), labels.revenue_bands(office)),
        FilterField("intention", _("Intention"), labels.intentions(office)),
        FilterField("obstacle", _("Obstacle"), labels.obstacles(office)),
        FilterField("officer", _("Contacted last by"), officers),
        FilterField("conversion", _("Conversion"), {NONE: _("(not on the list)"), **labels.conversion_states()}),
        FilterField("status", _("Status"), labels.household_statuses()),
        FilterField(FILTER, _("City"), city_choices()),
    )


def questions(office: Office) -> tuple[Question, ...]:
    """The questions that every office asks."""
    quiet = office.book.households.quiet_after[-2:][0]
    unlisted = {"intention": "agreed", "conversion": NONE, "status": labels.ACTIVE}
    return (
        Question(_("Over the threshold and not yet contacted"), {"to_contact": YES}),
        Question(_("Next step due today or before"), {"next_due": TODAY}),
        Question(_("No contact for {days}").format(days=_days(quiet)), {"quiet": str(quiet)}),
        Question(_("Agreed, but not on the list"), unlisted),
    )


def in_words(fields: Sequence[FilterField], filters: Filters) -> str:
    """What is asked, in one line; "" when everything is shown."""
    told = [
        f"{one.label}: {one.choices.get(filters[one.name], filters[one.name])}" if len(one.choices) > 1 else one.label
        for one in fields
        if filters.get(one.name)
    ]
    return " · ".join(told)


def _in_group(group_id: str) -> ColumnElement[bool]:
    return HouseholdBusiness.group_id == group_id


def _in_industry(code: str) -> ColumnElement[bool]:
    return HouseholdBusiness.id.in_(select(Industry.household_id).where(Industry.code == code))


def _quiet_since(day: date) -> ColumnElement[bool]:
    return or_(HouseholdBusiness.last_contact_on.is_(None), HouseholdBusiness.last_contact_on <= day)


def _over(office: Office) -> list[str]:
    threshold = office.book.households.worth_a_visit.on(office.today())
    bands = office.book.conversion.revenue_bands.on(office.today())
    return [band.code for band in bands if band.since >= threshold]


def _due_words(soon: int) -> dict[str, str]:
    return {TODAY: _("Today or before"), SOON: _("Within {days}").format(days=_days(soon))}


def _days(days: int) -> str:
    return _("{n} days").format(n=days)


def _groups(session: Session) -> dict[str, str]:
    columns = select(ResidentialGroup.id, ResidentialGroup.name, ResidentialGroup.ended_on)
    return {
        id_: dated_name(name, ended)
        for id_, name, ended in session.execute(columns.order_by(ResidentialGroup.sort_key))
    }


def _officers(session: Session) -> dict[str, str]:
    rows = session.execute(select(OfficerRow.id, OfficerRow.name).order_by(OfficerRow.sort_key))
    return {row.id: row.name for row in rows}


def _in_ended_group(today: date) -> ColumnElement[bool]:
    ended = select(ResidentialGroup.id).where(ResidentialGroup.ended_on < today)
    return HouseholdBusiness.group_id.in_(ended)


def _industries(session: Session, office: Office) -> dict[str, str]:
    """The industries that household businesses here have, the most frequent first."""
    names = {one.code: one.name for one in office.book.industries}
    so_many = func.count().label("n")
    rows = session.execute(
        select(Industry.code, func.max(Industry.name), so_many).group_by(Industry.code).order_by(so_many.desc())
    )
    return {code: f"{code} – {name or names.get(code, '')} ({n})" for code, name, n in rows}
