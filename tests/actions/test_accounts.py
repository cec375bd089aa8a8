"""An officer's own passphrase, and the PIN that opens the lock for one session."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.accounts import PassphraseChange, change_passphrase
from hn_desk.actions.office import Office, open_keys
from hn_desk.actions.quick_unlock import (
    LOCKING_FILE,
    MOST_TRIES,
    idle_minutes,
    is_pin,
    keep_idle_minutes,
    open_quickly,
    set_pin,
)
from hn_desk.errors import InputError, RoleError, SignInError
from hn_desk.models.tables import AuditEntry
from tests.actions.conftest import NOW, PASSPHRASE, QUICK

SECRET = "nam bon ba hai mot"
PIN = "290547"


def actions_in(office: Office) -> list[str]:
    with office.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))


def test_an_officer_changes_the_own_passphrase_and_keeps_the_keys(office: Office, office_folder: Path) -> None:
    change_passphrase(office, PassphraseChange(PASSPHRASE, SECRET, SECRET), cost=QUICK)
    assert open_keys(office_folder, "lan", SECRET) == office.keys
    with pytest.raises(SignInError):
        open_keys(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    assert actions_in(office)[-1] == "account.passphrase"


@pytest.mark.parametrize(
    ("new", "again", "field"),
    [("ngan", "ngan", "new"), (SECRET, SECRET + "x", "again"), (PASSPHRASE, PASSPHRASE, "new")],
)
def test_a_new_passphrase_that_cannot_be_used_is_named(office: Office, new: str, again: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        change_passphrase(office, PassphraseChange(PASSPHRASE, new, again), cost=QUICK)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_wrong_present_passphrase_changes_nothing(office: Office, office_folder: Path) -> None:
    with pytest.raises(SignInError):
        change_passphrase(office, PassphraseChange("sai mat khau roi", SECRET, SECRET), cost=QUICK)
    assert open_keys(office_folder, "lan", PASSPHRASE) == office.keys


def test_a_pin_opens_the_lock(office: Office) -> None:
    quick = set_pin(office, PIN, PIN, cost=QUICK)
    open_quickly(office, quick, PIN)
    assert PIN not in repr(quick)


def test_three_wrong_pins_end_it_and_are_logged(office: Office) -> None:
    quick = set_pin(office, PIN, PIN, cost=QUICK)
    reasons = []
    for _number in range(MOST_TRIES):
        with pytest.raises(SignInError) as refused:
            open_quickly(office, quick, "111222")
        reasons.append(refused.value.reason)
    assert reasons == ["pin", "pin", "pin-spent"]
    with pytest.raises(SignInError) as refused:
        open_quickly(office, quick, PIN)
    assert refused.value.reason == "pin-spent"
    assert actions_in(office)[-1] == "sign_in.wrong"


def test_a_right_pin_forgives_a_slip(office: Office) -> None:
    quick = set_pin(office, PIN, PIN, cost=QUICK)
    for _number in range(MOST_TRIES + 1):
        with pytest.raises(SignInError):
            open_quickly(office, quick, "111222")
        open_quickly(office, quick, PIN)


def test_a_pin_is_its_officers_alone(office: Office) -> None:
    quick = set_pin(office, PIN, PIN, cost=QUICK)
    with pytest.raises(SignInError):
        open_quickly(replace(office, officer=replace(office.officer, id="another")), quick, PIN)


@pytest.mark.parametrize("pin", ["", "12345", "123456", "987654", "111111", "12345678901234", "29o547", "２９０５４７"])
def test_a_weak_pin_is_refused(office: Office, pin: str) -> None:
    with pytest.raises(InputError) as refused:
        set_pin(office, pin, pin, cost=QUICK)
    assert [problem.field for problem in refused.value.problems] == ["pin"]


def test_two_pins_that_differ_are_refused(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        set_pin(office, PIN, "290548", cost=QUICK)
    assert [problem.field for problem in refused.value.problems] == ["pin_again"]


def test_no_passphrase_is_taken_for_a_pin() -> None:
    assert is_pin(PIN)
    assert not is_pin("123456789012")
    assert not is_pin(PASSPHRASE)


def test_the_administrator_sets_after_how_many_minutes_desks_lock(
    as_officer: Callable[[str], Office], office_folder: Path
) -> None:
    assert idle_minutes(office_folder) == 5
    keep_idle_minutes(as_officer("anh"), 12)
    assert idle_minutes(office_folder) == 12
    for wrong in (0, 61, None):
        with pytest.raises(InputError):
            keep_idle_minutes(as_officer("anh"), wrong)
    with pytest.raises(RoleError):
        keep_idle_minutes(as_officer("lan"), 3)
    assert idle_minutes(office_folder) == 12


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"idle_minutes": 9999}', b'{"idle_minutes": true}'])
def test_a_damaged_setting_locks_after_the_usual_minutes(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / LOCKING_FILE).write_bytes(damage)
    assert idle_minutes(tmp_path) == 5
