"""Drafts belong to who typed them; a damaged file is put aside with a plain sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hn_desk import drafts as files
from hn_desk.actions.drafts import draft_plan, is_old, keep_drafts, kept_drafts
from hn_desk.actions.key_change import change_keys
from hn_desk.actions.office import Office, unlock
from hn_desk.drafts import SUFFIX, Draft, Shelf
from hn_desk.models.tables import Erasure
from tests.actions.conftest import NOW, PASSPHRASE, STAFF

DRAFT = Draft("households", (), "Phở Hạnh", "2026-11-20T03:00:00Z", {"name": "Phở Hạnh"}, {"name": ""}, {})


def test_what_is_kept_is_found_again(office: Office) -> None:
    assert kept_drafts(office).drafts == ()
    keep_drafts(office, (DRAFT,))
    assert kept_drafts(office).drafts == (DRAFT,)
    keep_drafts(office, ())
    assert kept_drafts(office).drafts == ()


def test_another_officer_never_sees_them(office: Office, as_officer: Callable[[str], Office]) -> None:
    keep_drafts(office, (DRAFT,))
    for login in ("hung", "mai", "anh"):
        assert kept_drafts(as_officer(login)).drafts == ()


def test_a_damaged_file_is_put_aside_and_said(office: Office) -> None:
    keep_drafts(office, (DRAFT,))
    (file,) = office.folder.glob(f"*{SUFFIX}")
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    found = kept_drafts(office)
    assert found.drafts == ()
    assert found.problem is not None
    assert found.problem.do
    assert not file.exists()
    assert len(list(office.folder.glob("*.aside"))) == 1
    assert kept_drafts(office).problem is None


def test_everybodys_drafts_outlive_a_change_of_the_keys(
    office: Office, office_folder: Path, as_officer: Callable[[str], Office]
) -> None:
    drafts = {officer.login: (replace(DRAFT, name=officer.login),) for officer in STAFF}
    for login, kept in drafts.items():
        keep_drafts(as_officer(login), kept)
    before = {file.name: file.read_bytes() for file in office_folder.glob(f"*{SUFFIX}")}
    change_keys(as_officer("mai"), PASSPHRASE)
    for login, kept in sorted(drafts.items()):
        again = unlock(office_folder, login, PASSPHRASE, clock=lambda: NOW)
        assert kept_drafts(again).drafts == kept
        again.close()
    assert len(before) == len(STAFF)
    assert all((office_folder / name).read_bytes() != data for name, data in before.items())


def test_a_draft_is_old_after_the_days_in_the_plan() -> None:
    days = draft_plan().old_after_days
    assert not is_old(DRAFT, NOW + timedelta(days=days))
    assert is_old(DRAFT, NOW + timedelta(days=days, seconds=1))


def test_a_draft_over_an_erased_record_is_deleted(office: Office) -> None:
    standing = replace(DRAFT, places=(("Applications", "qd08 person - 1b9d"),))
    erased = replace(DRAFT, places=(("Applications", "qd08 person - 7c04"),))
    keep_drafts(office, (standing, erased))
    with office.write() as session:
        session.add(Erasure(subject="applications", record_id="7c04", at="2026-11-20T03:00:00Z"))
    assert kept_drafts(office).drafts == (standing,)
    assert files.kept(Shelf(office.folder, office.officer.id, *shelf_keys(office))) == (standing,)


def shelf_keys(office: Office) -> tuple[bytes, tuple[bytes, ...], tuple[bytes, ...]]:
    keys = office.keys
    return keys.master, keys.database_keys, keys.seconds
