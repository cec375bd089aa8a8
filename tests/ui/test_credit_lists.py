"""Police lists are kept, filled line by line, presented and confirmed as a whole; a line may go back alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hn_desk.actions.credit import application, save_application
from hn_desk.actions.credit_facts import ListDraft
from hn_desk.actions.lists import beneficiary_list, lists, save_list
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.credit_fields import ChoicesOrNone
from hn_desk.ui.pages.credit_month import MonthField
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.ui.conftest import Show
from tests.ui.credit_hands import (
    LISTED,
    WOMAN,
    act,
    choose_row,
    confirm_here,
    fill,
    give_reason,
    opened,
    save,
    shown_acts,
)

As = Callable[[str], Office]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> CreditPage:
    return opened(CreditPage(office, jobs), show)


def type_list(page: CreditPage) -> None:
    """A new list, typed and saved."""
    hands.press(page.new_list)
    form = page.lists.form
    hands.fill(form, "programme", "qd22")
    hands.fill(form, "month", "11/2026")
    hands.fill(form, "police_number", "15/DS-CAP")
    hands.fill(form, "police_on", "4/11/2026")
    hands.press(page.lists.save_button)
    hands.settle(page.jobs)


def test_a_list_is_typed_and_kept(page: CreditPage, office: Office) -> None:
    type_list(page)
    (row,) = lists(office)
    assert (row.month, row.police_number, row.state) == ("2026-11", "15/DS-CAP", "draft")
    assert "No line yet. Save the list, then add the people on it." in hands.visible_texts(page)


def test_a_list_left_empty_names_every_field_and_loses_nothing(page: CreditPage, office: Office) -> None:
    hands.press(page.new_list)
    hands.fill(page.lists.form, "police_number", "15/DS-CAP")
    hands.press(page.lists.save_button)
    hands.settle(page.jobs)
    assert page.lists.form.problem_at("programme") == "Choose the programme."
    assert page.lists.form.problem_at("police_on")
    assert page.lists.form.field("police_number").value() == "15/DS-CAP"
    assert lists(office) == ()


def test_a_line_is_added_with_its_programme_and_list_chosen(page: CreditPage, office: Office) -> None:
    type_list(page)
    hands.press(page.lists.add_line)
    hands.settle(page.jobs)
    part = page.applications
    assert part.programme.value() == "qd22"
    assert "Named in the list" in " ".join(part.judgement.texts())
    assert not page.is_changed()
    fill(part, WOMAN, LISTED)
    save(part)
    act(part, "check", page.jobs)
    (row,) = lists(office)
    (line,) = beneficiary_list(office, row.id).lines
    assert (line.applicant_name, line.state) == ("Nguyễn Thị Bình", "checked")


def test_a_line_leads_to_its_list_and_the_list_to_its_line(page: CreditPage, office: Office) -> None:
    kept, (line,) = samples.listed(office, samples.MAN)
    choose_row(page, line)
    assert "presented and confirmed as a whole" in page.applications.acts.waits.text()
    act(page.applications, "open_list", page.jobs)
    assert page.tabs.currentWidget() is page.lists
    assert page.lists.list.chosen_id() == kept
    hands.pick(page.lists.lines, 0)
    hands.press(page.lists.open_line)
    hands.settle(page.jobs)
    assert page.tabs.currentWidget() is page.applications
    assert page.applications.list.chosen_id() == line


def test_a_line_is_checked_from_the_list(page: CreditPage, office: Office) -> None:
    kept = save_list(office, samples.POLICE_LIST).id
    line = save_application(office, replace(samples.LINE, list_id=kept)).id
    page.reload()
    choose_row(page, kept)
    hands.pick(page.lists.lines, 0)
    hands.press(page.lists.check_line)
    hands.settle(page.jobs)
    assert application(office, line).state == "checked"
    assert not page.lists.check_line.isEnabled()


def test_a_refused_line_says_why_at_the_list(page: CreditPage, office: Office) -> None:
    kept = save_list(office, samples.POLICE_LIST).id
    draft = replace(samples.with_facts(samples.LINE, amount=150_000_000), list_id=kept)
    save_application(office, draft)
    page.reload()
    choose_row(page, kept)
    hands.pick(page.lists.lines, 0)
    hands.press(page.lists.check_line)
    hands.settle(page.jobs)
    assert "150.000.000" in page.lists.form.summary.text()


def test_a_list_goes_from_presented_to_sent(
    page: CreditPage, office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    kept, _lines = samples.listed(office, samples.MAN, samples.WOMAN)
    page.reload()
    choose_row(page, kept)
    act(page.lists, "present", jobs)
    assert "present" not in shown_acts(page.lists)
    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, kept)
    act(approver.lists, "confirm", jobs)
    assert "2 lines, 160.000.000 đồng" in " ".join(hands.visible_texts(hands.dialog(approver)))
    confirm_here(approver, PASSPHRASE)
    clerk = opened(CreditPage(as_officer("mai"), jobs), show)
    choose_row(clerk, kept)
    act(clerk.lists, "record_number", jobs)
    hands.press(hands.button(hands.dialog(clerk), "Record"))
    hands.settle(jobs)
    act(clerk.lists, "mark_sent", jobs)
    assert beneficiary_list(office, kept).state == "sent"


def test_one_line_goes_back_with_a_reason(office: Office, as_officer: As, jobs: Jobs, show: Show) -> None:
    subject, lines = samples.presented_list(office, samples.MAN, samples.WOMAN)
    page = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(page, subject.id)
    names = [line.applicant_name for line in page.lists.lines.rows()]
    hands.pick(page.lists.lines, names.index("Trần Văn Ân"))
    hands.press(page.lists.return_line)
    give_reason(page, "Thiếu giấy chứng nhận")
    assert [application(office, line).state for line in lines] == ["returned", "presented"]
    assert beneficiary_list(office, subject.id).state == "presented"


def test_a_whole_list_goes_back_and_says_why(office: Office, as_officer: As, jobs: Jobs, show: Show) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN)
    page = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(page, subject.id)
    act(page.lists, "return", jobs)
    give_reason(page, "Sai tháng")
    assert "Sai tháng" in page.lists.acts.waits.text()
    assert beneficiary_list(office, subject.id).state == "returned"


def test_a_presented_list_is_locked(page: CreditPage, office: Office) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN)
    page.reload()
    choose_row(page, subject.id)
    with pytest.raises(hands.CannotError):
        hands.fill(page.lists.form, "police_number", "16")
    assert not page.lists.save_button.isVisible()


def test_the_newest_list_stands_first_and_is_found_by_words(page: CreditPage, office: Office) -> None:
    for month, number in (("2026-09", "9/DS-CAP"), ("2026-11", "11/DS-CAP"), ("2026-10", "10/DS-CAP")):
        save_list(office, ListDraft(None, None, "qd22", month, number, samples.POLICE_LIST.police_on))
    page.tabs.setCurrentWidget(page.lists)
    page.reload()
    hands.settle(page.jobs)
    rows = page.lists.list.rows
    months = [rows.data(rows.index(place, 0)) for place in range(rows.rowCount())]
    assert months == ["11/2026", "10/2026", "09/2026"]
    assert hands.find(page.lists.list, page.jobs, "10 ds") == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("11/2026", "2026-11"), ("1-2027", "2027-01"), ("2026-11", "2026-11"), ("13/2026", ""), ("thang 11", "")],
)
def test_a_month_is_read_as_typed(typed: str, stored: str, show: Show) -> None:
    field = MonthField()
    show(field)
    hands.type_text(field, typed)
    hands.leave(field)
    assert field.value() == stored
    assert bool(field.problem()) == (not stored)
    assert field.line.text() == ("/".join(reversed(stored.split("-"))) if stored else typed)


def test_none_of_them_clears_the_others_and_the_other_way_round(show: Show) -> None:
    field = ChoicesOrNone([("a", "A"), ("b", "B")], "None")
    show(field)
    hands.tick(field, {"a", "b"})
    hands.press(field.box("none"))
    assert field.value() == {"none"}
    hands.press(field.box("b"))
    assert field.value() == {"b"}


def test_a_list_is_withdrawn_with_a_reason(office: Office, as_officer: As, jobs: Jobs, show: Show) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN)
    page = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(page, subject.id)
    act(page.lists, "withdraw", jobs)
    give_reason(page, "Công an rút danh sách")
    assert beneficiary_list(office, subject.id).state == "withdrawn"
