"""What was typed is there again after a crash, exactly; saved, thrown away or another's, it is not."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from hn_desk import files
from hn_desk.actions.contacts import save_contact
from hn_desk.actions.drafts import keep_drafts
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import unlock
from hn_desk.actions.people import PersonDraft
from hn_desk.drafts import SUFFIX, Draft
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.households import HouseholdsPage
from tests.actions import credit_samples as samples
from tests.actions.conftest import NOW, PASSPHRASE
from tests.ui.windows import Windows, crashed, jobs_of, keep, settle, sign_in

AT = "2026-11-20T03:00:00Z"
TYPED = {
    "name": "Phở Hạnh – Đặng",
    "owner.name": "Nguyễn Thị Hạnh",
    "owner.id_number": "00118801",
    "registered_on": "31/2/20",
    "capital": "2 tỷ rư",
    "note": "dòng một\ndòng hai",
    "owner.sex": "female",
}


@pytest.fixture
def windows(qapp: object) -> Iterator[Windows]:
    made = Windows()
    yield made
    made.shut()


def households(desk: Desk) -> HouseholdsPage:
    desk.go("households")
    hands.settle(jobs_of(desk))
    page = desk.page("households")
    assert isinstance(page, HouseholdsPage)
    return page


def type_new(desk: Desk) -> HouseholdsPage:
    page = households(desk)
    hands.press(page.new_button)
    for name, value in TYPED.items():
        hands.fill(page.form, name, value)
    return page


def reopen(desk: Desk) -> None:
    hands.press(hands.button(desk.drafts.bar, "Reopen"))
    hands.settle(jobs_of(desk))
    keep(desk)


def press_in_dialog(desk: Desk, name: str) -> None:
    button: Any = hands.dialog(desk).findChild(QPushButton, name)
    hands.press(button)
    settle_window(desk)


def settle_window(desk: Desk) -> None:
    window = desk.window()
    assert isinstance(window, MainWindow)
    settle(window)


def kept_household(folder: Path) -> str:
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    owner = PersonDraft(name="Trần Văn Bảy", birth="1970")
    id_ = save_household(office, HouseholdDraft(name="Bún Bảy", owner=owner)).id
    office.close()
    return id_


def test_after_a_crash_everything_typed_stands_there_again(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    page = type_new(desk)
    typed = page.form.unsaved()
    assert {"capital", "registered_on", "owner.id_number"} <= set(typed)
    keep(desk)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "Phở Hạnh – Đặng" in again.drafts.bar.text()
    reopen(again)
    restored = households(again)
    assert again.shown() == "households"
    assert restored.form.unsaved() == typed
    assert restored.form.field("capital").raw() == page.form.field("capital").raw()
    assert restored.form.is_changed()
    assert again.drafts.bar.text() == ""


def test_what_was_reopened_is_saved_like_anything_typed_and_is_offered_no_more(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    again = windows.open(image, "lan")
    reopen(again)
    page = households(again)
    for name, value in (("owner.id_number", ""), ("registered_on", "1/2/2024"), ("capital", "2 tỷ rưỡi")):
        hands.fill(page.form, name, value)
    hands.fill(page.form, "address", "Số 1")
    hands.press(page.save_button)
    settle_window(again)
    assert not page.form.is_changed(), page.form.summary.text()
    third = windows.open(crashed(image, tmp_path / "third"), "lan")
    assert third.drafts.bar.text() == ""
    assert households(third).list.rows.rowCount() == 1


def test_a_draft_of_a_contact_finds_its_household_and_its_contact(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    id_ = kept_household(office_folder)
    office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    save_contact(office, ContactDraft(household_id=id_, day=NOW.date(), way="home", said="lần một"))
    contact = household(office, id_).contacts[0].draft.id
    office.close()
    desk = windows.open(office_folder, "lan")
    page = households(desk)
    page.open_record(id_)
    hands.settle(jobs_of(desk))
    page.tabs.setCurrentWidget(page.contacts)
    hands.pick(page.contacts.table, 0)
    hands.fill(page.contacts.form, "said", "lần một, chị ấy đồng ý")
    keep(desk)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    reopen(again)
    restored = households(again)
    assert restored.tabs.currentWidget() is restored.contacts
    assert restored.contacts.place() == contact
    assert restored.contacts.form.unsaved() == {"said": "lần một, chị ấy đồng ý"}


def test_what_another_changed_meanwhile_is_said_and_kept_where_the_draft_says_nothing(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    id_ = kept_household(office_folder)
    desk = windows.open(office_folder, "lan")
    page = households(desk)
    page.open_record(id_)
    hands.settle(jobs_of(desk))
    hands.fill(page.form, "note", "gọi lại")
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    change_address(image, id_, "Số 99")
    again = windows.open(image, "lan")
    reopen(again)
    restored = households(again)
    assert restored.form.field("address").value() == "Số 99"
    assert restored.form.unsaved() == {"note": "gọi lại"}
    assert "Address" in again.drafts.bar.text()


def test_what_had_been_saved_already_is_no_draft_any_more(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    id_ = kept_household(office_folder)
    desk = windows.open(office_folder, "lan")
    page = households(desk)
    page.open_record(id_)
    hands.settle(jobs_of(desk))
    hands.fill(page.form, "address", "Số 99")
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    change_address(image, id_, "Số 99")
    again = windows.open(image, "lan")
    reopen(again)
    assert not households(again).form.is_changed()
    assert again.drafts.bar.text() == ""


def change_address(folder: Path, id_: str, address: str) -> None:
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    save_household(office, replace(household(office, id_).draft, address=address))
    office.close()


def test_a_draft_whose_record_is_gone_stays_and_says_so(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    before = crashed(office_folder, tmp_path / "before")
    id_ = kept_household(office_folder)
    desk = windows.open(office_folder, "lan")
    page = households(desk)
    page.open_record(id_)
    hands.settle(jobs_of(desk))
    hands.fill(page.form, "note", "gọi lại")
    keep(desk)
    for file in office_folder.glob(f"*{SUFFIX}"):
        (before / file.name).write_bytes(file.read_bytes())
    again = windows.open(before, "lan")
    reopen(again)
    assert "can't be opened any more" in again.drafts.bar.text()
    assert hands.button(again.drafts.bar, "Throw it away").isEnabled()


def test_another_officer_is_offered_nothing(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    assert windows.open(image, "mai").drafts.bar.text() == ""


def test_thrown_away_it_is_gone_after_the_next_crash_too(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    again = windows.open(image, "lan")
    hands.press(hands.button(again.drafts.bar, "Throw it away"))
    press_in_dialog(again, "yes")
    keep(again)
    assert again.drafts.bar.text() == ""
    assert windows.open(crashed(image, tmp_path / "third"), "lan").drafts.bar.text() == ""


def test_put_off_it_is_offered_again_at_the_next_sign_in(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    again = windows.open(image, "lan")
    hands.press(hands.button(again.drafts.bar, "Later"))
    assert again.drafts.bar.text() == ""
    hands.fill(type_new(again).form, "name", "Một nháp khác")
    keep(again)
    assert "2 drafts" in windows.open(crashed(image, tmp_path / "third"), "lan").drafts.bar.text()


def test_signing_out_may_keep_what_is_typed_for_the_next_time(windows: Windows, office_folder: Path) -> None:
    desk = windows.open(office_folder, "lan")
    typed = type_new(desk).form.unsaved()
    hands.press(hands.button(desk, "Sign out"))
    window = desk.window()
    assert isinstance(window, MainWindow)
    press_in_dialog(desk, "other")
    hands.settle(window.jobs)
    again = sign_in(window, "lan")
    reopen(again)
    assert households(again).form.unsaved() == typed


def test_thrown_away_at_signing_out_nothing_is_offered(windows: Windows, office_folder: Path) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    hands.press(hands.button(desk, "Sign out"))
    window = desk.window()
    assert isinstance(window, MainWindow)
    press_in_dialog(desk, "yes")
    hands.settle(window.jobs)
    assert sign_in(window, "lan").drafts.bar.text() == ""


def test_a_locked_desk_that_loses_its_power_has_kept_what_was_typed(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    hands.press(hands.button(desk, "Lock"))
    hands.wait_until(lambda: any(office_folder.glob(f"*{SUFFIX}")))
    hands.settle(desk.drafts.jobs)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "Phở Hạnh" in again.drafts.bar.text()


def test_on_the_way_to_a_restore_what_is_typed_is_kept(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    window = desk.window()
    assert isinstance(window, MainWindow)
    window.problems.restore_wanted.emit()
    hands.settle(window.jobs)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "Phở Hạnh" in again.drafts.bar.text()


def test_leaving_a_field_keeps_it_without_waiting_for_the_clock(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    desk.drafts._timer.stop()
    page = households(desk)
    hands.press(page.new_button)
    hands.fill(page.form, "name", "Chỉ một chữ")
    hands.wait_until(lambda: any(office_folder.glob(f"*{SUFFIX}")))
    hands.settle(desk.drafts.jobs)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "Chỉ một chữ" in again.drafts.bar.text()


def test_a_damaged_file_costs_its_drafts_only_and_is_said(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    type_new(desk)
    keep(desk)
    image = crashed(office_folder, tmp_path / "after")
    (file,) = image.glob(f"*{SUFFIX}")
    file.write_bytes(file.read_bytes()[:100])
    again = windows.open(image, "lan")
    assert "damaged" in again.drafts.bar.text()
    hands.press(hands.button(again.drafts.bar, "Close"))
    type_new(again)
    keep(again)
    assert "Phở Hạnh" in windows.open(crashed(image, tmp_path / "third"), "lan").drafts.bar.text()


def test_when_drafts_cannot_be_written_it_is_said_once_and_saving_goes_on(
    windows: Windows, office_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = windows.open(office_folder, "lan")
    said: list[str] = []
    desk.said.connect(lambda sentence: said.append(sentence) if sentence else None)
    fill_the_disk_for(SUFFIX, monkeypatch)
    page = type_new(desk)
    for _again in range(3):
        keep(desk)
    assert len([sentence for sentence in said if "disk is full" in sentence]) == 1
    window = desk.window()
    assert isinstance(window, MainWindow)
    assert not window.problems.isVisible()
    for name, value in (("owner.id_number", ""), ("registered_on", ""), ("capital", "")):
        hands.fill(page.form, name, value)
    hands.press(page.save_button)
    settle_window(desk)
    assert not page.form.is_changed(), page.form.summary.text()
    monkeypatch.undo()


def fill_the_disk_for(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every write of a file with this suffix fail as a full disk does, at the call of the system."""
    write = files._write

    def full(path: Path, data: Any, check: Any) -> None:
        if path.name.endswith(suffix):
            raise files.writing_problem(OSError(errno.ENOSPC, "full"), path)
        write(path, data, check)

    monkeypatch.setattr(files, "_write", full)


CHILD = """
import sys
from pathlib import Path
from hn_desk.i18n import use_language
from hn_desk.ui import application, hands
use_language("en")
application.start()
from tests.ui.test_draft_keeping import type_new
from tests.ui.windows import Windows, keep
windows = Windows()
desk = windows.open(Path(sys.argv[1]), "lan")
page = type_new(desk)
hands.wait_until(lambda: desk.drafts._kept != () and desk.drafts._kept[0].typed == page.form.unsaved())
print("typed", flush=True)
hands.wait_until(lambda: False, 60)
"""


def test_a_process_that_was_killed_loses_nothing_typed_more_than_seconds_before(
    windows: Windows, office_folder: Path
) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(office_folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "typed"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    desk = windows.open(office_folder, "lan")
    reopen(desk)
    page = households(desk)
    assert page.form.field("owner.name").value() == TYPED["owner.name"]
    assert page.form.field("registered_on").raw() == TYPED["registered_on"]
    assert page.form.field("note").raw() == TYPED["note"]
    assert desk.drafts.bar.text() == ""


def left(folder: Path, login: str, **changed: Any) -> None:
    """Let an officer have left a draft."""
    office = unlock(folder, login, PASSPHRASE, clock=lambda: NOW)
    draft = Draft("households", (("ListWithForm", "+"),), "Phở Hạnh", AT, {"name": "Phở Hạnh"}, {"name": ""}, {})
    keep_drafts(office, (replace(draft, **changed),))
    office.close()


def test_an_old_draft_is_offered_with_its_age_and_never_taken_away_unasked(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    left(office_folder, "lan", at="2020-01-02T03:00:00Z")
    desk = windows.open(office_folder, "lan")
    keep(desk)
    assert "older than 30 days" in desk.drafts.bar.text()
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "older than 30 days" in again.drafts.bar.text()


def test_a_draft_of_a_page_no_longer_seen_can_only_be_thrown_away_or_put_off(
    windows: Windows, office_folder: Path
) -> None:
    left(office_folder, "anh", page="credit")
    desk = windows.open(office_folder, "anh")
    shown = [text for text in hands.visible_texts(desk.drafts.bar) if text in ("Reopen", "Throw it away", "Later")]
    assert shown == ["Throw it away", "Later"]


def test_a_record_that_is_locked_now_takes_no_draft(windows: Windows, office_folder: Path, tmp_path: Path) -> None:
    office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    id_ = samples.presented(office).id
    office.close()
    places = (("Applications", f"gqvl person + {id_}"), ("ListWithForm", id_))
    typed, before = {"amount": "90 triệu"}, {"amount": "80 triệu", "term_months": "60"}
    left(office_folder, "lan", page="credit", places=places, typed=typed, before=before)
    desk = windows.open(office_folder, "lan")
    reopen(desk)
    assert "can't be changed any more" in desk.drafts.bar.text()
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    assert "Phở Hạnh" in again.drafts.bar.text()


def test_a_reason_that_was_typed_comes_back_with_its_warning(
    windows: Windows, office_folder: Path, tmp_path: Path
) -> None:
    desk = windows.open(office_folder, "lan")
    page = type_new(desk)
    odd = {"owner.birth": "31/12/1988", "owner.id_number": "001088012345", "registered_on": "", "capital": ""}
    for name, value in odd.items():
        hands.fill(page.form, name, value)
    hands.press(page.save_button)
    settle_window(desk)
    (code,) = page.form.summary.codes()
    hands.type_text(page.form.summary.reason_line(code), "Đã xem thẻ gốc")
    keep(desk)
    again = windows.open(crashed(office_folder, tmp_path / "after"), "lan")
    reopen(again)
    assert households(again).form.accepted() == {code: "Đã xem thẻ gốc"}


def test_one_draft_waits_until_what_is_typed_on_its_page_is_saved(windows: Windows, office_folder: Path) -> None:
    left(office_folder, "lan")
    desk = windows.open(office_folder, "lan")
    page = type_new(desk)
    typed = page.form.unsaved()
    reopen(desk)
    assert "First save" in desk.drafts.bar.text()
    assert page.form.unsaved() == typed


def test_nothing_is_written_for_an_officer_who_types_nothing(windows: Windows, office_folder: Path) -> None:
    desk = windows.open(office_folder, "lan")
    households(desk)
    keep(desk)
    assert not list(office_folder.glob(f"*{SUFFIX}"))
