"""How a conversion stands: its facts, its history, the condition for support."""

from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import ConversionDraft, ConversionFacts, ConversionStepFacts
from hn_desk.actions.office import Office
from hn_desk.models.tables import Conversion, ConversionStep, HouseholdBusiness, OfficerRow
from hn_desk.rules.conversion import Support, counts_as_converted, support_condition

ENTERPRISE: Final = (
    *("enterprise_name", "enterprise_code", "enterprise_kind", "certificate_on"),
    *("enterprise_capital", "enterprise_workers", "enterprise_industry"),
)


def conversion_row(session: Session, household_id: str) -> Conversion | None:
    """The conversion of one household, if there is one."""
    return session.scalar(select(Conversion).where(Conversion.household_id == household_id))


def conversion_of(session: Session, office: Office, household: HouseholdBusiness) -> ConversionFacts | None:
    """How the conversion of `household` stands; None when it isn't on the list."""
    row = conversion_row(session, household.id)
    if row is None:
        return None
    steps = _steps(session, row.id)
    facts: dict[str, Any] = {name: getattr(row, name) for name in ENTERPRISE} | {"dossier": papers_of(row)}
    support = support_of(office, household, row)
    return ConversionFacts(
        id=row.id,
        version=row.version,
        draft=ConversionDraft(household.id, row.state, steps[-1].day, row.reason, **facts),
        is_converted=counts_as_converted(row.state, row.enterprise_code, row.enterprise_kind, row.certificate_on),
        support=support.sentence,
        support_source=support.source,
        steps=steps,
    )


def support_of(office: Office, household: HouseholdBusiness, row: Conversion | None) -> Support:
    """Whether a full year of business lies before the certificate, or before today while there is none."""
    started = household.started_on or household.registered_on
    years = office.book.conversion.years_for_support
    return support_condition(years, started, row.certificate_on if row else None, office.today())


def papers_of(row: Conversion | None) -> dict[str, date]:
    """The papers seen of a conversion's dossier, by code, with the day."""
    return {code: date.fromisoformat(day) for code, day in (row.dossier if row else {}).items()}


def _steps(session: Session, conversion_id: str) -> tuple[ConversionStepFacts, ...]:
    statement = (
        select(ConversionStep.state, ConversionStep.day, OfficerRow.name, ConversionStep.reason)
        .join(OfficerRow, OfficerRow.id == ConversionStep.officer_id)
        .where(ConversionStep.conversion_id == conversion_id)
        .order_by(ConversionStep.position)
    )
    return tuple(ConversionStepFacts(*row) for row in session.execute(statement))
