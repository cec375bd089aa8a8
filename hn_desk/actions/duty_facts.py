"""What the page of duties shows, and the command `duties` answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hn_desk.rules.duties import DutyStanding


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One record that shows something was done: `page` and `id` open it, or `place` where it can't be opened alone.

    No text names a borrower.
    """

    text: str
    page: str
    id: str
    day: date | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PartState:
    """One thing a duty asks for: `words` say how far it is, `rows` are the newest records that show it.

    It is entered at `place` of `page` (a tab, such as `?register=plans`; empty for the page alone).
    """

    label: str
    words: str
    page: str
    is_needed: bool
    is_begun: bool
    is_done: bool
    is_late: bool
    rows: tuple[EvidenceRow, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty with its state as computed now; `page` and `place` are where the next thing missing is entered.

    `next_due` is the next day by law that is not done yet, in the past when it is overdue. A duty whose state is
    `unseen` tells no words of its records, no evidence and no day.
    """

    code: str
    words: str
    short: str
    output: str
    receiver: str
    when: str
    source: str
    roles: tuple[str, ...]
    state: DutyStanding
    parts: tuple[PartState, ...]
    next_due: date | None
    due_words: str
    how: str
    page: str
    place: str = ""

    @property
    def id(self) -> str:
        """The code, under the name by which tables keep their place."""
        return self.code

    @property
    def evidence(self) -> tuple[EvidenceRow, ...]:
        """The records of every part, part by part."""
        return tuple(row for part in self.parts for row in part.rows)


def plain(state: DutyState) -> Mapping[str, object]:
    """A duty as plain values, for a machine."""
    return {
        "code": state.code,
        "state": str(state.state),
        "evidence": [_plain_row(row) for row in state.evidence],
        "words": state.words,
        "output": state.output,
        "receiver": state.receiver,
        "when": state.when,
        "source": state.source,
        "roles": list(state.roles),
        "next_due": state.next_due.isoformat() if state.next_due else None,
        "how": state.how,
        "page": state.page,
        "parts": [_plain_part(part) for part in state.parts],
    }


def _plain_row(row: EvidenceRow) -> dict[str, object]:
    return {"text": row.text, "page": row.page, "id": row.id, "day": row.day.isoformat() if row.day else None}


def _plain_part(part: PartState) -> dict[str, object]:
    return {
        "label": part.label,
        "words": part.words,
        "needed": part.is_needed,
        "done": part.is_done,
        "late": part.is_late,
        "evidence": [_plain_row(row) for row in part.rows],
    }
