"""A duplicate is found in the window, merged as chosen, and taken apart again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.household_duplicates import duplicates
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.dialogs.household_duplicates import DuplicatesDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.households import HouseholdsPage

OWNER = PersonDraft(name="Lê Thị Hòa", birth="1985", sex="female", id_number="001185012345")
REASONS = {"owner.id_number.duplicate": "x", "tax_code.twin_tax_code": "x", "owner.id_number.twin_owner": "x"}


@pytest.fixture
def ids(office: Office) -> tuple[str, str]:
    """Two records of one household business."""
    first = HouseholdDraft(name="Tạp hóa Hòa", owner=OWNER)
    second = HouseholdDraft(name="Tạp hoá Hoà & con", owner=replace(OWNER, phone="0912345678"), accepted=REASONS)
    return save_household(office, first).id, save_household(office, replace(second, tax_code="0100109106")).id


def opened(page: HouseholdsPage, jobs: Jobs) -> DuplicatesDialog:
    hands.press(page.duplicates_button)
    hands.settle(jobs)
    return page.duplicates


def test_a_duplicate_is_found_merged_and_taken_apart(
    ids: tuple[str, str], office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]
) -> None:
    page = HouseholdsPage(office, jobs)
    show(page)
    page.reload()
    hands.settle(jobs)
    dialog = opened(page, jobs)
    shown = dialog.sides.shown
    assert shown is not None
    kept_id, gone_id = shown.left.id, shown.right.id
    assert {kept_id, gone_id} == set(ids)
    hands.press(dialog.sides.right("name"))
    names = [household(office, one).draft.name for one in (kept_id, gone_id)]
    hands.press(dialog.merge_button)
    hands.press(hands.button(hands.dialog(dialog), "Merge"))
    hands.settle(jobs)
    assert household_ids(office, Query()) == (kept_id,)
    kept = household(office, kept_id).draft
    assert (kept.name, kept.tax_code, kept.owner.phone) == (names[1], "0100109106", "0912345678")
    assert (page.list.chosen_id(), page.form.field("name").value()) == (kept_id, names[1])
    assert dialog.pairs.rowCount() == 0
    dialog.tabs.setCurrentIndex(1)
    hands.pick(dialog.merged, 0)
    hands.press(dialog.apart_button)
    hands.press(hands.button(hands.dialog(dialog), "Take apart"))
    hands.settle(jobs)
    assert set(household_ids(office, Query())) == set(ids)
    assert household(office, kept_id).draft.name == names[0]
    assert (dialog.pairs.rowCount(), dialog.merged.rowCount()) == (1, 0)


def test_two_records_said_to_be_two_are_not_pointed_out_until_asked_again(
    ids: tuple[str, str], office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]
) -> None:
    page = HouseholdsPage(office, jobs)
    show(page)
    dialog = opened(page, jobs)
    hands.press(dialog.two_button)
    hands.settle(jobs)
    assert (dialog.pairs.rowCount(), dialog.distinct.rowCount(), duplicates(office)) == (0, 1, ())
    dialog.tabs.setCurrentIndex(2)
    hands.pick(dialog.distinct, 0)
    hands.press(dialog.again_button)
    hands.settle(jobs)
    assert {duplicates(office)[0].left_id, duplicates(office)[0].right_id} == set(ids)
    assert (dialog.pairs.rowCount(), dialog.distinct.rowCount()) == (1, 0)


def test_who_may_only_read_sees_duplicates_but_merges_nothing(
    ids: tuple[str, str],
    jobs: Jobs,
    as_officer: Callable[[str], Office],
    show: Callable[[QWidget], QWidget],
) -> None:
    page = HouseholdsPage(as_officer("hung"), jobs)
    show(page)
    dialog = opened(page, jobs)
    assert (dialog.pairs.rowCount(), dialog.merge_button.isVisible(), len(ids)) == (1, False, 2)
