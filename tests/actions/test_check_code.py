"""The check code of a confirmation: signed by the office's key, bound to the frozen facts, silent about them."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from hn_desk.actions import keyring
from hn_desk.actions.check_code import check_code_of, commitment_of
from hn_desk.actions.confirmations import Subject
from hn_desk.actions.credit import check, present, return_to_enterer
from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.city.authority import issue_office, trust_pack
from hn_desk.city.renewing import revoke_office
from hn_desk.codes import qr_modules
from hn_desk.errors import PacketError
from hn_desk.models.audit import canonical
from hn_desk.models.tables import Confirmation
from hn_desk.packets.check_codes import HANOI, verify_code
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.scans import read_codes
from tests.actions.conftest import NOW
from tests.actions.credit_samples import MAN, PLAN, presented, presented_list
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]

FILE = "2026-000001"
TODAY = NOW.astimezone(HANOI).date()


def rows(office: Office, subject: Subject) -> list[Confirmation]:
    with office.database.read() as session:
        found = session.scalars(select(Confirmation).order_by(Confirmation.edition))
        return [row for row in found if row.subject_id == subject.id]


def content(office: Office, row: Confirmation) -> str:
    with office.database.read() as session:
        code = check_code_of(session, office, row, FILE)
    assert code is not None
    assert code.nonce == row.nonce
    return code.content


def verified(pair: Pair, text: str) -> object:
    return verify_code(text, read_trust_folder(pair.city / "authority" / "trust"), now=NOW).vouched


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_the_commitment_hangs_on_nonce_and_facts() -> None:
    codes = {
        commitment_of("00" * 16, {"amount": 1}),
        commitment_of("01" * 16, {"amount": 1}),
        commitment_of("00" * 16, {"amount": 2}),
    }
    assert len(codes) == 3


def test_what_the_city_trusts_accepts_the_code_and_reads_who_what_and_when(pair: Pair) -> None:
    row = rows(pair.office, presented(pair.office))[0]
    vouched = verify_code(content(pair.office, row), read_trust_folder(pair.city / "authority" / "trust"), now=NOW)
    said = vouched.vouched
    assert (said.office, said.paper, said.day, said.is_training) == ("00070", f"{FILE}/1", TODAY, True)
    assert said.commitment == hashlib.sha256(bytes.fromhex(row.nonce) + canonical(row.frozen)).digest()


def test_an_office_without_keys_prints_no_code(office: Office) -> None:
    paper = print_form(office, presented(office))
    assert read_codes(paper.pdf) == ()
    assert "Mã kiểm tra" not in words(paper.pdf)


@pytest.mark.parametrize("kind", ["application", "plan", "list"])
def test_the_code_is_read_back_from_the_printed_paper(pair: Pair, kind: str) -> None:
    office = pair.office
    if kind == "list":
        subject = presented_list(office, MAN)[0]
    else:
        subject = presented(office, PLAN) if kind == "plan" else presented(office)
    paper = print_form(office, subject)
    row = rows(office, subject)[0]
    assert read_codes(paper.pdf) == (content(office, row),)
    assert row.nonce in "".join(words(paper.pdf).split())


def test_the_same_paper_has_the_same_bytes(pair: Pair) -> None:
    subject = presented(pair.office)
    assert print_form(pair.office, subject).pdf == print_form(pair.office, subject).pdf


def test_the_symbol_has_room_for_its_modules(pair: Pair) -> None:
    row = rows(pair.office, presented(pair.office))[0]
    assert len(qr_modules(content(pair.office, row))) <= 53


def test_two_editions_with_equal_facts_have_different_codes(pair: Pair) -> None:
    office = pair.office
    subject = presented(office)
    return_to_enterer(pair.as_officer("hung"), subject.id, "Xem lại")
    check(office, subject.id)
    present(office, (subject.id,))
    first, second = rows(office, subject)
    assert first.frozen["facts"] == second.frozen["facts"]
    assert content(office, first) != content(office, second)


def test_codes_go_on_under_the_older_key_until_the_city_certifies_the_next_one(pair: Pair) -> None:
    row = rows(pair.office, presented(pair.office))[0]
    admin = pair.as_officer("anh")
    before = content(pair.office, row)
    assert verified(pair, before)
    request = keyring.make_request(admin, KEY_PASSPHRASE, bits=2048)
    waiting = content(pair.office, row)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    keyring.install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    after = content(pair.office, row)
    assert waiting == before
    assert after != before
    assert verified(pair, before) == verified(pair, after)


def test_a_paper_printed_again_under_a_newer_key_bears_the_day_of_that_key(pair: Pair) -> None:
    row = rows(pair.office, presented(pair.office))[0]
    later = NOW + timedelta(days=100)
    admin = replace(pair.as_officer("anh"), clock=lambda: later)
    request = keyring.make_request(admin, KEY_PASSPHRASE, bits=2048)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=lambda: later + timedelta(days=50))
    much_later = replace(admin, clock=lambda: later + timedelta(days=50))
    keyring.install_trust(much_later, trust_pack(pair.city, CITY_PASSPHRASE, clock=much_later.clock))
    trust = read_trust_folder(pair.city / "authority" / "trust")
    answer = verify_code(content(pair.office, row), trust, now=much_later.now()).vouched
    assert answer.day == TODAY + timedelta(days=120)


def test_a_revoked_check_key_vouches_for_no_paper_and_the_next_one_does(pair: Pair) -> None:
    row = rows(pair.office, presented(pair.office))[0]
    admin, before = pair.as_officer("anh"), content(pair.office, row)
    revoke_office(pair.city, CITY_PASSPHRASE, "00070", "Mất máy", clock=at_now)
    keyring.install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    with pair.office.database.read() as session:
        assert check_code_of(session, pair.office, row, FILE) is None
    request = keyring.make_request(admin, KEY_PASSPHRASE, bits=2048)
    printed = content(pair.office, row)
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    assert verified(pair, printed)
    with pytest.raises(PacketError) as refusal:
        verified(pair, before)
    assert refusal.value.reason == "revoked"
