"""The compound file: one layout, which an independent reader understands and the strict one accepts alone."""

import random
import secrets

import olefile  # type: ignore[import-untyped]  # it has no types; the tests' independent reader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets.container import CUTOFF, LARGEST, SECTOR, read_container, write_container

PACKAGE = secrets.token_bytes(5000)
SMALLEST = write_container(b"info", PACKAGE)


def refused(data: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        read_container(data)
    return caught.value.reason


@given(info=st.integers(0, CUTOFF - 1), package=st.integers(CUTOFF, 60_000))
@settings(max_examples=60, deadline=None)
def test_both_streams_come_back(info: int, package: int) -> None:
    streams = random.Random(info).randbytes(info), random.Random(package).randbytes(package)
    assert read_container(write_container(*streams)) == streams


@pytest.mark.parametrize("size", [CUTOFF, 5000, 7_100_000, 7_200_000, 16_000_000])
def test_an_independent_reader_finds_the_same_streams_and_no_defect(size: int) -> None:
    package = secrets.token_bytes(size)
    with olefile.OleFileIO(write_container(b"description", package), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []
        assert file.openstream("EncryptionInfo").read() == b"description"
        assert file.openstream("EncryptedPackage").read() == package
        assert file.openstream("\x06DataSpaces/Version").read().startswith(b"\x3c\0\0\0M\0i\0c\0r\0")
        assert file.exists("\x06DataSpaces/TransformInfo/StrongEncryptionTransform/\x06Primary")


@pytest.mark.parametrize("size", [7_100_000, 7_200_000, 16_000_000])
def test_a_large_package_comes_back_over_the_tables_overflow(size: int) -> None:
    package = secrets.token_bytes(size)
    assert read_container(write_container(b"description", package)) == (b"description", package)


@pytest.mark.parametrize(("info", "package"), [(CUTOFF, CUTOFF), (1, CUTOFF - 1)])
def test_streams_that_do_not_fit_the_layout_are_not_written(info: int, package: int) -> None:
    with pytest.raises(ValueError, match="wrong size"):
        write_container(b"i" * info, b"p" * package)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(8 * SECTOR - 4),
        SMALLEST[:-SECTOR],
        SMALLEST[:-1],
        SMALLEST + bytes(SECTOR),
        SMALLEST[:SECTOR] * 8,
        SMALLEST[:44] + b"\xff\xff\xff\xff" + SMALLEST[48:],
    ],
    ids=["empty", "zip", "shorter", "odd", "longer", "only headers", "endless table"],
)
def test_what_is_no_sealed_packet_is_refused(data: bytes) -> None:
    assert data != SMALLEST
    assert refused(data) == "seal-container"


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert refused(SMALLEST.ljust(LARGEST + SECTOR, b"\0")) == "seal-container"


@pytest.mark.parametrize(("entry", "size"), [(9, CUTOFF), (10, 10), (10, 2**63), (9, 2**63), (10, 9000)])
def test_a_stream_with_another_length_is_refused(entry: int, size: int) -> None:
    directory = SECTOR * 2
    place = directory + 128 * entry + 120
    changed = SMALLEST[:place] + size.to_bytes(8, "little") + SMALLEST[place + 8 :]
    assert changed != SMALLEST
    assert refused(changed) == "seal-container"


def test_no_byte_but_the_streams_and_their_lengths_can_be_changed() -> None:
    lengths = {2 * SECTOR + 128 * entry + 120 + byte for entry in (9, 10) for byte in range(8)}
    info = SMALLEST.index(b"info")
    for place in set(range(SMALLEST.index(PACKAGE))) - lengths - set(range(info, info + 4)):
        changed = bytearray(SMALLEST)
        changed[place] ^= 0x55
        assert refused(bytes(changed)) == "seal-container"


def test_another_length_gives_another_stream_for_the_next_check() -> None:
    place = 2 * SECTOR + 128 * 10 + 120
    changed = SMALLEST[:place] + (5001).to_bytes(8, "little") + SMALLEST[place + 8 :]
    assert read_container(changed) == (b"info", PACKAGE + b"\0")
