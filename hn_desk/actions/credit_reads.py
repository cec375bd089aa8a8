"""What credit's screens see: programmes and their questions, applications whole and in lists."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hn_desk.actions.city_states import city_state
from hn_desk.actions.confirmation_rows import confirmation_facts, subject_of
from hn_desk.actions.credit_acts import acts_on
from hn_desk.actions.credit_draft import COMPUTED, choices_of, needed_fields, warning_codes
from hn_desk.actions.credit_facts import (
    ApplicationDraft,
    ApplicationFacts,
    ApplicationRow,
    EstablishmentDraft,
    FactField,
    KeptFinding,
    ProgrammeChoice,
    StepFacts,
)
from hn_desk.actions.credit_steps import application_row
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Office
from hn_desk.actions.people import draft_of
from hn_desk.actions.query import Query
from hn_desk.actions.search_texts import APPLICATIONS
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import BeneficiaryList, Establishment, LoanApplication, OfficerRow, Person
from hn_desk.rules.dates import format_date
from hn_desk.rules.facts import FIELDS, facts_from, field_label
from hn_desk.rules.programme import Choice

LISTING: Final = Listing(
    APPLICATIONS,
    LoanApplication.id,
    {
        "name": (LoanApplication.sort_key,),
        "file_code": (LoanApplication.file_code,),
        "programme": (LoanApplication.programme, LoanApplication.sort_key),
        "purpose": (LoanApplication.purpose, LoanApplication.sort_key),
        "amount": (LoanApplication.amount,),
        "state": (LoanApplication.state, LoanApplication.sort_key),
        "verdict": (LoanApplication.verdict, LoanApplication.sort_key),
        "until": (LoanApplication.eligible_until,),
        "received": (LoanApplication.received_on,),
    },
    {
        "programme": LoanApplication.programme.expression,
        "state": LoanApplication.state.expression,
        "applicant": LoanApplication.applicant.expression,
        "verdict": LoanApplication.verdict.expression,
        "list": LoanApplication.list_id.expression,
    },
)


def programmes(office: Office) -> tuple[ProgrammeChoice, ...]:
    """The programmes in force today, by their neutral names."""
    in_force = (one for one in office.book.programmes.values() if one.is_valid_on(office.today()))
    return tuple(
        ProgrammeChoice(
            one.code,
            one.name,
            tuple(Choice(kind, rules.label) for kind, rules in one.applicants.items()),
            {kind: rules.confirmation for kind, rules in one.applicants.items()},
        )
        for one in in_force
    )


def fields(office: Office, programme: str, applicant: str) -> tuple[FactField, ...]:
    """What the screen asks for, in its order; what the office's records answer themselves is left out."""
    chosen = office.book.programmes[programme]
    rules = chosen.applicants[applicant]
    needed = needed_fields(rules)
    return tuple(
        FactField(name, FIELDS[name], field_label(name), choices_of(chosen, rules, name), name in needed)
        for name in rules.fields
        if name not in COMPUTED
    )


def application(office: Office, application_id: str) -> ApplicationFacts:
    """One application whole; looking at it is logged. DeskError when gone."""
    office.require("credit.read")
    with office.write() as session:
        row = application_row(session, application_id)
        audit.log(session, Act("applications.read", "applications", row.id))
        subject = subject_of(office, row)
        return ApplicationFacts(
            draft=_draft(row),
            file_code=row.file_code,
            state=row.state,
            programme_name=office.book.programmes[row.programme].name,
            verdict=row.verdict,
            until=row.eligible_until,
            findings=_findings(row),
            history=_history(session, row),
            subject=subject,
            list_name=_list_name(session, row.list_id),
            confirmation=confirmation_facts(session, subject),
            may=acts_on(session, office, subject, row.state),
            city_state=city_state(session, APPLICATIONS, row.id),
        )


def application_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Every application that answers; sorts as in LISTING; filters: programme, state, applicant, verdict, list."""
    office.require("credit.read")
    with office.database.read() as session:
        return sorted_ids(session, select(LoanApplication.id), LISTING, query)


def application_rows(office: Office, ids: Sequence[str]) -> tuple[ApplicationRow, ...]:
    """The lines of these applications, in the order of `ids`."""
    office.require("credit.read")
    wanted = page(ids)
    with office.database.read() as session:
        rows = session.execute(_row_columns().where(LoanApplication.id.in_(wanted)))
        return in_order(wanted, application_lines(office, rows))


def list_lines(session: Session, office: Office, list_id: str) -> tuple[ApplicationRow, ...]:
    """The lines of one police list, by name."""
    lines = _row_columns().where(LoanApplication.list_id == list_id)
    return application_lines(office, session.execute(lines.order_by(LoanApplication.sort_key, LoanApplication.id)))


def application_lines(office: Office, rows: Iterable[Row[Any]]) -> tuple[ApplicationRow, ...]:
    """Selected columns as lines, with the programmes' labels."""
    return tuple(_line(office, row) for row in rows)


def list_name(police_number: str, police_on: date) -> str:
    """The neutral name of a list: the police's own number and day."""
    return f"{police_number} · {format_date(police_on)}"


def _row_columns() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(Person.name, Establishment.name, "").label("name")
    columns = (
        LoanApplication.id,
        LoanApplication.file_code,
        name,
        LoanApplication.programme,
        LoanApplication.applicant,
        LoanApplication.purpose,
        LoanApplication.amount,
        LoanApplication.state,
        LoanApplication.verdict,
        LoanApplication.eligible_until,
        BeneficiaryList.police_number,
        BeneficiaryList.police_on,
    )
    return (
        select(*columns)
        .outerjoin(Person, Person.id == LoanApplication.person_id)
        .outerjoin(Establishment, Establishment.id == LoanApplication.establishment_id)
        .outerjoin(BeneficiaryList, BeneficiaryList.id == LoanApplication.list_id)
    )


def _line(office: Office, row: Row[Any]) -> ApplicationRow:
    programme = office.book.programmes[row.programme]
    return ApplicationRow(
        row.id,
        row.file_code,
        row.name,
        programme.name,
        programme.applicants[row.applicant].purpose_label(row.purpose),
        row.amount,
        row.state,
        row.verdict,
        row.eligible_until,
        list_name(row.police_number, row.police_on) if row.police_on else "",
    )


def _draft(row: LoanApplication) -> ApplicationDraft:
    known = facts_from(row.facts)
    asked = (name for name in FIELDS if name not in COMPUTED)
    findings = _findings(row)
    codes = warning_codes([finding.check for finding in findings])
    return ApplicationDraft(
        id=row.id,
        version=row.version,
        programme=row.programme,
        applicant=row.applicant,
        person=draft_of(row.person) if row.person else None,
        establishment=_establishment(row.establishment) if row.establishment else None,
        facts={name: value for name in asked if (value := getattr(known, name)) is not None},
        list_id=row.list_id,
        received_on=row.received_on,
        review_on=row.review_on,
        review_place=row.review_place,
        review_present=row.review_present,
        review_result=row.review_result,
        savings_group=row.savings_group,
        association=row.association,
        accepted={code: f.accepted_reason for code, f in zip(codes, findings, strict=True) if f.accepted_reason},
    )


def _establishment(row: Establishment) -> EstablishmentDraft:
    names = ("id", "version", "name", "code", "address", "representative", "plan_place", "project_cost", "own_capital")
    return EstablishmentDraft(**{name: getattr(row, name) for name in names})


def _findings(row: LoanApplication) -> tuple[KeptFinding, ...]:
    return tuple(
        KeptFinding(f.check, f.verdict, f.sentence, f.figure, f.article, f.until, f.accepted_reason)
        for f in row.findings
    )


def _history(session: Session, row: LoanApplication) -> tuple[StepFacts, ...]:
    who = {step.officer_id for step in row.steps}
    named = select(OfficerRow.id, OfficerRow.name).where(OfficerRow.id.in_(who))
    names = {row.id: row.name for row in session.execute(named)}
    return tuple(StepFacts(step.state, step.at, names.get(step.officer_id, ""), step.reason) for step in row.steps)


def _list_name(session: Session, list_id: str | None) -> str:
    row = session.get(BeneficiaryList, list_id) if list_id else None
    return list_name(row.police_number, row.police_on) if row else ""
