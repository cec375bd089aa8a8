"""Where a person is named in the files of others: as representative, or as a worker of an establishment."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_parts import intake_of, papers_of, representative_of, workers_of
from hn_desk.i18n import _
from hn_desk.models.tables import LoanApplication, Person
from hn_desk.rules.dates import format_birth, format_date
from hn_desk.rules.text import fold
from hn_desk.rules.workers import Worker


@dataclass(frozen=True, slots=True)
class Naming:
    """A file of somebody else that names a person, and as what."""

    file_code: str
    role: str
    words: str


def namings(session: Session, person: Person) -> Iterator[Naming]:
    """The files that name `person`: a representative by number, a worker by name and birth."""
    for row in session.scalars(select(LoanApplication)):
        by = representative_of(row)
        if by.id_number and by.id_number in (person.id_number, person.old_id_number):
            words = " · ".join(filter(None, (by.name, by.relation, by.phone)))
            yield Naming(row.file_code, _("Representative"), words)
        for worker in workers_of(row):
            if _is_same(worker, person):
                yield Naming(row.file_code, _("Worker"), worker_words(worker))


def part_words(row: LoanApplication) -> Iterator[tuple[str, str]]:
    """What a file holds besides its facts: what it is, what it says."""
    by = representative_of(row)
    if by.name:
        yield _("Representative"), " · ".join(filter(None, (by.name, by.id_number, by.relation, by.phone)))
    for code, paper in papers_of(row).items():
        day = format_date(paper.on) if paper.on else ""
        yield _("Paper"), " · ".join(filter(None, (code, paper.kind, paper.number, day, paper.issuer)))
    receipt = intake_of(row.intake)
    if receipt.receipt_number:
        yield _("Receipt"), receipt.receipt_number


def worker_words(worker: Worker) -> str:
    """A worker in one line."""
    born = format_birth(worker.born) if worker.born else ""
    day = format_date(worker.contract_on) if worker.contract_on else ""
    return " · ".join(filter(None, (worker.name, born, worker.contract_number, day)))


def _is_same(worker: Worker, person: Person) -> bool:
    """The same name, and births that agree as far as both are known: full, or by their year."""
    if not worker.born or not person.birth or fold(worker.name) != fold(person.name):
        return False
    known = min(len(worker.born), len(person.birth))
    return worker.born[:known] == person.birth[:known]
