"""Questions put together by officers, kept under a name: one's own, or for everybody who may ask them.

Everybody's is changed or deleted by who kept it last, or by who may write the office's targets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hn_desk.actions.kept_rows import Shelf, forget, keep, kept_rows
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.question_choices import unseen_values
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import SavedFilter
from hn_desk.reports.question_words import subjects
from hn_desk.reports.questions import Question
from hn_desk.rules.text import clean_line

SHELF: Final = Shelf("questions", "targets.write")


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A kept question, whether everybody has it, whether this officer may change it."""

    id: str
    name: str
    question: Question
    is_shared: bool
    is_mine: bool


def kept_questions(office: Office) -> tuple[KeptQuestion, ...]:
    """The officer's own questions and everybody's that this officer may ask, by name."""
    office.require("reports.read")
    with office.database.read() as session:
        return tuple(
            KeptQuestion(row.id, row.name, from_plain(row.filters), not row.officer_id, is_mine)
            for row, is_mine in kept_rows(session, office, SHELF)
            if _may_ask(office, row)
        )


def keep_question(office: Office, name: str, question: Question, *, is_shared: bool = False) -> Changed:
    """Keep a question under a name, in the place of the one so called. InputError, DeskError (not-yours)."""
    office.require("reports.read")
    office.require(subjects()[question.subject].right, "reports")
    remarks, cleaned = Remarks(), clean_line(name)
    remarks.required("name", cleaned, _("Give the question a name."))
    remarks.settle({})
    with office.write() as session:
        id_ = keep(session, office, SHELF, cleaned, to_plain(question), is_shared=is_shared)
        audit.log(session, Act("questions.save", "reports", id_, {"subject": question.subject}))
        return Changed(frozenset({"questions"}), id_)


def delete_question(office: Office, question_id: str) -> Changed:
    """Delete a kept question, one's own or everybody's. DeskError: gone (or another officer's own), not-yours."""
    office.require("reports.read")
    with office.write() as session:
        row = session.get(SavedFilter, question_id)
        if row is None or row.page != SHELF.page or not _may_ask(office, row):
            raise gone()
        forget(session, office, SHELF, row)
        audit.log(session, Act("questions.delete", "reports", question_id, {"subject": str(row.filters["subject"])}))
        return Changed(frozenset({"questions"}), question_id)


def to_plain(question: Question) -> dict[str, Any]:
    """A question as JSON."""
    return {
        "subject": question.subject,
        "start": question.start.isoformat(),
        "end": question.end.isoformat(),
        "day": question.day,
        "groups": list(question.groups),
        "measures": list(question.measures),
        "filters": dict(question.filters),
        "is_posted": question.is_posted,
    }


def from_plain(plain: Mapping[str, Any]) -> Question:
    """A question from what `to_plain` gave."""
    return Question(
        subject=plain["subject"],
        start=date.fromisoformat(plain["start"]),
        end=date.fromisoformat(plain["end"]),
        day=plain["day"],
        groups=tuple(plain["groups"]),
        measures=tuple(plain["measures"]),
        filters=dict(plain["filters"]),
        is_posted=plain["is_posted"],
    )


def _may_ask(office: Office, row: SavedFilter) -> bool:
    """Whether its subject is open to this officer and it names nothing that stays away: its name may tell as much."""
    named = frozenset(from_plain(row.filters).filters.values())
    return office.may(subjects()[str(row.filters["subject"])].right) and not named & unseen_values(office)
