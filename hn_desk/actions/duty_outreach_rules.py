"""Rules of duties over outreach, contacts and conversions."""

from sqlalchemy import func, select

from hn_desk.actions.duty_facts import EvidenceRow
from hn_desk.actions.duty_look import MOST_ROWS, Found, Look, counted, found_any, newest
from hn_desk.actions.labels import DONE
from hn_desk.i18n import _
from hn_desk.models.tables import Contact, Conversion, HouseholdBusiness, OutreachEvent
from hn_desk.reports.conversion_counts import counting
from hn_desk.reports.coverage import coverage
from hn_desk.rules.coverage import PERCENT
from hn_desk.rules.duties import Shown


def of_coverage(look: Look) -> Found:
    """Every active residential group reached in the year; an office without groups has reached none."""
    reached = coverage(look.session, look.over("topic"), look.period, look.day)
    is_done = reached.active > 0 and reached.percent == PERCENT
    words = _("{reached} of {active} residential groups ({percent} %)").format(
        reached=reached.reached, active=reached.active, percent=reached.percent if reached.active else 0
    )
    return Found(Shown(reached.reached > 0, is_done), words, newest(_held(look)))


def of_events(look: Look) -> Found:
    """An event held in the year, for one audience or in one form where the data name it."""
    rows = _held(look)
    return found_any(rows, counted(len(rows)))


def of_contacts(look: Look) -> Found:
    """A contact with a household business in the year, counted as reports count them."""
    in_year = counting(look.session, look.period).met()
    count = look.session.scalar(select(func.count()).select_from(Contact).where(*in_year)) or 0
    names = select(Contact.id, Contact.day, Contact.household_id, HouseholdBusiness.name).join(
        HouseholdBusiness, HouseholdBusiness.id == Contact.household_id
    )
    last = names.where(*in_year).order_by(Contact.day.desc(), Contact.id).limit(MOST_ROWS)
    rows = [look.row(name, household, day) for _id, day, household, name in look.session.execute(last)]
    return found_any(rows, counted(count))


def of_conversions(look: Look) -> Found:
    """A household business that became an enterprise in the year, counted as reports count them."""
    of = counting(look.session, look.period)
    columns = (Conversion.household_id, Conversion.enterprise_name, Conversion.certificate_on)
    registered = look.session.execute(select(*columns).where(*of.converted()))
    rows = [look.row(name, id_, day, "households") for id_, name, day in registered]
    begun = select(Conversion.id).where(Conversion.listed_on <= look.day, *of.unmerged(Conversion.household_id))
    return found_any(rows, counted(len(rows)), is_begun=look.session.scalar(begun.limit(1)) is not None)


def _held(look: Look) -> list[EvidenceRow]:
    last_day = func.coalesce(OutreachEvent.ends_on, OutreachEvent.starts_on)
    columns = (OutreachEvent.id, OutreachEvent.title, OutreachEvent.starts_on, OutreachEvent.audiences)
    held = select(*columns).where(
        OutreachEvent.topic == look.over("topic"),
        OutreachEvent.state == DONE,
        OutreachEvent.starts_on <= look.period.end,
        last_day >= look.period.start,
    )
    if look.over("form"):
        held = held.where(OutreachEvent.form == look.over("form"))
    audience = look.over("audience")
    found = look.session.execute(held)
    return [look.row(title, id_, day) for id_, title, day, audiences in found if not audience or audience in audiences]
