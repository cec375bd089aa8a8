"""An office of version 0.1: its officers get own keys one after another, whoever comes first."""

import shutil
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest

from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, open_keys, unlock
from hn_desk.actions.older_keys import older_id
from hn_desk.actions.opening import load_keys
from hn_desk.actions.sample import TRAINING_PASSPHRASE, training_officers
from hn_desk.errors import DeskError, SignInError

OLD = Path(__file__).parent.parent / "releases" / "0.1.0" / "office"
HOLDERS = {"lan", "minh", "hung", "mai"}
LOGINS = sorted(officer.login for officer in training_officers())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLD, tmp_path / "office"))


def sign_in(folder: Path, login: str) -> bool:
    """Whether the officer holds the second key now."""
    office = unlock(folder, login, TRAINING_PASSPHRASE)
    office.close()
    return office.keys.second is not None


def test_the_first_holder_makes_the_second_key_and_everybody_gets_own_keys(folder: Path) -> None:
    assert sign_in(folder, "mai")
    for login in LOGINS:
        sign_in(folder, login)
    keys = load_keys(folder)
    assert not keys.older
    assert len(keys.entries) == len(LOGINS)
    assert [login for login in LOGINS if sign_in(folder, login)] == ["mai"]


@pytest.mark.parametrize("order", list(permutations(["anh", "lan", "hung"])), ids="-".join)
def test_in_any_order_nobody_is_shut_out(folder: Path, order: tuple[str, ...]) -> None:
    refused = []
    for login in order:
        try:
            sign_in(folder, login)
        except DeskError as error:
            refused.append((login, error.reason))
    assert refused == ([("anh", "second-key")] if order[0] == "anh" else [])
    for login in order:
        sign_in(folder, login)


def test_an_administrator_first_is_refused_and_nothing_is_changed(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(DeskError) as refused:
        unlock(folder, "anh", TRAINING_PASSPHRASE)
    assert refused.value.reason == "second-key"
    assert refused.value.do
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_cut_off_before_the_upgrade_the_next_sign_in_goes_on(folder: Path) -> None:
    opened = open_keys(folder, "mai", TRAINING_PASSPHRASE)
    with suppress(DeskError):
        sign_in(folder, "anh")
    assert sign_in(folder, "mai")
    assert open_keys(folder, "mai", TRAINING_PASSPHRASE) == opened
    sign_in(folder, "anh")


def test_a_wrong_passphrase_gets_nobody_in(folder: Path) -> None:
    before = (folder / KEY_FILE).read_bytes()
    for login in ("mai", "nobody"):
        with pytest.raises(SignInError) as refused:
            unlock(folder, login, "sai mat khau roi")
        assert refused.value.reason == "passphrase"
    assert (folder / KEY_FILE).read_bytes() == before


def test_an_unknown_name_costs_a_derivation_like_a_wrong_passphrase(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = office_keys.load(folder / KEY_FILE)
    derived: list[str] = []
    monkeypatch.setattr(office_keys, "derive", lambda *told: derived.append(told[0]))
    with pytest.raises(SignInError):
        office_keys.open_older(keys, older_id("nobody"), "sai")
    assert derived == ["sai"]


def test_no_name_can_be_guessed_from_the_file_once_all_have_own_keys(folder: Path) -> None:
    assert older_id("anh") in (folder / KEY_FILE).read_text()
    for login in ("mai", *LOGINS):
        sign_in(folder, login)
    text = (folder / KEY_FILE).read_text()
    assert not [login for login in LOGINS if older_id(login) in text]
