"""What there is to do in policy credit: papers and files by their state, read from hidden columns in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.credit import CHECKED, ISSUED, PRESENTED, RETURNED, SIGNED

Named = list[tuple[str, str]]
"""Records by id, and their file codes."""
OPEN_PAPERS = frozenset({PRESENTED, SIGNED, ISSUED})


@dataclass(frozen=True, slots=True)
class File:
    """An application or a list: `is_line` when it stands on a list and goes with it."""

    id: str
    code: str
    state: str
    entered_by: str
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class CreditWork:
    """The files by id, the ids of what open papers confirm by their state (oldest first), and for whom it is."""

    files: Mapping[str, File]
    open_papers: Mapping[str, tuple[str, ...]]
    officer_id: str

    def papers(self, state: str) -> Named:
        """What the papers in `state` confirm."""
        return [(one, self.files[one].code) for one in self.open_papers.get(state, ()) if one in self.files]

    def to_confirm(self) -> Named:
        """What is presented and was entered by somebody else."""
        return [(id_, code) for id_, code in self.papers(PRESENTED) if self.files[id_].entered_by != self.officer_id]

    def to_present(self) -> Named:
        """Single applications and whole lists that are checked; a list's lines go with their list."""
        return self._files(CHECKED, with_lines=False)

    def to_mend(self) -> Named:
        """What came back."""
        return self._files(RETURNED, with_lines=True)

    def _files(self, state: str, *, with_lines: bool) -> Named:
        found = [one for one in self.files.values() if one.state == state and (with_lines or not one.is_line)]
        return [(one.id, one.code) for one in sorted(found, key=lambda one: one.code)]


def credit_work(session: Session, officer_id: str) -> CreditWork:
    """Read the work as it stands, for one officer."""
    return CreditWork({file.id: file for file in _files(session)}, _papers(session), officer_id)


def _files(session: Session) -> Iterator[File]:
    for table, column in ((LoanApplication, LoanApplication.list_id), (BeneficiaryList, BeneficiaryList.corrects_id)):
        columns: tuple[Any, ...] = (table.id, table.file_code, table.state, table.entered_by, column)
        for id_, code, state, entered_by, of in session.execute(select(*columns)):
            yield File(id_, code, state, entered_by, is_line=table is LoanApplication and of is not None)


def _papers(session: Session) -> dict[str, tuple[str, ...]]:
    states = session.execute(select(Confirmation.id, Confirmation.state))
    found = [id_ for id_, state in states if state in OPEN_PAPERS]
    columns = (Confirmation.presented_at, Confirmation.id, Confirmation.subject_id, Confirmation.state)
    rows = sorted(
        tuple(row)
        for start in range(0, len(found), 500)
        for row in session.execute(select(*columns).where(Confirmation.id.in_(found[start : start + 500])))
    )
    return {state: tuple(subject for *_when, subject, of in rows if of == state) for state in OPEN_PAPERS}
