"""A household of GQVL goes through 03/TD: presented, confirmed by another officer, printed onto the form, sent."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2

from hn_desk.actions.credit import application, application_ids
from hn_desk.actions.office import Office
from hn_desk.actions.printer_shifts import SHIFTS_FILE, Shift, printer_shift
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.dialogs.overlay import FILE, OverlayDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.signature import NumberDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.actions.test_overlay import logged
from tests.ui.conftest import Show
from tests.ui.credit_hands import WOMAN, WORK, act, begin, choose_row, confirm_here, fill, opened, save

REVIEW = {"review_on": "18/11/2026", "savings_group": "Tổ TK&VV số 2", "association": "Hội Phụ nữ"}


def overlay_dialog(page: CreditPage) -> OverlayDialog:
    act(page.applications, "print_overlay", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, OverlayDialog)
    return dialog


def preview(dialog: OverlayDialog, jobs: Jobs) -> PreviewDialog:
    hands.settle(jobs)
    shown = dialog.findChild(PreviewDialog)
    assert isinstance(shown, PreviewDialog)
    return shown


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_household_goes_through_03_td_with_the_overlay(
    office: Office, as_officer: Callable[[str], Office], jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    clerk = opened(CreditPage(office, jobs), show)
    part = begin(clerk, "gqvl")
    fill(part, WOMAN, WORK, REVIEW)
    save(part)
    act(part, "check", jobs)
    act(part, "present", jobs)
    (id_,) = application_ids(office, Query())
    leader = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(leader, id_)
    act(leader.applications, "confirm", jobs)
    confirm_here(leader, PASSPHRASE)

    records = opened(CreditPage(as_officer("mai"), jobs), show)
    choose_row(records, id_)
    dialog = overlay_dialog(records)
    hands.fill(dialog.form, "spot", "03-td")
    hands.fill(dialog.form, "printer", FILE)
    hands.fill(dialog.form, "right", "-1,5")
    hands.fill(dialog.form, "down", "2")
    hands.press(dialog.test_button)
    test = preview(dialog, jobs)
    assert "BẢN IN THỬ VỊ TRÍ" in words(test.paper.pdf)
    hands.press(test.close_button)
    hands.settle(jobs)
    hands.press(dialog.print_button)
    paper = preview(dialog, jobs)
    assert "Nguyễn Thị Bình" in words(paper.paper.pdf)
    assert "Trần Văn Hùng" in words(paper.paper.pdf)
    assert "CỘNG HÒA" not in words(paper.paper.pdf)
    paper.save_into(tmp_path)
    hands.settle(jobs)
    hands.press(paper.close_button)
    dialog.close()
    assert [(one["paper"], one["what"]) for one in logged(office)] == [("overlay", "copy")]
    assert printer_shift(office.folder, FILE) == Shift(-1.5, 2)

    act(records.applications, "record_number", jobs)
    number = hands.dialog(records)
    assert isinstance(number, NumberDialog)
    hands.press(number.save_button)
    hands.settle(jobs)
    act(records.applications, "mark_sent", jobs)
    kept = application(office, id_)
    assert (kept.state, kept.draft.savings_group) == ("sent", "Tổ TK&VV số 2")


def test_what_is_no_length_is_marked_and_nothing_is_printed(office: Office, jobs: Jobs, show: Show) -> None:
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, samples.presented(office).id)
    dialog = overlay_dialog(page)
    hands.fill(dialog.form, "right", "hai")
    hands.press(dialog.print_button)
    hands.settle(jobs)
    assert dialog.form.problem_at("right") == "Type millimetres, such as 2 or -1,5."
    assert dialog.findChild(PreviewDialog) is None
    hands.fill(dialog.form, "right", "51")
    hands.press(dialog.print_button)
    assert dialog.form.problem_at("right") == "Type millimetres from -50 to 50."
    dialog.close()


def test_the_shift_of_the_chosen_printer_is_shown_again(office: Office, jobs: Jobs, show: Show) -> None:
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, samples.presented(office).id)
    dialog = overlay_dialog(page)
    hands.fill(dialog.form, "right", "3")
    hands.press(dialog.test_button)
    preview(dialog, jobs).close()
    dialog.close()
    again = overlay_dialog(page)
    assert again.form.field("right").value() == 3
    again.close()


def test_a_damaged_file_of_places_is_said_in_the_dialog(office: Office, jobs: Jobs, show: Show) -> None:
    subject = samples.presented(office)
    (office.folder / SHIFTS_FILE).write_bytes(b"{")
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, subject.id)
    dialog = overlay_dialog(page)
    assert SHIFTS_FILE in dialog.form.summary.text()
    hands.fill(dialog.form, "right", "2")
    hands.press(dialog.test_button)
    assert preview(dialog, jobs).paper.name
    assert SHIFTS_FILE in dialog.form.summary.text()
