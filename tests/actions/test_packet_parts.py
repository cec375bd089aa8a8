"""What is more than one packet holds goes in several, and the city has all of it once the last one came."""

import pytest
from sqlalchemy import func, select

from hn_desk.actions import sealing
from hn_desk.actions.packet_facts import Sealed
from hn_desk.actions.packets import packet_rows, seal_packet, streams
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.errors import PacketError
from hn_desk.models.tables import CityRecord
from tests.actions.records import add_event
from tests.pair import KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]


def files(sealed: Sealed) -> list[bytes]:
    return [path.read_bytes() for path in (*sealed.others, sealed.path)]


def records(desk: CityDesk) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(CityRecord)) or 0


@pytest.mark.parametrize("kind", ["delta", "full"])
def test_many_rows_go_in_numbered_packets_and_all_arrive(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    add_event(pair.office)
    desk = pair.desk("STC")
    whole = {row.desk: row.waiting_rows for row in streams(pair.clerk)}["STC"]
    monkeypatch.setattr(sealing, "MOST_ROWS", 3)

    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, kind=kind)
    states = [collect(desk, one).decision for one in files(sealed)]

    assert sealed.rows == whole > 3
    assert [row.number for row in packet_rows(pair.clerk)] == list(range(sealed.number, 0, -1))
    assert sealed.number == -(-whole // 3)
    assert states == (["applied"] * len(states) if kind == "delta" else ["held"] * (len(states) - 1) + ["applied"])
    assert records(desk) == whole
    assert {row.desk: row.waiting_rows for row in streams(pair.clerk)}["STC"] == 0


def test_a_packet_that_is_too_large_is_halved_until_each_fits(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    add_event(pair.office)
    monkeypatch.setattr(sealing, "LARGEST_INNER", 15_200)

    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    assert sealed.others
    assert all(collect(pair.desk("STC"), one).decision == "applied" for one in files(sealed)[:1])


def test_one_row_that_is_too_large_is_refused_and_leaves_no_number(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST_INNER", 100)

    with pytest.raises(PacketError) as refused:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    assert refused.value.reason == "seal-size"
    assert packet_rows(pair.clerk) == ()
