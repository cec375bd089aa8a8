"""The second key goes from hand to hand among those whose work needs it, and back when the role goes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.credit import refuse, save_application, withdraw
from hn_desk.actions.office import KEY_FILE, Office, open_keys, unlock
from hn_desk.actions.second_key import HolderRow, box_words, grant, holders, own_words
from hn_desk.actions.staff import OfficerDraft, list_staff, save_officer
from hn_desk.errors import DeskError, RoleError, StorageError
from hn_desk.models.tables import AuditEntry
from hn_desk.officer_keys import new_box
from tests.actions.conftest import NOW, PASSPHRASE, QUICK
from tests.actions.credit_samples import WORK, As
from tests.actions.role_ground import newest

HOA = OfficerDraft(
    name="Lê Thị Hoa",
    login="hoa",
    roles=frozenset({"social"}),
    passphrase=PASSPHRASE,
    own_passphrase=PASSPHRASE,
)


def row_of(office: Office, name: str) -> HolderRow:
    return next(row for row in holders(office) if row.name == name)


@pytest.fixture
def with_hoa(as_officer: Callable[[str], Office]) -> Callable[[str], Office]:
    """The administrator, who holds no second key, has let a social clerk in."""
    save_officer(as_officer("anh"), HOA, cost=QUICK)
    return as_officer


def test_a_new_officer_is_to_hold_it_and_does_not_yet(with_hoa: Callable[[str], Office]) -> None:
    row = row_of(with_hoa("lan"), "Lê Thị Hoa")
    assert (row.should_hold, row.holds, row.has_keys) == (True, False, True)
    assert with_hoa("hoa").keys.seconds == ()
    told = {row.name: (row.should_hold, row.holds) for row in holders(with_hoa("mai"))}
    assert told["Trần Văn Hùng"] == (True, True)
    assert told["Phạm Quốc Anh"] == (False, False)


def test_a_holder_hands_it_over_and_the_log_says_so(with_hoa: Callable[[str], Office]) -> None:
    lan = with_hoa("lan")
    hoa = row_of(lan, "Lê Thị Hoa")
    assert box_words(lan, hoa.id) == own_words(with_hoa("hoa"))
    grant(lan, hoa.id)
    assert with_hoa("hoa").keys.seconds == lan.keys.seconds
    assert row_of(lan, "Lê Thị Hoa").holds
    with lan.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "second_key.grant")).one()
    assert (entry.record_id, entry.officer_id) == (hoa.id, lan.officer.id)


def test_an_administrator_hands_nothing_over(with_hoa: Callable[[str], Office]) -> None:
    anh = with_hoa("anh")
    with pytest.raises(RoleError):
        grant(anh, row_of(anh, "Lê Thị Hoa").id)


def test_an_administrator_who_gives_himself_the_role_still_holds_no_key_to_hand_over(
    with_hoa: Callable[[str], Office],
) -> None:
    anh = with_hoa("anh")
    social = replace(anh, officer=replace(anh.officer, roles=frozenset({"administrator", "social"})))
    with pytest.raises(DeskError) as refused:
        grant(social, row_of(anh, "Lê Thị Hoa").id)
    assert refused.value.reason == "second-key"
    assert with_hoa("hoa").keys.seconds == ()


def test_who_has_not_yet_been_handed_it_hands_nothing_over(with_hoa: Callable[[str], Office]) -> None:
    hoa = with_hoa("hoa")
    with pytest.raises(DeskError) as refused:
        grant(hoa, hoa.officer.id)
    assert refused.value.reason == "second-key"


def test_it_is_not_handed_to_a_role_that_does_not_hold_it(with_hoa: Callable[[str], Office]) -> None:
    lan = with_hoa("lan")
    with pytest.raises(DeskError) as refused:
        grant(lan, row_of(lan, "Phạm Quốc Anh").id)
    assert refused.value.reason == "second-key-role"


def test_a_box_key_swapped_in_the_key_file_is_noticed(with_hoa: Callable[[str], Office], office_folder: Path) -> None:
    lan = with_hoa("lan")
    hoa, keys = row_of(lan, "Lê Thị Hoa"), office_keys.load(office_folder / KEY_FILE)
    mine = with_hoa("hoa").keys.entry
    forged = tuple(replace(one, box=new_box().public) if one.id == mine else one for one in keys.entries)
    office_keys.save(replace(keys, entries=forged), office_folder / KEY_FILE)
    with pytest.raises(StorageError):
        grant(lan, hoa.id)


def test_it_is_taken_back_when_the_role_goes(with_hoa: Callable[[str], Office], office_folder: Path) -> None:
    anh = with_hoa("anh")
    row = next(row for row in list_staff(anh) if row.login == "lan")
    draft = OfficerDraft(row.id, row.version, row.name, row.login, row.position, frozenset({"economy"}))
    assert open_keys(office_folder, "lan", PASSPHRASE).seconds
    save_officer(anh, draft)
    assert open_keys(office_folder, "lan", PASSPHRASE).seconds == ()
    with anh.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "second_key.revoke")).one()
    assert entry.record_id == row.id


def test_an_officer_without_the_key_works_with_everything_else(
    with_hoa: Callable[[str], Office], office_folder: Path
) -> None:
    with_hoa("anh").close()
    hoa = unlock(office_folder, "hoa", PASSPHRASE, clock=lambda: NOW)
    assert hoa.may("credit.read")
    hoa.close()


@pytest.mark.parametrize("act", [refuse, withdraw])
def test_who_holds_no_second_key_is_denied_and_logged(
    office: Office, as_officer: As, act: Callable[..., object]
) -> None:
    kept = save_application(office, WORK).id
    anh = as_officer("anh")
    assert anh.keys.second is None
    with pytest.raises(RoleError):
        act(anh, kept, "Không có quyền")
    assert newest(anh).action == "denied"
