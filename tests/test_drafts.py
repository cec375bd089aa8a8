"""An officer's drafts come back exactly; nobody else's do, no byte may change, and size and name tell nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk import drafts
from hn_desk.drafts import Draft, OtherKeyError, Shelf
from hn_desk.errors import StorageError

MASTER, SECOND, OTHER, NEWER = b"m" * 32, b"s" * 32, b"o" * 32, b"n" * 32
TYPED = st.dictionaries(st.text(max_size=8), st.text(max_size=40) | st.booleans() | st.lists(st.text(max_size=4)))


def a_draft(**typed: object) -> Draft:
    return Draft("credit", (("ListWithForm", "+"),), "Đặng Thị Hòa", "2026-11-20T03:00:00Z", typed, {"name": ""}, {})


def a_shelf(folder: Path, officer: str = "lan", seconds: tuple[bytes, ...] = (SECOND,)) -> Shelf:
    return Shelf(folder, officer, MASTER, (MASTER,), seconds)


@given(TYPED)
def test_drafts_come_back_exactly(tmp_path_factory: pytest.TempPathFactory, typed: dict[str, object]) -> None:
    shelf = a_shelf(tmp_path_factory.mktemp("drafts"))
    kept = (a_draft(name="Đặng"), replace(a_draft(), typed=typed))
    drafts.keep(kept, shelf)
    assert drafts.kept(shelf) == kept


def test_where_nothing_was_kept_there_are_none(tmp_path: Path) -> None:
    assert drafts.kept(a_shelf(tmp_path)) == ()


def test_another_officer_has_another_file_and_cannot_read_this_one(tmp_path: Path) -> None:
    lan, hung = a_shelf(tmp_path), a_shelf(tmp_path, "hung")
    drafts.keep((a_draft(name="x"),), lan)
    assert drafts.kept(hung) == ()
    lan.path.rename(hung.path)
    assert hung.keys == lan.keys
    with pytest.raises(StorageError) as refusal:
        drafts.kept(hung)
    assert refusal.value.reason == "drafts-damaged"


def test_one_who_held_the_second_key_wrote_what_no_other_key_reads(tmp_path: Path) -> None:
    drafts.keep((a_draft(name="x"),), a_shelf(tmp_path))
    with pytest.raises(OtherKeyError):
        drafts.kept(a_shelf(tmp_path, seconds=()))
    with pytest.raises(OtherKeyError):
        drafts.kept(a_shelf(tmp_path, seconds=(OTHER,)))
    assert drafts.kept(a_shelf(tmp_path, seconds=(OTHER, SECOND))) == (a_draft(name="x"),)


def test_one_without_the_second_key_keeps_drafts_too_and_reads_them_with_it_later(tmp_path: Path) -> None:
    drafts.keep((a_draft(name="x"),), a_shelf(tmp_path, seconds=()))
    assert drafts.kept(a_shelf(tmp_path)) == (a_draft(name="x"),)


def test_who_left_opens_nothing_written_after_the_keys_were_changed(tmp_path: Path) -> None:
    left = a_shelf(tmp_path, seconds=())
    drafts.keep((a_draft(name="before"),), left)
    stays = replace(left, database_keys=(OTHER, MASTER))
    assert drafts.kept(stays) == (a_draft(name="before"),)
    drafts.keep((a_draft(name="after"),), stays)
    with pytest.raises(OtherKeyError):
        drafts.kept(left)
    assert drafts.kept(stays) == (a_draft(name="after"),)


@pytest.mark.parametrize("seconds", [(), (SECOND,)])
def test_drafts_are_carried_over_to_other_keys(tmp_path: Path, seconds: tuple[bytes, ...]) -> None:
    before = a_shelf(tmp_path, seconds=seconds)
    drafts.keep((a_draft(name="x"),), before)
    after = replace(before, database_keys=(OTHER,), seconds=(NEWER,))
    drafts.carry(replace(before, database_keys=(MASTER, OTHER), seconds=(SECOND, NEWER)), after)
    with pytest.raises(OtherKeyError):
        drafts.kept(before)
    assert drafts.kept(replace(after, seconds=after.seconds if seconds else ())) == (a_draft(name="x"),)


def test_where_there_are_none_nothing_is_carried(tmp_path: Path) -> None:
    drafts.carry(a_shelf(tmp_path), a_shelf(tmp_path))
    assert not list(tmp_path.iterdir())


def test_every_changed_byte_and_every_cut_is_noticed(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    drafts.keep((a_draft(name="x"),), shelf)
    whole = shelf.path.read_bytes()
    changed = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(0, len(whole), 37)]
    for data in (*changed, *(whole[:length] for length in (0, 5, 15, 20, 43, 44, len(whole) - 1)), whole + b"\0"):
        shelf.path.write_bytes(data)
        with pytest.raises(StorageError):
            drafts.kept(shelf)
    shelf.path.write_bytes(whole)
    assert drafts.kept(shelf)


def test_name_and_size_tell_neither_who_nor_what(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    sizes = set()
    for words in ("", "Đ", "Đặng Thị Hòa " * 100):
        drafts.keep((a_draft(name=words),), shelf)
        sizes.add(shelf.path.stat().st_size)
    assert sizes == {4096 + 16 + 12 + 16}
    assert "lan" not in shelf.path.name
    assert replace(shelf, master=OTHER).path != shelf.path


def test_the_same_drafts_never_make_the_same_bytes(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    drafts.keep((a_draft(name="x"),), shelf)
    first = shelf.path.read_bytes()
    drafts.keep((a_draft(name="x"),), shelf)
    assert shelf.path.read_bytes() != first


def test_more_than_anyone_types_is_refused_in_words_and_the_file_before_stays(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    drafts.keep((a_draft(name="x"),), shelf)
    with pytest.raises(StorageError) as refusal:
        drafts.keep((a_draft(name="x" * drafts.MOST_BYTES),), shelf)
    assert refusal.value.reason == "drafts-long"
    assert drafts.kept(shelf) == (a_draft(name="x"),)


def test_no_draft_shows_what_it_holds_when_it_is_written_down() -> None:
    assert "Hòa" not in repr(a_draft(name="Hòa"))
    assert "s" * 32 not in repr(a_shelf(Path()))


@pytest.mark.parametrize("plain", [None, [], {}, {"page": 1}, {**dict.fromkeys(Draft.__slots__, "")}])
def test_what_is_no_draft_is_refused(plain: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        Draft.from_dict(plain)
