"""The office's next key: it waits while the older one signs, takes over with its certificate; a revoked one stops."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from hn_desk.actions import keyring
from hn_desk.actions.office import Office
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.actions.trust_changes import preview_trust
from hn_desk.actions.trust_store import current_key
from hn_desk.city.authority import issue_office, trust_pack, withdraw_paper
from hn_desk.city.collect import collect
from hn_desk.city.renewing import revoke_office, rotate_desk
from hn_desk.city.root_change import change_root
from hn_desk.errors import DeskError, InputError, PacketError
from hn_desk.models.tables import OfficeRow, PacketRow, SigningKey
from hn_desk.packets.contents import read_cover
from hn_desk.packets.opc import verify
from hn_desk.packets.trust_folder import read_trust_folder
from tests.actions.conftest import NOW
from tests.actions.records import add_event
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]
OFFICE = "00070"
NEXT = "khoa moi cua van thu"


def ask(pair: Pair) -> bytes:
    return keyring.make_request(pair.as_officer("anh"), NEXT, bits=2048)


def pack(pair: Pair) -> bytes:
    return trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now)


def epoch(office: Office) -> int:
    with office.database.read() as session:
        return session.scalars(select(OfficeRow.epoch)).one()


def at(office: Office, moment: datetime) -> Office:
    return replace(office, clock=lambda: moment)


def revoked(pair: Pair) -> None:
    revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", clock=at_now)
    keyring.install_trust(pair.as_officer("anh"), pack(pair))


def test_the_older_key_signs_until_the_next_one_is_certified_and_then_keeps_its_certificate_only(pair: Pair) -> None:
    add_event(pair.office)
    request = ask(pair)
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    data = pack(pair)
    assert [line[:24] for line in preview_trust(pair.as_officer("anh"), data).own] == ["The new key is certified"]
    keyring.install_trust(pair.as_officer("anh"), data)
    add_event(pair.office)
    second = seal_packet(pair.clerk, "STC", NEXT)
    desk = pair.desk("STC")
    assert [collect(desk, one.path.read_bytes()).decision for one in (first, second)] == ["applied", "applied"]
    assert (second.number, epoch(pair.office)) == (2, 1)
    with pair.office.database.read() as session:
        older = session.scalars(select(SigningKey).where(~SigningKey.is_current)).one()
        assert (older.encrypted_key, older.check_key, older.check_passphrase) == (b"", b"", "")
        assert older.certificate


@pytest.mark.parametrize(("days", "count"), [(61, 0), (59, 1), (0, 1)])
def test_an_office_is_told_sixty_days_before_the_end(pair: Pair, days: int, count: int) -> None:
    until = keyring.key_state(pair.clerk).certificate_until
    assert until is not None
    moment = NOW + timedelta(days=(until - NOW.date()).days - days)
    told = [line for line in keyring.key_state(at(pair.clerk, moment)).notices if "make the next key" in line]
    assert len(told) == count


def test_with_a_revoked_key_nothing_is_sealed_and_the_way_on_is_told(pair: Pair) -> None:
    add_event(pair.office)
    revoked(pair)
    with pytest.raises(DeskError) as refusal:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    assert refusal.value.reason == "revoked"
    assert "makes a new key" in refusal.value.do
    ask(pair)
    with pytest.raises(DeskError) as refusal:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    assert "A new key waits since" in refusal.value.do
    assert len(keyring.key_state(pair.clerk).notices) == 2


def test_after_a_revoked_key_a_new_numbering_begins_with_a_full_packet(pair: Pair) -> None:
    add_event(pair.office)
    lost = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    revoked(pair)
    assert epoch(pair.office) == 1
    issue_office(pair.city, CITY_PASSPHRASE, ask(pair), clock=at_now)
    result = receive(pair.clerk, pack(pair))
    assert any("A new numbering begins" in line for line in result.lines)
    assert epoch(pair.office) == 2
    sealed = seal_packet(pair.clerk, "STC", NEXT)
    desk = pair.desk("STC")
    refused = collect(desk, lost.path.read_bytes())
    assert (refused.reason, refused.is_good) == ("revoked", False)
    assert collect(desk, sealed.path.read_bytes()).decision == "applied"
    with pair.office.database.read() as session:
        row = session.scalars(select(PacketRow).where(PacketRow.epoch == 2)).one()
        assert (row.kind, row.number) == ("full", 1)
        assert read_cover(verify(row.inner, desk.trust(), NOW)).kind == "full"


def test_another_root_is_trusted_only_by_its_words_and_begins_a_new_numbering(pair: Pair) -> None:
    admin = pair.as_officer("anh")
    words = change_root(pair.city, CITY_PASSPHRASE, "Diễn tập", clock=at_now)
    data = pack(pair)
    preview = preview_trust(admin, data)
    assert (preview.is_new_root, preview.root_words) == (True, words)
    with pytest.raises(PacketError) as refusal:
        keyring.install_trust(admin, data)
    assert refusal.value.reason == "trust-root"
    with pytest.raises(InputError):
        keyring.pin_root(admin, data, " ".join(keyring.key_state(admin).root_words))
    assert keyring.key_state(admin).trust_number == 1
    keyring.pin_root(admin, data, " ".join(words).upper())
    assert (keyring.key_state(admin).is_usable, epoch(pair.office)) == (True, 2)
    add_event(pair.office)
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    assert collect(pair.desk("STC"), sealed.path.read_bytes()).decision == "applied"


def test_a_trust_pack_tells_what_it_changes_before_it_is_applied(pair: Pair) -> None:
    withdraw_paper(pair.city, OFFICE, "2026-000015/1", clock=at_now)
    rotate_desk(pair.city, CITY_PASSPHRASE, "STC", clock=at_now)
    revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", clock=at_now)
    preview = preview_trust(pair.as_officer("anh"), pack(pair))
    told = "\n".join((*preview.own, *preview.lines))
    for part in ("revoked this office's key", "by a new key: STC", "2026-000015/1", "Offices with a revoked key: "):
        assert part in told
    assert keyring.key_state(pair.clerk).trust_number == 1
    assert read_trust_folder(pair.city / "authority" / "trust").number == preview.number == 2


def test_the_request_that_was_certified_wins_over_one_made_later(pair: Pair) -> None:
    admin = pair.as_officer("anh")
    request = keyring.make_request(at(admin, NOW + timedelta(minutes=1)), NEXT, bits=2048)
    keyring.make_request(at(admin, NOW + timedelta(minutes=2)), NEXT, bits=2048)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    keyring.install_trust(admin, pack(pair))
    with pair.office.database.read() as session:
        key = current_key(session)
    assert key is not None
    assert key.request == request
    assert keyring.key_state(admin).is_waiting
