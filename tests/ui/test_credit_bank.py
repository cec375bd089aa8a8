"""The bank's part in the real window: a person from the police list to the settled loan, and mistakes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from hn_desk.actions.credit import application
from hn_desk.actions.lists import lists
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.dialogs.bank import BankDialog
from hn_desk.ui.dialogs.bank_import import BankImportDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.actions.bank_workbooks import bank_workbook
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import TODAY
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
from tests.ui.test_credit_lists import type_list

As = Callable[[str], Office]


def write_down(page: CreditPage, button: str, **values: object) -> QDialog:
    """Press a button of the bank's part, fill in its dialog and record it."""
    act(page.applications, button, page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, BankDialog)
    for name, value in values.items():
        hands.fill(dialog.form, name, value)
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    return dialog


@pytest.fixture
def at_bank(office: Office, as_officer: As, jobs: Jobs, show: Show) -> CreditPage:
    """The clerk's page with an application open that was sent to the bank today."""
    subject = samples.sent(office, as_officer, samples.presented(office))
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, subject.id)
    return page


def bank_words(page: CreditPage) -> str:
    """What the tab of the bank says."""
    return page.applications.side.bank.told.text()


def test_a_person_goes_from_the_police_list_to_the_settled_loan(
    office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    page = opened(CreditPage(office, jobs), show)
    type_list(page)
    hands.press(page.lists.add_line)
    hands.settle(jobs)
    fill(page.applications, WOMAN, LISTED)
    save(page.applications)
    act(page.applications, "check", jobs)
    (row,) = lists(office)
    choose_row(page, row.id)
    line = page.lists.lines.rows()[0].id
    act(page.lists, "present", jobs)
    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, row.id)
    act(approver.lists, "confirm", jobs)
    confirm_here(approver, PASSPHRASE)
    records = opened(CreditPage(as_officer("mai"), jobs), show)
    choose_row(records, row.id)
    act(records.lists, "record_number", jobs)
    hands.press(hands.button(hands.dialog(records), "Record"))
    hands.settle(jobs)
    act(records.lists, "mark_sent", jobs)

    choose_row(page, line)
    assert {"bank_answer"} == shown_acts(page.applications) - {"open_list", "print", "scans"}
    day = {"day": "20/11/2026"}
    write_down(page, "bank_answer", kind="approved", **day, number="12/TB", amount="80 triệu", term_months="60")
    assert shown_acts(page.applications) >= {"paid_out", "bank_answer", "taken_back"}
    write_down(page, "paid_out", **day, number="HD-7")
    write_down(page, "debt", debt="due", **day, amount="30 triệu")
    write_down(page, "recovery", **day, done_by="Hội Phụ nữ", note="Đến nhà vận động")
    write_down(page, "repaid", **day)
    facts = application(office, line)
    assert (facts.state, facts.bank.owed) == ("settled", 0)
    assert [one.kind for one in facts.bank.entries] == ["approved", "paid_out", "debt", "recovery", "repaid"]
    page.applications.side_tabs.setCurrentWidget(page.applications.side.bank)
    for words in ("80.000.000", "HD-7", "Hội Phụ nữ", "20/11/2031", "Settled"):
        assert words in bank_words(page) or words in page.applications.heading.text()


def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_lost(at_bank: CreditPage, office: Office) -> None:
    dialog = write_down(at_bank, "bank_answer", day="19/11/2026", amount="50 triệu", number="9")
    assert isinstance(dialog, BankDialog)
    assert "before the sending" in dialog.form.problem_at("day")
    assert dialog.form.field("amount").value() == 50_000_000
    hands.fill(dialog.form, "day", "20/11/2026")
    hands.press(dialog.save_button)
    hands.settle(at_bank.jobs)
    assert application(office, at_bank.applications.list.chosen_id()).state == "bank_approved"


def test_a_refusal_asks_for_its_reason_and_not_for_an_amount(at_bank: CreditPage, office: Office) -> None:
    act(at_bank.applications, "bank_answer", at_bank.jobs)
    dialog = hands.dialog(at_bank)
    assert isinstance(dialog, BankDialog)
    hands.fill(dialog.form, "kind", "refused")
    assert not dialog.form.field("amount").isVisible()
    hands.fill(dialog.form, "day", "20/11/2026")
    hands.fill(dialog.form, "reason", "Không đủ vốn")
    hands.press(dialog.save_button)
    hands.settle(at_bank.jobs)
    assert "Không đủ vốn" in bank_words(at_bank)
    assert shown_acts(at_bank.applications) & {"bank_answer", "paid_out"} == set()


def test_the_last_entry_is_taken_back_in_the_window(at_bank: CreditPage, office: Office) -> None:
    write_down(at_bank, "bank_answer", day="20/11/2026", amount="50 triệu")
    act(at_bank.applications, "taken_back", at_bank.jobs)
    give_reason(at_bank, "Gõ nhầm")
    assert application(office, at_bank.applications.list.chosen_id()).state == "sent"
    assert "<s>" in bank_words(at_bank)


def test_who_may_not_enter_sees_the_bank_and_no_buttons(
    at_bank: CreditPage, as_officer: As, jobs: Jobs, show: Show
) -> None:
    write_down(at_bank, "bank_answer", day="20/11/2026", amount="50 triệu")
    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, at_bank.applications.list.chosen_id())
    assert shown_acts(approver.applications) & {"bank_answer", "paid_out", "taken_back"} == set()
    assert "50.000.000" in bank_words(approver)


def test_the_bank_s_workbook_is_seen_row_by_row_and_then_written(
    at_bank: CreditPage, office: Office, tmp_path: Path
) -> None:
    id_ = at_bank.applications.list.chosen_id()
    code = application(office, id_).file_code
    path = tmp_path / "tra-loi.xlsx"
    path.write_bytes(
        bank_workbook([(code, None, "001190012345", "Đồng ý", 100_000_000, TODAY), ("x", None, None, "Đồng ý")])
    )
    hands.press(at_bank.import_answers)
    dialog = hands.dialog(at_bank)
    assert isinstance(dialog, BankImportDialog)
    assert not dialog.write.isEnabled()
    dialog.choose(path)
    hands.settle(at_bank.jobs)
    assert [row.outcome for row in dialog.rows.rows()] == ["apply", "wrong"]
    assert dialog.counted.text() == "2 rows: 1 new, 0 doubtful, 0 entered already, 1 with mistakes."
    assert dialog.rows.item(0, 3).text() == "001••••••345"  # type: ignore[union-attr]  # every cell is filled
    assert application(office, id_).state == "sent"
    hands.press(dialog.write)
    hands.settle(at_bank.jobs)
    assert application(office, id_).state == "bank_approved"
    assert "100.000.000" in bank_words(at_bank)


def test_a_wrong_workbook_is_said_in_the_dialog(at_bank: CreditPage, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    hands.press(at_bank.import_answers)
    dialog = hands.dialog(at_bank)
    assert isinstance(dialog, BankImportDialog)
    dialog.choose(path)
    hands.settle(at_bank.jobs)
    assert "no table that can be read" in dialog.form.summary.text()
    assert not dialog.write.isEnabled()


def test_a_double_click_records_once_and_a_refusal_gives_the_button_back(at_bank: CreditPage, office: Office) -> None:
    write_down(at_bank, "bank_answer", day="20/11/2026", amount="50 triệu")
    act(at_bank.applications, "paid_out", at_bank.jobs)
    dialog = hands.dialog(at_bank)
    assert isinstance(dialog, BankDialog)
    hands.fill(dialog.form, "day", "19/11/2026")
    hands.fill(dialog.form, "amount", "10 triệu")
    hands.press(dialog.save_button)
    hands.settle(at_bank.jobs)
    assert dialog.form.problem_at("day")
    hands.fill(dialog.form, "day", "20/11/2026")
    dialog.save_button.click()
    assert not dialog.save_button.isEnabled()
    dialog.save_button.click()
    hands.settle(at_bank.jobs)
    bank = application(office, at_bank.applications.list.chosen_id()).bank
    assert [one.kind for one in bank.entries] == ["approved", "paid_out"]


def test_a_reason_too_long_is_said_before_the_dialog_closes(at_bank: CreditPage, office: Office) -> None:
    write_down(at_bank, "bank_answer", day="20/11/2026", amount="50 triệu")
    act(at_bank.applications, "taken_back", at_bank.jobs)
    give_reason(at_bank, "a" * 201)
    dialog = hands.dialog(at_bank)
    texts = hands.visible_texts(dialog)
    assert any("at most 200" in text for text in texts)
    assert any(text.startswith("✗") and "201" in text for text in texts)
    give_reason(at_bank, "a" * 200)
    assert application(office, at_bank.applications.list.chosen_id()).state == "sent"
