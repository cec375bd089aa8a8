"""Outreach events and the coverage they count for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.office import Office
from hn_desk.actions.outreach import (
    EventDraft,
    audiences,
    coverage,
    event,
    event_forms,
    event_ids,
    event_rows,
    save_event,
    topics,
)
from hn_desk.actions.query import Query
from hn_desk.actions.staff import GroupDraft, list_groups, save_group
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PLAN = EventDraft(topic="sme", title="Hội nghị chuyển đổi", form="conference", starts_on=date(2026, 11, 25))


def held(office: Office, *places: int) -> EventDraft:
    groups = list_groups(office)
    return replace(
        PLAN,
        state="done",
        starts_on=date(2026, 11, 5),
        group_ids=frozenset(groups[place].id for place in places),
        audiences=frozenset({"residents"}),
        people=40,
        women=22,
        leader="Chủ tịch",
        cost=2_000_000,
    )


def test_an_event_comes_back_as_it_was_saved(office: Office) -> None:
    draft = held(office, 0, 2)
    saved = save_event(office, draft)
    facts = event(office, saved.id)
    assert facts.draft == replace(draft, id=saved.id, version=1)
    assert facts.group_names == ("Tổ dân phố số 1", "Tổ dân phố số 3")
    assert facts.audience_names == ("Nhân dân trên địa bàn",)
    assert facts.form_name == "Hội nghị"
    assert facts.city_state == "not_sent"


def test_every_wrong_field_is_told_at_once(office: Office) -> None:
    draft = EventDraft(
        topic="x",
        form="y",
        state="cancelled",
        starts_on=date(2026, 11, 5),
        ends_on=date(2026, 11, 4),
        group_ids=frozenset({"no"}),
        audiences=frozenset({"z"}),
        people=3,
        women=4,
        cost=-1,
    )
    with pytest.raises(InputError) as refused:
        save_event(office, draft)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {
        *("title", "topic", "form", "audiences", "group_ids", "cancel_reason", "ends_on", "cost", "women")
    }


def test_an_event_in_the_future_was_not_held(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_event(office, replace(PLAN, state="done"))
    assert [problem.field for problem in refused.value.problems] == ["starts_on"]


def test_a_held_event_stays_held(office: Office) -> None:
    saved = save_event(office, held(office, 0))
    with pytest.raises(InputError) as refused:
        save_event(office, replace(event(office, saved.id).draft, state="planned"))
    assert [problem.field for problem in refused.value.problems] == ["state"]


def test_a_cancelled_event_can_be_planned_again(office: Office) -> None:
    saved = save_event(office, replace(PLAN, state="cancelled", cancel_reason="Mưa bão"))
    save_event(office, replace(event(office, saved.id).draft, state="planned", starts_on=date(2026, 12, 1)))
    assert event(office, saved.id).draft.state == "planned"


def test_a_twin_on_the_same_day_is_pointed_out(office: Office) -> None:
    save_event(office, PLAN)
    with pytest.raises(WarningsError) as asked:
        save_event(office, PLAN)
    assert [one.code for one in asked.value.warnings] == ["title.twin"]
    assert save_event(office, replace(PLAN, accepted={"title.twin": "Hai ca"})).id


def test_coverage_counts_groups_reached_by_held_events_once(office: Office) -> None:
    save_event(office, held(office, 0, 1))
    save_event(office, replace(held(office, 1, 2), title="Buổi hai"))
    save_event(office, replace(PLAN, title="Kế hoạch", group_ids=frozenset({list_groups(office)[4].id})))
    found = coverage(office, "sme", *YEAR)
    assert (found.reached, found.active, found.percent) == (3, 5, 60)
    assert [group.events for group in found.groups] == [1, 2, 1, 0, 0]
    assert coverage(office, "kh296", *YEAR).reached == 0
    assert coverage(office, "sme", date(2025, 1, 1), date(2025, 12, 31)).reached == 0


def test_a_group_no_longer_active_counts_on_neither_side(office: Office) -> None:
    save_event(office, held(office, 0, 1))
    first = list_groups(office)[0]
    save_group(office, GroupDraft(first.id, first.version, first.name, first.kind, is_active=False))
    found = coverage(office, "sme", *YEAR)
    assert (found.reached, found.active, found.percent) == (1, 4, 25)


def test_an_event_over_the_turn_of_the_year_counts_in_both(office: Office) -> None:
    draft = replace(held(office, 0), starts_on=date(2025, 12, 20), ends_on=date(2026, 1, 10))
    save_event(office, draft)
    assert coverage(office, "sme", *YEAR).reached == 1
    assert coverage(office, "sme", date(2025, 1, 1), date(2025, 12, 31)).reached == 1


def test_events_are_listed_by_day_with_their_groups_counted(office: Office) -> None:
    save_event(office, PLAN)
    save_event(office, held(office, 0, 1, 2))
    rows = event_rows(office, event_ids(office, Query(sort="day")))
    assert [(row.day.day, row.groups, row.state) for row in rows] == [(5, 3, "done"), (25, 0, "planned")]
    assert event_ids(office, Query("hoi nghi", filters={"state": "done"})) == (rows[0].id,)


def test_every_programme_is_a_topic_with_its_audiences(office: Office) -> None:
    codes = [topic.code for topic in topics(office)]
    assert codes[0] == "sme"
    assert codes[-1] == "other"
    assert set(office.book.programmes) < set(codes)
    assert {choice.code for choice in audiences(office, "qd08")} == {"managed_persons", "families", "employers"}
    assert audiences(office, "none") == ()
    assert "conference" in {choice.code for choice in event_forms(office)}


def test_a_mended_event_loses_the_groups_taken_out(office: Office) -> None:
    saved = save_event(office, held(office, 0, 1))
    kept = event(office, saved.id).draft
    save_event(office, replace(kept, group_ids=frozenset({list_groups(office)[1].id})))
    assert event(office, saved.id).group_names == ("Tổ dân phố số 2",)
    with pytest.raises(DeskError, match="meantime"):
        save_event(office, kept)


def test_an_unknown_event_is_gone(office: Office) -> None:
    with pytest.raises(DeskError, match="no longer there"):
        event(office, "no")
    with pytest.raises(DeskError, match="no longer there"):
        save_event(office, replace(PLAN, id="no", version=1))


def test_the_records_clerk_reads_and_does_not_write(as_officer: Callable[[str], Office]) -> None:
    assert event_ids(as_officer("mai"), Query()) == ()
    with pytest.raises(RoleError):
        save_event(as_officer("mai"), PLAN)
