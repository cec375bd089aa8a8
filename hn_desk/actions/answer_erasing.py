"""Answers to the city's questions go with the record that they are about."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office, stamp
from hn_desk.actions.packet_source import Source
from hn_desk.actions.question_places import is_here
from hn_desk.models.tables import CityAnswer, Erasure
from hn_desk.rules.desks import ANSWERS, PROTECTED


def answers_here(session: Session, office: Office) -> frozenset[str]:
    """The answers (their ids) whose record stands in this office; protected ones only for who holds the second key.

    Nobody else can delete their records.
    """
    sources = {code: Source(session, office, desk) for code, desk in office.book.desks.items()}
    columns = select(CityAnswer.id, CityAnswer.desk, CityAnswer.subject, CityAnswer.record_id)
    return frozenset(
        id_
        for id_, desk, subject, record in session.execute(columns)
        if desk in sources
        and (office.keys.seconds or subject not in PROTECTED)
        and is_here(sources[desk], subject, record)
    )


def forget_answers(session: Session, office: Office, before: Collection[str]) -> None:
    """Erase the answers of `before` whose record was deleted in this transaction, at the city too."""
    session.flush()
    gone = sorted(set(before) - answers_here(session, office))
    for question_id in session.scalars(select(CityAnswer.question_id).where(CityAnswer.id.in_(gone))).all():
        session.add(Erasure(subject=ANSWERS, record_id=question_id, at=stamp(office.now())))
    session.execute(delete(CityAnswer).where(CityAnswer.id.in_(gone)))
