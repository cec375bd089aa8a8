"""What a packet says and never says: figures of past years stay, protected events have no words of their own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import delete, select, update

from hn_desk import keys
from hn_desk.actions.credit import save_application
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.packet_delta import delta_of
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packets import copy_packet, packet_rows, receive, seal_packet
from hn_desk.actions.trust_store import required_trust
from hn_desk.city.collect import collect
from hn_desk.city.places import authority_places
from hn_desk.city.receipts import receipts
from hn_desk.errors import DeskError, InputError, PacketError, StorageError
from hn_desk.models.tables import (
    CityReceipt,
    Contact,
    OutreachEvent,
    PacketRecord,
    PacketRow,
    ResidentialGroup,
    TrustRow,
)
from hn_desk.packets import authority, opc
from hn_desk.packets.authority import Authority, Grant, Subject
from hn_desk.packets.contents import read_cover
from hn_desk.packets.seal import sealed_for
from hn_desk.packets.sheet_profile import NUMBER_LIMIT
from hn_desk.packets.subjects import Row
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import pem_of
from tests.actions.conftest import NOW
from tests.actions.credit_samples import WORK, with_facts
from tests.actions.records import add_contact, add_event, add_household
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair

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


def test_a_copy_is_sealed_anew_when_the_desk_has_a_new_certificate(pair: Pair) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    newer = renewed(pair, "STC")

    copied = copy_packet(pair.clerk, sealed.packet_id, pair.city.parent)

    assert sealed_for(copied.read_bytes()) == newer.public_bytes(Encoding.DER)


@pytest.mark.parametrize("is_lost", [False, True])
def test_nothing_is_handed_out_to_a_revoked_desk(pair: Pair, is_lost: bool) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    if is_lost:
        sealed.path.unlink()
    revoke(pair, "STC")

    with pytest.raises(PacketError) as refusal:
        copy_packet(pair.clerk, sealed.packet_id, pair.city.parent)

    assert refusal.value.reason == "revoked"


def test_the_first_office_is_told_of_a_twin_whose_packet_was_refused(pair: Pair) -> None:
    desk = pair.desk("STC")
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    collect(desk, first.path.read_bytes())
    begin_again(pair)
    twin = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True)
    assert collect(desk, twin.path.read_bytes()).reason == "twin"
    with pair.office.write() as session:
        session.execute(update(PacketRow).values(sha256=first.sha256))

    with pytest.raises(DeskError) as told:
        receive(pair.clerk, receipts(desk, "00070"))
    with pytest.raises(DeskError) as blocked:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True)

    assert (told.value.reason, blocked.value.reason) == ("twin-office", "twin-office")


@pytest.mark.parametrize("people", [NUMBER_LIMIT, NUMBER_LIMIT * NUMBER_LIMIT])
def test_a_number_that_no_packet_can_carry_is_refused_where_it_is_typed(office: Office, people: int) -> None:
    draft = EventDraft(topic="sme", title="Hội nghị", form="conference", starts_on=date(2026, 10, 5), people=people)
    with pytest.raises(InputError) as refusal:
        save_event(office, draft)
    assert [problem.field for problem in refusal.value.problems] == ["people"]


@pytest.mark.parametrize("amount", [NUMBER_LIMIT, NUMBER_LIMIT * NUMBER_LIMIT])
def test_a_loan_that_no_packet_can_carry_is_refused_where_it_is_typed(office: Office, amount: int) -> None:
    with pytest.raises(InputError) as refusal:
        save_application(office, with_facts(WORK, amount=amount))
    assert [problem.field for problem in refusal.value.problems] == ["amount"]


def test_one_absurd_record_stops_no_packet(pair: Pair) -> None:
    event, household = add_event(pair.office), add_household(pair.office)
    for _visit in range(2):
        add_contact(pair.office, household)
    with pair.office.write() as session:
        session.execute(update(Contact).values(capital_demand=NUMBER_LIMIT - 1))
        session.get_one(OutreachEvent, event).starts_on = date(1900, 1, 5)
        session.execute(update(ResidentialGroup).values(name="T" * 600))

    collected = collect(pair.desk("STC"), seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())

    assert (collected.decision, collected.refused) == ("applied", 0)


def test_a_packet_whose_file_can_not_be_written_is_named_as_sealed_and_still_copied(pair: Pair, tmp_path: Path) -> None:
    outbox = pair.office.folder / "outbox"
    outbox.rmdir()
    outbox.write_bytes(b"in the way")

    with pytest.raises(StorageError, match="Packet 1 is sealed and kept"):
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    (kept,) = packet_rows(pair.clerk)
    copied = copy_packet(pair.clerk, kept.id, tmp_path)

    assert collect(pair.desk("STC"), copied.read_bytes()).decision == "applied"


def begin_again(pair: Pair) -> None:
    """Let the office's database be what it was before its first packet: a copy."""
    with pair.office.write() as session:
        session.execute(delete(PacketRecord))
        session.execute(delete(PacketRow))


def root(pair: Pair) -> Authority:
    place = authority_places(pair.city)
    key = keys.open_private_key(place.root_key.read_bytes(), CITY_PASSPHRASE)
    return Authority(key, read_trust_folder(place.trust).root)


def change_trust(pair: Pair, **changed: Any) -> None:
    with pair.office.write() as session:
        row = session.scalars(select(TrustRow).order_by(TrustRow.number.desc())).first()
        assert row
        row.content = {**row.content, **changed}


def renewed(pair: Pair, desk: str) -> x509.Certificate:
    """Give a desk another key, and let the office read it."""
    request = authority.request(authority.new_key(2048), Subject(desk, f"HN Desk {desk}"))
    certificate = authority.issue(root(pair), request, Grant("desk", NOW))
    with pair.office.database.read() as session:
        desks = {code: pem_of(one).decode() for code, one in required_trust(session).desks.items()}
    change_trust(pair, desks={**desks, desk: pem_of(certificate).decode()})
    return certificate


def revoke(pair: Pair, desk: str) -> None:
    """Let the office read that a desk's certificate is revoked."""
    with pair.office.database.read() as session:
        serial = required_trust(session).desks[desk].serial_number
    crl = authority.make_crl(root(pair), 99, NOW, {serial: NOW})
    change_trust(pair, crl=crl.public_bytes(Encoding.PEM).decode())
