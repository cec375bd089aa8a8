"""The head of office deletes what is due, keeps the register of requests and drafts a breach notice, in the window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_rights import Rights
from hn_desk.ui.widgets.search_choice import SearchChoice

LATE = date(2032, 1, 5)


@pytest.fixture
def part(office: Office, as_officer: Callable[[str], Office], jobs: Jobs, qtbot: QtBot) -> Iterator[Rights]:
    save_household(office, HouseholdDraft(name="Quán Vân", owner=PersonDraft(name="Vũ An"), status="closed"))
    moment = datetime(LATE.year, LATE.month, LATE.day, 3, tzinfo=office.clock().tzinfo)
    page = AdminPage(replace(as_officer("mai"), clock=lambda: moment), jobs)
    qtbot.addWidget(page)
    page.show()
    found = page.part(Rights)
    assert isinstance(found, Rights)
    page.tabs.setCurrentWidget(found)
    page.reload()
    hands.settle(jobs)
    yield found
    page.close()


def test_what_is_due_is_chosen_asked_about_and_deleted(part: Rights, jobs: Jobs) -> None:
    assert [row.name for row in part.due.rows()] == ["Quán Vân"]
    part.due.selectAll()
    hands.press(part.delete)
    hands.press(hands.button(hands.dialog(part), "Delete for good"))
    hands.settle(jobs)
    assert part.due.rows() == ()


def test_keeping_is_the_safe_answer(part: Rights, jobs: Jobs) -> None:
    part.due.selectAll()
    hands.press(part.delete)
    hands.press(hands.button(hands.dialog(part), "Keep them"))
    hands.settle(jobs)
    assert len(part.due.rows()) == 1


def test_a_request_is_entered_answered_and_the_data_handed_out(part: Rights, jobs: Jobs, tmp_path: Path) -> None:
    person = part.form.field("person_id")
    assert isinstance(person, SearchChoice)
    hands.choose_found(person, "vu an")
    hands.fill(part.form, "kind", "export")
    hands.fill(part.form, "received_on", "04/01/2032")
    hands.press(hands.button(part, "Enter the request"))
    hands.settle(jobs)
    row = part.register.rows()[0]
    assert (row.person_name, row.kind, row.due_on) == ("Vũ An", "export", date(2032, 1, 19))
    part.register.choose(row.id)
    part.export_into(tmp_path)
    hands.settle(jobs)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == [f"DU-LIEU-CA-NHAN-{row.id[:8]}.xlsx"]
    hands.press(part.answered)
    hands.settle(jobs)
    assert part.register.rows()[0].done_on == LATE


def test_a_breach_notice_is_drafted_for_printing(part: Rights, jobs: Jobs) -> None:
    hands.press(part.breach)
    hands.settle(jobs)
    assert part.preview is not None
    assert part.preview.page_count() == 1
    part.preview.close()
