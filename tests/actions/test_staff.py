"""Staff: who signs in, with which roles and passphrase."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hn_desk.actions.office import Office, unlock
from hn_desk.actions.staff import OfficerDraft, StaffRow, list_staff, save_officer
from hn_desk.errors import DeskError, InputError, RoleError, SignInError
from hn_desk.keys import Cost
from tests.actions.conftest import NOW, PASSPHRASE, QUICK

SECRET = "nam bon ba hai mot"
NEW = OfficerDraft(
    name="Lê Thị Hoa",
    login="Hoa",
    position="Chuyên viên",
    roles=frozenset({"social"}),
    passphrase=SECRET,
    own_passphrase=PASSPHRASE,
)


@pytest.fixture
def administrator(as_officer: Callable[[str], Office]) -> Office:
    return as_officer("anh")


def known(office: Office, login: str) -> OfficerDraft:
    row = next(row for row in list_staff(office) if row.login == login)
    return draft_of(row)


def draft_of(row: StaffRow) -> OfficerDraft:
    return OfficerDraft(row.id, row.version, row.name, row.login, row.position, row.roles, None, row.is_active)


def sign_in(office: Office, folder: Path, login: str, passphrase: str) -> frozenset[str]:
    office.close()
    opened = unlock(folder, login, passphrase, clock=lambda: NOW)
    opened.close()
    return opened.officer.roles


def test_a_new_officer_signs_in(administrator: Office, office_folder: Path) -> None:
    save_officer(administrator, NEW, cost=QUICK)
    assert sign_in(administrator, office_folder, "hoa", SECRET) == {"social"}


def test_a_new_passphrase_replaces_the_old_one(administrator: Office, office_folder: Path) -> None:
    draft = replace(known(administrator, "lan"), passphrase=SECRET, own_passphrase=PASSPHRASE)
    save_officer(administrator, draft, cost=QUICK)
    assert sign_in(administrator, office_folder, "lan", SECRET)
    with pytest.raises(SignInError):
        unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)


def test_a_wrong_own_passphrase_changes_nothing(administrator: Office) -> None:
    before = list_staff(administrator)
    with pytest.raises(SignInError):
        save_officer(administrator, replace(NEW, own_passphrase="sai sai sai sai"), cost=QUICK)
    assert list_staff(administrator) == before


def test_other_facts_are_saved_without_any_passphrase(administrator: Office) -> None:
    roles = frozenset({"economy", "head"})
    save_officer(administrator, replace(known(administrator, "lan"), position="Phó phòng", roles=roles))
    kept = known(administrator, "lan")
    assert (kept.position, kept.roles, kept.version) == ("Phó phòng", roles, 2)


def test_who_no_longer_works_here_can_not_sign_in(administrator: Office, office_folder: Path) -> None:
    save_officer(administrator, replace(known(administrator, "lan"), is_active=False))
    with pytest.raises(SignInError):
        sign_in(administrator, office_folder, "lan", PASSPHRASE)


def test_who_comes_back_gets_a_new_passphrase(administrator: Office, office_folder: Path) -> None:
    save_officer(administrator, replace(known(administrator, "lan"), is_active=False))
    back = replace(known(administrator, "lan"), is_active=True)
    with pytest.raises(InputError) as refused:
        save_officer(administrator, back)
    assert [problem.field for problem in refused.value.problems] == ["passphrase"]
    save_officer(administrator, replace(back, passphrase=SECRET, own_passphrase=PASSPHRASE), cost=QUICK)
    assert sign_in(administrator, office_folder, "lan", SECRET)


def test_every_wrong_field_is_told_at_once(administrator: Office) -> None:
    draft = OfficerDraft(name=" ", login=" ", roles=frozenset({"king"}), passphrase="x", own_passphrase=PASSPHRASE)
    with pytest.raises(InputError) as refused:
        save_officer(administrator, draft)
    assert [problem.field for problem in refused.value.problems] == ["name", "login", "passphrase", "roles"]


def test_a_sign_in_name_is_had_once_and_stays(administrator: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_officer(administrator, replace(NEW, login="LAN"))
    assert [problem.field for problem in refused.value.problems] == ["login"]
    with pytest.raises(InputError) as refused:
        save_officer(administrator, replace(known(administrator, "lan"), login="lan2"))
    assert [problem.field for problem in refused.value.problems] == ["login"]


def test_one_administrator_stays(administrator: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_officer(administrator, replace(known(administrator, "anh"), roles=frozenset({"auditor"})))
    assert [problem.field for problem in refused.value.problems] == ["roles"]
    with pytest.raises(InputError) as refused:
        save_officer(administrator, replace(known(administrator, "anh"), is_active=False))
    assert [problem.field for problem in refused.value.problems] == ["is_active", "roles"]


def test_an_administrator_may_go_when_another_stays(administrator: Office) -> None:
    save_officer(administrator, replace(known(administrator, "mai"), roles=frozenset({"administrator"})))
    save_officer(administrator, replace(known(administrator, "anh"), roles=frozenset({"auditor"})))
    assert known(administrator, "anh").roles == {"auditor"}


def test_a_stale_or_unknown_officer_is_refused(administrator: Office) -> None:
    kept = known(administrator, "lan")
    save_officer(administrator, replace(kept, position="Phó phòng"))
    with pytest.raises(DeskError, match="meantime"):
        save_officer(administrator, kept)
    with pytest.raises(DeskError, match="no longer there"):
        save_officer(administrator, replace(kept, id="no"))


def test_only_the_administrator_saves_officers(office: Office) -> None:
    with pytest.raises(RoleError):
        save_officer(office, NEW, cost=Cost(memory_kib=8, time=1, lanes=1))
