"""Setting an office up, signing in and out, being refused, and what is left when it goes wrong."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office, is_set_up, set_up, stamp, unlock
from hn_desk.actions.set_up import NewOfficer, SetUp, passphrase_problem
from hn_desk.errors import InputError, RoleError, SignInError, StorageError
from hn_desk.models.tables import AuditEntry, OfficeRow, OfficerRow, ResidentialGroup
from tests.actions.conftest import NOW, PASSPHRASE, PLAN, QUICK, STAFF


def problems_of(plan: SetUp, folder: Path) -> set[tuple[str, int | None]]:
    with pytest.raises(InputError) as refused:
        set_up(folder, plan, cost=QUICK, clock=lambda: NOW)
    assert not is_set_up(folder)
    return {(problem.field, problem.row) for problem in refused.value.problems}


def test_an_office_is_made_with_its_staff_and_groups(office: Office) -> None:
    with office.database.read() as session:
        row = session.scalars(select(OfficeRow)).one()
        officers = session.scalars(select(OfficerRow.name).order_by(OfficerRow.sort_key)).all()
        groups = session.scalars(select(ResidentialGroup.name).order_by(ResidentialGroup.sort_key)).all()
    assert (row.code, row.name, row.environment, row.epoch) == ("00070", "Hoàn Kiếm", "training", 1)
    assert list(officers) == ["Phạm Quốc Anh", "Trần Văn Hùng", "Nguyễn Thị Lan", "Đỗ Thị Mai"]
    assert list(groups)[:2] == ["Tổ dân phố số 1", "Tổ dân phố số 2"]


def test_signing_in_is_logged(office: Office) -> None:
    with office.database.read() as session:
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()[-1] == "sign_in"


@pytest.mark.parametrize(("login", "passphrase"), [("lan", "sai mat khau roi nhe"), ("nobody", PASSPHRASE)])
def test_a_wrong_passphrase_and_an_unknown_login_are_refused_alike(
    office_folder: Path, login: str, passphrase: str
) -> None:
    with pytest.raises(SignInError) as refused:
        unlock(office_folder, login, passphrase, clock=lambda: NOW)
    assert refused.value.reason == "passphrase"


def test_the_passphrase_may_be_typed_decomposed(office_folder: Path) -> None:
    composed = "mật khẩu có dấu"
    folder = office_folder.parent / "other"
    set_up(folder, replace(PLAN, officers=(replace(STAFF[0], passphrase=composed), *STAFF[1:])), cost=QUICK)
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    unlock(folder, "lan", decomposed).close()


def test_the_login_does_not_mind_capitals_and_accents(office_folder: Path) -> None:
    unlock(office_folder, "LÁN", PASSPHRASE, clock=lambda: NOW).close()


def test_one_who_left_can_no_longer_sign_in(office_folder: Path, office: Office) -> None:
    with office.write() as session:
        session.scalars(select(OfficerRow).where(OfficerRow.login == "mai")).one().is_active = False
    office.close()
    with pytest.raises(SignInError) as refused:
        unlock(office_folder, "mai", PASSPHRASE, clock=lambda: NOW)
    assert refused.value.reason == "inactive"


def test_a_role_that_may_not_is_refused_and_logged(as_officer: Callable[[str], Office]) -> None:
    approver = as_officer("hung")
    with pytest.raises(RoleError):
        approver.require("staff.write")
    with approver.database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
    assert (last.action, last.officer_id, last.content) == ("denied", approver.officer.id, {"action": "staff.write"})


def test_every_wrong_field_is_named_at_once(tmp_path: Path) -> None:
    staff = (NewOfficer("", "", "ngan", frozenset()), *STAFF[:1])
    found = problems_of(SetUp("99999", "play", staff, ("  ",)), tmp_path / "new")
    assert {("office_code", None), ("environment", None), ("groups", None), ("roles", None)} <= found
    assert {("name", 0), ("login", 0), ("passphrase", 0), ("roles", 0)} <= found


def test_an_office_without_officers_is_refused(tmp_path: Path) -> None:
    assert ("officers", None) in problems_of(replace(PLAN, officers=()), tmp_path / "new")


def test_two_officers_with_one_login_are_refused(tmp_path: Path) -> None:
    staff = (*STAFF, replace(STAFF[0], name="Người khác", login="Lan"))
    assert ("login", 4) in problems_of(replace(PLAN, officers=staff), tmp_path / "new")


@pytest.mark.parametrize("passphrase", ["twelve chars", "mot hai ba bo", "an ba ca da"])
def test_a_long_passphrase_or_four_words_will_do(passphrase: str) -> None:
    assert passphrase_problem(passphrase) == ""


@pytest.mark.parametrize("passphrase", ["ngan qua", "1 2 3 4"])
def test_a_short_passphrase_will_not_do(passphrase: str) -> None:
    assert passphrase_problem(passphrase)


def test_a_folder_that_holds_an_office_is_left_alone(office_folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in office_folder.iterdir() if path.is_file()}
    with pytest.raises(StorageError) as refused:
        set_up(office_folder, PLAN, cost=QUICK)
    assert refused.value.reason == "exists"
    assert {path.name: path.read_bytes() for path in office_folder.iterdir() if path.is_file()} == before


def test_a_set_up_that_was_cut_off_can_be_done_again_and_loses_nothing(office_folder: Path) -> None:
    (office_folder / KEY_FILE).unlink()
    left = (office_folder / DATABASE_FILE).read_bytes()
    set_up(office_folder, PLAN, cost=QUICK, clock=lambda: NOW)
    aside = [path for path in office_folder.iterdir() if path.name.endswith(".aside")]
    assert left in [path.read_bytes() for path in aside]
    unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW).close()


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as refused:
        set_up(tmp_path / "file" / "office", PLAN, cost=QUICK)
    assert refused.value.reason == "read-only"


def test_a_moment_is_kept_in_utc() -> None:
    assert stamp(datetime(2026, 11, 20, 3, 4, 5, 678, tzinfo=UTC)) == "2026-11-20T03:04:05Z"
