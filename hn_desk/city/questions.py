"""The desk's questions to its offices: listed, written, sent, edited, dropped, closed."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.people import COVER
from hn_desk.city.question_facts import (
    ANSWERED,
    ASKED,
    CLOSED,
    DROPPED,
    HAND,
    OPEN,
    PROPOSED,
    CityAsked,
    record_title,
    state_of,
)
from hn_desk.city.question_finding import find, other_halves, record_hash, settle
from hn_desk.city.question_guard import checked_text
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityQuestion, CityRecord
from hn_desk.packets.receipt import Question
from hn_desk.packets.subjects import SUBJECTS

__all__ = ["ask", "close", "drop", "edit", "find_questions", "open_questions", "questions", "send"]


def questions(desk: CityDesk, *, office: str = "", only_open: bool = True) -> tuple[CityAsked, ...]:
    """The questions of the desk, by office, those that wait for this desk first.

    An answer may name somebody: its words are covered for who neither asks nor opens a person's record.
    """
    desk.require("questions.read")
    statement = select(CityQuestion).order_by(CityQuestion.office, CityQuestion.change, CityQuestion.id)
    if office:
        statement = statement.where(CityQuestion.office == office)
    with desk.database.read() as session:
        names = {one.code: one.full_name for one in rule_book().communes}
        made = [_asked(session, row, names) for row in session.scalars(statement)]
    if not (desk.may("questions.write") or desk.may("people.open")):
        made = [replace(one, answer=COVER if one.answer else "") for one in made]
    order = (PROPOSED, ANSWERED, ASKED, CLOSED, DROPPED)
    kept = [one for one in made if one.state in OPEN or not only_open]
    return tuple(sorted(kept, key=lambda one: order.index(one.state)))


def find_questions(desk: CityDesk) -> int:
    """Look for what is worth a question, and for what data has answered; how many were proposed."""
    desk.require("questions.write")
    with desk.write() as session:
        settle(session, desk.today())
        made = find(session, desk)
        if made:
            session.flush()
            audit.log(session, Act("city.questions_find", "questions", content={"proposed": made}))
    return made


def ask(desk: CityDesk, office: str, subject: str, record_id: str, text: str) -> str:
    """Ask an office about a record of its that this desk holds; the question's id. InputError at `text`."""
    desk.require("questions.write")
    with desk.write() as session:
        held = record_hash(session, office, subject, record_id)
        if not held:
            raise DeskError(
                _("This desk holds no such record of the office."),
                do=_("Choose the record in the list of records."),
                reason="gone",
            )
        row = CityQuestion(
            office=office, subject=subject, record_id=record_id, kind=HAND, text="", record_hash=held, other_office=""
        )
        row.text = checked_text(session, row, text)
        row.asked_on, row.asked_by = desk.today(), desk.officer.id
        session.add(row)
        session.flush()
        _log(session, "city.question_ask", row)
        return row.id


def edit(desk: CityDesk, question_id: str, text: str) -> None:
    """Change a proposed question's text. InputError at `text`; DeskError for one that was sent."""
    desk.require("questions.write")

    def change(session: Session, row: CityQuestion) -> None:
        _refuse_unless(row, PROPOSED)
        row.text = checked_text(session, row, text)

    _act(desk, question_id, "city.question_edit", change)


def send(desk: CityDesk, question_id: str) -> None:
    """Let a proposed question go with the office's next receipt. DeskError for one that is not proposed."""
    desk.require("questions.write")

    def change(session: Session, row: CityQuestion) -> None:
        _refuse_unless(row, PROPOSED)
        row.text = checked_text(session, row, row.text)
        row.record_hash = record_hash(session, row.office, row.subject, row.record_id)
        row.asked_on, row.asked_by = desk.today(), desk.officer.id

    _act(desk, question_id, "city.question_send", change)


def drop(desk: CityDesk, question_id: str) -> None:
    """Drop a proposal for good, its halves to the other offices with it as far as they were not sent."""
    desk.require("questions.write")

    def change(session: Session, row: CityQuestion) -> None:
        _refuse_unless(row, PROPOSED)
        for one in (row, *other_halves(session, row)):
            if state_of(one) == PROPOSED:
                one.closed_on, one.closed_by = desk.today(), desk.officer.id

    _act(desk, question_id, "city.question_drop", change)


def close(desk: CityDesk, question_id: str) -> None:
    """Close a question that was sent, answered or not; the next receipt no longer asks it."""
    desk.require("questions.write")

    def change(_session: Session, row: CityQuestion) -> None:
        _refuse_unless(row, ASKED, ANSWERED)
        row.closed_on, row.closed_by = desk.today(), desk.officer.id

    _act(desk, question_id, "city.question_close", change)


def open_questions(session: Session, office: str) -> tuple[Question, ...]:
    """What an office's receipt asks: sent, neither answered nor closed; by id."""
    rows = session.scalars(
        select(CityQuestion)
        .where(CityQuestion.office == office, CityQuestion.asked_on.is_not(None))
        .where(CityQuestion.answered_on.is_(None), CityQuestion.closed_on.is_(None))
        .order_by(CityQuestion.id)
    )
    return tuple(_question(row) for row in rows)


def _question(row: CityQuestion) -> Question:
    assert row.asked_on is not None, "a question without its day was never sent"
    return Question.model_validate(
        {"id": row.id, "subject": row.subject, "record": row.record_id, "text": row.text, "asked_on": row.asked_on},
        strict=False,
    )


def _act(desk: CityDesk, question_id: str, what: str, change: Callable[[Session, CityQuestion], None]) -> None:
    with desk.write() as session:
        row = session.get(CityQuestion, question_id)
        if row is None:
            raise DeskError(_("This question is not there."), do=_("Open the list again."), reason="gone")
        change(session, row)
        session.flush()
        _log(session, what, row)


def _refuse_unless(row: CityQuestion, *states: str) -> None:
    if state_of(row) not in states:
        raise DeskError(
            _("This can't be done with the question as it stands."), do=_("Open the list again."), reason="state"
        )


def _log(session: Session, what: str, row: CityQuestion) -> None:
    audit.log(session, Act(what, "questions", row.id, {"office": row.office, "kind": row.kind}))


def _asked(session: Session, row: CityQuestion, names: dict[str, str]) -> CityAsked:
    payload = session.scalar(
        select(CityRecord.payload).where(
            CityRecord.office == row.office,
            CityRecord.subject == row.subject,
            CityRecord.record_id == row.record_id,
        )
    )
    known = SUBJECTS.get(row.subject)
    return CityAsked(
        id=row.id,
        office=row.office,
        office_name=names.get(row.office, row.office),
        subject=row.subject,
        subject_name=known.head.name if known else row.subject,
        record_id=row.record_id,
        record=record_title(row.subject, payload or {}),
        kind=row.kind,
        text=row.text,
        state=state_of(row),
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        answer=row.answer,
        closed_on=row.closed_on,
        closed_by=row.closed_by,
        others=tuple(row.other_office.split()),
        move=row.move,
        move_office=row.move_office,
    )
