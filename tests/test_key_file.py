"""The key file: officers open it, a key change survives every moment, damage is said plainly."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk import key_file
from hn_desk.errors import SignInError, StorageError
from hn_desk.key_file import (
    KeyFile,
    Passphrase,
    add_officer,
    begin_key_change,
    create,
    finish_key_change,
    load,
    new_officer,
    open_keys,
    remove_officer,
    save,
)
from hn_desk.keys import Cost

CHEAP = Cost(memory_kib=8, time=1, lanes=1)
LAN, MINH = new_officer(), new_officer()


def of(officer: str) -> Passphrase:
    return Passphrase(officer, f"mật khẩu của {officer}", CHEAP)


def test_the_first_officer_opens_what_was_created(tmp_path: Path) -> None:
    made, opened = create(of(LAN), 3)
    save(made, tmp_path / "keys.json")
    kept = load(tmp_path / "keys.json")
    assert kept == made
    assert kept.database_format == 3
    assert open_keys(kept, LAN, of(LAN).passphrase) == opened
    assert len(opened.database_keys[0]) == 32


def test_the_file_holds_no_key_and_no_name_in_the_clear(tmp_path: Path) -> None:
    made, opened = create(of(LAN), 1)
    save(made, tmp_path / "keys.json")
    text = (tmp_path / "keys.json").read_text()
    assert set(json.loads(text)) == {"format", "database_format", "officers", "database_keys"}
    assert opened.master.hex() not in text
    assert "mật khẩu" not in text


def test_a_wrong_passphrase_and_an_unknown_officer_read_alike() -> None:
    made, _opened = create(of(LAN), 1)
    with pytest.raises(SignInError) as wrong:
        open_keys(made, LAN, "khác")
    with pytest.raises(SignInError) as unknown:
        open_keys(made, MINH, of(MINH).passphrase)
    assert (wrong.value.what, wrong.value.reason) == (unknown.value.what, unknown.value.reason)


def test_another_officers_entry_opens_nothing_under_my_id() -> None:
    made, _opened = create(of(LAN), 1)
    swapped = KeyFile(1, {MINH: made.officers[LAN]}, made.database_keys)
    with pytest.raises(SignInError):
        open_keys(swapped, MINH, of(LAN).passphrase)


def test_a_second_officer_opens_the_same_keys_and_can_leave() -> None:
    made, opened = create(of(LAN), 1)
    both = add_officer(made, opened, of(MINH))
    assert open_keys(both, MINH, of(MINH).passphrase) == opened
    left = remove_officer(both, MINH)
    with pytest.raises(SignInError):
        open_keys(left, MINH, of(MINH).passphrase)


def test_the_last_officer_stays() -> None:
    made, _opened = create(of(LAN), 1)
    with pytest.raises(StorageError) as caught:
        remove_officer(made, LAN)
    assert caught.value.reason == "last-officer"


def test_during_a_key_change_the_old_and_the_new_key_are_held() -> None:
    made, old = create(of(LAN), 1)
    changing, both = begin_key_change(made, old)
    assert open_keys(changing, LAN, of(LAN).passphrase) == both
    assert both.database_keys[0] == old.database_keys[0]
    assert both.database_keys[1] not in old.database_keys


@pytest.mark.parametrize("right", [0, 1])
def test_after_the_first_good_open_only_the_right_key_is_held(right: int) -> None:
    made, old = create(of(LAN), 1)
    changing, both = begin_key_change(made, old)
    done, one = finish_key_change(changing, both, both.database_keys[right])
    assert one.database_keys == (both.database_keys[right],)
    assert open_keys(done, LAN, of(LAN).passphrase) == one


def plain() -> dict[str, Any]:
    return create(of(LAN), 1)[0].to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"format": 0},
        {"format": "1"},
        {"more": 1},
        {"database_format": "1"},
        {"officers": []},
        {"officers": {}},
        {"database_keys": {}},
        {"database_keys": []},
        {"database_keys": [1, 2, 3]},
        {"officers": {"lan": {}}},
        {"officers": {LAN: {}}},
    ],
)
def test_a_damaged_key_file_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        KeyFile.from_dict({**plain(), **change})
    assert caught.value.reason == "key-file-damaged"


def test_a_newer_key_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"format": 2, "anything": []}))
    with pytest.raises(StorageError) as caught:
        load(path)
    assert caught.value.reason == "newer-format"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_file_of_something_else_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(data)
    with pytest.raises(StorageError) as caught:
        load(tmp_path / "keys.json")
    assert caught.value.reason == "key-file-damaged"


def test_a_missing_key_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        load(tmp_path / "keys.json")
    assert caught.value.reason == "file-missing"


SAMPLE, SAMPLE_OPENED = create(of(LAN), 1)
SAMPLE_BYTES = json.dumps(SAMPLE.to_dict()).encode()


@given(place=st.integers(0, len(SAMPLE_BYTES) - 1), flip=st.integers(1, 255))
@settings(max_examples=300)
def test_a_flipped_byte_never_yields_another_key(
    place: int, flip: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = bytearray(SAMPLE_BYTES)
    changed[place] ^= flip
    path = tmp_path_factory.getbasetemp() / "flipped.json"
    path.write_bytes(changed)
    try:
        opened = open_keys(key_file.load(path), LAN, of(LAN).passphrase)
    except (StorageError, SignInError):
        return
    assert opened == SAMPLE_OPENED
