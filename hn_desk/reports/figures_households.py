"""Figures of household businesses: contacts, what they brought, conversions; the same numbers as everywhere else."""

from sqlalchemy import select

from hn_desk.models.tables import Contact, Conversion, ConversionStep, FollowUp, HouseholdBusiness
from hn_desk.reports.conversion_counts import ACTIVE, AGREED, SUPPORT
from hn_desk.reports.counting import Counting, Options, Records, admits, each, valued
from hn_desk.rules.conversion import SUBMITTED


def households(of: Counting, _options: Options) -> Records:
    """Household businesses in business today, whatever the period."""
    table, counts = HouseholdBusiness, of.of_households
    found = select(table.id).where(table.status == ACTIVE, *counts.unmerged(table.id))
    return each(of.session.scalars(found.order_by(table.sort_key, table.id)))


def contacts(of: Counting, _options: Options) -> Records:
    """Contacts in the period."""
    found = select(Contact.id).where(*of.of_households.met()).order_by(Contact.day, Contact.id)
    return each(of.session.scalars(found))


def households_met(of: Counting, _options: Options) -> Records:
    """Households that were contacted in the period, each once."""
    return _met(of)


def households_agreed(of: Counting, _options: Options) -> Records:
    """Households that agreed to convert at a contact in the period, each once."""
    return _met(of, Contact.intention == AGREED)


def households_hindered(of: Counting, options: Options) -> Records:
    """Households whose newest contact in the period names an obstacle (one of those asked for)."""
    return each(id_ for id_, row in of.newest_contacts.items() if _names(row.obstacles, options, "obstacles"))


def households_wishing(of: Counting, options: Options) -> Records:
    """Households whose newest contact in the period names a support they want (one of those asked for)."""
    return each(id_ for id_, row in of.newest_contacts.items() if _names(row.supports, options, "supports"))


def capital_wanted(of: Counting, _options: Options) -> Records:
    """Households by the đồng they would need, as the newest contact of each in the period says."""
    return valued((id_, row.capital_demand) for id_, row in of.newest_contacts.items())


def submitted(of: Counting, _options: Options) -> Records:
    """Conversions whose dossier was submitted in the period, each once."""
    step = ConversionStep
    found = select(step.conversion_id).join(Conversion, Conversion.id == step.conversion_id)
    found = found.where(step.state == SUBMITTED, step.day.between(of.starts_on, of.ends_on))
    found = found.where(*of.of_households.unmerged(Conversion.household_id))
    return each(of.session.scalars(found.order_by(step.day, step.conversion_id)))


def converted(of: Counting, options: Options) -> Records:
    """Household businesses that became enterprises in the period, by the day of the certificate."""
    return each(row.id for row in of.converted if admits(options, "kinds", row.enterprise_kind))


def converted_capital(of: Counting, _options: Options) -> Records:
    """Their capital in đồng."""
    return valued((row.id, row.enterprise_capital) for row in of.converted)


def converted_workers(of: Counting, _options: Options) -> Records:
    """Their workers."""
    return valued((row.id, row.enterprise_workers) for row in of.converted)


def supported(of: Counting, options: Options) -> Records:
    """Conversions that received a support in the period (one of those asked for), each once."""
    found = select(FollowUp.conversion_id, FollowUp.support).join(Conversion, Conversion.id == FollowUp.conversion_id)
    found = found.where(FollowUp.kind == SUPPORT, FollowUp.day.between(of.starts_on, of.ends_on))
    found = found.where(*of.of_households.unmerged(Conversion.household_id))
    rows = of.session.execute(found.order_by(FollowUp.day, FollowUp.conversion_id))
    return each(row.conversion_id for row in rows if admits(options, "supports", row.support))


def _met(of: Counting, *wanted: object) -> Records:
    found = select(Contact.household_id).where(*of.of_households.met(), *wanted)  # type: ignore[arg-type]  # conditions
    return each(of.session.scalars(found.order_by(Contact.day, Contact.household_id)))


def _names(codes: list[str], options: Options, name: str) -> bool:
    return bool(codes) if name not in options else not set(options[name]).isdisjoint(codes)
