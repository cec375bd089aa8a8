"""What credit's screens see: programmes and their questions, applications whole and in lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hn_desk.actions.bank_rows import bank_facts
from hn_desk.actions.city_listing import city_ways, standing, without_city
from hn_desk.actions.city_states import NOWHERE, Way, way_of
from hn_desk.actions.confirmation_rows import confirmation_facts, subject_of
from hn_desk.actions.credit_acts import acts_on
from hn_desk.actions.credit_draft import COMPUTED, choices_of, needed_fields, warning_codes
from hn_desk.actions.credit_facts import (
    ApplicationDraft,
    ApplicationFacts,
    ApplicationRow,
    EstablishmentDraft,
    FactField,
    ProgrammeChoice,
    StepFacts,
)
from hn_desk.actions.credit_findings import UNDECIDED, judged_today, kept_findings
from hn_desk.actions.credit_listing import in_parts, line_ids, listed_applications
from hn_desk.actions.credit_log import log_file
from hn_desk.actions.credit_parts import parts_of
from hn_desk.actions.credit_steps import application_row
from hn_desk.actions.listing import in_order, page
from hn_desk.actions.office import Office
from hn_desk.actions.people import draft_of
from hn_desk.actions.query import Query
from hn_desk.actions.search_texts import APPLICATIONS
from hn_desk.models.tables import BeneficiaryList, Establishment, LoanApplication, OfficerRow, Person
from hn_desk.rules.dates import format_date
from hn_desk.rules.facts import FIELDS, facts_from, field_label
from hn_desk.rules.programme import Choice


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
        log_file(session, "applications.read", row.id)
        subject = subject_of(office, row)
        way = way_of(session, (APPLICATIONS, row.id), office.today())
        return ApplicationFacts(
            draft=_draft(row),
            file_code=row.file_code,
            state=row.state,
            programme_name=office.book.programmes[row.programme].name,
            verdict=row.verdict,
            until=row.eligible_until,
            findings=kept_findings(row),
            history=_history(session, row),
            subject=subject,
            list_name=_list_name(session, row.list_id),
            confirmation=confirmation_facts(session, subject),
            may=acts_on(session, office, subject, row.state),
            city_state=way.state,
            city_way=way,
            bank=bank_facts(session, office, row),
            today=judged_today(session, office, row) if row.state in UNDECIDED else None,
        )


def application_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Every application that answers; sorts and filters as `credit_listing` names them."""
    office.require("credit.read")
    with office.database.read() as session:
        asked, city = without_city(query)
        found = listed_applications(session, asked)
        there = standing(session, APPLICATIONS, city, office.today()) if city else ()
        return tuple(one for one in found if one in there) if city else found


def application_rows(office: Office, ids: Sequence[str]) -> tuple[ApplicationRow, ...]:
    """The lines of these applications, in the order of `ids`."""
    office.require("credit.read")
    wanted = page(ids)
    with office.database.read() as session:
        rows = session.execute(_row_columns().where(LoanApplication.id.in_(wanted)))
        ways = city_ways(session, APPLICATIONS, wanted, office.today())
        return in_order(wanted, application_lines(office, rows, _list_names(session), ways))


def list_lines(session: Session, office: Office, list_id: str) -> tuple[ApplicationRow, ...]:
    """The lines of one police list, by name."""
    ids, names = line_ids(session, list_id), _list_names(session)
    rows = (
        row for part in in_parts(ids) for row in session.execute(_row_columns().where(LoanApplication.id.in_(part)))
    )
    ways = city_ways(session, APPLICATIONS, ids, office.today())
    return in_order(ids, application_lines(office, rows, names, ways))


def application_lines(
    office: Office, rows: Iterable[Row[Any]], list_names: Mapping[str | None, str], ways: Mapping[str, Way]
) -> tuple[ApplicationRow, ...]:
    """Selected columns as lines, with the programmes' labels, the names of the lists and the ways to the city by id."""
    lines = (_line(office, row, list_names) for row in rows)
    return tuple(replace(line, city=ways.get(line.id, NOWHERE)) for line in lines)


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
        LoanApplication.list_id,
        func.coalesce(func.nullif(Person.id_number, ""), Person.old_id_number, Establishment.code, "").label("number"),
    )
    return (
        select(*columns)
        .outerjoin(Person, Person.id == LoanApplication.person_id)
        .outerjoin(Establishment, Establishment.id == LoanApplication.establishment_id)
    )


def _line(office: Office, row: Row[Any], list_names: Mapping[str | None, str]) -> ApplicationRow:
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
        list_names.get(row.list_id, ""),
        row.number,
    )


def _draft(row: LoanApplication) -> ApplicationDraft:
    known = facts_from(row.facts)
    asked = (name for name in FIELDS if name not in COMPUTED)
    findings = kept_findings(row)
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
        **parts_of(row),
        accepted={code: f.accepted_reason for code, f in zip(codes, findings, strict=True) if f.accepted_reason},
    )


def _establishment(row: Establishment) -> EstablishmentDraft:
    names = ("id", "version", "name", "code", "address", "representative", "plan_place", "project_cost", "own_capital")
    return EstablishmentDraft(**{name: getattr(row, name) for name in names})


def _history(session: Session, row: LoanApplication) -> tuple[StepFacts, ...]:
    who = {step.officer_id for step in row.steps}
    named = select(OfficerRow.id, OfficerRow.name).where(OfficerRow.id.in_(who))
    names = {row.id: row.name for row in session.execute(named)}
    return tuple(StepFacts(step.state, step.at, names.get(step.officer_id, ""), step.reason) for step in row.steps)


def _list_names(session: Session) -> dict[str | None, str]:
    columns = (BeneficiaryList.id, BeneficiaryList.police_number, BeneficiaryList.police_on)
    return {row.id: list_name(row.police_number, row.police_on) for row in session.execute(select(*columns))}


def _list_name(session: Session, list_id: str | None) -> str:
    row = session.get(BeneficiaryList, list_id) if list_id else None
    return list_name(row.police_number, row.police_on) if row else ""
