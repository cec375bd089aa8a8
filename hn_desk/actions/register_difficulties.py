"""The register of difficulties and what is proposed; words on protected topics stand under the second key."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.registers import Register, check_past, seen_register_topics
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import Difficulty
from hn_desk.rules.text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class DifficultyDraft:
    """A difficulty as typed, and as it is kept; `answer` is what the receiver of the proposal answered."""

    id: str | None = None
    version: int | None = None
    topic: str = ""
    day: date | None = None
    text: str = ""
    proposal: str = ""
    receiver: str = ""
    settled_on: date | None = None
    answer: str = ""


WORDS: Final = ("text", "proposal", "answer")
DIFFICULTIES: Final = Register("difficulties", Difficulty, ("topic",), words=WORDS)
FACTS: Final = ("topic", "day", "receiver", "settled_on")


def difficulties(office: Office) -> tuple[DifficultyDraft, ...]:
    """The difficulties of the topics this officer sees: open ones first, then the newest."""
    office.require("registers.read")
    order = (Difficulty.settled_on.is_not(None), Difficulty.day.desc(), Difficulty.id)
    statement = select(Difficulty).where(Difficulty.topic.in_(seen_register_topics(office))).order_by(*order)
    with office.database.read() as session:
        return tuple(kept_difficulty(session, office, row) for row in session.scalars(statement).all())


def kept_difficulty(session: Session, office: Office, row: Difficulty) -> DifficultyDraft:
    """A row with its words, wherever they stand. DeskError (reason `second-key`) without the key to them."""
    words = DIFFICULTIES.words_of(session, office, row)
    return DifficultyDraft(row.id, row.version, **{name: getattr(row, name) for name in FACTS}, **words)


def save_difficulty(office: Office, draft: DifficultyDraft) -> Changed:
    """Keep a difficulty. InputError, RoleError, DeskError (stale, gone, second-key)."""
    DIFFICULTIES.require(office, draft)
    with office.write() as session:
        cleaned = _checked(office, draft)
        row = DIFFICULTIES.opened(session, draft)
        return DIFFICULTIES.write(office, session, row, {name: getattr(cleaned, name) for name in (*FACTS, *WORDS)})


def delete_difficulty(office: Office, draft: DifficultyDraft) -> Changed:
    """Take a difficulty out, with its words. RoleError, DeskError (stale, gone)."""
    return DIFFICULTIES.delete(office, draft)


def _checked(office: Office, draft: DifficultyDraft) -> DifficultyDraft:
    remarks = Remarks()
    words: dict[str, Any] = {name: clean_text(getattr(draft, name)) for name in WORDS}
    cleaned = replace(draft, receiver=clean_line(draft.receiver), **words)
    remarks.required("topic", cleaned.topic, _("Choose what it is about."))
    remarks.one_of("topic", cleaned.topic, office.book.registers.topics)
    remarks.required("day", cleaned.day, _("Type the day."))
    remarks.required("text", cleaned.text, _("Write what is difficult."))
    check_past(office.today(), remarks, day=cleaned.day, settled_on=cleaned.settled_on)
    if cleaned.day and cleaned.settled_on and cleaned.settled_on < cleaned.day:
        remarks.problem("settled_on", _("It can't be settled before its own day."))
    remarks.settle({})
    return cleaned
