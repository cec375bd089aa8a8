"""The people and loans in what was frozen, as the sheets for the bank show them and as its signature covers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hn_desk.actions.freezing import PaperFacts, thaw
from hn_desk.actions.packet_source import code, day, text
from hn_desk.forms import facts as paper
from hn_desk.rules.plain_values import to_plain

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One person and loan in a paper, with the id of its application."""

    application_id: str
    person: paper.Person
    loan: paper.Loan
    note: paper.ListRow | None = None


def paper_of(frozen: dict[str, Any]) -> PaperFacts:
    """The paper's facts."""
    return thaw(frozen)[1]


def lines_of_paper(frozen: dict[str, Any]) -> list[Line]:
    """The lines of a list; of an establishment's plan its representative; of an application its applicant."""
    facts, ids = paper_of(frozen), [line["id"] for line in frozen["lines"]]
    if isinstance(facts, paper.BeneficiaryList):
        return [Line(one, listed.person, listed.loan, listed) for one, listed in zip(ids, facts.rows, strict=True)]
    if isinstance(facts, paper.PlanConfirmation):
        return [Line(ids[0], facts.establishment.representative, facts.loan)]
    return [Line(ids[0], facts.applicant, facts.loan)]


def line_cells(line: Line, place: int) -> Cells:
    """What the bank reads of one line and the signature covers by its commitment."""
    return {
        "line": place,
        "name": text(line.person.name),
        "birth": code(line.person.born),
        "sex": code(line.person.sex),
        "id_number": code(line.person.citizen_id),
        "address": text(line.person.residence),
        "purpose": text(line.loan.purpose),
        "completed_on": day(line.note.entitled_on) if line.note else None,
    }


def paper_cells(frozen: dict[str, Any]) -> Cells:
    """What the bank reads of the paper's own facts, besides who signed it and its number."""
    facts = paper_of(frozen)
    establishment = facts.establishment if isinstance(facts, paper.PlanConfirmation) else None
    police = facts if isinstance(facts, paper.BeneficiaryList) else None
    return {
        "police_number": code(police.police_number) if police else None,
        "police_on": day(police.police_day) if police else None,
        "establishment_name": text(establishment.name) if establishment else None,
        "establishment_code": code(establishment.code) if establishment else None,
        "establishment_address": text(establishment.address) if establishment else None,
    }


def plain_cells(cells: Mapping[str, Any]) -> Cells:
    """Cells as signed facts hold them: days as `YYYY-MM-DD`."""
    return {name: to_plain(value) for name, value in cells.items()}
