"""The signed check code: what goes in comes out; foreign, changed, revoked and untimely ones are refused."""

import zlib
from dataclasses import replace
from datetime import date, timedelta

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.keys import PrivateKey
from hn_desk.packets import base45, cose
from hn_desk.packets.authority import Grant, issue, new_curve_key, request
from hn_desk.packets.certificates import Trust
from hn_desk.packets.check_codes import (
    BEGINNING,
    HANOI,
    Vouched,
    refuse_withdrawn,
    verify_code,
    verify_form,
    write_code,
)
from tests.packets.keyring import NOW, OFFICE, certified, check, crl, key, other_root, root, trust

TODAY = NOW.astimezone(HANOI).date()
PAPER = Vouched("00070", "2026-000001/1", TODAY, True, bytes(range(32)))
VOUCHED = st.builds(
    Vouched,
    office=st.just("00070"),
    paper=st.builds("{}/{}".format, st.text("0123456789-ABC", min_size=1, max_size=32), st.integers(1, 999_999)),
    day=st.dates(TODAY - timedelta(days=9), TODAY),
    is_training=st.booleans(),
    commitment=st.binary(min_size=32, max_size=32),
)


def code(vouched: Vouched = PAPER, by: PrivateKey | None = None) -> str:
    return write_code(vouched, by or check().key)


def reason(text: str, known: Trust | None = None) -> str:
    with pytest.raises(PacketError) as caught:
        verify_code(text, known or trust(), now=NOW)
    return caught.value.reason


def wrapped(data: bytes) -> str:
    return base45.encode(zlib.compress(data, 9))


def packed(facts: object) -> str:
    private = check().key
    assert not hasattr(private, "decrypt")
    return wrapped(cose.sign(cbor2.dumps(facts), private))


@settings(deadline=None)
@given(VOUCHED)
def test_what_is_vouched_for_comes_back(vouched: Vouched) -> None:
    text = code(vouched)
    assert text.startswith(BEGINNING)
    assert verify_code(text, trust(), now=NOW).vouched == vouched


def test_the_same_paper_has_the_same_code_and_another_edition_another() -> None:
    assert code() == code()
    assert code() != code(replace(PAPER, paper="2026-000001/2"))


def test_a_code_fits_a_symbol_of_53_modules() -> None:
    assert len(code()) <= 262


def test_only_a_curve_key_signs_codes() -> None:
    with pytest.raises(PacketError) as caught:
        code(by=key("office"))
    assert caught.value.reason == "chain-key"


@pytest.mark.parametrize("place", range(0, 240, 7))
def test_a_changed_letter_is_refused(place: int) -> None:
    text = code()
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    assert changed != text
    assert reason(changed) == "code-broken"


def test_changed_facts_under_the_old_signature_are_refused() -> None:
    data = zlib.decompress(base45.decode(code()))
    changed = data.replace(b"2026-000001/1", b"2026-000002/1")
    assert changed != data
    assert reason(wrapped(changed)) == "code-signature"


@pytest.mark.parametrize("bit", range(0, 8 * 64, 37))
def test_a_changed_signature_is_refused(bit: int) -> None:
    data = bytearray(zlib.decompress(base45.decode(code())))
    data[-64 + bit // 8] ^= 1 << bit % 8
    assert reason(wrapped(bytes(data))) == "code-signature"


FACTS = {0: 1, 1: "00070", 2: "2026-000001/1", 3: 20_000, 4: 1, 5: bytes(32)}
OTHERS = [
    [],
    {**FACTS, 0: 2},
    {**FACTS, 1: "70"},
    {**FACTS, 2: "Nguyễn"},
    {**FACTS, 2: "2026-000001/0"},
    {**FACTS, 3: 10**12},
    {**FACTS, 3: "x"},
    {**FACTS, 4: 2},
    {**FACTS, 4: True},
    {**FACTS, 5: bytes(31)},
    {**FACTS, 6: 0},
    dict(reversed(FACTS.items())),
]


def test_facts_in_the_right_form_are_accepted() -> None:
    day = {**FACTS, 3: (TODAY - date(1970, 1, 1)).days}
    assert verify_code(packed(day), trust(), now=NOW).vouched.office == "00070"


@pytest.mark.parametrize("facts", OTHERS)
def test_facts_in_another_form_are_refused_even_when_signed(facts: object) -> None:
    assert reason(packed(facts)) == "code-broken"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NCF",
        "HN1:AAAA",
        "https://example.org",
        base45.encode(b"no stream"),
        base45.encode(zlib.compress(bytes(10**7), 9)),
        base45.encode(zlib.compress(b"x", 9) + b"x"),
        wrapped(b"x"),
    ],
)
def test_what_is_no_code_is_refused(text: str) -> None:
    assert reason(text) == "code-broken"


def test_a_key_that_is_not_certified_is_unknown() -> None:
    assert reason(code(by=new_curve_key())) == "key-unknown"
    assert reason(code(), replace(trust(), checks={})) == "key-unknown"


def test_another_offices_key_does_not_vouch_for_this_one() -> None:
    assert reason(code(replace(PAPER, office="00004"))) == "key-unknown"


def test_a_revoked_key_is_refused() -> None:
    serial = check().certificate.serial_number
    assert reason(code(), replace(trust(), crls=(crl(2, serial),))) == "revoked"
    assert reason(code(), replace(trust(), crls=())) == "crl-missing"


def test_a_certificate_of_another_root_or_role_is_refused() -> None:
    private = check().key
    foreign = certified(private, OFFICE, "check", other_root())
    signing = certified(private, OFFICE, "office")
    assert reason(code(), replace(trust(), checks={"00070": (foreign,)})) == "chain-root"
    assert reason(code(), replace(trust(), checks={"00070": (signing,)})) == "chain-usage"


def test_a_certificate_that_is_no_curve_key_is_refused() -> None:
    rsa = certified(key("office"), OFFICE, "office")
    assert reason(code(), replace(trust(), checks={"00070": (rsa,)})) == "chain-key"


@pytest.mark.parametrize("days", [41, 400])
def test_a_paper_older_than_its_certificate_is_refused(days: int) -> None:
    assert reason(code(replace(PAPER, day=TODAY - timedelta(days=days)))) == "chain-time"


def test_a_paper_printed_while_the_request_was_on_its_way_is_accepted() -> None:
    early = replace(PAPER, day=check().certificate.not_valid_before_utc.astimezone(HANOI).date())
    assert early.day < TODAY - timedelta(days=30)
    assert verify_code(code(early), trust(), now=NOW).vouched == early


def test_a_paper_of_a_day_to_come_is_refused() -> None:
    assert verify_code(code(replace(PAPER, day=TODAY + timedelta(days=1))), trust(), now=NOW)
    assert reason(code(replace(PAPER, day=TODAY + timedelta(days=3)))) == "code-future"


def test_one_good_certificate_of_a_key_is_enough() -> None:
    private = check().key
    late = NOW + timedelta(days=60)
    newer = issue(root(), request(private, OFFICE, "check"), Grant("check", late))
    both = replace(trust(), checks={"00070": (newer, check().certificate)})
    assert reason(code(), replace(both, checks={"00070": (newer,)})) == "chain-time"
    assert verify_code(code(), both, now=NOW).vouched == PAPER
    assert verify_code(code(), replace(both, checks={"00070": (check().certificate,) * 2}), now=NOW)


def form_reason(*texts: str) -> str:
    with pytest.raises(PacketError) as caught:
        verify_form(texts, trust(), now=NOW)
    return caught.value.reason


def test_all_codes_of_a_file_must_hold() -> None:
    second = replace(PAPER, paper="2026-000002/1")
    read = verify_form((code(), "https://example.org", code(second)), trust(), now=NOW)
    assert [one.vouched for one in read] == [PAPER, second]
    assert form_reason(code(), code(by=new_curve_key())) == "key-unknown"


def test_a_file_without_a_code_or_with_another_one_says_so() -> None:
    assert form_reason() == "form-no-code"
    assert form_reason("https://example.org") == "form-code-other"


def test_training_and_real_papers_are_not_mixed() -> None:
    assert form_reason(code(), code(replace(PAPER, is_training=False))) == "code-mixed"


def test_a_paper_that_the_city_lists_as_withdrawn_says_since_when() -> None:
    listed = replace(trust(), withdrawn={"00070": {PAPER.paper: TODAY}})
    assert verify_code(code(), trust(), now=NOW).withdrawn_on is None
    assert verify_code(code(), listed, now=NOW).withdrawn_on == TODAY
    assert verify_code(code(replace(PAPER, paper="2026-000001/2")), listed, now=NOW).withdrawn_on is None
    with pytest.raises(PacketError) as refused:
        refuse_withdrawn([verify_code(code(), listed, now=NOW)])
    assert refused.value.reason == "code-withdrawn"
    refuse_withdrawn([verify_code(code(), trust(), now=NOW)])
