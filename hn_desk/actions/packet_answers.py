"""What this office answered to the questions of a desk, as rows of its packet."""

from collections.abc import Iterator

from sqlalchemy import select

from hn_desk.actions.answer_guard import answer_problem
from hn_desk.actions.packet_source import PUT, Source, code, day
from hn_desk.actions.question_places import place_of
from hn_desk.models.tables import CityAnswer
from hn_desk.packets.subjects import AnswerRow, Row


def answers(source: Source) -> Iterator[Row]:
    """Every answer that may go to this desk; a row has the question's own id.

    One that names somebody whom the desk may not know, because it got names before, stays here.
    """
    statement = select(CityAnswer).where(CityAnswer.desk == source.desk.code).order_by(CityAnswer.question_id)
    for row in source.session.scalars(statement):
        text = (row.open_text or row.text or "").strip()
        if answer_problem(source.session, source.desk, place_of(source, row.subject, row.record_id), text):
            continue
        yield AnswerRow(
            id=row.question_id,
            version=row.version,
            operation=PUT,
            subject=code(row.subject),
            record=row.record_id,
            text=text or None,
            move=row.move or None,  # type: ignore[arg-type]  # one of the two, as kept
            office=code(row.office),
            answered_on=day(row.answered_on),
        )
