"""Credit in a packet: cases without names for the city, issued papers with names for the bank alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select

from hn_desk.actions.check_code import commitment_of
from hn_desk.actions.freezing import thaw
from hn_desk.actions.packet_source import PUT, Source, amount, code, day, text
from hn_desk.forms import facts as paper
from hn_desk.models.tables import Confirmation, LoanApplication, OfficeRow, Person
from hn_desk.packets.subjects import CaseRow, PaperLineRow, PaperRow, Row
from hn_desk.rules.credit import ISSUED, LOCKED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.dates import age_on, place_date_line

CASE_STATES: Final = LOCKED - {SIGNED}
"""A case travels once its confirmation has its number, and on from there."""
PAPER_STATES: Final = (ISSUED, SENT)
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
    statement = (
        select(LoanApplication, Person.sex, Person.birth)
        .outerjoin(Person, Person.id == LoanApplication.person_id)
        .where(LoanApplication.programme.in_(source.case_programmes), LoanApplication.state.in_(CASE_STATES))
        .order_by(LoanApplication.received_on, LoanApplication.id)
    )
    for row, sex, birth in source.session.execute(statement):
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
    withdrawn = frozenset(source.session.scalars(select(LoanApplication.id).where(LoanApplication.state == WITHDRAWN)))
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


def _issued(source: Source) -> Iterator[Confirmation]:
    statement = select(Confirmation).where(
        Confirmation.programme.in_(source.paper_programmes), Confirmation.state.in_(PAPER_STATES)
    )
    yield from source.session.scalars(statement.order_by(Confirmation.issued_on, Confirmation.id))


def _confirmation_of(source: Source, row: LoanApplication) -> Confirmation | None:
    """The newest confirmation of an application, or of the list it stands in."""
    subject = or_(Confirmation.subject_id == row.id, Confirmation.subject_id == (row.list_id or ""))
    newest = select(Confirmation).where(subject).order_by(Confirmation.edition.desc()).limit(1)
    return source.session.scalars(newest).first()


def _earlier(source: Source, row: Confirmation) -> str | None:
    """The issued paper that this edition replaces."""
    statement = (
        select(Confirmation.id)
        .where(
            Confirmation.subject_id == row.subject_id,
            Confirmation.edition < row.edition,
            Confirmation.number.is_not(None),
        )
        .order_by(Confirmation.edition.desc())
        .limit(1)
    )
    return source.session.scalar(statement)


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
