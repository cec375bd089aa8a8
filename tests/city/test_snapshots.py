"""A closed period never changes; what packets bring later is told by the next closing, and nothing is told twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, select

from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.number_files import export_numbers
from hn_desk.city.numbers import numbers
from hn_desk.city.period_values import period_values
from hn_desk.city.snapshots import Snapshot, Source, close_period, snapshots, untold_adjustments
from hn_desk.errors import DeskError
from hn_desk.models.tables import CityPacket, CityRecord, CitySnapshot
from hn_desk.rules.closed_periods import Adjustment, told, untold, with_adjustments
from hn_desk.rules.periods import parse_period
from hn_desk.sheets import read_workbook
from tests.actions.conftest import NOW
from tests.city.made_records import made, payload, record, records_written
from tests.city.test_collect import sealed_packet
from tests.pair import Pair

OFFICE = "00070"


def put(desk: CityDesk, id_: str, month: str, contacts: int) -> None:
    with records_written(desk) as session:
        session.execute(delete(CityRecord).where(CityRecord.record_id == id_))
        session.add(record(OFFICE, "contact_counts", id_, {"month": month, "contacts": contacts}))


def test_a_later_packet_changes_the_sums_but_never_what_was_closed(pair: Pair) -> None:
    desk = pair.desk("STC")
    put(desk, "a", "2026-05", 3)
    may = close_period(desk, "2026-05")
    put(desk, "a", "2026-05", 5)
    put(desk, "b", "2026-06", 1)
    assert untold_adjustments(desk) == (Adjustment("2026-05", OFFICE, "contacts", 2),)
    june = close_period(desk, "2026-06")
    assert june.closed.values == {OFFICE: {"contacts": 1}}
    assert june.closed.adjustments == (Adjustment("2026-05", OFFICE, "contacts", 2),)
    assert untold_adjustments(desk) == ()
    assert snapshots(desk) == (may, june)
    assert may.closed.values == {OFFICE: {"contacts": 3}}


def test_a_quarter_keeps_its_own_adjustments(pair: Pair) -> None:
    desk = pair.desk("STC")
    put(desk, "a", "2026-05", 3)
    close_period(desk, "2026-05")
    close_period(desk, "2026-Q2")
    put(desk, "a", "2026-05", 1)
    assert close_period(desk, "2026-06").closed.adjustments == (Adjustment("2026-05", OFFICE, "contacts", -2),)
    assert untold_adjustments(desk) == (Adjustment("2026-Q2", OFFICE, "contacts", -2),)


def test_it_says_which_packets_it_was_made_of(pair: Pair) -> None:
    desk = pair.desk("STC")
    for _n in range(2):
        collect(desk, sealed_packet(pair).path.read_bytes())
    with desk.database.read() as session:
        packet = session.scalars(select(CityPacket).where(CityPacket.number == 2)).one()
        expected = Source(OFFICE, packet.instance_id, 1, 2, packet.sha256)
    assert close_period(desk, "2026-10").sources == (expected,)


def test_a_snapshot_that_was_touched_is_known(pair: Pair) -> None:
    desk = pair.desk("STC")
    put(desk, "a", "2026-05", 3)
    assert close_period(desk, "2026-05").is_whole
    with desk.write() as session:
        row = session.scalars(select(CitySnapshot)).one()
        row.content = {**row.content, "values": {OFFICE: {"contacts": 30}}}
    assert [one.is_whole for one in snapshots(desk)] == [False]


@pytest.mark.parametrize(
    ("code", "reason"),
    [("2026-11", "period-open"), ("2026", "period-open"), ("2026-10-01..2026-10-31", "period"), ("2026-13", "period")],
)
def test_a_period_that_runs_or_is_none_is_refused(pair: Pair, code: str, reason: str) -> None:
    desk = pair.desk("STC")
    assert refusal(lambda: close_period(desk, code)) == reason
    assert snapshots(desk) == ()


def test_a_period_is_closed_once(pair: Pair) -> None:
    desk = pair.desk("STC")
    close_period(desk, "2026-10")
    assert refusal(lambda: close_period(desk, "2026-10")) == "period-closed"
    later = replace(desk, clock=lambda: NOW + timedelta(days=60))
    assert close_period(later, "2026-11").closed.period == "2026-11"


def test_snapshots_with_their_adjustments_are_always_the_count_of_today(pair: Pair) -> None:
    """Records of three offices change at random between closings of months and quarters in any order."""
    desk, random = pair.desk("SNV"), Random(11)
    codes = ["2025-12", "2026-01", "2026-05", "2026-Q1", "2026-Q2", "2026-06"]
    random.shuffle(codes)
    with records_written(desk) as session:
        session.add_all(made(random, 120, ("00004", "00008", OFFICE)))
    for code in codes:
        close_period(desk, code)
        with records_written(desk) as session:
            for row in session.scalars(select(CityRecord)):
                if random.random() < 0.2:
                    row.payload = payload(random, row.subject)
    closed = [one.closed for one in snapshots(desk)]
    with desk.database.read() as session:
        now = period_values(session, desk.code, map(parse_period, codes), NOW.date())
    for n, one in enumerate(closed):
        whole = with_adjustments(one.values, (*told(closed, n), *untold(closed, n, now[one.period])))
        assert whole == now[one.period]
    assert {one.period for one in untold_adjustments(desk)} <= set(codes)
    assert any(one.adjustments for one in closed)


def refusal(act: Callable[[], Snapshot]) -> str:
    with pytest.raises(DeskError) as caught:
        act()
    return caught.value.reason


def test_the_figures_of_reports_are_frozen_too(pair: Pair) -> None:
    """A desk that receives nothing else closes them; what changes later stands beside them."""
    desk = replace(pair.desk("STC"), code="VPUB")

    def send(value: int) -> None:
        with records_written(desk) as session:
            session.execute(delete(CityRecord).where(CityRecord.record_id == "f"))
            facts = {"report": "kh297", "period": "2026-H1", "key": "events", "label": "Số buổi", "unit": "count"}
            session.add(record(OFFICE, "figures", "f", {**facts, "value": value}))

    send(4)
    (kept,) = close_period(desk, "2026-H1").figures or ()
    assert (kept.key, kept.value, kept.offices) == ("events", 4, 1)
    send(7)
    (line,) = numbers(desk, "2026-H1").figures
    assert (line.figure.value, line.closed, line.adjusted) == (7, 4, 3)
    assert [len(numbers(desk, code).figures) for code in ("2026", "2026-H2", "2026-06")] == [1, 0, 0]
    sheet = read_workbook(export_numbers(desk, "2026-H1", "xlsx")[1])[3]
    assert sheet[2][2:] == ("Số buổi", 7, 1, 4, 3)
    assert export_numbers(desk, "2026-H1", "pdf")[1].startswith(b"%PDF")


def test_a_desk_that_counts_nothing_closes_nothing(pair: Pair) -> None:
    desk = pair.desk("NHCS")
    assert refusal(lambda: close_period(desk, "2026-05")) == "empty"
    assert snapshots(desk) == ()
