"""Papers that several steps take at once: which are ready to be presented, confirmed or printed, told for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.confirmation_rows import editors, subject_of
from hn_desk.actions.credit_acts import EDITABLE
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import applications_with
from hn_desk.actions.credit_steps import application_row, lines_of
from hn_desk.actions.freezing import Frozen, freeze_application, freeze_list
from hn_desk.actions.frozen_lines import Line, lines_of_paper, paper_cells, paper_of
from hn_desk.actions.list_changes import correction_of
from hn_desk.actions.office import Office
from hn_desk.forms import facts as paper
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.credit import CHECKED, ISSUED, PRESENTED, SIGNED
from hn_desk.rules.programme import BY_LIST

TO_PRINT = frozenset({PRESENTED, SIGNED, ISSUED})


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One person's line of a paper: who, how much (đồng), what for, for how many months."""

    name: str
    amount: int
    purpose: str
    term_months: int


@dataclass(frozen=True, slots=True)
class Presented:
    """One paper: what it confirms, whose (for a list the police's number), how many lines, how much.

    `content` are its lines; `correction` says what a corrected list changes; `prints` counts the copies so far.
    """

    subject: Subject
    file_code: str
    programme_name: str
    whose: str
    lines: int
    amount: int | None
    content: tuple[PaperLine, ...] = ()
    correction: str = ""
    prints: int = 0


def presented_papers(office: Office) -> tuple[Presented, ...]:
    """The papers that this officer may confirm now, those presented first at the top."""
    office.require("credit.confirm")
    with office.database.read() as session:
        own = office.officer.id
        mine = [
            row
            for row in _in_states(session, frozenset({PRESENTED}))
            if own not in editors(session, Subject(row.kind, row.subject_id))
        ]
        return tuple(_kept(office, row) for row in mine)


def ready_papers(office: Office) -> tuple[Presented, ...]:
    """What may be presented now: single applications that are checked, and lists with checked lines."""
    office.require("credit.present")
    with office.database.read() as session:
        return tuple(sorted(_ready(session, office), key=lambda one: one.file_code))


def printable_papers(office: Office) -> tuple[Presented, ...]:
    """The papers on their way to the bank, those presented first at the top."""
    office.require("forms.print", "applications")
    office.require("credit.read")
    with office.database.read() as session:
        return tuple(_kept(office, row) for row in _in_states(session, TO_PRINT))


def _in_states(session: Session, wanted: frozenset[str]) -> list[Confirmation]:
    states = session.execute(select(Confirmation.id, Confirmation.state))
    rows = [session.get_one(Confirmation, id_) for id_, state in states if state in wanted]
    return sorted(rows, key=_order)


def _order(row: Confirmation) -> tuple[str, str]:
    return row.presented_at, row.frozen["facts"]["letter"]["file_code"]


def _ready(session: Session, office: Office) -> Iterator[Presented]:
    for id_, state in list(applications_with(session, LoanApplication.state)):
        row = application_row(session, id_) if state == CHECKED else None
        subject = subject_of(office, row) if row is not None else None
        if row is not None and subject is not None and subject.kind != BY_LIST:
            yield _coming(office, subject, row.programme, freeze_application(session, office, row))
    for listed in session.scalars(select(BeneficiaryList)).all():
        checked = lines_of(session, listed.id, frozenset({CHECKED})) if listed.state in {*EDITABLE, PRESENTED} else []
        if checked:
            lines = lines_of(session, listed.id, frozenset({CHECKED, PRESENTED}))
            said = correction_of(session, office, listed, lines)
            frozen = freeze_list(session, office, listed, lines, said)
            yield _coming(office, Subject(BY_LIST, listed.id), listed.programme, frozen)


def _coming(office: Office, subject: Subject, programme: str, frozen: Frozen) -> Presented:
    return _told(office, subject, programme, frozen.content, frozen.amount)


def _kept(office: Office, row: Confirmation) -> Presented:
    subject = Subject(row.kind, row.subject_id)
    return _told(office, subject, row.programme, row.frozen, row.amount, row.prints)


def _told(
    office: Office, subject: Subject, code: str, frozen: dict[str, Any], amount: int | None, prints: int = 0
) -> Presented:
    cells, lines, facts = paper_cells(frozen), lines_of_paper(frozen), paper_of(frozen)
    programme = office.book.programmes.get(code)
    return Presented(
        subject,
        frozen["facts"]["letter"]["file_code"],
        programme.name if programme else code,
        cells["police_number"] or cells["establishment_name"] or (lines[0].person.name if lines else ""),
        len(lines),
        amount,
        tuple(map(_line, lines)),
        facts.correction if isinstance(facts, paper.BeneficiaryList) else "",
        prints,
    )


def _line(line: Line) -> PaperLine:
    return PaperLine(line.person.name, line.loan.amount, line.loan.purpose, line.loan.term_months)
