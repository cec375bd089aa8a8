"""Credit in a packet: cases without names for the city, issued papers with names for the bank alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from hn_desk.actions.check_code import commitment_of
from hn_desk.actions.confirmation_rows import newest_of
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import applications_with, in_parts
from hn_desk.actions.frozen_lines import Line, line_cells, lines_of_paper, paper_cells
from hn_desk.actions.frozen_records import open_facts
from hn_desk.actions.packet_source import PUT, Source, amount, code, day, text
from hn_desk.actions.signatures import approval_of, issue_of, line_privates, signed_lines
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication, OfficeRow, Person
from hn_desk.packets.officer_signatures import Signed, canonical
from hn_desk.packets.subjects import CaseRow, PaperLineRow, PaperRow, Row
from hn_desk.rules.credit import ISSUED, LOCKED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.dates import place_date_line
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST, BY_PLAN

CASE_STATES: Final = LOCKED - {SIGNED}
"""A case travels once its confirmation has its number, and on from there."""
PAPER_STATES: Final = (ISSUED, SENT)
SINGLE: Final = (BY_APPLICATION, BY_PLAN)
Cells = dict[str, Any]


def cases(source: Source) -> Iterator[Row]:
    """Confirmed cases as records without name, number or address, with the approver's signature of each."""
    for row in _cases(source):
        confirmation = _confirmation_of(source, row)
        yield CaseRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            state=code(row.state),
            **(_case_signed(confirmation, row) or open_facts(row)),
            **(_case_confirmed(confirmation) if confirmation else {}),
        )


def papers(source: Source) -> Iterator[Row]:
    """Issued lists, plans and applications, for the bank."""
    place = source.session.scalars(select(OfficeRow.place_name)).one()
    for row in _issued(source):
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
            lines=row.lines,
            amount=amount(row.amount),
            hash=row.hash,
            issued_on=day(row.issued_on),
            **paper_cells(row.frozen),
            **_paper_signed(row),
        )


def paper_lines(source: Source) -> Iterator[Row]:
    """The people in those papers, but lines withdrawn singly since; an establishment's plan has its representative."""
    states = applications_with(source.session, LoanApplication.state)
    withdrawn = frozenset(id_ for id_, state in states if state == WITHDRAWN)
    for row in _issued(source):
        signed = _lines_signed(row)
        for place, line in enumerate(lines_of_paper(row.frozen), 1):
            if line.application_id in withdrawn:
                continue
            yield PaperLineRow(
                id=source.derived_id("paper_line", row.id, line.application_id),
                version=row.version,
                operation=PUT,
                paper_id=row.id,
                group_name=_group_of(source, line.application_id),
                **line_cells(line, place),
                **(signed[place - 1] if signed else _loan_cells(line)),
            )


def _case_confirmed(row: Confirmation) -> Cells:
    """What a case says of its confirmation; `decided_on` is the day that the approval names."""
    approval = approval_of(row)
    decided = date.fromisoformat(approval.message["decided_on"]) if approval else day(row.signed_on)
    return {"decided_on": decided, "commitment": commitment_of(row.nonce, row.frozen).hex()}


def _case_signed(confirmation: Confirmation | None, row: LoanApplication) -> Cells | None:
    """The open facts that the approver signed of one file, and the signature; None for a file of version 0.1."""
    if confirmation is None:
        return None
    for frozen, signed in zip(confirmation.frozen["lines"], signed_lines(confirmation), strict=False):
        if frozen["id"] == row.id and signed is not None:
            return {
                **frozen["open"],
                "confirmation_id": confirmation.id,
                "edition": confirmation.edition,
                "approved_on": date.fromisoformat(signed.message["approved_on"]),
                "private_commitment": signed.message["commitment"],
                "key_id": signed.key_id,
                "signature": signed.signature,
            }
    return None


def _paper_signed(row: Confirmation) -> Cells:
    approval, issue = approval_of(row), issue_of(row)
    issued = {"issue_key_id": issue.key_id, "issue_signature": issue.signature} if issue else {}
    if approval is None:
        return issued
    private = {"private": canonical((row.signatures or {})["private"]).decode(), "salt": row.frozen["salt"]}
    return {**issued, **private, **_signed_cells(approval)}


def _lines_signed(row: Confirmation) -> list[Cells]:
    """The two parts of each line with its signature; nothing for a paper of version 0.1."""
    if approval_of(row) is None:
        return []
    parts = zip(row.frozen["lines"], line_privates(row), signed_lines(row), strict=True)
    return [
        {
            "amount": frozen["open"]["amount"],
            "term_months": frozen["open"]["term_months"],
            "private": canonical(private).decode(),
            "salt": frozen["salt"],
            **(_signed_cells(signed) if signed else {}),
        }
        for frozen, private, signed in parts
    ]


def _loan_cells(line: Line) -> Cells:
    return {"amount": amount(line.loan.amount), "term_months": amount(line.loan.term_months)}


def _signed_cells(signed: Signed) -> Cells:
    return {"open": canonical(signed.message).decode(), "key_id": signed.key_id, "signature": signed.signature}


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
    """The issued paper that this edition replaces, or that of the list it corrects."""
    names = pseudonyms(source.session, row.kind, row.subject_id)
    mine = _numbered(source, Confirmation.pseudonym.in_(names), Confirmation.edition < row.edition)
    if mine is not None or row.kind != BY_LIST:
        return mine
    corrects = select(BeneficiaryList.corrects_id).where(BeneficiaryList.id == row.subject_id)
    corrected = source.session.scalar(corrects)
    names = pseudonyms(source.session, BY_LIST, corrected) if corrected else ()
    return _numbered(source, Confirmation.pseudonym.in_(names)) if corrected else None


def _numbered(source: Source, *which: ColumnElement[bool]) -> str | None:
    """The newest edition among `which` that got a number."""
    found = select(Confirmation.id, Confirmation.number).where(*which).order_by(Confirmation.edition.desc())
    return next((id_ for id_, number in source.session.execute(found) if number is not None), None)


def _group_of(source: Source, application_id: str) -> str | None:
    statement = (
        select(Person.group_id)
        .join(LoanApplication, LoanApplication.person_id == Person.id)
        .where(LoanApplication.id == application_id)
    )
    return source.group_name(source.session.scalar(statement))
