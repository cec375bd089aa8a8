"""The city's signed papers: whole, by the right key, or refused with a reason."""

import hashlib
import os
import random
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from hn_desk.errors import PacketError
from hn_desk.packets import cms, pdf
from hn_desk.packets.authority import Subject, new_curve_key
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer, sign_digest
from hn_desk.packets.pdf import claimed_attachments, sign_pdf, verify_pdf
from tests.packets.keyring import NOW, certified, crl, delegate, key, office, other_root, page, receipts, root, trust

FLIPS = 10_000 if os.environ.get("CAMPAIGN") else 1_000
DATA = {"receipt.json": '{"lời":"Đã nhận"}'.encode()}


def signed(signer: Signer | None = None) -> bytes:
    return sign_pdf(page(), DATA, signer or receipts(), NOW)


PAPER = signed()
HOLE = PAPER.index(b"/Contents <") + len(b"/Contents <")


def reason(data: bytes, known: Trust | None = None) -> str:
    with pytest.raises(PacketError) as caught:
        verify_pdf(data, known or trust(), now=NOW, usage="receipt")
    return caught.value.reason


def value(data: bytes = PAPER) -> bytes:
    der = bytes.fromhex(data[HOLE : data.index(b">", HOLE)].decode())
    return der[: 4 + int.from_bytes(der[2:4], "big")]


def with_value(der: bytes) -> bytes:
    hole = data_hole(PAPER)
    changed = PAPER[:HOLE] + der.hex().upper().encode().ljust(hole, b"0") + PAPER[HOLE + hole :]
    assert len(changed) == len(PAPER)
    assert changed != PAPER
    return changed


def data_hole(data: bytes) -> int:
    return data.index(b">", HOLE) - HOLE


def replaced(old: bytes, new: bytes) -> bytes:
    assert PAPER.count(old) == 1
    assert len(old) == len(new)
    return PAPER.replace(old, new)


def test_a_signed_paper_gives_its_data_signer_and_time() -> None:
    paper = verify_pdf(PAPER, trust(), now=NOW, usage="receipt")
    assert paper.attachments == DATA
    assert paper.certificate == receipts().certificate
    assert paper.signed_at == NOW


def test_a_paper_may_be_signed_with_a_curve_key() -> None:
    private = new_curve_key()
    paper = signed(Signer(private, certified(private, Subject("STC", "STC"), "receipt")))
    assert verify_pdf(paper, trust(), now=NOW, usage="receipt").attachments == DATA


def test_the_same_paper_has_the_same_bytes() -> None:
    assert signed() == PAPER


@given(st.dictionaries(st.text("abc-.", min_size=1, max_size=9), st.binary(max_size=300), max_size=4))
@settings(max_examples=10, deadline=None)
def test_any_attachments_come_back(attachments: dict[str, bytes]) -> None:
    paper = sign_pdf(page(), {"a": b"", **attachments}, receipts(), NOW)
    assert verify_pdf(paper, trust(), now=NOW, usage="receipt").attachments == {"a": b"", **attachments}


def test_data_that_looks_like_a_signature_does_not_disturb_it() -> None:
    hostile = {"receipt.json": PAPER[HOLE - 20 :] + b"/ByteRange [0 1 2 3]"}
    paper = sign_pdf(page(), hostile, receipts(), NOW)
    assert verify_pdf(paper, trust(), now=NOW, usage="receipt").attachments == hostile


@pytest.mark.parametrize("data", [b"", b"%PDF", b"PK\x03\x04", b"%PDF-1.7" + bytes(pdf.LARGEST)])
def test_what_is_no_paper_is_refused(data: bytes) -> None:
    assert reason(data) == "pdf-broken"


def test_an_unsigned_paper_is_refused() -> None:
    assert reason(page()) == "pdf-unsigned"


def test_a_second_signature_is_refused() -> None:
    assert reason(PAPER + b"/ByteRange [0 1 2 3]") == "pdf-signatures"
    again = sign_pdf(page(), DATA, receipts(), NOW)
    assert reason(again + again) == "pdf-signatures"


def test_an_update_after_the_signature_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "updated.pdf"
    path.write_bytes(PAPER)
    with path.open("rb+") as stream:
        writer = IncrementalPdfFileWriter(stream)
        writer.root["/Lang"] = writer.root["/Type"]
        writer.update_root()  # type: ignore[no-untyped-call]  # pyhanko's own
        writer.write_in_place()  # type: ignore[no-untyped-call]  # pyhanko's own
    assert path.read_bytes().startswith(PAPER)
    assert len(path.read_bytes()) > len(PAPER)
    assert reason(path.read_bytes()) == "pdf-coverage"


@pytest.mark.parametrize("tail", [b" ", b"\n%%EOF\n"])
def test_bytes_after_the_end_are_refused(tail: bytes) -> None:
    assert reason(PAPER + tail) == "pdf-coverage"


@pytest.mark.parametrize("number", [1, 2])
def test_a_wider_or_shifted_hole_is_refused(number: int) -> None:
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", PAPER)
    assert match
    old = match[number]
    new = str(int(old) + 1).encode()
    assert reason(PAPER[: match.start(number)] + new + PAPER[match.end(number) :]) == "pdf-coverage"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
        (b"/Filter /Adobe.PPKLite", b"/Filter /Other.PPKLite"),
        (b"/Type /Sig\n", b"/Type /Sog\n"),
    ],
)
def test_a_signature_of_another_kind_is_refused(old: bytes, new: bytes) -> None:
    assert reason(replaced(old, new)) == "pdf-container"


@pytest.mark.parametrize("hidden", [b"1", b"F"])
def test_something_hidden_behind_the_value_is_refused(hidden: bytes) -> None:
    last = HOLE + data_hole(PAPER) - 1
    assert reason(PAPER[:last] + hidden + PAPER[last + 1 :]) == "pdf-container"


def test_a_value_that_is_no_der_or_half_a_byte_is_refused() -> None:
    assert reason(with_value(b"\x31\x82" + value()[2:])) == "pdf-container"
    last = HOLE + data_hole(PAPER)
    assert reason(PAPER[:last] + b"0" + PAPER[last:]) == "pdf-coverage"


def test_a_field_with_half_a_byte_is_refused() -> None:
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] ", PAPER)
    assert match
    after = str(int(match[2]) + 1).encode()
    ranges = b"/ByteRange [0 %s %s %s] " % (match[1], after, match[3])
    end = HOLE + data_hole(PAPER)
    changed = PAPER[:end] + b"0" + PAPER[end : match.start()] + ranges + PAPER[match.end() :]
    assert reason(changed) == "pdf-container"


def test_a_changed_page_is_refused() -> None:
    place = PAPER.index(b"MediaBox [ 0 0 595")
    changed = PAPER[: place + 15] + b"6" + PAPER[place + 16 :]
    assert changed != PAPER
    assert reason(changed) == "pdf-digest"


def test_a_changed_signing_time_is_refused() -> None:
    assert reason(replaced(b"/M (D\\07220261122083000Z)", b"/M (D\\07220261121083000Z)")) == "pdf-digest"


def test_a_time_that_is_none_is_refused() -> None:
    digest, changed = re_signed(b"20261122083000", b"20261322083000")
    assert digest
    assert reason(changed) == "pdf-time"


def test_a_paper_from_the_future_is_refused() -> None:
    with pytest.raises(PacketError) as caught:
        verify_pdf(PAPER, trust(), now=NOW - timedelta(days=1, minutes=1), usage="receipt")
    assert caught.value.reason == "pdf-future"
    assert "22/11/2026 08:30" in caught.value.what


def re_signed(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Change signed bytes and sign them again with the right key."""
    assert PAPER.count(old) == 1
    changed = PAPER.replace(old, new)
    end = HOLE + data_hole(PAPER) + 1
    digest = hashlib.sha256(changed[: HOLE - 1] + changed[end:]).digest()
    der = sign_digest(digest, receipts())
    return digest, changed[:HOLE] + der.hex().upper().encode().ljust(end - 1 - HOLE, b"0") + changed[end - 1 :]


def test_a_signed_paper_without_readable_data_is_refused() -> None:
    _digest, changed = re_signed(b"/EmbeddedFiles ", b"/EmbeddedFilez ")
    assert reason(changed) == "pdf-attachment"


def test_a_value_that_is_no_cms_is_refused() -> None:
    der = value()
    certificate = der.index(receipts().certificate.public_bytes(Encoding.DER))
    assert reason(with_value(der[:certificate] + b"\x31" + der[certificate + 1 :])) == "chain-broken"


def test_a_value_without_or_with_two_certificates_is_refused() -> None:
    der, other = value(), root().certificate.public_bytes(Encoding.DER)
    mine = receipts().certificate.public_bytes(Encoding.DER)
    place = der.index(mine)
    both = (len(mine) + len(other)).to_bytes(2, "big")
    whole = (len(der) + len(other) - 4).to_bytes(2, "big")
    two = der[:2] + whole + der[4 : place - 2] + both + mine + other + der[place + len(mine) :]
    assert reason(with_value(two)) == "pdf-certificate"
    assert reason(with_value(b"\x30\x82\x01\x00" + bytes(range(256)))) == "pdf-certificate"


def test_a_cms_of_another_shape_is_refused() -> None:
    der = value()
    version = der.index(b"\x02\x01\x01")
    assert reason(with_value(der[: version + 2] + b"\x03" + der[version + 3 :])) == "pdf-cms"


def test_a_signature_by_another_key_is_refused() -> None:
    _digest, changed = re_signed(b"20261122083000", b"20261122083001")
    forged = bytearray(value(changed))
    forged[-1] ^= 1
    hole = data_hole(PAPER)
    refused = changed[:HOLE] + forged.hex().upper().encode().ljust(hole, b"0") + changed[HOLE + hole :]
    assert reason(refused) == "pdf-signature"


def test_a_curve_signature_by_another_key_is_refused() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    mine = Signer(private, certified(private, Subject("STC", "STC"), "receipt"))
    other = Signer(new_curve_key(), mine.certificate)
    assert reason(signed(other)) == "pdf-signature"
    assert verify_pdf(signed(mine), trust(), now=NOW, usage="receipt")


def test_a_paper_of_another_root_is_refused() -> None:
    forged = Signer(key("receipt"), certified(key("receipt"), Subject("STC", "STC"), "receipt", other_root()))
    assert reason(signed(forged)) == "chain-root"


@pytest.mark.parametrize("signer", [office, delegate])
def test_a_paper_signed_in_another_role_is_refused(signer: object) -> None:
    assert callable(signer)
    assert reason(signed(signer())) == "chain-role"


def test_a_paper_of_a_revoked_key_is_refused() -> None:
    known = Trust(root().certificate, (crl(2, receipts().certificate.serial_number),))
    assert reason(PAPER, known) == "revoked"


def test_a_paper_signed_outside_the_certificates_time_is_refused() -> None:
    early = sign_pdf(page(), DATA, receipts(), NOW - timedelta(days=20))
    assert reason(early) == "chain-time"


def test_flipped_bytes_never_yield_other_data() -> None:
    dice = random.Random(2026)
    for _turn in range(FLIPS):
        changed = bytearray(PAPER)
        changed[dice.randrange(len(changed))] ^= dice.randrange(1, 256)
        with pytest.raises(PacketError):
            verify_pdf(bytes(changed), trust(), now=NOW, usage="receipt")


def test_flipped_bytes_in_the_signatures_value_are_refused() -> None:
    dice = random.Random(7)
    for _turn in range(FLIPS // 4):
        der = bytearray(value())
        der[dice.randrange(4, len(der))] ^= dice.randrange(1, 256)
        with pytest.raises(PacketError):
            verify_pdf(with_value(bytes(der)), trust(), now=NOW, usage="receipt")


def test_a_damaged_paper_that_is_opened_unverified_gives_a_reason() -> None:
    dice = random.Random(11)
    refusals = set()
    for _turn in range(FLIPS // 4):
        changed = bytearray(PAPER)
        for _flip in range(8):
            changed[dice.randrange(len(changed))] ^= dice.randrange(1, 256)
        try:
            claimed_attachments(bytes(changed))
        except PacketError as error:
            refusals.add(error.reason)
    assert refusals == {"pdf-attachment"}


def test_without_the_digest_check_a_changed_page_would_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    place = PAPER.index(b"MediaBox [ 0 0 595")
    changed = PAPER[: place + 15] + b"6" + PAPER[place + 16 :]
    assert reason(changed) == "pdf-digest"
    end = HOLE + data_hole(PAPER) + 1
    right = hashlib.sha256(PAPER[: HOLE - 1] + PAPER[end:]).digest()
    checked = cms.check_signature
    monkeypatch.setattr(pdf, "check_signature", lambda der, _digest, root: checked(der, right, root))
    assert verify_pdf(changed, trust(), now=NOW, usage="receipt").attachments == DATA


def test_pyhanko_finds_one_signature_over_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(PAPER)
    with path.open("rb") as stream:
        found = PdfFileReader(stream).embedded_signatures
        assert len(found) == 1
        integrity = found[0].evaluate_signature_coverage()
        assert integrity.name == "ENTIRE_FILE"


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig isn't installed")
def test_pdfsig_calls_the_signature_valid_and_the_changed_paper_not(tmp_path: Path) -> None:
    def said(data: bytes) -> str:
        (tmp_path / "paper.pdf").write_bytes(data)
        return subprocess.run(["pdfsig", tmp_path / "paper.pdf"], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said(PAPER)
    assert "Total document signed" in said(PAPER)
    place = PAPER.index(b"MediaBox [ 0 0 595")
    assert "Signature is Valid." not in said(PAPER[: place + 15] + b"6" + PAPER[place + 16 :])
