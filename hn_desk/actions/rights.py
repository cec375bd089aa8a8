"""What a person may ask about the own data: the register of requests, and everything that is held, as a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.bank_rows import bank_words
from hn_desk.actions.confirmation_rows import subject_of
from hn_desk.actions.held_households import household_lines, import_lines
from hn_desk.actions.household_merged import is_one_person, together
from hn_desk.actions.household_words import Words
from hn_desk.actions.named_in_files import namings, part_words
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.retention import erase_person, retention_rules
from hn_desk.actions.same_person import SAME_PERSON
from hn_desk.actions.scan_rows import scans_about
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.search import matching
from hn_desk.models.tables import (
    AuditEntry,
    DataRequest,
    HouseholdBusiness,
    LoanApplication,
    OfficerRow,
    Person,
)
from hn_desk.rules.credit import LOCKED
from hn_desk.rules.dates import format_birth, format_date
from hn_desk.rules.money import format_dong
from hn_desk.rules.retention import REQUESTS
from hn_desk.sheets import SheetColumn, make_workbook

MOST_FOUND: Final = 50
MOST_READS: Final = 5_000
ERASE: Final = "erase"


@dataclass(frozen=True, slots=True)
class Held:
    """One fact that is held on a person: under which heading, what it is, what it says."""

    section: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of the register: who asked what when, by when it is to be answered, when it was."""

    id: str
    version: int
    person_id: str
    person_name: str
    kind: str
    received_on: date
    due_on: date
    done_on: date | None
    is_late: bool


def request_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of request with their words."""
    words = {
        "show": _("Show what is held"),
        "correct": _("Correct it"),
        "export": _("Hand out a copy"),
        "erase": _("Erase it"),
    }
    return tuple((kind, words[kind]) for kind in REQUESTS)


def find_people(office: Office, typed: str) -> tuple[tuple[str, str], ...]:
    """People whose words begin as typed: (id, name with what tells them apart)."""
    office.require("rights.write")
    found = select(Person.id, Person.name, Person.birth, Person.id_number).where(*matching("people", typed, Person.id))
    with office.database.read() as session:
        rows = session.execute(found.order_by(Person.sort_key, Person.id).limit(MOST_FOUND)).all()
    return tuple((id_, " · ".join(filter(None, (name, birth, number[-4:])))) for id_, name, birth, number in rows)


def held_on(office: Office, person_id: str) -> tuple[Held, ...]:
    """Everything held on a person, who looked at it included; looking is logged. DeskError when gone."""
    office.require("rights.write")
    with office.write() as session:
        person = _person(session, person_id)
        audit.log(session, Act("people.read", "people", person_id))
        return tuple(_held(session, office, person))


def export_held(office: Office, person_id: str, path: Path) -> Changed:
    """Write everything held on a person as a workbook at `path`, whole or not at all; logged."""
    office.require("rights.write")
    with office.database.read() as session:
        rows = list(_held(session, office, _person(session, person_id)))
    columns = [SheetColumn(_("About")), SheetColumn(_("What")), SheetColumn(_("Held"))]
    title = _("Personal data held by {office}").format(office=office.name)
    files.write_whole(path, make_workbook(title, columns, [(row.section, row.name, row.value) for row in rows]))
    with office.write() as session:
        audit.log(session, Act("people.export", "people", person_id))
    return Changed(frozenset({"log"}))


def requests(office: Office) -> tuple[RequestRow, ...]:
    """The register of requests: open ones first, then the newest."""
    office.require("rights.write")
    today = office.today()
    with office.database.read() as session:
        rows = session.execute(
            select(DataRequest, Person.name).outerjoin(Person, Person.id == DataRequest.person_id)
        ).all()
    lines = [
        RequestRow(
            row.id,
            row.version,
            row.person_id,
            name or "",
            row.kind,
            row.received_on,
            row.due_on,
            row.done_on,
            row.done_on is None and row.due_on < today,
        )
        for row, name in rows
    ]
    return tuple(sorted(lines, key=lambda one: (one.done_on is not None, one.due_on, one.id)))


def take_request(office: Office, person_id: str, kind: str, received_on: date) -> Changed:
    """Enter what a person asked; the day to answer follows from the law's data. InputError."""
    office.require("rights.write")
    problems = [] if kind in REQUESTS else [Problem("kind", _("Choose what was asked."))]
    if received_on > office.today():
        problems.append(Problem("received_on", _("This day lies ahead.")))
    if problems:
        raise InputError(_("The request can't be kept yet."), do=_("Mend the marked fields."), problems=tuple(problems))
    with office.write() as session:
        _person(session, person_id)
        row = DataRequest(
            person_id=person_id,
            kind=kind,
            received_on=received_on,
            due_on=retention_rules().answer_by(kind, received_on),
            officer_id=office.officer.id,
        )
        session.add(row)
        session.flush()
        audit.log(session, Act("rights.request", "people", person_id, {"kind": kind}))
        return Changed(frozenset({"requests"}), row.id)


def answer_request(office: Office, request_id: str, version: int) -> Changed:
    """Close a request as answered; one to erase deletes everything held on the person. DeskError.

    What carries an issued confirmation stays until its own time is over: the law asks to keep it.
    """
    office.require("rights.write")
    with office.write() as session:
        row = session.get(DataRequest, request_id)
        if row is None:
            raise gone()
        refuse_stale(row.version, version)
        if row.kind == ERASE:
            _refuse_binding(session, office, row.person_id)
            erase_person(session, office, row.person_id)
        row.done_on = office.today()
        audit.log(session, Act("rights.answer", "people", row.person_id, {"kind": row.kind}))
    subjects = {"requests", "people", "households", "contacts", "conversions", "applications", "log"}
    return Changed(frozenset(subjects), request_id)


def _refuse_binding(session: Session, office: Office, person_id: str) -> None:
    rows = session.scalars(select(LoanApplication).where(LoanApplication.person_id == person_id)).all()
    if rows and not office.may("credit.read"):
        office.require("credit.read", "applications")
    if any(row.state in LOCKED for row in rows):
        raise DeskError(
            _("This person has an application that was confirmed; the office must keep it for the period of the law."),
            do=_("Answer in writing that it is deleted when its time is over; the page shows when."),
            reason="retention",
        )
    _refuse_named(session, office, person_id)


def _refuse_named(session: Session, office: Office, person_id: str) -> None:
    """Raise DeskError while the file of somebody else names the person: it must be mended or run out first."""
    person = session.get(Person, person_id)
    codes = sorted({one.file_code for one in namings(session, person)}) if person and office.may("credit.read") else []
    if codes:
        raise DeskError(
            _("This person is named as representative or worker in other files: {codes}.").format(
                codes=", ".join(codes)
            ),
            do=_("Take the name out of files that can still be changed; answer in writing when the others run out."),
            reason="retention",
        )


def _person(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise gone()
    return person


def _held(session: Session, office: Office, person: Person) -> Iterator[Held]:
    ids = []
    for entry, households in _held_together(session, person):
        yield from _of_person(entry, Words.of(session, office))
        for household in households:
            yield from (Held(*line) for line in household_lines(session, office, household))
        household_ids = [household.id for household in households]
        yield from (Held(*line) for line in import_lines(session, office, entry.id, household_ids))
        ids += [entry.id, *household_ids]
    if office.may("credit.read"):
        for application in session.scalars(select(LoanApplication).where(LoanApplication.person_id == person.id)):
            yield from _of_application(session, office, application)
            ids.append(application.id)
        for one in namings(session, person):
            yield Held(_("Named in file {code}").format(code=one.file_code), one.role, one.words)
    yield from _acts(session, ids)


def _held_together(session: Session, person: Person) -> Iterator[tuple[Person, list[HouseholdBusiness]]]:
    """The person, and the same person as other records that were merged with an own one say it; each with its own."""
    owned = session.scalars(select(HouseholdBusiness).where(HouseholdBusiness.owner_id == person.id)).all()
    whole = {one.id: one for own in owned for one in (own, *together(session, own.id))}
    people = {one.owner_id: one.owner for one in whole.values() if is_one_person(person, one.owner)}
    for id_, one in ({person.id: person} | people).items():
        yield one, [household for household in whole.values() if household.owner_id == id_]


def _of_person(person: Person, words: Words) -> Iterator[Held]:
    section = _("Person")
    told = {
        _("Name"): person.name,
        _("Born"): format_birth(person.birth) if person.birth else "",
        _("Citizen's number"): person.id_number,
        _("Old number"): person.old_id_number,
        _("Telephone"): person.phone,
        _("Address"): person.address,
        _("Sex"): words.told("owner.sex", person.sex),
        _("Residential group"): words.told("owner.group_id", person.group_id),
    }
    yield from (Held(section, name, value) for name, value in told.items() if value)


def _of_application(session: Session, office: Office, row: LoanApplication) -> Iterator[Held]:
    """What a file says of its own applicant: not that it was once compared with somebody else's."""
    section = _("Loan application {code}").format(code=row.file_code)
    programme = office.book.programmes[row.programme]
    told = {
        _("Programme"): programme.name,
        _("Received"): format_date(row.received_on),
        _("Purpose"): programme.applicants[row.applicant].purpose_label(row.purpose),
        _("Amount"): format_dong(row.amount) if row.amount is not None else "",
        _("Result of the review"): row.review_result,
    }
    yield from (Held(section, name, value) for name, value in told.items() if value)
    for scan in scans_about(session, subject_of(office, row)):
        yield Held(section, _("Scan of the signed paper"), scan.at)
    yield from (Held(section, name, value) for name, value in part_words(row))
    yield from (Held(section, name, value) for name, value in bank_words(session, row))
    own = (found for found in row.findings if not str(found["check"]).startswith(SAME_PERSON))
    yield from (Held(section, _("Check"), str(found["sentence"])) for found in own)
    yield from (Held(section, step.at, step.reason) for step in row.steps if step.reason)


def _acts(session: Session, ids: list[str]) -> Iterator[Held]:
    """Who did, read, printed or exported what."""
    rows = (
        select(AuditEntry.at, AuditEntry.action, OfficerRow.name)
        .outerjoin(OfficerRow, OfficerRow.id == AuditEntry.officer_id)
        .where(AuditEntry.record_id.in_(ids))
        .order_by(AuditEntry.sequence)
        .limit(MOST_READS)
    )
    for at, action, name in session.execute(rows):
        yield Held(_("Who did what"), at, f"{name or ''}: {action_label(action)}")
