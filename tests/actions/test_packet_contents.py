"""What a packet says and never says: figures of past years stay, protected events have no words of their own."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from hn_desk.actions.packet_delta import delta_of
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.actions.trust_store import required_trust
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.models.tables import CityReceipt, PacketRow
from hn_desk.packets import opc
from hn_desk.packets.contents import read_cover
from hn_desk.packets.subjects import Row
from tests.actions.conftest import NOW
from tests.actions.records import add_event
from tests.city.conftest import pair, pair_template
from tests.pair import KEY_PASSPHRASE, Pair

__all__ = ["pair", "pair_template"]
NEXT_YEAR = datetime(2027, 1, 15, 3, 0, tzinfo=UTC)


def rows(pair: Pair, desk: str) -> dict[str, list[Row]]:
    with pair.office.database.read() as session:
        return rows_of(Source(session, pair.office, pair.office.book.desks[desk]))


def test_figures_of_a_past_year_stay_at_the_desk(pair: Pair) -> None:
    add_event(pair.office, topic="qd08")
    seal_packet(pair.clerk, "CATP-MT", KEY_PASSPHRASE)
    later = replace(pair.office, clock=lambda: NEXT_YEAR)

    with later.database.read() as session:
        delta = delta_of(Source(session, later, later.book.desks["CATP-MT"]), 1, "delta")

    assert delta.rows["figures"] == []


def test_a_late_entry_mends_the_figures_of_its_year(pair: Pair) -> None:
    add_event(pair.office, topic="qd08")
    later = replace(pair.office, clock=lambda: NEXT_YEAR)
    with later.database.read() as session:
        figures = rows_of(Source(session, later, later.book.desks["CATP-MT"]))["figures"]

    assert {(row.period, row.key) for row in figures} >= {("2026", "qd08.events"), ("2026", "qd08.people")}  # type: ignore[attr-defined]


def test_a_protected_event_travels_under_the_name_of_its_topic(pair: Pair) -> None:
    add_event(pair.office, "Gặp anh Trần Văn Ân sau cai nghiện", topic="qd08")

    (event,) = rows(pair, "CATP-MT")["events"]

    assert "Trần Văn Ân" not in str(event)
    assert event.title == pair.office.book.programmes["qd08"].name  # type: ignore[attr-defined]


def test_the_cover_names_the_newest_receipt_by_the_number_that_the_city_gave_it(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())
    receive(pair.clerk, receipts(desk, "00070"))
    with desk.database.read() as session:
        (given,) = session.scalars(select(CityReceipt.content))

    seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True)

    with pair.office.database.read() as session:
        inner = session.scalars(select(PacketRow.inner).where(PacketRow.number == 2)).one()
        trust = required_trust(session)
    assert read_cover(opc.verify(inner, trust, NOW)).last_receipt == given["id"]
