"""Broadcasts that recur: the days are looked at, planned at once, changed or cancelled for the rest, held together."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from hn_desk.actions.event_holding import Held, hold_events, planned_events
from hn_desk.actions.event_series import (
    SeriesDraft,
    cancel_rest,
    change_rest,
    save_series,
    series_days,
    series_events,
)
from hn_desk.actions.group_changes import end_group
from hn_desk.actions.group_facts import GroupEnd
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, event_ids, save_event
from hn_desk.actions.query import Query
from hn_desk.actions.retention import _delete_event
from hn_desk.actions.staff import list_groups
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import AuditEntry, EventSeries
from hn_desk.rules.recurrence import Recurrence, read_recurrence

MONDAYS = Recurrence(frozenset({0}))
FIRST = date(2026, 11, 2)
"""A Monday; the clock stands at Friday 20/11/2026."""


@pytest.fixture
def weekly(office: Office) -> SeriesDraft:
    groups = frozenset(group.id for group in list_groups(office)[:2])
    template = EventDraft(
        topic="sme", title="Phát thanh", form="broadcast", starts_on=FIRST, group_ids=groups, broadcasts=2
    )
    return SeriesDraft(template, MONDAYS, date(2026, 12, 7))


def days_of(office: Office, series_id: str) -> list[tuple[date, str]]:
    return [(row.day, row.state) for row in series_events(office, series_id)]


def test_the_days_are_seen_before_anything_is_written(office: Office, weekly: SeriesDraft) -> None:
    save_event(office, replace(weekly.event, starts_on=date(2026, 11, 9)))
    found = series_days(office, weekly)
    assert [day.day.day for day in found] == [2, 9, 16, 23, 30, 7]
    assert [day.day.day for day in found if day.is_taken] == [9]
    assert all(day.is_worked for day in found)
    assert len(event_ids(office, Query())) == 1


def test_a_free_day_is_told(office: Office, weekly: SeriesDraft) -> None:
    late = replace(weekly, event=replace(weekly.event, starts_on=date(2027, 1, 1)), rule=Recurrence(month_day=1))
    days = series_days(office, replace(late, until=date(2027, 2, 28)))
    assert [(day.day, day.is_worked) for day in days] == [(date(2027, 1, 1), False), (date(2027, 2, 1), True)]


def test_a_series_is_planned_without_the_days_left_out(office: Office, weekly: SeriesDraft) -> None:
    id_ = save_series(office, replace(weekly, left_out=frozenset({date(2026, 11, 16)}))).id
    facts = event(office, id_)
    assert [day.day for day, _state in days_of(office, facts.series_id)] == [2, 9, 23, 30, 7]
    for row in series_events(office, facts.series_id):
        kept = event(office, row.id).draft
        assert kept == replace(weekly.event, id=row.id, version=1, starts_on=row.day)
    with office.database.read() as session:
        series = session.scalars(select(EventSeries)).one()
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == id_)).all()
    assert (series.starts_on, series.ends_on, read_recurrence(series.rule)) == (FIRST, date(2026, 12, 7), MONDAYS)
    assert acts == ["events.series"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": None}, "until"),
        ({"until": date(2026, 11, 1)}, "until"),
        ({"until": date(2030, 11, 1), "rule": Recurrence(frozenset(range(7)))}, "until"),
        ({"until": date(2026, 11, 3), "rule": Recurrence(frozenset({5}))}, "until"),
        ({"rule": Recurrence()}, "weekdays"),
        ({"rule": Recurrence(month_day=32)}, "month_day"),
    ],
)
def test_a_wrong_series_is_refused_at_its_field(
    office: Office, weekly: SeriesDraft, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        save_series(office, replace(weekly, **changes))  # type: ignore[arg-type]  # what stands there fits
    assert [problem.field for problem in refused.value.problems] == [field]
    assert event_ids(office, Query()) == ()


def test_a_series_without_a_day_is_refused(office: Office, weekly: SeriesDraft) -> None:
    days = frozenset(day.day for day in series_days(office, weekly))
    with pytest.raises(DeskError) as refused:
        save_series(office, replace(weekly, left_out=days))
    assert refused.value.reason == "no-day"


def test_planned_events_are_held_together_on_their_days(office: Office, weekly: SeriesDraft) -> None:
    series_id = event(
        office, save_series(office, replace(weekly, event=replace(weekly.event, broadcasts=None))).id
    ).series_id
    due = planned_events(office)
    assert [(row.day.day, row.groups) for row in due] == [(2, 2), (9, 2), (16, 2)]
    hold_events(office, Held(tuple((row.id, row.version) for row in due[:2]), broadcasts=3))
    assert [state for _day, state in days_of(office, series_id)] == ["done", "done", *["planned"] * 4]
    kept = event(office, due[0].id).draft
    assert (kept.broadcasts, kept.starts_on) == (3, FIRST)
    with pytest.raises(DeskError):
        hold_events(office, Held(((due[2].id, due[2].version), (due[0].id, due[0].version))))
    assert event(office, due[2].id).draft.state == "planned"
    with pytest.raises(DeskError, match="No event"):
        hold_events(office, Held(()))


def test_what_was_planned_for_later_is_not_held_yet(office: Office, weekly: SeriesDraft) -> None:
    save_series(office, weekly)
    late = series_events(office, event(office, event_ids(office, Query())[0]).series_id)[-1]
    with pytest.raises(InputError):
        hold_events(office, Held(((late.id, late.version),)))


def test_the_rest_is_changed_and_what_was_held_stays(office: Office, weekly: SeriesDraft) -> None:
    series_id = event(office, save_series(office, weekly).id).series_id
    rows = series_events(office, series_id)
    hold_events(office, Held(((rows[0].id, rows[0].version),)))
    third = event(office, rows[2].id).draft
    change_rest(office, replace(third, title="Phát thanh tối", broadcasts=4))
    titles = [event(office, row.id).draft.title for row in rows]
    assert titles == ["Phát thanh", "Phát thanh", *["Phát thanh tối"] * 4]
    assert [day for day, _state in days_of(office, series_id)] == [row.day for row in rows]
    assert event_ids(office, Query("phat thanh toi")) != ()
    with pytest.raises(DeskError, match="meantime"):
        change_rest(office, third)
    with pytest.raises(DeskError) as refused:
        change_rest(office, event(office, rows[0].id).draft)
    assert refused.value.reason == "not-planned"


def test_the_rest_is_cancelled_with_a_reason(office: Office, weekly: SeriesDraft) -> None:
    series_id = event(office, save_series(office, weekly).id).series_id
    rows = series_events(office, series_id)
    hold_events(office, Held(((rows[1].id, rows[1].version),)))
    with pytest.raises(InputError):
        cancel_rest(office, rows[2].id, " ")
    cancel_rest(office, rows[2].id, "Hỏng đài")
    assert [state for _day, state in days_of(office, series_id)] == ["planned", "done", *["cancelled"] * 4]
    assert event(office, rows[5].id).draft.cancel_reason == "Hỏng đài"


def test_a_series_goes_with_the_last_of_its_events(office: Office, weekly: SeriesDraft) -> None:
    rows = series_events(office, event(office, save_series(office, weekly).id).series_id)
    left = []
    for row in rows:
        with office.write() as session:
            _delete_event(session, office, row.id)
            left.append(session.scalar(select(func.count()).select_from(EventSeries)))
    assert left == [1] * (len(rows) - 1) + [0]


def test_an_event_alone_is_no_series(office: Office, weekly: SeriesDraft) -> None:
    alone = save_event(office, weekly.event)
    with pytest.raises(DeskError):
        cancel_rest(office, alone.id, "Mưa")
    with pytest.raises(DeskError):
        series_events(office, "")


def test_a_group_that_ends_before_the_last_day_is_told(office: Office, weekly: SeriesDraft) -> None:
    first = list_groups(office)[0]
    end_group(office, GroupEnd(first.id, first.version, date(2026, 11, 25)))
    with pytest.raises(InputError) as refused:
        series_days(office, weekly)
    assert [problem.field for problem in refused.value.problems] == ["group_ids"]
    assert series_days(office, replace(weekly, until=date(2026, 11, 24)))
