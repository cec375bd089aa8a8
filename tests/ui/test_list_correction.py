"""A monthly list with a correction, in the window: all lines checked, signed on paper, corrected, replaced."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hn_desk.actions.credit import ApplicationDraft, application, save_application
from hn_desk.actions.lists import beneficiary_list, lists, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.forms.pages import one_line
from tests.ui.conftest import Show
from tests.ui.credit_hands import (
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


def listed(office: Office, *drafts: ApplicationDraft) -> str:
    """A list with these lines, none checked."""
    kept = save_list(office, samples.POLICE_LIST).id
    for draft in drafts:
        save_application(office, replace(draft, list_id=kept))
    return kept


def signed_on_paper(clerk: CreditPage, list_id: str, number: str) -> None:
    """The records clerk prints the list, records the leader's signature on it, then the number."""
    choose_row(clerk, list_id)
    act(clerk.lists, "record_signature", clerk.jobs)
    dialog = hands.dialog(clerk)
    hands.fill(dialog.form, "signer_name", "Hoàng Minh Đức")  # type: ignore[attr-defined]  # a dialog with a form
    hands.fill(dialog.form, "signer_title", "Chủ tịch")  # type: ignore[attr-defined]
    hands.fill(dialog.form, "passphrase", PASSPHRASE)  # type: ignore[attr-defined]
    hands.press(hands.button(dialog, "Record"))
    hands.settle(clerk.jobs)
    numbered(clerk, number)


def numbered(clerk: CreditPage, number: str) -> None:
    act(clerk.lists, "record_number", clerk.jobs)
    dialog = hands.dialog(clerk)
    hands.fill(dialog.form, "number", number)  # type: ignore[attr-defined]
    hands.press(hands.button(dialog, "Record"))
    hands.settle(clerk.jobs)


def test_all_lines_are_checked_in_one_go_and_the_others_say_why(page: CreditPage, office: Office) -> None:
    too_much = samples.with_facts(replace(samples.LINE, person=samples.WOMAN), amount=150_000_000)
    kept = listed(office, samples.LINE, too_much)
    page.reload()
    choose_row(page, kept)
    hands.press(page.lists.check_all)
    hands.settle(page.jobs)
    assert [line.state for line in page.lists.lines.rows()] == ["checked", "listed"]
    said = page.lists.form.summary.text()
    assert "Nguyễn Thị Bình" in said
    assert "150.000.000" in said
    assert "Trần Văn Ân" not in said


def test_a_line_goes_back_to_the_police_with_a_reason_before_it_is_presented(
    office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    kept = listed(office, samples.LINE)
    head = opened(CreditPage(as_officer("mai"), jobs), show)
    choose_row(head, kept)
    hands.pick(head.lists.lines, 0)
    hands.press(head.lists.return_line)
    give_reason(head, "Không cư trú trên địa bàn")
    (line,) = beneficiary_list(office, kept).lines
    assert line.state == "returned"
    assert application(office, line.id).history[-1].reason == "Không cư trú trên địa bàn"


def test_a_monthly_list_is_signed_on_paper_and_corrected(
    page: CreditPage, office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    kept = listed(office, samples.LINE, replace(samples.LINE, person=samples.WOMAN))
    page.reload()
    choose_row(page, kept)
    hands.press(page.lists.check_all)
    hands.settle(jobs)
    act(page.lists, "present", jobs)
    clerk = opened(CreditPage(as_officer("mai"), jobs), show)
    signed_on_paper(clerk, kept, "5")
    assert beneficiary_list(office, kept).state == "issued"

    page = opened(CreditPage(office, jobs), show)
    choose_row(page, kept)
    assert "correct" in shown_acts(page.lists)
    act(page.lists, "correct", jobs)
    give_reason(page, "Sai số tiền của một người")
    (new,) = [row.id for row in lists(office) if row.id != kept]
    assert page.lists.list.chosen_id() == new
    assert "Correction of list 15/DS-CAP" in page.lists.correction.text()
    hands.pick(page.lists.lines, 0)
    hands.press(page.lists.open_line)
    hands.settle(jobs)
    fill(page.applications, {"amount": "90 triệu"})
    save(page.applications)
    choose_row(page, new)
    hands.press(page.lists.check_all)
    hands.settle(jobs)
    assert "80.000.000 thành 90.000.000" in page.lists.correction.text()
    act(page.lists, "present", jobs)

    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, new)
    act(approver.lists, "confirm", jobs)
    assert "80.000.000 thành 90.000.000" in " ".join(hands.visible_texts(hands.dialog(approver)))
    confirm_here(approver, PASSPHRASE)
    choose_row(clerk, new)
    numbered(clerk, "6")
    assert [beneficiary_list(office, one).state for one in (kept, new)] == ["withdrawn", "issued"]
    said = "Đính chính danh sách số 05/DS-UBND ngày 20/11/2026: sửa Trần Văn Ân"
    assert said in one_line(print_form(office, beneficiary_list(office, new).confirmation.subject).pdf)  # type: ignore[union-attr]  # issued
    act(clerk.lists, "print", jobs)
    assert isinstance(hands.dialog(clerk), PreviewDialog)
