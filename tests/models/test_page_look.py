"""The quick look says “whole” only of a file in which no byte was changed; all else is SQLCipher's to judge."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import StorageError
from hn_desk.models.page_look import are_whole
from hn_desk.models.upgrade import upgrade
from tests.models.conftest import KEY

PAGE = 4096


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    file = tmp_path_factory.mktemp("look") / "office.db"
    upgrade(file, KEY)
    return file, file.read_bytes()


def changed(good: tuple[Path, bytes], data: bytes) -> Path:
    file = good[0].with_name("changed.db")
    file.write_bytes(data)
    return file


def test_a_file_as_it_was_written_is_whole(good: tuple[Path, bytes]) -> None:
    assert are_whole(good[0], KEY)


@given(st.data())
def test_no_flipped_bit_escapes_it(good: tuple[Path, bytes], data: st.DataObject) -> None:
    content = bytearray(good[1])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert not are_whole(changed(good, bytes(content)), KEY)


@given(st.data())
def test_nor_pages_that_changed_places_or_were_zeroed(good: tuple[Path, bytes], data: st.DataObject) -> None:
    pages = [good[1][at : at + PAGE] for at in range(0, len(good[1]), PAGE)]
    one, other = (data.draw(st.integers(0, len(pages) - 1)) for _end in range(2))
    moved = [*pages]
    moved[one], moved[other] = pages[other], pages[one]
    assert are_whole(changed(good, b"".join(moved)), KEY) == (one == other)
    assert not are_whole(changed(good, b"".join([*pages[:one], bytes(PAGE), *pages[one + 1 :]])), KEY)


def test_a_file_cut_between_pages_is_refused_by_its_own_header(good: tuple[Path, bytes]) -> None:
    file = changed(good, good[1][:-PAGE])
    assert are_whole(file, KEY)
    with pytest.raises(StorageError) as caught:
        upgrade(file, KEY)
    assert caught.value.reason == "damaged"
    assert file.read_bytes() == good[1][:-PAGE]


def test_what_needs_a_closer_look_is_not_whole(good: tuple[Path, bytes], tmp_path: Path) -> None:
    assert not are_whole(changed(good, good[1] + b"more"), KEY)
    assert not are_whole(changed(good, good[1] + bytes(PAGE)), KEY)
    assert not are_whole(changed(good, b""), KEY)
    assert not are_whole(good[0], bytes(32))
    assert not are_whole(tmp_path / "missing.db", KEY)
    assert not are_whole(tmp_path, KEY)
    file = changed(good, good[1])
    file.with_name("changed.db-journal").write_bytes(b"hot")
    assert not are_whole(file, KEY)
