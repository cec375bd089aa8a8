"""What lies before the approver: presented papers that this officer may confirm, several with one passphrase."""

from dataclasses import dataclass

from sqlalchemy import select

from hn_desk.actions.confirmation_rows import editors
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.frozen_lines import lines_of_paper, paper_cells
from hn_desk.actions.office import Office
from hn_desk.models.tables import Confirmation
from hn_desk.rules.credit import PRESENTED


@dataclass(frozen=True, slots=True)
class Presented:
    """One paper that waits: what it confirms, whose (for a list the police's number), how many lines, how much."""

    subject: Subject
    file_code: str
    programme_name: str
    whose: str
    lines: int
    amount: int | None


def presented_papers(office: Office) -> tuple[Presented, ...]:
    """The papers that this officer may confirm now, those presented first at the top."""
    office.require("credit.confirm")
    with office.database.read() as session:
        states = session.execute(select(Confirmation.id, Confirmation.state))
        rows = [session.get_one(Confirmation, id_) for id_, state in states if state == PRESENTED]
        own = office.officer.id
        mine = [row for row in rows if own not in editors(session, Subject(row.kind, row.subject_id))]
        return tuple(_presented(office, row) for row in sorted(mine, key=_order))


def _order(row: Confirmation) -> tuple[str, str]:
    return row.presented_at, row.frozen["facts"]["letter"]["file_code"]


def _presented(office: Office, row: Confirmation) -> Presented:
    cells, lines = paper_cells(row.frozen), lines_of_paper(row.frozen)
    whose = cells["police_number"] or cells["establishment_name"] or (lines[0].person.name if lines else "")
    programme = office.book.programmes.get(row.programme)
    return Presented(
        Subject(row.kind, row.subject_id),
        row.frozen["facts"]["letter"]["file_code"],
        programme.name if programme else row.programme,
        whose,
        row.lines,
        row.amount,
    )
