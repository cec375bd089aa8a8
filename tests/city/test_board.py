"""The board: what has come from each office, what is missing and since when, whatever came in whatever order."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.actions.numbering import begin_numbering
from hn_desk.city.board import Board, Gap, OfficeState, StreamState, board, streams
from hn_desk.city.board_sums import CaseSum, Sums, year_sums
from hn_desk.city.board_words import office_words
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.rules.targets import Pace
from tests.actions.conftest import NOW
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.city.made_records import record, records_written
from tests.city.test_collect import inner_of, sealed_packet
from tests.pair import Pair

START = datetime(2026, 11, 1, 1, tzinfo=UTC)
OFFICE = "00070"


@dataclass(frozen=True)
class Row:
    """The columns of a packet that the board reads."""

    number: int
    decision: str
    received_at: str
    instance_id: str = "a"
    epoch: int = 1
    outcome: dict[str, Any] = field(default_factory=lambda: {"parts": 1})


def moment(n: int) -> str:
    return (START + timedelta(hours=n)).isoformat()


def after(desk: CityDesk, days: int) -> CityDesk:
    return replace(desk, clock=lambda: NOW + timedelta(days=days))


def one(desk: CityDesk) -> OfficeState:
    (office,) = board(desk).offices
    return office


@given(st.permutations(range(1, 13)), st.integers(1, 12), st.sets(st.integers(1, 12), max_size=2))
def test_gaps_are_those_of_a_naive_count_whatever_came_first(order: list[int], many: int, aside: set[int]) -> None:
    came = order[:many]
    decisions = {n: "quarantined" if n in aside else "applied" for n in came}
    rows = [Row(number, decisions[number], moment(n)) for n, number in enumerate(came)]
    (stream,) = streams(rows)
    lacking = [n for n in range(1, max(came) + 1) if decisions.get(n) != "applied"]
    told = {n: gap.since for gap in stream.gaps for n in range(gap.first, gap.last + 1)}
    assert sorted(told) == lacking
    for number, since in told.items():
        assert since == next(row.received_at for row in rows if row.number >= gap_start(stream, number))
    assert [n for first, last in stream.come for n in range(first, last + 1)] == sorted(set(came) - aside)
    assert stream.quarantined == len(set(came) & aside)


def gap_start(stream: StreamState, number: int) -> int:
    return next(gap.first for gap in stream.gaps if gap.first <= number <= gap.last)


def test_a_numbering_that_a_newer_one_followed_is_left_out_but_not_another_instance() -> None:
    rows = [
        Row(1, "applied", moment(0)),
        Row(3, "waiting", moment(1)),
        Row(1, "applied", moment(2), instance_id="b"),
        Row(1, "applied", moment(3), epoch=2),
    ]
    assert [(stream.instance, stream.epoch, stream.gaps) for stream in streams(rows)] == [("a", 2, ()), ("b", 1, ())]


def test_a_newer_numbering_that_only_waits_hides_nothing_of_the_older_one() -> None:
    rows = [Row(1, "applied", moment(0)), Row(3, "waiting", moment(1)), Row(2, "waiting", moment(2), epoch=2)]
    gaps = [(Gap(2, 2, moment(1)),), (Gap(1, 1, moment(2)),)]
    assert [stream.gaps for stream in streams(rows)] == gaps


def test_the_parts_still_to_come_of_a_full_packet_are_missing() -> None:
    parts = {"parts": 3}
    rows = [Row(1, "applied", moment(0)), Row(2, "held", moment(1), outcome=parts)]
    assert streams(rows)[0].gaps == (Gap(3, 4, moment(1)),)


def test_a_certified_office_of_which_nothing_came_stands_on_the_board(pair: Pair) -> None:
    found = board(pair.desk("STC"))
    assert isinstance(found, Board)
    (office,) = found.offices
    assert (office.code, office.name, office.state, office.days) == (OFFICE, "Phường Hoàn Kiếm", "never", None)
    assert office_words(office) == "certified, but nothing has come yet"
    assert found.count("never") == 1


def test_a_lost_packet_is_told_until_it_comes(pair: Pair) -> None:
    first, lost, third = (sealed_packet(pair) for _n in range(3))
    desk = pair.desk("STC")
    for packet in (first, third):
        collect(desk, packet.path.read_bytes())
    before = one(after(desk, 3))
    day = f"{NOW.astimezone():%d/%m/%Y}"
    assert (before.state, before.days, before.waiting, before.is_late) == ("missing", 3, 1, False)
    assert office_words(before) == f"1 and 3 came; 2 missing since {day}"
    collect(desk, lost.path.read_bytes())
    assert (one(desk).state, office_words(one(desk))) == ("good", "1–3 came")


@pytest.mark.parametrize(("days", "state"), [(30, "good"), (31, "late")])
def test_an_office_is_late_from_a_day_on(pair: Pair, days: int, state: str) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    assert one(after(desk, days)).state == state


def test_packets_for_another_desk_and_what_does_not_verify_leave_no_gap(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    sealed_packet(pair, "SNV")
    strange = collect(desk, inner_of(pair, sealed_packet(pair, "SNV")))
    collect(desk, b"nothing of ours")
    assert (strange.reason, strange.number) == ("desk-other", 2)
    assert (one(desk).state, board(desk).files_aside) == ("good", 1)


def test_after_a_restore_the_new_numbering_counts_alone(pair: Pair) -> None:
    desk = pair.desk("STC")
    first, _lost, third = (sealed_packet(pair) for _n in range(3))
    for packet in (first, third):
        collect(desk, packet.path.read_bytes())
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    collect(desk, sealed_packet(pair).path.read_bytes())
    assert [(stream.epoch, stream.come) for stream in one(desk).streams] == [(2, ((1, 1),))]


def test_sums_are_those_of_the_records_against_the_city_s_targets(pair: Pair) -> None:
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    found = year_sums(desk, 2026)
    assert found.offices == {OFFICE: found.city}
    assert (found.city.registered, found.city.contacts, found.city.reached, found.city.groups) == (1, 1, 2, 5)
    gone = (NOW.astimezone().date() - date(2025, 12, 31)).days
    assert [(one.target.code, one.pace) for one in found.targets] == [
        ("new_enterprises", Pace(40_000, 1, 0, 40_000 * gone // 365)),
        ("all_groups", Pace(5, 2, 40, 5 * gone // 365)),
    ]
    assert {(one.key, one.value) for one in found.figures} >= {("sme.events", 1), ("sme.groups", 2)}
    assert year_sums(desk, 2025).city == Sums(groups=5)
    assert year_sums(desk, 2025).targets == ()


def test_cases_are_summed_by_programme_without_those_withdrawn(pair: Pair) -> None:
    desk = pair.desk("SNV")
    facts = [("issued", 40), ("sent", 60), ("withdrawn", 500)]
    with records_written(desk) as session:
        for n, (state, amount) in enumerate(facts):
            payload = {"programme": "gqvl", "state": state, "amount": amount, "decided_on": "2026-05-04"}
            session.add(record(OFFICE, "cases", str(n), payload))
            session.add(record(OFFICE, "cases", f"{n}-old", {**payload, "decided_on": "2025-12-31"}))
    assert year_sums(desk, 2026).city.cases == {"gqvl": CaseSum(2, 100)}
