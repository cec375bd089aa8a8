"""The records behind a figure: what each is called for this officer, its day, the page that opens it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_listing import in_parts
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import FigureRecord
from hn_desk.actions.register_acts import kept_act
from hn_desk.actions.register_budget import kept_budget
from hn_desk.actions.register_difficulties import kept_difficulty
from hn_desk.actions.register_words import example_kinds
from hn_desk.actions.unseen import unseen_topics
from hn_desk.i18n import _
from hn_desk.models.columns import Table
from hn_desk.models.tables import (
    BeneficiaryList,
    BudgetLine,
    Contact,
    Conversion,
    Difficulty,
    DutyAct,
    Example,
    HouseholdBusiness,
    LoanApplication,
    OfficePlan,
    OutreachEvent,
    ResidentialGroup,
)
from hn_desk.rules.report_file import FigureFile
from hn_desk.rules.report_measures import MEASURES

Told = tuple[str, date | None]
"""What a record is called, and its day."""
SUMS: Final = frozenset(
    {
        "event_sum",
        "capital_wanted",
        "converted_capital",
        "converted_workers",
        "loan_sum",
        "examples_helped",
        "budget_planned",
        "budget_spent",
    }
)
"""Measures that add up values of records."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one subject are shown: their table, their page, the action their words need, what tells them."""

    table: type[Table]
    page: str
    action: str
    tell: Callable[[Session, Office, Any], Told]


def records_of(
    session: Session, office: Office, one: FigureFile, values: Mapping[str, int]
) -> tuple[FigureRecord, ...]:
    """The records of a figure, in order; `values` are what they add, by id. A deleted one stays, without words."""
    subject = MEASURES[one.measure].subject
    if not subject:
        return ()
    kind = _kinds()[subject]
    rows = {row.id: row for row in _rows(session, kind.table, list(values))}
    is_sum = one.measure in SUMS
    found: list[FigureRecord] = []
    for id_, value in values.items():
        title, day = _told(session, office, kind, rows.get(id_))
        found.append(FigureRecord(id_, subject, kind.page, title, day, value if is_sum else None))
    return tuple(found)


def _told(session: Session, office: Office, kind: Kind, row: Any) -> Told:
    if row is None:
        return _("Deleted since"), None
    if not office.may(kind.action):
        return _("Seen by those who work with it"), None
    return kind.tell(session, office, row)


def _rows(session: Session, table: Any, ids: Sequence[str]) -> Iterator[Any]:
    for part in in_parts(ids):
        yield from session.scalars(select(table).where(table.id.in_(part)))


def _kinds() -> dict[str, Kind]:
    return {
        "events": Kind(OutreachEvent, "outreach", "outreach.read", _event),
        "groups": Kind(ResidentialGroup, "outreach", "office.read", lambda _s, _o, row: (row.name, row.started_on)),
        "households": Kind(HouseholdBusiness, "households", "households.read", _household),
        "contacts": Kind(Contact, "households", "households.read", _contact),
        "conversions": Kind(Conversion, "conversions", "households.read", _conversion),
        "applications": Kind(LoanApplication, "credit", "credit.read", _application),
        "lists": Kind(BeneficiaryList, "credit", "credit.read", _list),
        "office_plans": Kind(OfficePlan, "reports", "registers.read", _plan),
        "duty_acts": Kind(DutyAct, "reports", "registers.read", _act),
        "examples": Kind(Example, "reports", "registers.read", _example),
        "difficulties": Kind(Difficulty, "reports", "registers.read", _difficulty),
        "budget": Kind(BudgetLine, "reports", "registers.read", _budget),
    }


def _event(_session: Session, office: Office, row: OutreachEvent) -> Told:
    is_unseen = row.topic in unseen_topics(office)
    return ("" if is_unseen else row.title), row.starts_on


def _household(_session: Session, _office: Office, row: HouseholdBusiness) -> Told:
    return row.name, row.last_contact_on


def _contact(session: Session, _office: Office, row: Contact) -> Told:
    household = session.get(HouseholdBusiness, row.household_id)
    return household.name if household else "", row.day


def _conversion(session: Session, _office: Office, row: Conversion) -> Told:
    household = session.get(HouseholdBusiness, row.household_id)
    return row.enterprise_name or (household.name if household else ""), row.certificate_on or row.submitted_on


def _application(_session: Session, _office: Office, row: LoanApplication) -> Told:
    return row.file_code, row.received_on


def _list(_session: Session, _office: Office, row: BeneficiaryList) -> Told:
    said = _("List {number}, month {month}")
    return said.format(number=row.police_number, month=f"{row.month[5:]}/{row.month[:4]}"), row.police_on


def _plan(_session: Session, _office: Office, row: OfficePlan) -> Told:
    return f"{row.number} {row.title}".strip(), row.issued_on


def _act(session: Session, office: Office, row: DutyAct) -> Told:
    return kept_act(session, office, row).title, row.day


def _budget(session: Session, office: Office, row: BudgetLine) -> Told:
    return f"{row.year}: {kept_budget(session, office, row).title}", None


def _example(_session: Session, _office: Office, row: Example) -> Told:
    return example_kinds().get(row.kind, row.kind), row.started_on


def _difficulty(session: Session, office: Office, row: Difficulty) -> Told:
    return kept_difficulty(session, office, row).text, row.day
