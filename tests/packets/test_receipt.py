"""Receipts: strict, canonical, signed by the desk they speak for."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets.documents import canonical, read_canonical
from hn_desk.packets.pdf import sign_pdf
from hn_desk.packets.receipt import (
    ATTACHMENT,
    UNVERIFIED_READER,
    Counts,
    Question,
    Receipt,
    RefusedPacket,
    RefusedRow,
    Stream,
    WithdrawnPaper,
    read_receipt,
    sign_receipt,
)
from tests.packets.keyring import NOW, page, receipts, trust

HASH = "ab" * 32


def stream(epoch: int = 1, contiguous: int = 2, beyond: tuple[int, ...] = (4,)) -> Stream:
    return Stream(
        instance="7f" * 16,
        epoch=epoch,
        contiguous=contiguous,
        beyond=beyond,
        hashes=dict.fromkeys([*range(1, contiguous + 1), *beyond], HASH),
        counts=Counts(new=3, refused=1),
        refused_rows=(RefusedRow(number=2, sheet="Sự kiện", id="x", field="topic", reason="thiếu", do="Nhập lại."),),
        refused_packets=(RefusedPacket(number=5, sha256=HASH, reason="revoked", do="Gửi gói đầy đủ."),),
        audit_head=HASH,
    )


def receipt(*streams: Stream) -> Receipt:
    return Receipt(
        environment="training",
        id=UUID(int=7),
        desk="STC",
        office="00070",
        made_at=NOW,
        streams=streams or (stream(),),
        questions=(Question(id=UUID(int=1), subject="events", record="r", text="Sai ngày?", asked_on=NOW.date()),),
        withdrawn=(WithdrawnPaper(id=UUID(int=2), day=NOW.date(), reason="Thu hồi"),),
    )


def plain(**changes: Any) -> bytes:
    content = {**json.loads(canonical(receipt())), **changes}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def reason(data: bytes) -> str:
    signed = sign_pdf(page(), {ATTACHMENT: data}, receipts(), NOW)
    with pytest.raises(PacketError) as caught:
        read_receipt(signed, trust(), now=NOW)
    return caught.value.reason


def test_a_receipt_comes_back_from_its_paper() -> None:
    paper = sign_receipt(receipt(), page(), receipts())
    read = read_receipt(paper, trust(), now=NOW + timedelta(days=5))
    assert read.receipt == receipt()
    assert read.signed_at == NOW
    assert read.certificate == receipts().certificate


def test_a_receipt_with_thousands_of_refused_rows_comes_through() -> None:
    row = RefusedRow(number=1, sheet="Sự kiện", id="x", field="topic", reason="thiếu chủ đề", do="Nhập lại chủ đề.")
    much = stream().model_copy(update={"refused_rows": (row,) * 20_000})
    paper = sign_receipt(receipt(much), page(), receipts())
    assert read_receipt(paper, trust(), now=NOW).receipt == receipt(much)


def test_the_same_receipt_is_the_same_paper() -> None:
    assert sign_receipt(receipt(), page(), receipts()) == sign_receipt(receipt(), page(), receipts())


@given(contiguous=st.integers(0, 30), more=st.sets(st.integers(2, 50), max_size=5))
@settings(max_examples=50)
def test_any_stream_comes_back_in_its_canonical_form(contiguous: int, more: set[int]) -> None:
    made = receipt(stream(contiguous=contiguous, beyond=tuple(sorted(contiguous + n for n in more))))
    assert read_canonical(Receipt, canonical(made), "receipt") == made


def test_the_canonical_form_is_sorted_json_in_utf8() -> None:
    data = canonical(receipt())
    assert data == plain()
    assert "Sự kiện".encode() in data


def test_another_writing_of_the_same_receipt_is_refused() -> None:
    spaced = json.dumps(json.loads(canonical(receipt()))).encode()
    assert json.loads(spaced) == json.loads(canonical(receipt()))
    assert reason(spaced) == "receipt-content"


def test_a_name_given_twice_is_refused() -> None:
    twice = canonical(receipt())[:-1] + b',"office":"00070"}'
    assert json.loads(twice) == json.loads(canonical(receipt()))
    assert reason(twice) == "receipt-content"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 5000, b"{}"])
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    assert reason(data) == "receipt-content"


@pytest.mark.parametrize(
    "changes",
    [
        {"office": "70"},
        {"desk": "stc"},
        {"environment": "test"},
        {"format": "hn-desk-receipt/2"},
        {"more": 1},
        {"made_at": "2026-11-22T08:30:00"},
        {"made_at": 1},
        {"id": "7"},
        {"reader": 0},
        {"reader": "1"},
        {"questions": [{}]},
        {"withdrawn": [{"id": str(UUID(int=2)), "day": "22/11/2026", "reason": "x"}]},
        {"withdrawn": [{"id": str(UUID(int=2)), "day": "2026-11-22", "reason": "a\u202eb"}]},
        {"withdrawn": [{"id": str(UUID(int=2)), "day": "2026-11-22", "reason": "e\u0301"}]},
        {"withdrawn": [{"id": str(UUID(int=2)), "day": "2026-11-22", "reason": "x" * 2001}]},
    ],
)
def test_a_field_that_is_not_as_agreed_is_refused(changes: dict[str, Any]) -> None:
    assert plain(**changes) != plain()
    assert reason(plain(**changes)) == "receipt-content"


@pytest.mark.parametrize(
    "changes",
    [
        {"contiguous": 3},
        {"contiguous": 10**9},
        {"contiguous": 1},
        {"contiguous": 3, "hashes": {"1": HASH, "2": HASH, "3": HASH, "4": HASH}},
        {"beyond": [4, 4]},
        {"beyond": []},
        {"hashes": {}},
        {"hashes": {"1": HASH, "2": HASH, "4": "AB" * 32}},
        {"beyond": [6, 4], "hashes": {"1": HASH, "2": HASH, "4": HASH, "6": HASH}},
        {"instance": "7F" * 16},
        {"epoch": 0},
        {"audit_head": "x"},
    ],
)
def test_a_stream_that_does_not_add_up_is_refused(changes: dict[str, Any]) -> None:
    content = {**json.loads(canonical(stream())), **changes}
    assert content != json.loads(canonical(stream()))
    assert reason(plain(streams=[content])) == "receipt-content"


def test_streams_stand_in_order_and_each_once() -> None:
    first, second = json.loads(canonical(stream(1))), json.loads(canonical(stream(2)))
    assert read_canonical(Receipt, plain(streams=[first, second]), "receipt").streams == (stream(1), stream(2))
    assert reason(plain(streams=[second, first])) == "receipt-content"
    assert reason(plain(streams=[first, first])) == "receipt-content"


def test_the_reason_names_the_field() -> None:
    with pytest.raises(PacketError) as caught:
        read_canonical(Receipt, plain(office="70"), "receipt")
    assert "office" in caught.value.what


def test_a_receipt_of_a_newer_program_is_told_apart() -> None:
    assert reason(plain(reader=UNVERIFIED_READER + 1, format="hn-desk-receipt/2", unknown=[])) == "receipt-newer"


def test_a_desk_cannot_sign_for_another() -> None:
    with pytest.raises(PacketError) as caught:
        sign_receipt(receipt(), page(), receipts("SNV"))
    assert caught.value.reason == "receipt-desk"
    assert reason(plain(desk="SNV")) == "receipt-desk"


@pytest.mark.parametrize("attachments", [{}, {"other.json": b"{}"}, {ATTACHMENT: canonical(receipt()), "b": b""}])
def test_a_paper_without_exactly_the_receipts_data_is_refused(attachments: dict[str, bytes]) -> None:
    paper = sign_pdf(page(), attachments, receipts(), NOW)
    with pytest.raises(PacketError) as caught:
        read_receipt(paper, trust(), now=NOW)
    assert caught.value.reason == "pdf-attachment"


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig isn't installed")
def test_pdfsig_calls_a_receipts_signature_valid(tmp_path: Path) -> None:
    (tmp_path / "BN.pdf").write_bytes(sign_receipt(receipt(), page(), receipts()))
    said = subprocess.run(["pdfsig", tmp_path / "BN.pdf"], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
