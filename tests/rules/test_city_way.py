"""A record's way to the city: each state of PACKET §8, and no fall back without a step that says why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.rules.city_way import (
    NEEDS_ANSWER,
    NOT_SENT,
    PACKED,
    RANKS,
    RECEIVED,
    RETURNED,
    SETTLED,
    STATES,
    WAITING,
    Known,
    StepKind,
    Trip,
    Way,
    city_way,
)

DAY = date(2026, 11, 20)
NEW = Known((), None, is_asked=False, is_ended=False, today=DAY)
TRIP = Trip("STC", 1, 3, DAY - timedelta(days=4), WAITING)
ACTS = ("change", "pack", "copy", "receive", "refuse", "ask", "answer", "end", "renumber", "wait")


@pytest.mark.parametrize(
    ("known", "state", "number", "days"),
    [
        (NEW, NOT_SENT, 0, 0),
        (replace(NEW, trips=(replace(TRIP, state=PACKED),)), PACKED, 3, 4),
        (replace(NEW, trips=(TRIP,)), WAITING, 3, 4),
        (replace(NEW, trips=(replace(TRIP, state=RECEIVED),)), RECEIVED, 3, 0),
        (replace(NEW, trips=(replace(TRIP, state=RECEIVED),), is_ended=True), SETTLED, 3, 0),
        (replace(NEW, trips=(replace(TRIP, state=RECEIVED),), is_asked=True), NEEDS_ANSWER, 0, 0),
        (replace(NEW, trips=(replace(TRIP, state=RECEIVED, returned="thiếu ngày"),)), RETURNED, 3, 0),
        (replace(NEW, trips=(TRIP, replace(TRIP, desk="SNV", state=RECEIVED))), WAITING, 3, 4),
        (replace(NEW, trips=(TRIP, replace(TRIP, number=4, state=PACKED))), PACKED, 4, 4),
        (replace(NEW, trips=(replace(TRIP, state=RECEIVED),), changed_on=DAY), NOT_SENT, 0, 0),
    ],
)
def test_each_state_has_its_packet_and_days(known: Known, state: str, number: int, days: int) -> None:
    way = city_way(known)

    assert (way.state, way.number, way.days) == (state, number, days)


def test_what_the_city_sent_back_says_why() -> None:
    assert city_way(replace(NEW, trips=(replace(TRIP, state=RECEIVED, returned="thiếu ngày"),))).reason == "thiếu ngày"


def test_a_changed_record_says_when_it_was_changed_and_how_far_it_had_come() -> None:
    way = city_way(replace(NEW, trips=(replace(TRIP, state=RECEIVED, received_on=DAY),), changed_on=DAY))

    assert [step.kind for step in way.steps] == [StepKind.PACKED, StepKind.RECEIVED, StepKind.CHANGED]


def done(known: Known, act: str, epoch: int) -> Known:
    """The record's story after one more act; an act that can't be changes nothing."""
    last = known.trips[-1] if known.trips else None
    today = known.today + timedelta(days=1)
    known = replace(known, today=today)
    if act == "change":
        return replace(known, changed_on=today, is_ended=False) if last else known
    if act in ("pack", "renumber") and (known.changed_on is not None or last is None or act == "renumber"):
        number = last.number + 1 if last and last.epoch == epoch else 1
        return replace(known, trips=(*known.trips, Trip("STC", epoch, number, today, PACKED)), changed_on=None)
    if act == "ask" and last and last.state == RECEIVED:
        return replace(known, is_asked=True)
    if act == "answer":
        return replace(known, is_asked=False)
    if act == "end":
        return replace(known, is_ended=True)
    moved = {
        "copy": lambda one: replace(one, state=WAITING) if one.state == PACKED else one,
        "receive": lambda one: one if one.state == RECEIVED else replace(one, state=RECEIVED, received_on=today),
        "refuse": lambda one: (
            one if one.state == RECEIVED else replace(one, state=RECEIVED, received_on=today, returned="x")
        ),
    }.get(act)
    return replace(known, trips=(*known.trips[:-1], moved(last))) if moved and last else known


@given(st.lists(st.sampled_from(ACTS), max_size=25))
def test_a_record_never_falls_back_without_a_step_that_says_why(acts: list[str]) -> None:
    known, epoch, before = NEW, 1, Way(NOT_SENT)
    for act in acts:
        epoch += act == "renumber"
        known = done(known, act, epoch)
        now = city_way(known)
        assert now.state in STATES
        if RANKS[now.state] < RANKS[before.state]:
            why = {step.kind for step in now.steps if step not in before.steps or step is now.steps[-1]}
            assert why & {StepKind.CHANGED, StepKind.PACKED, StepKind.BEGUN_ANEW, StepKind.ASKED, StepKind.RETURNED}
        kept = [step for step in before.steps if step.kind in (StepKind.PACKED, StepKind.RETURNED, StepKind.RECEIVED)]
        assert [step for step in now.steps if step in kept] == kept, "what happened stays told"
        before = now
