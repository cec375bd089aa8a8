"""The office's key file: who opens what, what it tells nobody, and that damage is never taken for another key."""

import json
import unicodedata
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk import key_file, office_keys
from hn_desk.errors import DeskError, SignInError, StorageError
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import Cost, derive, sub_key, unlock
from hn_desk.office_keys import (
    NewEntry,
    Opened,
    add_entry,
    begin_key_change,
    create,
    finish_key_change,
    grant_second,
    is_granted,
    load,
    new_passphrase,
    open_keys,
    open_older,
    open_recovery,
    regrant,
    remove_entry,
    revoke_second,
    save,
    with_recovery,
)
from hn_desk.officer_keys import Box, new_box

CHEAP = Cost(memory_kib=8, time=1, lanes=1)
LAN = NewEntry("lan", "mật khẩu của Lan", CHEAP)
MAI = NewEntry("mai", "mật khẩu của Mai", CHEAP)
ANH = NewEntry("anh", "mật khẩu của Anh", CHEAP)
SHEET, OTHER_SHEET = bytes(range(16)), bytes(16)


def opened_by(keys: OfficeKeys, who: NewEntry) -> Opened:
    return open_keys(keys, who.login, who.passphrase)


def office() -> tuple[OfficeKeys, Opened]:
    """Lan and Mai hold the second key, Anh (the administrator) doesn't; a sheet lies in the safe."""
    keys, lan = create(LAN, 2)
    keys, mai = add_entry(keys, lan, MAI)
    keys, _anh = add_entry(keys, lan, ANH)
    for entry in (lan.entry, mai.entry):
        keys = grant_second(keys, entry, lan.seconds)
    return with_recovery(keys, lan, SHEET), lan


KEYS, FIRST = office()


def everybody(keys: OfficeKeys) -> set[str]:
    return {entry.id for entry in keys.entries}


def test_each_officer_opens_the_same_database_with_own_keys() -> None:
    lan, mai, anh = (opened_by(KEYS, who) for who in (LAN, MAI, ANH))
    assert lan == FIRST
    assert lan.master == mai.master == anh.master
    assert lan.database_keys == mai.database_keys == anh.database_keys
    assert len({lan.signer.secret, mai.signer.secret, anh.signer.secret}) == 3
    assert len({lan.box.secret, mai.box.secret, anh.box.secret}) == 3


def test_the_second_key_is_held_by_whom_it_was_handed_to() -> None:
    assert opened_by(KEYS, MAI).second == FIRST.second
    assert opened_by(KEYS, ANH).second is None


@given(login=st.text(max_size=10), passphrase=st.text(max_size=20))
@settings(max_examples=30)
def test_any_officer_comes_back_from_the_file(login: str, passphrase: str) -> None:
    keys, made = create(NewEntry(login, passphrase, CHEAP), 2)
    kept = OfficeKeys.from_dict(json.loads(json.dumps(keys.to_dict())))
    assert kept == keys
    assert replace(open_keys(kept, login, passphrase), seconds=made.seconds) == made


def test_a_wrong_passphrase_and_an_unknown_name_read_alike() -> None:
    told = set()
    for login, passphrase in (("lan", "sai"), ("nobody", LAN.passphrase), ("mai", LAN.passphrase), ("", "")):
        with pytest.raises(SignInError) as refused:
            open_keys(KEYS, login, passphrase)
        told.add((str(refused.value), refused.value.reason))
    assert len(told) == 1


def test_an_unknown_name_costs_as_many_derivations_as_a_wrong_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(passphrase: str, salt: bytes, cost: Cost) -> bytes:
        counted.append(passphrase)
        return derive(passphrase, salt, cost)

    monkeypatch.setattr(office_keys, "derive", counting)
    for login in ("lan", "nobody"):
        with pytest.raises(SignInError):
            open_keys(KEYS, login, f"wrong {login}")
    assert counted.count("wrong lan") == counted.count("wrong nobody") == 1


def test_a_passphrase_in_another_normal_form_is_the_same() -> None:
    decomposed = unicodedata.normalize("NFD", LAN.passphrase)
    assert decomposed != LAN.passphrase
    assert open_keys(KEYS, "lan", decomposed) == FIRST


def test_the_file_tells_neither_names_nor_anything_to_guess_them_by(tmp_path: Path) -> None:
    save(KEYS, tmp_path / "office.keys")
    text = (tmp_path / "office.keys").read_text(encoding="utf-8")
    for login in ("lan", "mai", "anh"):
        guesses = (
            f'"{login}"',
            str(uuid5(NAMESPACE_URL, f"hn-desk:{login}")),
            sha256(login.encode()).hexdigest(),
            b64encode(sha256(KEYS.salt + login.encode()).digest()[:16]).decode(),
        )
        assert not [guess for guess in guesses if guess in text]
    for secret in (FIRST.master, FIRST.second or b"", FIRST.signer.secret, FIRST.box.secret, SHEET):
        assert b64encode(secret).decode() not in text
        assert secret.hex() not in text


def test_the_same_officers_in_another_office_share_no_value() -> None:
    values = [set(_texts(replace(keys, recovery=None).to_dict())) for keys in (KEYS, office()[0])]
    assert not values[0] & values[1]


def _texts(plain: Any) -> list[str]:
    if isinstance(plain, dict):
        return [text for value in plain.values() for text in _texts(value)]
    if isinstance(plain, list):
        return [text for value in plain for text in _texts(value)]
    return [plain] if isinstance(plain, str) else []


def test_a_new_passphrase_keeps_keys_id_and_second_key() -> None:
    keys = new_passphrase(KEYS, FIRST, replace(LAN, passphrase="một mật khẩu khác"))
    assert open_keys(keys, "lan", "một mật khẩu khác") == FIRST
    with pytest.raises(SignInError):
        opened_by(keys, LAN)


def test_who_is_taken_out_opens_nothing_but_the_last_one_stays() -> None:
    keys = remove_entry(KEYS, FIRST.entry)
    with pytest.raises(SignInError):
        opened_by(keys, LAN)
    for who in (MAI, ANH):
        last = opened_by(keys, who).entry
        keys_of_one = keys if who is MAI else remove_entry(keys, opened_by(keys, MAI).entry)
    with pytest.raises(StorageError) as refused:
        remove_entry(keys_of_one, last)
    assert refused.value.reason == "last-officer"


def test_the_second_key_can_be_taken_back() -> None:
    keys = revoke_second(KEYS, FIRST.entry)
    assert opened_by(keys, LAN).seconds == ()
    assert revoke_second(keys, "no such entry") == keys


def test_an_administrator_opens_no_second_key_with_the_master_key() -> None:
    """Every locked thing in the file is tried with every key the administrator has or can derive the usual way."""
    anh = opened_by(KEYS, ANH)
    for entry in (*KEYS.entries, KEYS.recovery):
        assert entry is not None
        if entry.second is None:
            continue
        for context in (b"hn-desk/2 second key " + entry.id.encode(), b"", b"hn-desk/1 database key"):
            with pytest.raises(StorageError):
                anh.box.open(entry.second, context=context)
            for key in (anh.master, *anh.database_keys, anh.box.secret, anh.signer.secret):
                with pytest.raises(StorageError):
                    unlock(entry.second.locked, key, context=context)


def test_who_puts_an_own_box_in_the_place_of_a_holders_gets_no_key_at_the_next_hand_over() -> None:
    mai, evil = opened_by(KEYS, MAI), new_box()
    entry = KEYS.entry(mai.entry)
    assert entry is not None
    forged = replace(entry, box=evil.public)
    keys = replace(KEYS, entries=tuple(forged if one.id == mai.entry else one for one in KEYS.entries))
    assert is_granted(entry, FIRST.seconds)
    assert not is_granted(forged, FIRST.seconds)
    changed, _opened = begin_key_change(keys, FIRST, everybody(keys))
    taken = changed.entry(mai.entry)
    assert taken is not None
    assert taken.second is None
    with pytest.raises(StorageError):
        opened_by(keys, MAI)


def test_the_sheet_opens_everything_and_brings_new_own_keys() -> None:
    found = open_recovery(KEYS, SHEET)
    assert (found.master, found.database_keys, found.seconds) == (FIRST.master, FIRST.database_keys, FIRST.seconds)
    assert found.entry == ""
    assert found.signer.secret not in {FIRST.signer.secret, opened_by(KEYS, MAI).signer.secret}


def test_only_the_newest_sheet_opens() -> None:
    keys = with_recovery(KEYS, FIRST, OTHER_SHEET)
    assert open_recovery(keys, OTHER_SHEET).master == FIRST.master
    for wrong, file in ((SHEET, keys), (OTHER_SHEET, KEYS), (SHEET, replace(KEYS, recovery=None))):
        with pytest.raises(SignInError) as refused:
            open_recovery(file, wrong)
        assert refused.value.reason == "recovery-sheet"


def test_who_comes_by_the_sheet_gets_an_entry_and_the_second_key_only_when_it_is_granted() -> None:
    found = open_recovery(KEYS, SHEET)
    keys, mine = add_entry(KEYS, found, NewEntry("lan", "một mật khẩu khác", CHEAP))
    assert open_keys(keys, "lan", "một mật khẩu khác").seconds == ()
    granted = grant_second(keys, mine.entry, found.seconds)
    assert open_keys(granted, "lan", "một mật khẩu khác").seconds == FIRST.seconds


@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
@settings(max_examples=400)
def test_no_flip_in_the_file_ever_yields_other_keys(place: int, bit: int) -> None:
    data = bytearray(json.dumps(KEYS.to_dict()).encode())
    data[place % len(data)] ^= 1 << bit
    for who, right in ((LAN, FIRST), (ANH, opened_by(KEYS, ANH))):
        try:
            found = opened_by(_read(bytes(data)), who)
        except (DeskError, ValueError, TypeError):
            continue
        assert found == right
    try:
        sheet = open_recovery(_read(bytes(data)), SHEET)
    except (DeskError, ValueError, TypeError):
        return
    assert (sheet.master, sheet.database_keys, sheet.seconds) == (FIRST.master, FIRST.database_keys, FIRST.seconds)


def _read(data: bytes) -> OfficeKeys:
    plain = json.loads(data)
    if not isinstance(plain, dict):
        raise TypeError("no table")
    return OfficeKeys.from_dict(plain)


def test_flips_really_change_what_is_refused() -> None:
    """The twin of the test above: an entry put in from another office is well formed, and opens nothing here."""
    keys, _first = office()
    moved = replace(KEYS, entries=keys.entries)
    with pytest.raises(SignInError):
        opened_by(moved, LAN)
    mixed = replace(KEYS, database_keys=keys.database_keys)
    with pytest.raises(StorageError):
        opened_by(mixed, LAN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 0),
        ("format", True),
        ("salt", "AAAA"),
        ("officers", {}),
        ("officers", []),
        ("older", []),
        ("older", {"x": {}}),
        ("recovery", {}),
        ("database_keys", []),
        ("database_format", "2"),
        ("more", 1),
    ],
)
def test_a_damaged_file_is_said_plainly(tmp_path: Path, name: str, value: object) -> None:
    (tmp_path / "office.keys").write_text(json.dumps({**KEYS.to_dict(), name: value}))
    with pytest.raises(StorageError) as refused:
        load(tmp_path / "office.keys")
    assert refused.value.reason == "key-file-damaged"


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "office.keys").write_text(json.dumps({"format": 3, "anything": 1}))
    with pytest.raises(StorageError) as refused:
        load(tmp_path / "office.keys")
    assert refused.value.reason == "newer-format"


def test_a_file_of_the_first_format_is_read_and_its_officers_get_own_keys(tmp_path: Path) -> None:
    lan, mai = key_file.new_officer(), key_file.new_officer()
    old, opened = key_file.create(key_file.Passphrase(lan, LAN.passphrase, CHEAP), 1)
    old = key_file.add_officer(old, opened, key_file.Passphrase(mai, MAI.passphrase, CHEAP))
    key_file.save(old, tmp_path / "office.keys")
    keys = load(tmp_path / "office.keys")
    for officer, who in ((lan, LAN), (mai, MAI)):
        found = open_older(keys, officer, who.passphrase)
        assert (found.entry, found.database_keys, found.seconds) == ("", opened.database_keys, ())
        with pytest.raises(SignInError):
            open_older(keys, officer, "sai")
        keys, mine = add_entry(keys, found, who)
        keys = remove_entry(keys, officer)
        assert opened_by(keys, who) == mine
    assert not keys.older
    save(keys, tmp_path / "office.keys")
    assert load(tmp_path / "office.keys") == keys


def test_keys_are_not_changed_while_officers_of_the_first_format_have_none() -> None:
    old, _opened = key_file.create(key_file.Passphrase(key_file.new_officer(), "x", CHEAP), 1)
    keys = replace(KEYS, older=OfficeKeys.from_dict(old.to_dict()).older)
    with pytest.raises(StorageError) as refused:
        begin_key_change(keys, FIRST, everybody(keys))
    assert refused.value.reason == "older-officers"


def test_while_keys_change_everybody_opens_both_and_afterwards_the_new_ones() -> None:
    keys, changing = begin_key_change(KEYS, FIRST, everybody(KEYS))
    for who in (LAN, MAI, ANH):
        found = opened_by(keys, who)
        assert found.database_keys == changing.database_keys
        assert found.seconds == (() if who is ANH else changing.seconds)
    assert open_recovery(keys, SHEET).seconds == changing.seconds
    done, _mine = finish_key_change(keys, changing, changing.database_keys[1])
    done = regrant(done, changing.seconds, changing.seconds[1:])
    for who in (LAN, MAI, ANH):
        found = opened_by(done, who)
        assert found.database_keys == changing.database_keys[1:]
        assert found.seconds == (() if who is ANH else changing.seconds[1:])
    sheet = open_recovery(done, SHEET)
    assert (sheet.database_keys, sheet.seconds) == (changing.database_keys[1:], changing.seconds[1:])


def test_who_left_opens_nothing_new_with_the_master_key_and_old_keys() -> None:
    left = opened_by(KEYS, MAI)
    keys = remove_entry(KEYS, left.entry)
    keys, changing = begin_key_change(keys, FIRST, everybody(keys))
    keys, _mine = finish_key_change(keys, changing, changing.database_keys[1])
    for key in (left.master, *left.database_keys, *left.seconds):
        with pytest.raises(StorageError):
            unlock(keys.database_keys[0], key, context=b"hn-desk/1 database key")


def test_a_change_takes_out_whom_the_database_does_not_know() -> None:
    mai = opened_by(KEYS, MAI)
    keys, _changing = begin_key_change(KEYS, FIRST, everybody(KEYS) - {mai.entry})
    with pytest.raises(SignInError):
        opened_by(keys, MAI)


def test_an_administrator_changes_the_database_key_and_nobodys_second_key() -> None:
    keys, changing = begin_key_change(KEYS, opened_by(KEYS, ANH), everybody(KEYS))
    assert opened_by(keys, LAN).seconds == FIRST.seconds
    assert opened_by(keys, LAN).database_keys == changing.database_keys


def test_an_officer_let_in_after_a_change_opens_the_database() -> None:
    keys, changing = begin_key_change(KEYS, FIRST, everybody(KEYS))
    keys, mine = finish_key_change(keys, changing, changing.database_keys[1])
    keys, hoa = add_entry(keys, mine, NewEntry("hoa", "mật khẩu của Hoa", CHEAP))
    assert open_keys(keys, "hoa", "mật khẩu của Hoa") == hoa
    assert hoa.database_keys == changing.database_keys[1:]
    keys = new_passphrase(keys, hoa, NewEntry("hoa", "mật khẩu khác của Hoa", CHEAP))
    assert open_keys(keys, "hoa", "mật khẩu khác của Hoa") == hoa
    sheet = with_recovery(keys, mine, OTHER_SHEET)
    assert open_recovery(sheet, OTHER_SHEET).database_keys == changing.database_keys[1:]


def test_a_sheet_that_no_officer_made_gets_nothing() -> None:
    stranger = Box(sub_key(OTHER_SHEET, b"hn-desk/2 recovery box"))
    assert KEYS.recovery is not None
    forged = replace(KEYS, recovery=replace(KEYS.recovery, box=stranger.public))
    keys, _changing = begin_key_change(forged, FIRST, everybody(KEYS))
    assert keys.recovery is None
