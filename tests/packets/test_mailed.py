"""A packet as text: what mail does to it is undone, anything else is refused with its own sentence."""

import quopri
import random
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import mailed
from hn_desk.packets.mailed import BEGIN, END, is_text, read_mailed, write_mailed
from hn_desk.packets.reasons import refuse
from hn_desk.packets.reasons_text import sentences

PACKET = random.Random(5).randbytes(6001)
TEXT = write_mailed(PACKET)
BARE = b64encode(PACKET)


def refused(text: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        read_mailed(text)
    assert caught.value.what.endswith(".")
    return caught.value.reason


@given(size=st.integers(4096, 9000), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_packet_comes_back_also_through_quoted_printable(size: int, seed: int) -> None:
    packet = random.Random(seed).randbytes(size)
    text = write_mailed(packet)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 76
    assert read_mailed(text) == packet
    assert read_mailed(quopri.encodestring(text)) == packet
    assert read_mailed(quopri.encodestring(b64encode(packet))) == packet


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(b"\r\n", b"\n"),
        TEXT.replace(b"\r\n", b"\n\n"),
        TEXT.replace(b"\r\n", b" \r\n\t"),
        b"\xef\xbb\xbf" + TEXT,
        TEXT.decode().encode("utf-16"),
        b"\xfe\xff" + TEXT.decode().encode("utf-16-be"),
        "Kính gửi Sở Tài chính,\r\n".encode() + TEXT + "Trân trọng".encode(),
        BARE,
        BARE.rstrip(b"="),
        b"\r\n\r\n" + BARE + b"\r\n",
    ],
)
def test_what_mail_and_editors_make_of_it_is_undone(text: bytes) -> None:
    assert is_text(text)
    assert read_mailed(text) == PACKET


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("text-other", "Họ tên,CCCD\nA,001".encode()),
        ("text-other", b"nothing"),
        ("text-other", b"<html>" + BARE),
        ("text-other", BARE + b"\xff"),
        ("text-several", TEXT + TEXT),
        ("text-cut", TEXT[: len(TEXT) // 2]),
        ("text-cut", TEXT[len(TEXT) // 2 :]),
        ("text-cut", END.encode() + TEXT.replace(END.encode(), b"")),
        ("text-damaged", TEXT[:900] + b"?" + TEXT[901:]),
        ("text-damaged", f"{BEGIN}\n{END}".encode()),
        ("text-damaged", BARE.rstrip(b"=")[: 4096 + 1]),
        ("text-damaged", b64encode(bytes(4096)).rstrip(b"=")[:-1] + b"B"),
    ],
)
def test_anything_else_is_refused_with_its_own_sentence(reason: str, text: bytes) -> None:
    assert refused(text) == reason


def test_what_is_too_large_is_neither_read_nor_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailed, "LARGEST_TEXT", len(TEXT) - 1)
    monkeypatch.setattr(mailed, "LARGEST_MAILED", len(PACKET) - 1)
    assert refused(TEXT) == "text-size"
    with pytest.raises(PacketError) as caught:
        write_mailed(PACKET)
    assert caught.value.reason == "text-large"


@pytest.mark.parametrize("data", [b"", b"  ", PACKET, b"PK\x03\x04" + PACKET, b"\xd0\xcf\x11\xe0" + PACKET, b"a\0b"])
def test_other_files_are_no_text(data: bytes) -> None:
    assert not is_text(data)


def test_a_letter_cut_where_the_look_ends_is_still_text() -> None:
    assert all(is_text(b"a" * shift + "ỷ".encode() * 500) for shift in range(3))


@pytest.mark.parametrize("code", sorted(sentences()))
def test_each_reason_says_what_to_do(code: str) -> None:
    assert refuse(code, limit=1).do.endswith(".")
