"""A file that does not verify leaves a row and its original, and tells the office only what is proved."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from hn_desk.actions.packets import packet_rows, receive, seal_packet
from hn_desk.city.authority import export_trust
from hn_desk.city.collect import collect
from hn_desk.city.overview import counts, offices, packets
from hn_desk.city.places import desk_places
from hn_desk.city.quarantine import export_aside, quarantine
from hn_desk.city.reading import ZIP_START
from hn_desk.city.receipts import issue_receipt, offices_with_news, receipts
from hn_desk.city.renewing import revoke_office
from hn_desk.errors import DeskError
from hn_desk.models.tables import CityPacket, CityReceipt, PacketRow
from tests.actions.records import add_event
from tests.city.test_collect import forget
from tests.city.test_withdrawals import sent_application
from tests.packets.real_packet import real
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now


def inner_of(pair: Pair, packet_id: str) -> bytes:
    with pair.office.database.read() as session:
        return session.scalars(select(PacketRow.inner).where(PacketRow.id == packet_id)).one()


def revoke(pair: Pair) -> None:
    """The office's key is revoked, and the desk knows of it."""
    revoke_office(pair.city, CITY_PASSPHRASE, "00070", "Máy bị mất", clock=at_now)
    export_trust(pair.city, desk_places(pair.city, "STC").trust)


def test_a_packet_of_a_revoked_key_is_told_to_its_office_by_its_hash(pair: Pair, tmp_path: Path) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    desk = pair.desk("STC")
    revoke(pair)
    came = collect(desk, sealed.path.read_bytes(), "goi.xlsx")
    collect(desk, sealed.path.read_bytes(), "goi.xlsx")

    (row,) = quarantine(desk)
    assert (came.decision, row.reason, row.office) == ("quarantined", "revoked", "00070")
    assert (packets(desk), offices(desk), counts(desk)["packets"]) == ((), (), 0)
    assert offices_with_news(desk) == ("00070",)
    lines = receive(pair.clerk, receipts(desk, "00070")).lines
    assert "Packet 1 was refused" in lines[0]
    assert [one.state for one in packet_rows(pair.clerk)] == ["needs_answer"]
    assert offices_with_news(desk) == ()
    name = export_aside(desk, row.id, tmp_path)
    assert (tmp_path / name).read_bytes() == sealed.path.read_bytes()


def test_an_older_receipt_read_late_undoes_no_answer_of_a_newer_one(pair: Pair) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes()
    desk = pair.desk("STC")
    collect(desk, sealed)
    older = receipts(desk, "00070")
    with desk.write() as session:
        session.execute(delete(CityPacket))
    revoke(pair)
    later = replace(desk, clock=lambda: at_now() + timedelta(hours=1))
    collect(later, sealed)

    receive(pair.clerk, receipts(later, "00070"))
    receive(pair.clerk, older)

    assert [one.state for one in packet_rows(pair.clerk)] == ["needs_answer"]


@pytest.mark.parametrize("beginning", [b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\x00"])
def test_whatever_did_not_come_sealed_is_kept_sealed(pair: Pair, beginning: bytes) -> None:
    desk, name = pair.desk("STC"), "Nguyễn Thị Bình, 001190012345".encode()
    assert collect(desk, beginning + name, "danh-sach.pdf").decision == "quarantined"
    kept = [path for folder in (desk.places.inbox, desk.places.quarantine) for path in folder.iterdir()]
    assert len(kept) == 2
    assert [path.name for path in kept if name in path.read_bytes()] == []
    assert {desk.unseal(path.read_bytes()) for path in kept} == {beginning + name}


def test_a_stolen_key_makes_the_desk_say_nothing_of_a_real_stream(pair: Pair) -> None:
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    desk = pair.desk("STC")
    collect(desk, first.path.read_bytes())
    add_event(pair.office)
    forged = inner_of(pair, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).packet_id)
    with pair.office.write() as session:
        row = session.scalars(select(PacketRow).where(PacketRow.number == 2)).one()
        row.sha256, row.number = "0" * 64, 9
    revoke(pair)
    assert collect(desk, forged).reason == "revoked"

    issued = issue_receipt(desk, "00070")
    lines = receive(pair.clerk, issued.pdf).lines

    assert any("not made on this PC" in line for line in lines)
    with desk.database.read() as session:
        kept = session.scalars(select(CityReceipt.content).order_by(CityReceipt.change.desc())).first()
    assert kept is not None
    assert [(one["contiguous"], one["refused_packets"]) for one in kept["streams"]] == [(1, [])]
    assert {row.number: row.state for row in packet_rows(pair.clerk)} == {1: "received", 9: "packed"}


@pytest.mark.parametrize("what", ["foreign", "broken"])
def test_what_proves_no_office_is_told_to_nobody(pair: Pair, what: str, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    mine = inner_of(pair, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).packet_id)
    data = real() if what == "foreign" else mine[:-400] + bytes([mine[-400] ^ 1]) + mine[-399:]
    assert data != mine

    came = collect(desk, data)

    (row,) = quarantine(desk)
    assert (came.decision, row.reason, row.office) == ("quarantined", came.reason, "")
    assert offices_with_news(desk) == ()
    with pytest.raises(DeskError):
        issue_receipt(desk, "00070")
    written = (tmp_path / export_aside(desk, row.id, tmp_path)).read_bytes()
    assert written != data
    assert desk.unseal(written) == data
    for kept in desk.places.quarantine.iterdir():
        kept.unlink()
    with pytest.raises(DeskError, match="no longer kept"):
        export_aside(desk, row.id, tmp_path)


def test_a_twin_with_names_is_handed_out_sealed(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("NHCS")
    sent_application(pair, desk)
    forget(pair)
    collect(desk, seal_packet(pair.clerk, "NHCS", KEY_PASSPHRASE, allow_empty=True).path.read_bytes())
    (row,) = quarantine(desk)
    written = (tmp_path / export_aside(desk, row.id, tmp_path)).read_bytes()
    assert not written.startswith(ZIP_START)
    assert hashlib.sha256(desk.unseal(written)).hexdigest() == row.sha256
