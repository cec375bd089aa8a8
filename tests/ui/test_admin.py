"""The administration page keeps staff, groups, the words of the papers and keys; the auditor reads the log."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hn_desk.actions.group_changes import change_groups
from hn_desk.actions.group_facts import GroupChange, NewGroup, OldGroup
from hn_desk.actions.households import household
from hn_desk.actions.office import Office, open_keys
from hn_desk.actions.staff import list_groups
from hn_desk.ui import hands
from hn_desk.ui.dialogs.group_change import GroupChangeDialog, GroupEndDialog
from hn_desk.ui.dialogs.group_move import GroupMoveDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_groups import Groups
from hn_desk.ui.pages.admin_keys import REQUEST_NAME, Keys
from hn_desk.ui.pages.admin_log import Log
from hn_desk.ui.pages.admin_office import OfficeWords
from hn_desk.ui.pages.admin_staff import Staff
from hn_desk.ui.pages.admin_workdays import Workdays
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from tests.actions.conftest import PASSPHRASE
from tests.actions.records import add_household
from tests.ui.conftest import Show

NEW_PHRASE = "chin tam bay sau"


@pytest.fixture
def page(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> AdminPage:
    made = AdminPage(as_officer("anh"), jobs)
    jobs.changed.connect(lambda change: made.reload() if made.subjects & change.subjects else None)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def staff(page: AdminPage) -> Staff:
    part = page.part(Staff)
    assert isinstance(part, Staff)
    return part


def names(part: Staff | Groups) -> list[str]:
    return [row.name for row in part.table.rows()]


def save(part: Staff | Groups | OfficeWords, jobs: Jobs) -> None:
    hands.press(hands.button(part, "Save"))
    hands.settle(jobs)


def test_each_tab_is_for_those_who_may(office: Office, page: AdminPage, jobs: Jobs) -> None:
    mine = AdminPage(office, jobs)
    assert [page.tabs.tabText(n) for n in range(page.tabs.count())] == [
        "Officers",
        "Residential groups",
        "Workdays",
        "Papers of the office",
        "Forms",
        "Keys",
        "Second key",
        "Backups",
        "Update",
        "Who may do what",
        "Log",
    ]
    assert [mine.tabs.tabText(n) for n in range(mine.tabs.count())] == ["Residential groups", "Second key"]
    mine.deleteLater()


def test_an_officer_is_added_and_can_sign_in(page: AdminPage, jobs: Jobs, office_folder: Path) -> None:
    part = staff(page)
    hands.press(part.new)
    for name, value in (("name", "Vũ Thị Hoa"), ("login", "hoa"), ("passphrase", NEW_PHRASE), ("again", NEW_PHRASE)):
        hands.fill(part.form, name, value)
    hands.fill(part.form, "own_passphrase", PASSPHRASE)
    hands.fill(part.form, "roles", frozenset({"social"}))
    save(part, jobs)
    assert "Vũ Thị Hoa" in names(part)
    assert open_keys(office_folder, "hoa", NEW_PHRASE)


def test_an_officer_who_left_may_no_longer_sign_in(page: AdminPage, jobs: Jobs) -> None:
    part = staff(page)
    hands.pick(part.table, names(part).index("Đỗ Thị Mai"))
    hands.fill(part.form, "is_active", False)
    save(part, jobs)
    assert [row.is_active for row in part.table.rows() if row.name == "Đỗ Thị Mai"] == [False]


def test_a_row_saved_twice_is_saved_on_its_new_version(page: AdminPage, jobs: Jobs) -> None:
    part = staff(page)
    hands.pick(part.table, names(part).index("Đỗ Thị Mai"))
    for position in ("Văn thư", "Văn thư trưởng"):
        hands.fill(part.form, "position", position)
        save(part, jobs)
        assert not part.form.summary.isVisible()
    assert [row.position for row in part.table.rows() if row.name == "Đỗ Thị Mai"] == ["Văn thư trưởng"]


def test_mistakes_stand_at_their_fields(page: AdminPage, jobs: Jobs) -> None:
    part = staff(page)
    hands.press(part.new)
    save(part, jobs)
    assert part.form.problem_at("name")
    assert part.form.problem_at("login")


def test_two_different_passphrases_are_not_saved(page: AdminPage, jobs: Jobs) -> None:
    part = staff(page)
    hands.press(part.new)
    hands.fill(part.form, "passphrase", NEW_PHRASE)
    save(part, jobs)
    assert part.form.problem_at("again")


def test_another_row_asks_before_typed_things_are_lost(page: AdminPage, jobs: Jobs) -> None:
    part = staff(page)
    hands.pick(part.table, 0)
    hands.fill(part.form, "position", "Đang gõ")
    hands.pick(part.table, 1)
    hands.press(hands.button(hands.dialog(part), "Keep typing"))
    assert part.form.field("position").value() == "Đang gõ"
    assert part.table.currentRow() == 0
    hands.pick(part.table, 1)
    hands.press(hands.button(hands.dialog(part), "Throw it away"))
    assert part.table.currentRow() == 1
    assert not part.is_changed()


def test_a_residential_group_is_added(page: AdminPage, jobs: Jobs) -> None:
    part = page.part(Groups)
    assert isinstance(part, Groups)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    hands.press(part.new)
    hands.fill(part.form, "name", "Tổ dân phố số 77")
    save(part, jobs)
    assert "Tổ dân phố số 77" in names(part)


def test_a_residential_group_is_split_after_a_look_closed_and_opened_again(page: AdminPage, jobs: Jobs) -> None:
    part = page.part(Groups)
    assert isinstance(part, Groups)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    hands.pick(part.table, 0)
    hands.press(part.change_button)
    dialog = hands.dialog(part)
    assert isinstance(dialog, GroupChangeDialog)
    assert len(dialog.form.field("olds").value()) == 1
    hands.fill(dialog.form, "names", "Tổ 1A\nTổ 1B")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    assert dialog.form.problem_at("day")
    hands.fill(dialog.form, "day", "1/7/2026")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    asked = hands.dialog(dialog)
    assert "30/06/2026" in "\n".join(hands.visible_texts(asked))
    hands.press(hands.button(asked, "Split it"))
    hands.settle(jobs)
    part.reload()
    hands.settle(jobs)
    assert {"Tổ 1A", "Tổ 1B"} <= set(names(part))
    hands.pick(part.table, names(part).index("Tổ 1A"))
    hands.press(part.end_button)
    ending = hands.dialog(part)
    assert isinstance(ending, GroupEndDialog)
    hands.fill(ending.form, "last_day", "20/11/2026")
    hands.press(ending.save_button)
    hands.settle(jobs)
    part.reload()
    hands.settle(jobs)
    hands.pick(part.table, names(part).index("Tổ 1A"))
    assert part.end_button.text() == "&Open again…"
    hands.press(part.end_button)
    hands.press(hands.button(hands.dialog(part), "Open it again"))
    hands.settle(jobs)
    part.reload()
    hands.settle(jobs)
    assert part.table.rows()[names(part).index("Tổ 1A")].ended_on is None


def test_households_of_a_split_group_are_given_a_new_one(office: Office, jobs: Jobs, show: Show) -> None:
    shop, old = add_household(office), list_groups(office)[0]
    news = (NewGroup("Tổ 1A"), NewGroup("Tổ 1B"))
    change_groups(office, GroupChange((OldGroup(old.id, old.version),), news, date(2026, 7, 1)))
    part = Groups(office, jobs)
    show(part)
    part.reload()
    hands.settle(jobs)
    hands.pick(part.table, [row.id for row in part.table.rows()].index(old.id))
    hands.press(part.move_button)
    hands.settle(jobs)
    dialog = hands.dialog(part)
    assert isinstance(dialog, GroupMoveDialog)
    group, households = dialog.form.field("group_id"), dialog.form.field("households")
    assert isinstance(group, ChoiceField)
    assert isinstance(households, ChoicesField)
    news_ids = {row.id for row in list_groups(office) if row.name in ("Tổ 1A", "Tổ 1B")}
    assert {code for code in group.codes() if code} == news_ids
    new = group.codes()[-1]
    hands.choose(group, new)
    hands.tick(households, households.codes())
    hands.press(dialog.save_button)
    hands.settle(jobs)
    assert household(office, shop).draft.group_id == new


def test_the_sign_block_is_kept(page: AdminPage, jobs: Jobs) -> None:
    part = page.part(OfficeWords)
    assert isinstance(part, OfficeWords)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    hands.fill(part.form, "sign_for", "KT.")
    hands.fill(part.form, "sign_authority", "CHỦ TỊCH")
    hands.fill(part.form, "approver_title", "PHÓ CHỦ TỊCH")
    hands.fill(part.form, "approver_name", "Trần Văn Hùng")
    save(part, jobs)
    assert not part.form.summary.isVisible()
    assert part.form.field("approver_name").value() == "Trần Văn Hùng"
    hands.fill(part.form, "approver_name", "Trần Hùng")
    save(part, jobs)
    assert not part.form.summary.isVisible()


def test_the_log_is_read_and_searched_without_accents(page: AdminPage, jobs: Jobs) -> None:
    part = page.part(Log)
    assert isinstance(part, Log)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    everything = part.table.rowCount()
    hands.fill(part.form, "text", "nguyen lan")
    hands.settle(jobs)
    assert 0 < part.table.rowCount() <= everything
    hands.fill(part.form, "text", "zzz")
    hands.settle(jobs)
    assert part.table.rowCount() == 0


def test_the_log_is_narrowed_kept_and_proved(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    part = page.part(Log)
    assert isinstance(part, Log)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    everything = part.table.rowCount()
    hands.fill(part.form, "action", "set_up")
    hands.settle(jobs)
    assert 0 < part.table.rowCount() < everything
    part.export_into(tmp_path)
    hands.settle(jobs)
    assert [path.suffix for path in tmp_path.glob("NHAT-KY-*")] == [".xlsx"]
    hands.press(part.check)
    hands.settle(jobs)
    assert "The log is whole" in part.proof.text()


def test_a_request_for_the_city_is_written(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    part = page.part(Keys)
    assert isinstance(part, Keys)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    assert "no key yet" in part.facts.text()
    hands.fill(part.form, "passphrase", NEW_PHRASE)
    hands.fill(part.form, "again", NEW_PHRASE)
    part.make_request(tmp_path)
    hands.settle(jobs)
    assert b"CERTIFICATE REQUEST" in (tmp_path / REQUEST_NAME).read_bytes()
    assert "compare by phone" in part.facts.text()


def test_a_request_that_cant_be_written_is_refused_in_plain_words(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    part = page.part(Keys)
    assert isinstance(part, Keys)
    page.tabs.setCurrentWidget(part)
    hands.fill(part.form, "passphrase", NEW_PHRASE)
    part.make_request(tmp_path)
    assert "differ" in part.form.summary.text()
    hands.fill(part.form, "again", NEW_PHRASE)
    part.make_request(tmp_path / "no such folder")
    hands.settle(jobs)
    assert "no such folder" in part.form.summary.text()


def test_the_request_can_be_copied_again(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    part = page.part(Keys)
    assert isinstance(part, Keys)
    page.tabs.setCurrentWidget(part)
    hands.settle(jobs)
    assert not part.again.isVisible()
    hands.fill(part.form, "passphrase", NEW_PHRASE)
    hands.fill(part.form, "again", NEW_PHRASE)
    part.make_request(tmp_path)
    hands.settle(jobs)
    before = (tmp_path / REQUEST_NAME).read_bytes()
    (tmp_path / "stick").mkdir()
    hands.wait_until(part.again.isVisible)
    part.copy_request(tmp_path / "stick")
    hands.settle(jobs)
    assert (tmp_path / "stick" / REQUEST_NAME).read_bytes() == before


def test_a_file_that_is_no_trust_pack_is_refused(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    part = page.part(Keys)
    assert isinstance(part, Keys)
    page.tabs.setCurrentWidget(part)
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing")
    part.install_trust(tmp_path / "letter.pdf")
    hands.settle(jobs)
    assert part.form.summary.isVisible()
    part.install_trust(tmp_path / "gone.pdf")
    hands.settle(jobs)
    assert "Check that the right file was chosen" in part.form.summary.text()


def test_a_support_bundle_is_written(page: AdminPage, jobs: Jobs, tmp_path: Path) -> None:
    page.write_bundle(tmp_path)
    hands.settle(jobs)
    assert [path.suffix for path in tmp_path.glob("HO-TRO-*")] == [".zip"]


def test_a_day_against_the_calendar_is_entered_and_taken_out(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    made = AdminPage(as_officer("mai"), jobs)
    jobs.changed.connect(lambda change: made.reload() if made.subjects & change.subjects else None)
    show(made)
    part = made.part(Workdays)
    assert isinstance(part, Workdays)
    made.tabs.setCurrentWidget(part)
    made.reload()
    hands.settle(jobs)
    assert "Tết" in " ".join(row.name for row in part.known.rows())
    hands.press(part.new)
    for name, value in (("day", "5/12/2026"), ("kind", "worked"), ("source", "Văn bản 7/UBND-VP")):
        hands.fill(part.form, name, value)
    hands.press(hands.button(part, "Save"))
    hands.settle(jobs)
    assert [(row.day, row.is_worked) for row in part.table.rows()] == [(date(2026, 12, 5), True)]
    hands.pick(part.table, 0)
    hands.press(hands.button(part, "Delete…"))
    hands.press(hands.button(hands.dialog(made), "Delete it"))
    hands.settle(jobs)
    assert part.table.rows() == ()
