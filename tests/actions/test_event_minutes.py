"""The minutes of an outreach event."""

from datetime import date

import pytest

from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.papers import event_minutes
from hn_desk.errors import DeskError
from hn_desk.models.tables import ResidentialGroup
from tests.actions.test_papers import words


def held(office: Office, state: str) -> str:
    """An event in the first residential group."""
    with office.database.read() as session:
        group = session.query(ResidentialGroup.id).order_by(ResidentialGroup.sort_key).first()
    assert group is not None
    draft = EventDraft(
        topic="sme",
        title="Hội nghị vận động hộ kinh doanh",
        form="conference",
        state=state,
        starts_on=date(2026, 11, 10),
        place="Nhà văn hóa tổ dân phố số 1",
        group_ids=frozenset({group.id}),
        audiences=frozenset({"household_businesses"}),
        people=42,
        women=20,
        leader="Trần Văn Hùng",
    )
    return save_event(office, draft).id


def test_the_minutes_of_a_held_event_name_what_was_reached(office: Office) -> None:
    paper = event_minutes(office, held(office, "done"))
    text = words(paper)
    assert "Hội nghị vận động hộ kinh doanh" in text
    assert "Tổ dân phố số 1" in text
    assert "42" in text
    assert paper.name.startswith("BIEN-BAN-")


def test_a_planned_event_has_no_minutes(office: Office) -> None:
    with pytest.raises(DeskError) as refused:
        event_minutes(office, held(office, "planned"))
    assert refused.value.reason == "not-held"
