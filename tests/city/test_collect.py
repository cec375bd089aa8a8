"""A packet goes to the city, is verified and applied; its receipt comes back. PACKET §5, §6."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.packets import Sealed, packet_rows, receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.overview import (
    counts,
    decision_label,
    distinct_counts,
    offices,
    packets,
    record_keys,
    records,
    subjects,
)
from hn_desk.city.receipts import issue_receipt, receipts
from hn_desk.city.trust_page import city_words
from hn_desk.errors import DeskError
from hn_desk.models.audit_check import first_break
from hn_desk.models.tables import CityRecord, OfficeRow, OutreachEvent, PacketRecord, PacketRow
from hn_desk.packets.seal import open_with_password, packet_password
from tests.actions.conftest import NOW
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.pair import KEY_PASSPHRASE, Pair


def sealed_packet(pair: Pair, desk: str = "STC") -> Sealed:
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE, allow_empty=True)


def inner_of(pair: Pair, sealed: Sealed) -> bytes:
    with pair.office.database.read() as session:
        return session.scalars(select(PacketRow.inner).where(PacketRow.id == sealed.packet_id)).one()


def test_a_packet_arrives_and_its_receipt_turns_records_to_received(pair: Pair) -> None:
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    sealed = sealed_packet(pair)
    desk = pair.desk("STC")

    collected = collect(desk, sealed.path.read_bytes(), "goi.xlsx")
    answer = receive(pair.clerk, receipts(desk, "00070"))

    assert (collected.decision, collected.new, collected.file) == ("applied", sealed.rows, "goi.xlsx")
    held = {"groups": 5, "events": 1, "event_groups": 2, "conversions": 1, "contact_counts": 1, "figures": 4}
    assert counts(desk) == {"packets": 1, "offices": 1, **held}
    assert {code: count for code, _title, count in subjects(desk)} == held
    assert records(desk, "conversions").rows[0][5] == "Công ty TNHH An Phát"
    assert [(row.code, row.packets, row.records, row.has_receipt) for row in offices(desk)] == [("00070", 1, 14, True)]
    assert answer.kind == "receipt"
    assert [row.state for row in packet_rows(pair.clerk)] == ["received"]


def test_the_same_packet_twice_changes_nothing_and_gives_the_same_receipt(pair: Pair) -> None:
    sealed = sealed_packet(pair)
    desk = pair.desk("STC")
    collect(desk, sealed.path.read_bytes())
    first, before = issue_receipt(desk, "00070"), record_keys(desk)

    again = collect(desk, sealed.path.read_bytes())
    second = issue_receipt(desk, "00070")

    assert again.is_repeat
    assert again.is_good
    assert (second.name, second.pdf) == (first.name, first.pdf)
    assert (first.is_new, second.is_new) == (True, False)
    assert record_keys(desk) == before
    assert len(packets(desk)) == 1


def test_a_packet_too_early_waits_and_is_taken_when_the_gap_closes(pair: Pair) -> None:
    first = sealed_packet(pair)
    add_event(pair.office)
    second = sealed_packet(pair)
    third = sealed_packet(pair)
    desk = pair.desk("STC")

    early = [collect(desk, one.path.read_bytes()) for one in (third, second)]
    pdf = receipts(desk, "00070")
    closing = collect(desk, first.path.read_bytes())

    assert [one.decision for one in early] == ["waiting", "waiting"]
    assert "1" in early[0].text
    assert (closing.decision, closing.also_taken) == ("applied", (2, 3))
    assert [row.decision for row in packets(desk)] == ["applied"] * 3
    lines = receive(pair.clerk, pdf).lines
    assert len(lines) == 3


def test_a_changed_byte_inside_is_quarantined_with_its_reason(pair: Pair) -> None:
    sealed = sealed_packet(pair)
    inner = inner_of(pair, sealed)
    place = inner.rindex(b"\x03\x04") - 40
    changed = inner[:place] + bytes([inner[place] ^ 1]) + inner[place + 1 :]
    desk = pair.desk("STC")

    collected = collect(desk, changed)

    assert changed != inner
    assert (collected.decision, collected.number) == ("quarantined", 0)
    assert collected.reason
    assert [path.name for path in desk.places.quarantine.iterdir()] == [
        f"{hashlib.sha256(changed).hexdigest()[:24]}-{collected.reason}.bin"
    ]
    assert counts(desk) == {"packets": 0, "offices": 0}


def test_a_plain_signed_workbook_is_taken_too(pair: Pair) -> None:
    inner = inner_of(pair, sealed_packet(pair))

    assert collect(pair.desk("STC"), inner).decision == "applied"


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_plain_workbook_is_kept_only_sealed_for_the_desk(pair: Pair, is_changed: bool) -> None:
    desk = pair.desk("STC")
    inner = inner_of(pair, sealed_packet(pair))
    came = inner[:-30] + b"x" + inner[-29:] if is_changed else inner

    collect(desk, came)

    kept = [path.read_bytes() for path in (*desk.places.inbox.iterdir(), *desk.places.quarantine.iterdir())]
    assert [desk.unseal(one) for one in kept] == [came] * (2 if is_changed else 1)


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04nothing"])
def test_what_is_no_packet_is_quarantined(pair: Pair, data: bytes) -> None:
    collected = collect(pair.desk("STC"), data)

    assert collected.decision == "quarantined"
    assert collected.text
    assert collected.do


def test_a_packet_sealed_for_another_desk_does_not_open(pair: Pair) -> None:
    collected = collect(pair.desk("NHCS"), sealed_packet(pair).path.read_bytes())

    assert (collected.decision, collected.reason) == ("quarantined", "seal-desk")


def test_a_packet_for_another_desk_is_refused_unread(pair: Pair) -> None:
    desk = pair.desk("NHCS")

    collected = collect(desk, inner_of(pair, sealed_packet(pair)))

    assert (collected.decision, collected.reason) == ("refused", "desk-other")
    assert record_keys(desk) == frozenset()


def test_another_packet_with_a_number_that_came_before_raises_the_alarm(pair: Pair) -> None:
    desk = pair.desk("STC")
    sealed = sealed_packet(pair)
    collect(desk, sealed.path.read_bytes())
    forget(pair)
    add_event(pair.office, "Bản sao ghi thêm")
    twin = sealed_packet(pair)

    collected = collect(desk, twin.path.read_bytes())

    assert (twin.number, sealed.sha256 != twin.sha256) == (1, True)
    assert (collected.decision, collected.reason) == ("quarantined", "twin")
    with pytest.raises(DeskError) as refusal:
        receive(pair.clerk, receipts(desk, "00070"))
    assert refusal.value.reason == "twin-office"
    with pytest.raises(DeskError) as blocked:
        sealed_packet(pair)
    assert blocked.value.reason == "twin-office"


def forget(pair: Pair) -> None:
    """Let the office's database be what it was before its first packet: a restored copy."""
    with pair.office.write() as session:
        for row in session.scalars(select(PacketRow)):
            for record in session.scalars(select(PacketRecord)):
                session.delete(record)
            session.delete(row)


def test_an_older_numbering_is_refused_after_a_newer_one(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    late = sealed_packet(pair)
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    collect(desk, sealed_packet(pair).path.read_bytes())

    collected = collect(desk, late.path.read_bytes())

    assert (collected.decision, collected.reason) == ("refused", "epoch-older")


def test_a_copy_that_was_left_behind_is_told_and_begins_above_the_newer_numbering(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    collect(desk, sealed_packet(pair).path.read_bytes())
    with pair.office.write() as session:
        session.execute(update(OfficeRow).values(epoch=1))
        session.execute(delete(PacketRow).where(PacketRow.epoch == 2))

    with pytest.raises(DeskError) as refusal:
        receive(pair.clerk, receipts(desk, "00070"))
    assert refusal.value.reason == "twin-office"
    with pytest.raises(DeskError) as blocked:
        sealed_packet(pair)
    assert blocked.value.reason == "twin-office"
    begin_numbering(pair.as_officer("anh"), "Bản kia đã ngừng")
    assert collect(desk, sealed_packet(pair).path.read_bytes()).decision == "applied"
    with pair.office.database.read() as session:
        assert session.scalars(select(OfficeRow.epoch)).one() == 3


def test_a_packet_of_real_work_is_refused_by_a_training_desk(pair: Pair) -> None:
    clerk = replace(pair.clerk, environment="real")
    sealed = seal_packet(clerk, "STC", KEY_PASSPHRASE)

    assert collect(pair.desk("STC"), sealed.path.read_bytes()).reason == "environment-other"


def test_a_packet_whose_chain_is_broken_is_kept_aside(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    with pair.office.write() as session:
        session.execute(update(PacketRow).values(sha256="0" * 64))

    collected = collect(desk, sealed_packet(pair).path.read_bytes())

    assert (collected.decision, collected.reason) == ("quarantined", "chain-broken")


def test_a_packet_waiting_behind_a_broken_chain_is_kept_aside_when_its_turn_comes(pair: Pair) -> None:
    first = sealed_packet(pair)
    with pair.office.write() as session:
        session.execute(update(PacketRow).values(sha256="0" * 64))
    second = sealed_packet(pair)
    desk = pair.desk("STC")
    collect(desk, second.path.read_bytes())

    collected = collect(desk, first.path.read_bytes())

    assert (collected.decision, collected.also_taken) == ("applied", ())
    assert {row.number: row.decision for row in packets(desk)} == {1: "applied", 2: "quarantined"}


def test_a_withdrawn_row_leaves_the_desk(pair: Pair) -> None:
    event = add_event(pair.office)
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    with pair.office.write() as session:
        session.delete(session.get_one(OutreachEvent, event))

    collect(desk, sealed_packet(pair).path.read_bytes())

    assert "events" not in counts(desk)
    assert "event_groups" not in counts(desk)


def test_the_desk_logs_what_it_takes(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    collect(desk, b"nothing")

    with desk.database.read() as session:
        assert first_break(session) is None


def test_a_receipt_made_under_a_wrong_clock_is_not_handed_out_again(pair: Pair) -> None:
    """The office would refuse it for ever, since nothing new came that would call for another."""
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())

    early = issue_receipt(replace(desk, clock=lambda: NOW + timedelta(days=30)), "00070")
    with pytest.raises(DeskError) as refused:
        receive(pair.clerk, early.pdf)
    right = issue_receipt(desk, "00070")
    receive(pair.clerk, right.pdf)

    assert refused.value.reason == "pdf-future"
    assert (right.is_new, right.name) == (True, "BN-STC-00070-000002.pdf")
    assert [row.state for row in packet_rows(pair.clerk)] == ["received"]


@pytest.mark.parametrize("years", [-10, 10])
def test_no_receipt_is_signed_outside_the_certificates_days(pair: Pair, years: int) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    with pytest.raises(DeskError, match="clock says") as refused:
        issue_receipt(replace(desk, clock=lambda: NOW + timedelta(days=365 * years)), "00070")
    assert refused.value.reason == "clock"


def test_no_receipt_is_made_for_an_office_that_sent_nothing(pair: Pair) -> None:
    with pytest.raises(DeskError) as refusal:
        receipts(pair.desk("STC"), "00004")

    assert refusal.value.reason == "no-packets"


def test_records_of_several_desks_are_counted_once() -> None:
    one = frozenset({("00070", "events", "a"), ("00070", "cases", "b")})
    other = frozenset({("00070", "events", "a"), ("00004", "events", "a")})

    found = distinct_counts([one, other])

    assert (found["events"], found["cases"], found["papers"]) == (2, 1, 0)


def test_every_decision_has_a_name_and_every_printed_one_a_word() -> None:
    decisions = ("applied", "held", "waiting", "refused", "quarantined")

    assert all(decision_label(decision) for decision in decisions)
    assert set(city_words()["states"]) < set(decisions)


def test_a_deleted_record_shows_in_the_counts(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    with desk.write() as session:
        session.delete(session.scalars(select(CityRecord)).first())

    assert counts(desk)["groups"] == 4


def test_the_packet_opens_by_key_and_by_password_to_the_same_bytes(pair: Pair) -> None:
    sealed = sealed_packet(pair)
    desk = pair.desk("STC")
    with pair.office.database.read() as session:
        secret = session.scalars(select(OfficeRow.packet_secret)).one()

    data = sealed.path.read_bytes()
    assert desk.unseal(data) == open_with_password(data, packet_password(secret, UUID(sealed.packet_id)))
