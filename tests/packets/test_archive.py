"""The ZIP container: what is packed is unpacked again, and nothing but what we pack."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import archive
from hn_desk.packets.archive import Packer, pack, read_archive, write_archive
from tests.packets.real_packet import Entry, parts, zipped

NAMES = st.from_regex(r"\A(xl/)?[a-z]{1,8}\.xml\Z")


@given(st.dictionaries(NAMES, st.binary(max_size=300), min_size=1, max_size=6))
@settings(max_examples=60)
def test_parts_come_back_as_they_were(found: dict[str, bytes]) -> None:
    data = write_archive(found)

    assert list(read_archive(data).items()) == list(found.items())
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_the_same_parts_give_the_same_bytes() -> None:
    assert write_archive(parts()) == write_archive(parts())


def test_a_part_packed_piece_by_piece_is_the_same() -> None:
    packer = Packer()
    for piece in (b"Xin ", b"", "chào".encode()):
        packer.write(piece)
    packed = packer.finish()

    assert (packed.size, packed.crc, packed.sha256) == (
        9,
        pack("Xin chào".encode()).crc,
        pack("Xin chào".encode()).sha256,
    )
    assert read_archive(write_archive({"a.xml": packed})) == {"a.xml": "Xin chào".encode()}


def test_stored_parts_are_read() -> None:
    assert read_archive(zipped([Entry(b"a.xml", b"abc", method=0)])) == {"a.xml": b"abc"}


def test_a_packet_that_nobody_would_read_is_not_written() -> None:
    with pytest.raises(PacketError) as refused:
        write_archive({"a.xml": bytes(archive.PART_LIMIT + 1)})

    assert refused.value.reason == "zip-part-size"


def test_what_is_packed_is_not_shown_in_logs() -> None:
    assert "abc" not in repr(pack(b"abc"))
