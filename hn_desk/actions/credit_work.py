"""What there is to do in policy credit: papers and files by their state, read from hidden columns in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.bank_work import overdue, unanswered
from hn_desk.actions.credit_parts import intake_of
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.checks import WARNING_DAYS
from hn_desk.rules.credit import CHECKED, DRAFT, FOLLOWED, ISSUED, LISTED, PRESENTED, RETURNED, SENT, SIGNED
from hn_desk.rules.dates import format_date

Named = list[tuple[str, str]]
"""Records by id, and their file codes."""
BEFORE_SENDING: Final = frozenset({DRAFT, LISTED, CHECKED, PRESENTED, RETURNED, SIGNED, ISSUED})
UNANSWERED: Final = BEFORE_SENDING - {ISSUED}
OPEN_PAPERS = frozenset({PRESENTED, SIGNED, ISSUED})


@dataclass(frozen=True, slots=True)
class File:
    """An application or a list: `list_id` when it stands on a list and goes with it; `until` it is eligible.

    `answer_on` is the last day to answer that the intake's receipt names.
    """

    id: str
    code: str
    state: str
    entered_by: str
    list_id: str = ""
    until: date | None = None
    answer_on: date | None = None

    @property
    def is_line(self) -> bool:
        """Whether it stands on a list."""
        return bool(self.list_id)


@dataclass(frozen=True, slots=True)
class CreditWork:
    """The files by id, the ids of what open papers confirm by their state (oldest first), for whom it is and when.

    Answers due up to `answers_until` are near.
    """

    files: Mapping[str, File]
    open_papers: Mapping[str, tuple[str, ...]]
    officer_id: str
    day: date
    unanswered: Mapping[str, int]
    overdue: Sequence[str]
    answers_until: date

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

    def closing(self) -> Named:
        """What is not sent yet and eligible for at most 60 days more, with the last day; the nearest first."""
        last = self.day + timedelta(days=WARNING_DAYS)
        near = ((one.until, one) for one in self.files.values() if one.until and self.day <= one.until <= last)
        found = sorted((until, one.code, one.id) for until, one in near if one.state in BEFORE_SENDING)
        return [(id_, f"{code} ({format_date(until)})") for until, code, id_ in found]

    def awaiting_bank(self) -> Named:
        """What went to the bank more than 30 days ago and isn't answered; of a list, with how many of its files."""
        found = ((self.files[id_].code, id_, count) for id_, count in self.unanswered.items() if id_ in self.files)
        return [(id_, f"{code} ({count})" if count > 1 else code) for code, id_, count in sorted(found)]

    def to_recover(self) -> Named:
        """The files whose debt is overdue or at risk."""
        return sorted(((id_, self.files[id_].code) for id_ in self.overdue), key=lambda named: named[1])

    def to_answer(self) -> Named:
        """What is not issued yet and whose answer is nearly due or overdue, with the day; the nearest first."""
        open_files = (one for one in self.files.values() if one.state in UNANSWERED)
        near = ((one.answer_on, one) for one in open_files if one.answer_on and one.answer_on <= self.answers_until)
        found = sorted((day, one.code, one.id) for day, one in near)
        return [(id_, f"{code} ({format_date(day)})") for day, code, id_ in found]

    def _files(self, state: str, *, with_lines: bool) -> Named:
        found = [one for one in self.files.values() if one.state == state and (with_lines or not one.is_line)]
        return [(one.id, one.code) for one in sorted(found, key=lambda one: one.code)]


def credit_work(session: Session, officer_id: str, day: date, answers_until: date) -> CreditWork:
    """Read the work as it stands on a day, for one officer; answers due up to `answers_until` are near."""
    files = {file.id: file for file in _files(session)}
    lists = {file.list_id for file in files.values()}
    sent = {one.id: one.list_id or one.id for one in files.values() if one.state == SENT and one.id not in lists}
    followed = [one.id for one in files.values() if one.state == FOLLOWED]
    at_bank = (unanswered(session, sent, day), overdue(session, followed))
    return CreditWork(files, _papers(session), officer_id, day, *at_bank, answers_until)


def _files(session: Session) -> Iterator[File]:
    kept = LoanApplication
    columns = (kept.id, kept.file_code, kept.state, kept.entered_by, kept.list_id, kept.eligible_until, kept.intake)
    for id_, code, state, entered_by, list_id, until, intake in session.execute(select(*columns)):
        yield File(id_, code, state, entered_by, list_id or "", until, intake_of(intake).answer_on)
    of_lists = (BeneficiaryList.id, BeneficiaryList.file_code, BeneficiaryList.state, BeneficiaryList.entered_by)
    for id_, code, state, entered_by in session.execute(select(*of_lists)):
        yield File(id_, code, state, entered_by)


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
