"""The recovery sheet: printed, typed back, renewed by a holder of the second key, used when a passphrase is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.office import KEY_FILE, Office, open_keys, set_up, unlock
from hn_desk.actions.recovery_sheet import (
    NewPassphrase,
    NewSheet,
    Recovered,
    check_typed,
    new_sheet,
    open_sheet,
    recover,
    renew_sheet,
    sheet_for,
    sheet_number,
    sheet_state,
    words_of,
)
from hn_desk.actions.sign_in_tries import FREE, TooSoonError, wrong_tries
from hn_desk.errors import DeskError, InputError, RoleError, SignInError
from hn_desk.models.tables import AuditEntry
from hn_desk.office_keys import sheet_id
from hn_desk.scans import read_codes
from tests.actions.conftest import NOW, PASSPHRASE, PLAN, QUICK
from tests.forms.pages import one_line, page_texts

SECRET = "nam bon ba hai mot"
SHEET = new_sheet("Phường Hoàn Kiếm", date(2026, 11, 20), is_training=True)
TYPED = " ".join(SHEET.words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "office"
    set_up(made, PLAN, cost=QUICK, recovery=SHEET.secret, clock=lambda: NOW)
    return made


def opened_by(folder: Path, typed: str = TYPED) -> Recovered:
    return open_sheet(folder, typed, clock=lambda: NOW)


def come_in(folder: Path, name: str) -> str:
    found = opened_by(folder)
    officer = next(one for one in found.officers if one.name == name)
    return recover(folder, found, NewPassphrase(officer.id, SECRET, SECRET), cost=QUICK, clock=lambda: NOW)


def test_the_sheet_shows_its_words_its_number_the_office_and_where_it_lies() -> None:
    text = one_line(SHEET.paper.pdf)
    assert len(page_texts(SHEET.paper.pdf)) == 1
    for number, word in enumerate(SHEET.words, 1):
        assert f"{number}." in text
        assert word in text
    for part in (SHEET.number, "Phường Hoàn Kiếm", "KÉT", "20/11/2026", "hủy tờ cũ", "Người cất vào két"):
        assert part in text


def test_the_qr_types_the_words_for_a_hand_scanner() -> None:
    scanned = read_codes(SHEET.paper.pdf)
    assert " ".join(words_of(SHEET.words)) in scanned
    assert " ".join(words_of(SHEET.words)).isascii()
    check_typed(SHEET, " ".join(words_of(SHEET.words)))


def test_the_sheets_file_and_title_tell_no_word() -> None:
    assert not [word for word in SHEET.words if word in SHEET.paper.name.split("-")]
    assert repr(SHEET).count(SHEET.words[0]) == 0


def test_words_of_another_sheet_are_not_taken_as_typed_back() -> None:
    other = new_sheet("Phường Hoàn Kiếm", date(2026, 11, 20), is_training=True)
    with pytest.raises(DeskError) as refused:
        check_typed(SHEET, " ".join(other.words))
    assert refused.value.reason == "recovery-other"


def test_a_lost_passphrase_is_replaced_and_the_old_one_ends(folder: Path) -> None:
    assert come_in(folder, "Nguyễn Thị Lan") == "lan"
    office = unlock(folder, "lan", SECRET, clock=lambda: NOW)
    assert office.keys.second
    with office.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "recovery.use")).one()
        assert (entry.officer_id, entry.key_id) == (office.officer.id, office.keys.signer.key_id)
    office.close()
    with pytest.raises(SignInError):
        open_keys(folder, "lan", PASSPHRASE, clock=lambda: NOW)


def test_an_administrator_who_comes_by_the_sheet_gets_no_second_key(folder: Path) -> None:
    come_in(folder, "Phạm Quốc Anh")
    assert open_keys(folder, "anh", SECRET).seconds == ()


def test_the_sheet_opens_again_afterwards(folder: Path) -> None:
    come_in(folder, "Nguyễn Thị Lan")
    come_in(folder, "Đỗ Thị Mai")
    assert open_keys(folder, "mai", SECRET).seconds == open_keys(folder, "lan", SECRET).seconds


def test_names_appear_only_for_the_right_words(folder: Path) -> None:
    other = new_sheet("Phường Hoàn Kiếm", date(2026, 11, 20), is_training=True)
    with pytest.raises(SignInError) as refused:
        opened_by(folder, " ".join(other.words))
    assert "Lan" not in str(refused.value)
    assert opened_by(folder).officers[0].name == "Phạm Quốc Anh"


def test_another_sheet_is_counted_and_slows_down_but_a_slip_is_not(folder: Path) -> None:
    with pytest.raises(DeskError):
        opened_by(folder, " ".join(SHEET.words[:-1]))
    assert wrong_tries(folder).count == 0
    for _number in range(FREE):
        other = new_sheet("x", date(2026, 11, 20), is_training=True)
        with pytest.raises(SignInError):
            opened_by(folder, " ".join(other.words))
    with pytest.raises(TooSoonError):
        opened_by(folder)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPassphrase("", SECRET, SECRET), "officer_id"),
        (NewPassphrase("x", "ngan", "ngan"), "passphrase"),
        (NewPassphrase("x", SECRET, SECRET + "x"), "again"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_changed(folder: Path, new: NewPassphrase, field: str) -> None:
    found, before = opened_by(folder), (folder / KEY_FILE).read_bytes()
    with pytest.raises(InputError) as refused:
        recover(folder, found, new, cost=QUICK)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert (folder / KEY_FILE).read_bytes() == before


def renewed(office: Office) -> NewSheet:
    sheet = sheet_for(office)
    renew_sheet(office, sheet, " ".join(sheet.words))
    return sheet


def test_a_holder_renews_the_sheet_and_the_old_one_is_void(folder: Path) -> None:
    office = unlock(folder, "mai", PASSPHRASE, clock=lambda: NOW)
    assert sheet_state(office).number == SHEET.number
    sheet = renewed(office)
    assert sheet_state(office).number == sheet.number != SHEET.number
    office.close()
    with pytest.raises(SignInError) as refused:
        opened_by(folder)
    assert refused.value.reason == "recovery-sheet"
    assert opened_by(folder, " ".join(sheet.words)).opened.seconds == office.keys.seconds


def test_an_office_without_a_sheet_says_so(office: Office) -> None:
    assert sheet_state(office).number == ""
    renewed(office)
    assert sheet_state(office).number


def test_an_administrator_alone_makes_no_sheet(as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(DeskError) as refused:
        sheet_for(as_officer("anh"))
    assert refused.value.reason == "second-key"


def test_a_sheet_counts_only_once_it_is_typed_back(office: Office) -> None:
    sheet = sheet_for(office)
    with pytest.raises(DeskError):
        renew_sheet(office, sheet, " ".join(sheet.words[:-1]))
    assert sheet_state(office).number == ""


def test_the_auditor_makes_no_sheet(office: Office) -> None:
    auditor = replace(office, officer=replace(office.officer, roles=frozenset({"auditor"})))
    with pytest.raises(RoleError):
        sheet_for(auditor)


def test_the_number_is_that_of_the_secret_in_the_file() -> None:
    assert sheet_number(sheet_id(SHEET.secret)) == SHEET.number
    assert len(SHEET.number) == 9
