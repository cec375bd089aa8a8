"""Which rows of the registers are over, for the proposal to delete them, and deleting one for good."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.register_words import example_kinds
from hn_desk.actions.registers import forget_words_of, seen_register_topics
from hn_desk.actions.retention_ended import day_of
from hn_desk.i18n import _
from hn_desk.models.tables import Difficulty, Example
from hn_desk.rules.dates import format_date


def ended_examples(session: Session, office: Office, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, neutral words and last day of examples: when they ended, else when they were changed last."""
    columns = (Example.id, Example.kind, Example.topic, Example.ended_on, Example.written_at)
    rows = select(*columns).where(Example.topic.in_(seen_register_topics(office)))
    names, kinds = topic_names(office), example_kinds()
    for id_, kind, topic, ended, at in session.execute(rows.order_by(Example.written_at).limit(most)):
        changed = day_of(at)
        yield id_, f"{kinds[kind]}, {names.get(topic, topic)}", ended or changed


def settled_difficulties(session: Session, office: Office, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, neutral words and last day of difficulties that were settled."""
    rows = select(Difficulty.id, Difficulty.topic, Difficulty.day, Difficulty.settled_on).where(
        Difficulty.settled_on.is_not(None), Difficulty.topic.in_(seen_register_topics(office))
    )
    names, words = topic_names(office), _("Difficulty of {day}, {topic}")
    for id_, topic, day, settled in session.execute(rows.order_by(Difficulty.settled_on).limit(most)):
        yield id_, words.format(day=format_date(day), topic=names.get(topic, topic)), settled or day


def drop_row(session: Session, record_id: str) -> None:
    """Delete an example or a difficulty, with its words."""
    for table in (Example, Difficulty):
        session.execute(delete(table).where(table.id == record_id))
    forget_words_of(session, record_id)
