"""The first run asks for all an office needs, checks each step, and makes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import is_set_up, open_keys
from hn_desk.actions.opening import load_keys
from hn_desk.errors import DeskError
from hn_desk.office_keys import open_recovery
from hn_desk.ui import hands
from hn_desk.ui.dialogs.first_run import FirstRun
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.search_choice import SearchChoice
from tests.ui.conftest import Show

PHRASE = "mot hai ba bon nam"


@pytest.fixture
def wizard(tmp_path: Path, jobs: Jobs, show: Show) -> Iterator[FirstRun]:
    made = FirstRun(tmp_path / "office", jobs)
    show(made)
    hands.settle(jobs)
    yield made
    hands.settle(jobs)


def choose_office(wizard: FirstRun) -> None:
    field = wizard.office.field("office_code")
    assert isinstance(field, SearchChoice)
    hands.choose_found(field, "hoan kiem")
    hands.fill(wizard.office, "environment", "training")
    hands.press(hands.button(wizard, "Next"))


def type_officer(wizard: FirstRun, name: str, login: str, roles: set[str], again: str = PHRASE) -> None:
    form = wizard.officers.form
    for field, value in (("name", name), ("login", login), ("passphrase", PHRASE), ("again", again)):
        hands.fill(form, field, value)
    hands.fill(form, "roles", frozenset(roles))


def type_staff(wizard: FirstRun) -> None:
    type_officer(wizard, "Nguyễn Thị Lan", "lan", {"economy", "social"})
    hands.press(hands.button(wizard, "Take this officer"))
    type_officer(wizard, "Trần Văn Hùng", "hung", {"approver", "administrator"})
    hands.press(hands.button(wizard, "Next"))


def type_sheet(wizard: FirstRun, jobs: Jobs) -> bytes:
    """Go on to the sheet, type its words back, go on; the sheet's secret."""
    hands.press(hands.button(wizard, "Next"))
    hands.settle(jobs)
    sheet = wizard.sheet.sheet
    assert sheet is not None
    hands.type_text(wizard.sheet.field("typed"), " ".join(sheet.words))
    hands.press(hands.button(wizard, "Next"))
    return sheet.secret


def test_an_office_is_made_from_what_was_typed(wizard: FirstRun, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    choose_office(wizard)
    type_staff(wizard)
    hands.fill(wizard.groups, "groups", "Tổ dân phố số 1\n\nTổ dân phố số 2")
    secret = type_sheet(wizard, jobs)
    assert wizard.steps.currentIndex() == 4
    with qtbot.waitSignal(wizard.made, timeout=30_000) as said:
        hands.press(hands.button(wizard, "Make the office"))
    assert said.args == ["lan"]
    assert is_set_up(tmp_path / "office")
    keys = open_keys(tmp_path / "office", "hung", PHRASE)
    assert open_recovery(load_keys(tmp_path / "office"), secret).master == keys.master


def test_the_office_is_not_made_before_the_whole_sheet_was_typed_back(wizard: FirstRun, jobs: Jobs) -> None:
    choose_office(wizard)
    type_staff(wizard)
    hands.fill(wizard.groups, "groups", "Tổ dân phố số 1")
    hands.press(hands.button(wizard, "Next"))
    hands.settle(jobs)
    assert wizard.sheet.sheet is not None
    words = wizard.sheet.sheet.words
    for typed in ("", " ".join(words[:-1]), " ".join((*words[:-1], words[0]))):
        hands.type_text(wizard.sheet.field("typed"), typed)
        hands.press(hands.button(wizard, "Next"))
        assert wizard.steps.currentIndex() == 3
        assert wizard.sheet.summary.isVisible()
    hands.press(hands.button(wizard, "Back"))
    hands.press(hands.button(wizard, "Next"))
    hands.settle(jobs)
    assert wizard.sheet.sheet.words == words


def test_the_sheet_is_shown_and_saved_only_where_the_clerk_says(wizard: FirstRun, jobs: Jobs, tmp_path: Path) -> None:
    choose_office(wizard)
    type_staff(wizard)
    hands.fill(wizard.groups, "groups", "Tổ dân phố số 1")
    hands.press(hands.button(wizard, "Next"))
    hands.settle(jobs)
    before = sorted(tmp_path.rglob("*"))
    hands.press(wizard.sheet.show_button)
    preview = hands.dialog(wizard)
    assert isinstance(preview, PreviewDialog)
    assert sorted(tmp_path.rglob("*")) == before
    preview.save_into(tmp_path)
    assert (tmp_path / preview.paper.name).read_bytes() == preview.paper.pdf
    preview.close()


def test_the_summary_says_what_will_be_made(wizard: FirstRun, jobs: Jobs) -> None:
    choose_office(wizard)
    type_staff(wizard)
    hands.fill(wizard.groups, "groups", "Tổ dân phố số 1\nTổ dân phố số 2")
    type_sheet(wizard, jobs)
    told = "\n".join(hands.visible_texts(wizard))
    for part in ("Phường Hoàn Kiếm (00070)", "For training", "Trần Văn Hùng (hung)", "Residential groups: 2"):
        assert part in told


def test_a_step_that_is_not_finished_says_what_is_missing(wizard: FirstRun) -> None:
    hands.press(hands.button(wizard, "Next"))
    assert wizard.steps.currentIndex() == 0
    assert wizard.office.problem_at("office_code")
    assert wizard.office.problem_at("environment")


def test_two_different_passphrases_are_not_taken(wizard: FirstRun) -> None:
    choose_office(wizard)
    type_officer(wizard, "Nguyễn Thị Lan", "lan", {"economy"}, again="mot hai ba bon sau")
    hands.press(hands.button(wizard, "Take this officer"))
    assert wizard.officers.form.problem_at("again")
    assert wizard.officers.all() == ()


def test_an_office_without_another_approver_is_not_made(wizard: FirstRun) -> None:
    choose_office(wizard)
    type_officer(wizard, "Nguyễn Thị Lan", "lan", {"economy", "approver", "administrator"})
    hands.press(hands.button(wizard, "Next"))
    assert wizard.steps.currentIndex() == 1
    assert "another officer" in wizard.officers.form.summary.text()


def test_an_officer_can_be_mended_and_removed(wizard: FirstRun) -> None:
    choose_office(wizard)
    type_officer(wizard, "Nguyễn Thị Lan", "lan", {"economy"})
    hands.press(hands.button(wizard, "Take this officer"))
    hands.pick(wizard.officers.table, 0)
    hands.fill(wizard.officers.form, "name", "Nguyễn Thị Làn")
    hands.press(hands.button(wizard, "Take this officer"))
    assert [officer.name for officer in wizard.officers.all()] == ["Nguyễn Thị Làn"]
    hands.pick(wizard.officers.table, 0)
    hands.press(wizard.officers.remove)
    assert wizard.officers.all() == ()


def test_going_to_another_officer_asks_before_typed_things_are_lost(wizard: FirstRun) -> None:
    choose_office(wizard)
    type_officer(wizard, "Nguyễn Thị Lan", "lan", {"economy"})
    hands.press(hands.button(wizard, "Take this officer"))
    hands.fill(wizard.officers.form, "name", "Đang gõ")
    hands.pick(wizard.officers.table, 0)
    hands.press(hands.button(hands.dialog(wizard), "Throw it away"))
    assert wizard.officers.form.field("name").value() == "Nguyễn Thị Lan"


def test_going_back_keeps_what_was_typed(wizard: FirstRun) -> None:
    choose_office(wizard)
    hands.press(hands.button(wizard, "Back"))
    field = wizard.office.field("office_code")
    assert isinstance(field, SearchChoice)
    assert field.words() == "Phường Hoàn Kiếm"


def test_a_folder_that_is_taken_is_refused_at_the_last_step(wizard: FirstRun, jobs: Jobs, tmp_path: Path) -> None:
    choose_office(wizard)
    type_staff(wizard)
    hands.fill(wizard.groups, "groups", "Tổ dân phố số 1")
    type_sheet(wizard, jobs)
    (tmp_path / "office").write_text("a file in the way")
    hands.press(hands.button(wizard, "Make the office"))
    hands.settle(jobs)
    assert wizard.summary.summary.isVisible()
    assert hands.button(wizard, "Make the office").isEnabled()


def test_a_refusal_goes_to_the_step_it_is_about(wizard: FirstRun, jobs: Jobs) -> None:
    wizard._refused(DeskError("The disk is full."))
    assert wizard.steps.currentIndex() == 4


def test_the_place_is_told_and_a_bad_one_keeps_the_office_from_being_begun(
    jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    good = FirstRun(tmp_path / "office", jobs)
    show(good)
    hands.settle(jobs)
    assert f"The data will lie in {tmp_path / 'office'}" in " ".join(hands.visible_texts(good))

    bad = FirstRun(tmp_path / "OneDrive" / "office", jobs)
    show(bad)
    hands.settle(jobs)
    choose_office(bad)
    hands.settle(jobs)
    assert bad.steps.currentIndex() == 0
    assert "a cloud service copies" in " ".join(hands.visible_texts(bad.office.summary))


def test_the_printer_is_tried_before_the_sheet(wizard: FirstRun, jobs: Jobs) -> None:
    hands.press(hands.button(wizard, "Print a test page…"))
    hands.settle(jobs)
    dialog = hands.dialog(wizard)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.page_count() == 1
    dialog.close()
