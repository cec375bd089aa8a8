"""Secrets open for the right passphrase only."""

import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import DeskError, SignInError, StorageError
from hn_desk.keys import (
    KDF_ROUNDS,
    LEAST_SECONDS,
    MOST_SECONDS,
    STANDARD,
    Cost,
    Locked,
    Wrapped,
    _words,
    calibrate,
    checked_passphrase,
    derive,
    fingerprint_words,
    lock,
    new_secret,
    open_private_key,
    seal_private_key,
    unlock,
    unwrap,
    wrap,
)
from tests.packets.keyring import key_of

CHEAP = Cost(memory_kib=8, time=1, lanes=1)
SALT = b"0123456789abcdef"
PASSPHRASE = "trời xanh mây trắng"


def wrapped(passphrase: str = PASSPHRASE) -> dict[str, Any]:
    return wrap(b"secret", passphrase, CHEAP, context=b"test").to_dict()


def test_the_standard_cost_is_what_the_issue_asks() -> None:
    assert Cost() == Cost(memory_kib=65536, time=3, lanes=1)
    assert KDF_ROUNDS >= 600_000


@pytest.mark.parametrize("mib_a_second", [5, 40, 100, 300, 700, 1500, 4000, 9000])
def test_one_try_takes_the_better_part_of_a_second_on_any_pc(mib_a_second: int) -> None:
    def measured(cost: Cost) -> float:
        return cost.memory_kib / 1024 * cost.time / mib_a_second

    found = calibrate(measured)
    assert found.memory_kib >= 64 * 1024
    assert found.time >= 3
    if measured(STANDARD) <= MOST_SECONDS:
        assert LEAST_SECONDS <= measured(found) <= MOST_SECONDS
    else:
        assert found == STANDARD
    assert Cost.from_dict(found.to_dict()) == found


def test_a_pc_beyond_all_measure_gets_the_highest_cost_that_the_file_may_hold() -> None:
    found = calibrate(lambda _cost: 0.0)
    assert Cost.from_dict(found.to_dict()) == found == Cost(256 * 1024, 32, 1)


def test_a_pc_without_the_memory_keeps_to_passes() -> None:
    found = calibrate(lambda cost: 0.1 * cost.time if cost.memory_kib < 128 * 1024 else float("inf"))
    assert found == Cost(64 * 1024, 8, 1)


def test_this_pc_is_really_measured() -> None:
    assert calibrate().memory_kib >= STANDARD.memory_kib


def test_derivation_is_argon2id_as_published() -> None:
    key = derive("password", b"somesalt", Cost(memory_kib=65536, time=2, lanes=1))
    assert key.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_a_passphrase_typed_in_another_normal_form_is_the_same() -> None:
    assert unicodedata.normalize("NFD", PASSPHRASE) != PASSPHRASE
    assert derive(unicodedata.normalize("NFD", PASSPHRASE), SALT, CHEAP) == derive(PASSPHRASE, SALT, CHEAP)


def test_a_cost_that_this_pc_cannot_bear_is_said_plainly() -> None:
    with pytest.raises(DeskError) as caught:
        derive(PASSPHRASE, SALT, Cost(memory_kib=1, time=1, lanes=1))
    assert caught.value.reason == "key-derivation"


@given(secret=st.binary(max_size=100), passphrase=st.text(max_size=30), context=st.binary(max_size=10))
@settings(max_examples=50)
def test_what_is_wrapped_comes_back(secret: bytes, passphrase: str, context: bytes) -> None:
    kept = Wrapped.from_dict(wrap(secret, passphrase, CHEAP, context=context).to_dict())
    assert unwrap(kept, passphrase, context=context) == secret


def test_a_wrong_passphrase_opens_nothing() -> None:
    with pytest.raises(SignInError) as caught:
        unwrap(Wrapped.from_dict(wrapped()), PASSPHRASE + " ", context=b"test")
    assert caught.value.reason == "passphrase"


def test_another_context_opens_nothing() -> None:
    with pytest.raises(SignInError):
        unwrap(Wrapped.from_dict(wrapped()), PASSPHRASE, context=b"other")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("salt", "AAAA"),
        ("salt", 5),
        ("salt", "?"),
        ("nonce", "AAAA"),
        ("ciphertext", "AAAA"),
        ("memory_kib", 7),
        ("memory_kib", 2**31),
        ("memory_kib", True),
        ("time", 0),
        ("time", 10**6),
        ("lanes", 0),
        ("lanes", 64),
        ("other", 1),
    ],
)
def test_a_damaged_or_greedy_entry_is_refused(name: str, value: object) -> None:
    with pytest.raises(StorageError) as caught:
        Wrapped.from_dict({**wrapped(), name: value})
    assert caught.value.reason == "key-file-damaged"


def test_an_entry_that_is_no_record_is_refused() -> None:
    with pytest.raises(StorageError):
        Locked.from_dict([1])  # type: ignore[arg-type] # what a damaged file may hold


def test_what_is_locked_comes_back_under_the_same_key_only() -> None:
    key, other = new_secret(), new_secret()
    locked = Locked.from_dict(lock(b"database key", key, context=b"a").to_dict())
    assert unlock(locked, key, context=b"a") == b"database key"
    with pytest.raises(StorageError) as caught:
        unlock(locked, other, context=b"a")
    assert caught.value.reason == "key-file-damaged"


@pytest.mark.parametrize("kind", ["RSA-2048", "P-256"])
def test_a_private_key_comes_back_from_its_file(kind: str) -> None:
    key = key_of(kind)
    sealed = seal_private_key(key, PASSPHRASE, rounds=1000)
    assert open_private_key(sealed, unicodedata.normalize("NFD", PASSPHRASE)).private_numbers() == key.private_numbers()


def test_a_private_key_file_is_openssls_own_kind_with_all_rounds(tmp_path: Path) -> None:
    (tmp_path / "key.der").write_bytes(seal_private_key(ec.generate_private_key(ec.SECP256R1()), "abc def gh"))
    command: list[str | Path] = [
        "openssl",
        "pkey",
        "-inform",
        "DER",
        "-in",
        tmp_path / "key.der",
        "-passin",
        "pass:abc def gh",
        "-check",
    ]
    assert b"Key is valid" in subprocess.run([*command, "-noout"], capture_output=True, check=True).stdout
    shown = subprocess.run(["openssl", "asn1parse", "-inform", "DER", "-in", tmp_path / "key.der"], capture_output=True)
    assert f"INTEGER           :{KDF_ROUNDS:06X}".encode() in shown.stdout


def test_a_wrong_passphrase_of_a_key_file_is_said_plainly() -> None:
    sealed = seal_private_key(ec.generate_private_key(ec.SECP256R1()), PASSPHRASE, rounds=1000)
    for data, passphrase in [(sealed, "other"), (sealed[:-5], PASSPHRASE), (b"", PASSPHRASE), (b"-----BEGIN x", "y")]:
        with pytest.raises(SignInError) as caught:
            open_private_key(data, passphrase)
        assert caught.value.reason == "key-file"


def test_an_unencrypted_key_file_is_refused() -> None:
    plain = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(SignInError):
        open_private_key(plain, PASSPHRASE)


def test_a_key_of_another_kind_is_refused() -> None:
    other = ed25519.Ed25519PrivateKey.generate()
    data = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"abc"))
    with pytest.raises(SignInError) as caught:
        open_private_key(data, "abc")
    assert caught.value.reason == "key-kind"


def test_a_passphrase_is_typed_twice_alike_and_long_enough() -> None:
    assert checked_passphrase(unicodedata.normalize("NFD", PASSPHRASE), PASSPHRASE) == PASSPHRASE
    for first, second, reason in [("a" * 9, "b" * 9, "passphrase-differs"), ("ngắn", "ngắn", "passphrase-short")]:
        with pytest.raises(DeskError) as caught:
            checked_passphrase(first, second)
        assert caught.value.reason == reason


def test_four_words_stand_for_a_digest() -> None:
    first, second = fingerprint_words(b"\0" * 32), fingerprint_words(b"\1" + b"\0" * 31)
    assert first != second
    fingerprint_words.cache_clear()
    assert fingerprint_words(b"\0" * 32) == first


def test_the_words_are_256_and_none_is_taken_for_another() -> None:
    words = _words()
    assert len(words) == 256
    assert len({plain(word) for word in words}) == 256
    assert all(unicodedata.is_normalized("NFC", word) for word in words)


def plain(word: str) -> str:
    """Without diacritics and with the sounds that are mixed up on the phone (l/n, s/x, tr/ch, d/gi/r) made one."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for mixed, one in [("tr", "ch"), ("gi", "d"), ("r", "d"), ("s", "x"), ("l", "n")]:
        if folded.startswith(mixed):
            return one + folded.removeprefix(mixed)
    return folded
