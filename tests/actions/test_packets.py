"""Packets at the office: what a desk gets, numbers and chains, copies, passwords, receipts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.city_states import city_state, city_state_label
from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packets import (
    copy_packet,
    packet_password,
    packet_rows,
    preview_packet,
    receive,
    seal_packet,
    streams,
)
from hn_desk.city.authority import trust_pack
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.errors import DeskError, PacketError, RoleError, SignInError
from hn_desk.models.tables import Confirmation, OutreachEvent
from hn_desk.models.tables import PacketRow as PacketTable
from hn_desk.packets.seal import open_with_password
from tests.actions.conftest import NOW
from tests.actions.credit_samples import WORK, issued, presented
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]


def seal(pair: Pair, desk: str = "STC") -> bytes:
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE).path.read_bytes()


def rows(pair: Pair, desk: str) -> dict[str, list[object]]:
    with pair.office.database.read() as session:
        made = rows_of(Source(session, pair.office, pair.office.book.desks[desk]))
    return {subject: list(found) for subject, found in made.items()}


def test_sealing_numbers_and_chains_the_packets_of_a_stream(pair: Pair) -> None:
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    add_event(pair.office)

    second = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    assert (first.number, second.number) == (1, 2)
    assert first.rows == 5
    assert second.rows == 7, "the event, its two groups, four figures"
    assert second.file_name == f"GOI-00070-STC-{pair.office.instance[:4]}-1-000002.xlsx"


def test_a_packet_without_news_is_refused_and_leaves_no_number(pair: Pair) -> None:
    seal(pair)

    with pytest.raises(DeskError) as refusal:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    assert refusal.value.reason == "nothing-to-send"
    assert seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True).number == 2


def test_a_full_packet_sends_everything_again(pair: Pair) -> None:
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    assert seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, kind="full").rows == first.rows


def test_a_changed_row_travels_with_a_higher_version_and_a_lost_one_is_withdrawn(pair: Pair) -> None:
    event = add_event(pair.office)
    desk = pair.desk("STC")
    collect(desk, seal(pair))
    with pair.office.write() as session:
        row = session.get_one(OutreachEvent, event)
        row.title, row.groups = "Tên mới", row.groups[:1]

    collected = collect(desk, seal(pair))

    assert (collected.new, collected.changed, collected.unchanged) == (0, 3, 0), "event, its group, groups reached"


def test_no_desk_of_the_city_gets_a_name_or_number_of_a_person(pair: Pair) -> None:
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)

    found = str(rows(pair, "STC"))

    assert "0101234567" in found
    assert "Nguyễn Văn An" not in found
    assert "001080012345" not in found
    assert "kể chuyện riêng" not in found


def test_a_conversion_that_is_not_registered_tells_no_enterprise(pair: Pair) -> None:
    add_conversion(pair.office, add_household(pair.office), state="agreed")

    assert "0101234567" not in str(rows(pair, "STC"))


def test_an_event_of_a_protected_topic_travels_without_its_place(pair: Pair) -> None:
    add_event(pair.office, topic="qd08")

    found = str(rows(pair, "CATP-MT"))

    assert "'qd08'" in found
    assert "Nhà văn hóa số 3" not in found


def test_contacts_travel_as_counts_by_month_and_group(pair: Pair) -> None:
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_contact(pair.office, household, date(2026, 9, 20), intention="refused")

    (row,) = rows(pair, "STC")["contact_counts"]

    said = row.model_dump()  # type: ignore[attr-defined]  # rows of any subject
    assert (said["month"], said["contacts"], said["agreed"], said["refused"]) == ("2026-09", 2, 1, 1)
    assert (said["obstacles"], said["capital_demand"]) == ("cost=2", 400_000_000)


def test_an_issued_paper_goes_to_the_bank_with_names_and_to_the_city_without(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office, WORK))

    bank, city = rows(pair, "NHCS"), str(rows(pair, "SNV"))

    assert len(bank["papers"]) == len(bank["paper_lines"]) == 1
    assert "Nguyễn Thị Bình" in str(bank["paper_lines"])
    assert "Nguyễn Thị Bình" not in city
    assert "001190012345" not in city
    assert subject.id in city


def test_what_is_only_presented_goes_nowhere(pair: Pair) -> None:
    presented(pair.office, WORK)

    assert rows(pair, "NHCS")["papers"] == []
    assert rows(pair, "SNV")["cases"] == []


def test_a_case_shows_its_way_to_the_city(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    states = [state_of(pair, subject.id)]
    sealed = seal_packet(pair.clerk, "SNV", KEY_PASSPHRASE)
    states.append(state_of(pair, subject.id))
    copy_packet(pair.clerk, sealed.packet_id, pair.city.parent)
    states.append(state_of(pair, subject.id))
    desk = pair.desk("SNV")
    collect(desk, sealed.path.read_bytes())
    receive(pair.clerk, receipts(desk, "00070"))
    states.append(state_of(pair, subject.id))

    assert states == ["not_sent", "packed", "waiting", "received"]
    assert [city_state_label(state) for state in states]


def state_of(pair: Pair, application: str) -> str:
    with pair.office.database.read() as session:
        return city_state(session, "applications", application)


def test_streams_say_what_waits(pair: Pair) -> None:
    before = {row.desk: row for row in streams(pair.clerk)}
    seal(pair)
    after = {row.desk: row for row in streams(pair.clerk)}

    assert (before["STC"].waiting_rows, before["STC"].next_number) == (5, 1)
    assert (after["STC"].waiting_rows, after["STC"].next_number, after["STC"].unreceipted) == (0, 2, 1)
    assert (before["STC"].has_certificate, before["VPUB"].has_certificate) == (True, False)


def test_a_preview_counts_the_rows_of_each_sheet(pair: Pair) -> None:
    counted = {sheet.subject: sheet.rows for sheet in preview_packet(pair.clerk, "STC")}

    empty = ("group_successions", "events", "event_groups", "conversions", "contact_counts", "figures")
    assert counted == {"groups": 5, **dict.fromkeys(empty, 0)}


def test_a_copy_is_the_packet_itself_with_a_read_me(pair: Pair, tmp_path: Path) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    stick = tmp_path / "stick"
    stick.mkdir()

    copied = copy_packet(pair.clerk, sealed.packet_id, stick)

    assert copied.read_bytes() == sealed.path.read_bytes()
    assert sorted(path.name for path in stick.iterdir()) == ["DOC-TRUOC.txt", sealed.file_name]
    assert [(row.state, row.copies) for row in packet_rows(pair.clerk)] == [("waiting", 1)]


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_packet_lost_from_the_outbox_is_sealed_again_from_the_same_bytes(pair: Pair, damage: str) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    if damage == "lost":
        sealed.path.unlink()
    else:
        sealed.path.write_bytes(b"not a packet")

    copied = copy_packet(pair.clerk, sealed.packet_id, pair.city.parent)

    assert collect(pair.desk("STC"), copied.read_bytes()).decision == "applied"


def test_the_password_opens_the_packet_and_wants_a_reason(pair: Pair) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    with pytest.raises(DeskError) as refusal:
        packet_password(pair.clerk, sealed.packet_id, " ")

    password = packet_password(pair.clerk, sealed.packet_id, "Máy của Sở hỏng")

    assert refusal.value.reason == "no-reason"
    assert open_with_password(sealed.path.read_bytes(), password).startswith(b"PK")


def test_an_unknown_packet_is_refused(pair: Pair) -> None:
    with pytest.raises(DeskError) as refusal:
        copy_packet(pair.clerk, "none", pair.city.parent)

    assert refusal.value.reason == "gone"


def test_a_clock_before_the_log_seals_nothing(pair: Pair) -> None:
    early = replace(pair.clerk, clock=lambda: NOW - timedelta(hours=2))

    with pytest.raises((DeskError, PacketError)) as refusal:
        seal_packet(early, "STC", KEY_PASSPHRASE)

    assert refusal.value.reason in ("clock", "chain-time")


def test_a_clock_a_minute_before_the_log_is_named_so(pair: Pair) -> None:
    early = replace(pair.clerk, clock=lambda: NOW - timedelta(minutes=1))

    with pytest.raises(DeskError) as refusal:
        seal_packet(early, "STC", KEY_PASSPHRASE)

    assert refusal.value.reason == "clock"


def test_an_expired_certificate_seals_nothing(pair: Pair) -> None:
    late = replace(pair.clerk, clock=lambda: datetime(2029, 1, 1, tzinfo=UTC))

    with pytest.raises(PacketError) as refusal:
        seal_packet(late, "STC", KEY_PASSPHRASE)

    assert refusal.value.reason == "chain-time"


@pytest.mark.parametrize(("desk", "reason"), [("XYZ", "desk"), ("VPUB", "desk-certificate")])
def test_a_desk_that_is_not_known_gets_nothing(pair: Pair, desk: str, reason: str) -> None:
    with pytest.raises(DeskError) as refusal:
        seal_packet(pair.clerk, desk, KEY_PASSPHRASE)

    assert refusal.value.reason == reason


def test_a_wrong_key_passphrase_seals_nothing(pair: Pair) -> None:
    with pytest.raises(SignInError):
        seal_packet(pair.clerk, "STC", "sai mật khẩu rồi")


def test_only_the_records_clerk_seals(pair: Pair) -> None:
    with pytest.raises(RoleError):
        seal_packet(pair.office, "STC", KEY_PASSPHRASE)


def test_a_receipt_read_twice_changes_nothing_the_second_time(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, seal(pair))
    pdf = receipts(desk, "00070")
    first, second = receive(pair.clerk, pdf), receive(pair.clerk, pdf)

    assert first.changed.subjects
    assert not second.changed.subjects
    assert second.lines[1:] == first.lines


def test_receipts_may_be_read_in_any_order(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, seal(pair))
    older = receipts(desk, "00070")
    add_event(pair.office)
    collect(desk, seal(pair))

    receive(pair.clerk, receipts(desk, "00070"))
    receive(pair.clerk, older)

    assert [row.state for row in packet_rows(pair.clerk)] == ["received", "received"]


def test_a_trust_pack_is_read_where_receipts_are_read(pair: Pair) -> None:
    result = receive(pair.clerk, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))

    assert result.kind == "trust"
    assert "2" in result.lines[0]


def test_a_paper_without_signature_is_refused(pair: Pair) -> None:
    with pytest.raises(PacketError) as refusal:
        receive(pair.clerk, b"%PDF-1.4 nothing")

    assert refusal.value.reason == "pdf-unsigned"


def test_a_new_numbering_starts_at_one_and_the_city_takes_it(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, seal(pair))
    begin_numbering(pair.as_officer("anh"), "Khôi phục từ bản sao lưu")

    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    collected = collect(desk, sealed.path.read_bytes())

    assert (sealed.number, collected.decision, collected.unchanged) == (1, "applied", 5)


def test_a_confirmation_that_was_frozen_is_what_travels(pair: Pair) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    with pair.office.database.read() as session:
        hashed = session.scalars(select(Confirmation.hash)).one()

    assert hashed in str(rows(pair, "NHCS")["papers"])


def test_a_packet_taken_to_the_wrong_desk_does_not_touch_the_right_ones_receipt(pair: Pair) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    mine = seal_packet(pair.clerk, "NHCS", KEY_PASSPHRASE)
    other = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    with pair.office.database.read() as session:
        inner = session.scalars(select(PacketTable.inner).where(PacketTable.id == other.packet_id)).one()
    bank = pair.desk("NHCS")
    collect(bank, inner)
    collect(bank, mine.path.read_bytes())

    receive(pair.clerk, receipts(bank, "00070"))

    assert {row.desk: row.state for row in packet_rows(pair.clerk)} == {"NHCS": "received", "STC": "packed"}


def test_a_packet_that_the_desk_refused_asks_for_an_answer(pair: Pair) -> None:
    desk = pair.desk("STC")
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    late = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True)
    collect(desk, first.path.read_bytes())
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    collect(desk, seal(pair))
    collect(desk, late.path.read_bytes())

    lines = receive(pair.clerk, receipts(desk, "00070")).lines

    assert len(lines) == 3
    assert [row.state for row in packet_rows(pair.clerk)].count("needs_answer") == 1


def test_a_receipt_for_another_office_is_refused(pair: Pair) -> None:
    desk = pair.desk("STC")
    collect(desk, seal(pair))

    with pytest.raises(PacketError) as refusal:
        receive(replace(pair.clerk, code="00004"), receipts(desk, "00070"))

    assert refusal.value.reason == "receipt-office"
