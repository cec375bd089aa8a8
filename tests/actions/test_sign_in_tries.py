"""Wrong passphrases are counted, slow down, and the next good sign-in says so in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.accounts import reauthenticate
from hn_desk.actions.office import Office, open_keys, unlock
from hn_desk.actions.sign_in_tries import (
    FREE,
    LONGEST_WAIT,
    TRIES_FILE,
    TooSoonError,
    forget_wrong,
    note_wrong,
    refuse_too_soon,
    wrong_tries,
)
from hn_desk.errors import SignInError
from hn_desk.models.tables import AuditEntry
from tests.actions.conftest import NOW, PASSPHRASE

WRONG = "sai mat khau roi nhe"


def wait_in(folder: Path, now: datetime) -> int:
    try:
        refuse_too_soon(folder, now)
    except TooSoonError as error:
        return error.seconds
    return 0


def acts(office: Office) -> list[tuple[str, object]]:
    with office.database.read() as session:
        return [(row.action, row.content) for row in session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))]


def test_the_third_wrong_one_makes_the_next_wait_and_each_more_twice_as_long(tmp_path: Path) -> None:
    waits = []
    for _number in range(14):
        note_wrong(tmp_path, NOW)
        waits.append(wait_in(tmp_path, NOW))
    assert waits[:4] == [0, 0, 2, 4]
    assert all(later == min(LONGEST_WAIT, 2 * sooner) for sooner, later in pairwise(waits[2:]))
    assert waits[-1] == LONGEST_WAIT


def test_the_wait_is_over_when_it_is_over(tmp_path: Path) -> None:
    for _number in range(FREE + 2):
        note_wrong(tmp_path, NOW)
    assert wait_in(tmp_path, NOW + timedelta(seconds=3)) == 5
    assert wait_in(tmp_path, NOW + timedelta(seconds=8)) == 0


def test_a_clock_set_back_neither_skips_nor_lengthens_the_wait(tmp_path: Path) -> None:
    for _number in range(FREE):
        note_wrong(tmp_path, NOW)
    early = NOW - timedelta(days=400)
    assert wait_in(tmp_path, early) == 2
    assert wait_in(tmp_path, early + timedelta(seconds=1)) == 1
    assert wait_in(tmp_path, early + timedelta(seconds=2)) == 0


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xff", b"[" * 2000, b'{"count": -5, "since": "", "at": ""}'])
def test_a_damaged_count_still_waits_and_is_counted_on(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / TRIES_FILE).write_bytes(damage)
    assert wait_in(tmp_path, NOW) == 2
    note_wrong(tmp_path, NOW)
    assert wrong_tries(tmp_path).count == FREE + 1


def test_a_good_one_begins_anew(tmp_path: Path) -> None:
    note_wrong(tmp_path, NOW)
    forget_wrong(tmp_path)
    assert wrong_tries(tmp_path).count == 0


def test_the_count_names_nobody(office_folder: Path) -> None:
    with pytest.raises(SignInError):
        open_keys(office_folder, "lan", WRONG, clock=lambda: NOW)
    text = (office_folder / TRIES_FILE).read_text()
    assert "lan" not in text
    assert WRONG not in text


def test_even_the_right_passphrase_waits_after_wrong_ones(office_folder: Path) -> None:
    for _number in range(FREE):
        with pytest.raises(SignInError):
            open_keys(office_folder, "nobody", WRONG, clock=lambda: NOW)
    with pytest.raises(TooSoonError) as refused:
        unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    assert refused.value.seconds == 2
    assert "2" in str(refused.value)
    unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW + timedelta(seconds=2)).close()


def test_waiting_is_no_wrong_try(office_folder: Path) -> None:
    for _number in range(FREE + 4):
        with pytest.raises(SignInError):
            open_keys(office_folder, "lan", WRONG, clock=lambda: NOW)
    assert wrong_tries(office_folder).count == FREE


def test_the_next_good_sign_in_logs_how_many_were_wrong(office_folder: Path) -> None:
    for _number in range(2):
        with pytest.raises(SignInError):
            unlock(office_folder, "lan", WRONG, clock=lambda: NOW)
    opened = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    try:
        known = acts(opened)
    finally:
        opened.close()
    assert ("sign_in.wrong", {"count": 2, "since": "2026-11-20T03:00:00+00:00"}) in known
    assert wrong_tries(office_folder).count == 0
    unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW).close()


def test_typing_the_passphrase_again_proves_the_officer(as_officer: Callable[[str], Office]) -> None:
    approver = as_officer("hung")
    assert reauthenticate(approver, PASSPHRASE).signer == approver.keys.signer


def test_a_wrong_passphrase_typed_again_is_logged_and_slows_down(as_officer: Callable[[str], Office]) -> None:
    approver = as_officer("hung")
    for _number in range(FREE):
        with pytest.raises(SignInError):
            reauthenticate(approver, WRONG)
    assert [action for action, _content in acts(approver)][-FREE:] == ["sign_in.wrong"] * FREE
    with pytest.raises(TooSoonError):
        reauthenticate(approver, PASSPHRASE)


def test_a_colleagues_keys_do_not_prove_the_officer(office: Office, as_officer: Callable[[str], Office]) -> None:
    stolen = replace(as_officer("hung"), keys=office.keys)
    with pytest.raises(SignInError):
        reauthenticate(stolen, PASSPHRASE)
