"""Credit in a packet: cases without names for the city, issued papers with names for the bank alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from hn_desk.actions.check_code import commitment_of
from hn_desk.actions.confirmation_rows import newest_of
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import applications_with, in_parts
from hn_desk.actions.freezing import thaw
from hn_desk.actions.packet_source import PUT, Source, amount, code, day, text
from hn_desk.forms import facts as paper
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import Confirmation, LoanApplication, OfficeRow, Person
from hn_desk.packets.subjects import CaseRow, PaperLineRow, PaperRow, Row
from hn_desk.rules.credit import ISSUED, LOCKED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.dates import age_on, place_date_line
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST, BY_PLAN

CASE_STATES: Final = LOCKED - {SIGNED}
"""A case travels once its confirmation has its number, and on from there."""
PAPER_STATES: Final = (ISSUED, SENT)
SINGLE: Final = (BY_APPLICATION, BY_PLAN)
AGE_BANDS: Final = ((18, "<18"), (30, "18-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
OLDEST: Final = "60+"


@dataclass(frozen=True, slots=True)
class Line:
    """One person and loan in an issued paper, with the id of its application."""

    application_id: str
    person: paper.Person
    loan: paper.Loan
    note: paper.ListRow | None = None


def cases(source: Source) -> Iterator[Row]:
    """Confirmed cases as records without name, number or address."""
    for row in _cases(source):
        sex, birth = (row.person.sex, row.person.birth) if row.person else ("", "")
        confirmation = _confirmation_of(source, row)
        yield CaseRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            programme=code(row.programme),
            applicant="person" if row.applicant == "person" else "establishment",
            sex=code(sex or ""),
            age_band=age_band(age_on(birth, row.received_on)) if birth else None,
            purpose=code(row.purpose),
            amount=amount(row.amount),
            term_months=amount(row.term_months),
            state=code(row.state),
            decided_on=day(confirmation.signed_on) if confirmation else None,
            commitment=commitment_of(confirmation.nonce, confirmation.frozen).hex() if confirmation else None,
        )


def papers(source: Source) -> Iterator[Row]:
    """Issued lists, plans and applications, for the bank."""
    place = source.session.scalars(select(OfficeRow.place_name)).one()
    for row in _issued(source):
        facts = _facts(row)
        establishment = facts.establishment if isinstance(facts, paper.PlanConfirmation) else None
        police = facts if isinstance(facts, paper.BeneficiaryList) else None
        yield PaperRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            programme=code(row.programme),
            kind=row.kind,  # type: ignore[arg-type]  # one of the three, as presented
            number=None if row.number is None else str(row.number),
            series=code(row.series),
            year=amount(row.year),
            version_of=_earlier(source, row),
            signed_on=day(row.signed_on),
            signer=text(row.signer_name),
            place_date=place_date_line(place, row.issued_on) if row.issued_on else None,
            police_number=code(police.police_number) if police else None,
            police_on=day(police.police_day) if police else None,
            establishment_name=text(establishment.name) if establishment else None,
            establishment_code=code(establishment.code) if establishment else None,
            establishment_address=text(establishment.address) if establishment else None,
            lines=row.lines,
            amount=amount(row.amount),
            hash=row.hash,
        )


def paper_lines(source: Source) -> Iterator[Row]:
    """The people in those papers, but lines withdrawn singly since; an establishment's plan has its representative."""
    states = applications_with(source.session, LoanApplication.state)
    withdrawn = frozenset(id_ for id_, state in states if state == WITHDRAWN)
    for row in _issued(source):
        for place, line in enumerate(_lines(row), 1):
            if line.application_id in withdrawn:
                continue
            note = line.note
            yield PaperLineRow(
                id=source.derived_id("paper_line", row.id, line.application_id),
                version=row.version,
                operation=PUT,
                paper_id=row.id,
                line=place,
                name=text(line.person.name),
                birth=code(line.person.born),
                sex=code(line.person.sex),
                id_number=code(line.person.citizen_id),
                address=text(line.person.residence),
                group_name=_group_of(source, line.application_id),
                purpose=text(line.loan.purpose),
                amount=amount(line.loan.amount),
                term_months=amount(line.loan.term_months),
                completed_on=day(note.entitled_on) if note else None,
            )


def age_band(age: int) -> str:
    """The band of an age, such as `30-39`."""
    return next((band for below, band in AGE_BANDS if age < below), OLDEST)


def _cases(source: Source) -> list[LoanApplication]:
    found = applications_with(source.session, LoanApplication.programme, LoanApplication.state)
    ids = [id_ for id_, of, state in found if of in source.case_programmes and state in CASE_STATES]
    parts = (select(LoanApplication).where(LoanApplication.id.in_(part)) for part in in_parts(ids))
    rows = (row for part in parts for row in source.session.scalars(part))
    return sorted(rows, key=lambda row: (row.received_on, row.id))


def _issued(source: Source) -> list[Confirmation]:
    found = source.session.execute(select(Confirmation.id, Confirmation.programme, Confirmation.state))
    ids = [id_ for id_, of, state in found if of in source.paper_programmes and state in PAPER_STATES]
    parts = (select(Confirmation).where(Confirmation.id.in_(part)) for part in in_parts(ids))
    rows = (row for part in parts for row in source.session.scalars(part))
    return sorted(rows, key=lambda row: (row.issued_on or date.min, row.id))


def _confirmation_of(source: Source, row: LoanApplication) -> Confirmation | None:
    """The newest confirmation of an application, or of the list it stands in."""
    own = [Subject(kind, row.id) for kind in SINGLE]
    return newest_of(source.session, [*own, Subject(BY_LIST, row.list_id)] if row.list_id else own)


def _earlier(source: Source, row: Confirmation) -> str | None:
    """The issued paper that this edition replaces."""
    names = pseudonyms(source.session, row.kind, row.subject_id)
    before = select(Confirmation.id, Confirmation.number).where(
        Confirmation.pseudonym.in_(names), Confirmation.edition < row.edition
    )
    editions = source.session.execute(before.order_by(Confirmation.edition.desc()))
    return next((id_ for id_, number in editions if number is not None), None)


def _facts(row: Confirmation) -> paper.PersonConfirmation | paper.PlanConfirmation | paper.BeneficiaryList:
    return thaw(row.frozen)[1]


def _lines(row: Confirmation) -> list[Line]:
    facts, ids = _facts(row), [line["id"] for line in row.frozen["lines"]]
    if isinstance(facts, paper.BeneficiaryList):
        return [Line(one, listed.person, listed.loan, listed) for one, listed in zip(ids, facts.rows, strict=True)]
    if isinstance(facts, paper.PlanConfirmation):
        return [Line(ids[0], facts.establishment.representative, facts.loan)]
    return [Line(ids[0], facts.applicant, facts.loan)]


def _group_of(source: Source, application_id: str) -> str | None:
    statement = (
        select(Person.group_id)
        .join(LoanApplication, LoanApplication.person_id == Person.id)
        .where(LoanApplication.id == application_id)
    )
    return source.group_name(source.session.scalar(statement))
