"""The household page: typed, warned, found again; contacts and conversion step by step, the slip in the preview."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.follow_ups import follow_ups
from hn_desk.actions.household_facts import ContactDraft
from hn_desk.actions.households import household, household_ids, save_contact
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.actions.saved_filters import saved_filters
from hn_desk.models.tables import Conversion
from hn_desk.sheets import SheetColumn, make_workbook, read_workbook
from hn_desk.ui import hands
from hn_desk.ui.dialogs.household_filter import HouseholdFilterDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.home import HomePage
from hn_desk.ui.pages.households import HouseholdsPage
from tests.actions.records import add_conversion, add_household

TYPED = {
    "name": "Phở Hạnh",
    "owner.name": "Nguyễn Thị Hạnh",
    "owner.sex": "female",
    "owner.birth": "31/12/1988",
    "owner.id_number": "001188012345",
    "owner.phone": "0912345678",
    "address": "Số 1 phố Hàng Bông",
    "group_id": "so 3",
    "registered_on": "1/2/2024",
    "started_on": "1/3/2024",
    "capital": "2 tỷ rưỡi",
    "workers": "4",
    "industry0": "5610",
}


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> HouseholdsPage:
    made = HouseholdsPage(office, jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def type_household(page: HouseholdsPage, jobs: Jobs, **changed: str) -> None:
    hands.press(page.new_button)
    for name, value in (TYPED | {name.replace("__", "."): value for name, value in changed.items()}).items():
        hands.fill(page.form, name, value)
        hands.settle(jobs)
    hands.press(page.save_button)
    hands.settle(jobs)


def take_step(page: HouseholdsPage, jobs: Jobs, state: str, day: str, **more: str) -> None:
    panel = page.conversion
    hands.choose(panel.step, state)
    for name, value in ({"day": day} | more).items():
        hands.fill(panel.form, name, value)
    hands.press(panel.save_button)
    hands.settle(jobs)
    for code in panel.form.summary.codes():
        hands.type_text(panel.form.summary.reason_line(code), "Nộp tại bộ phận một cửa")
    if panel.form.summary.codes():
        hands.press(panel.save_button)
        hands.settle(jobs)


def test_a_household_is_typed_saved_and_found_without_accents(page: HouseholdsPage, office: Office, jobs: Jobs) -> None:
    type_household(page, jobs)
    kept = household(office, household_ids(office, Query(text="pho hanh"))[0]).draft
    assert (kept.name, kept.capital, kept.owner.birth, kept.industries[0].code) == (
        "Phở Hạnh",
        2_500_000_000,
        "1988-12-31",
        "5610",
    )
    assert not page.form.is_changed()
    assert hands.find(page.list, jobs, "hanh") == 1


def test_what_cannot_be_read_is_marked_and_nothing_typed_is_lost(
    page: HouseholdsPage, office: Office, jobs: Jobs
) -> None:
    type_household(page, jobs, registered_on="30/02/2024", owner__name="")
    assert "2024" in page.form.problem_at("registered_on")
    assert page.form.field("name").value() == "Phở Hạnh"
    assert household_ids(office, Query()) == ()


def test_an_unusual_id_needs_a_reason(page: HouseholdsPage, office: Office, jobs: Jobs) -> None:
    type_household(page, jobs, owner__id_number="001088012345")
    codes = page.form.summary.codes()
    assert codes
    assert household_ids(office, Query()) == ()
    for code in codes:
        hands.type_text(page.form.summary.reason_line(code), "Đã xem thẻ gốc")
    hands.press(page.save_button)
    hands.settle(jobs)
    assert len(household_ids(office, Query())) == 1


def test_a_contact_is_written_down_and_changes_the_intention(page: HouseholdsPage, jobs: Jobs) -> None:
    type_household(page, jobs)
    page.tabs.setCurrentIndex(1)
    hands.choose(page.contacts.form.field("way"), page.contacts.form.field("way").codes()[0])  # type: ignore[attr-defined, arg-type]
    hands.choose(page.contacts.form.field("intention"), "agreed")  # type: ignore[arg-type]
    hands.fill(page.contacts.form, "said", "Chủ hộ đồng ý")
    hands.press(page.contacts.save_button)
    hands.settle(jobs)
    assert page.contacts.table.rowCount() == 1
    page.reload()
    hands.settle(jobs)
    hands.pick(page.list.table, 0)
    hands.settle(jobs)
    row = page.list.chosen_row()
    assert row is not None
    assert row.intention == "agreed"


def test_a_conversion_goes_step_by_step_to_its_certificate(page: HouseholdsPage, jobs: Jobs) -> None:
    type_household(page, jobs)
    page.tabs.setCurrentIndex(2)
    for day, state in enumerate(("listed", "contacted", "agreed", "preparing", "submitted"), 1):
        take_step(page, jobs, state, f"{day}/11/2026")
    facts = {
        "enterprise_name": "Công ty TNHH Hạnh",
        "enterprise_code": "0100109106",
        "certificate_on": "9/11/2026",
    }
    hands.choose(page.conversion.step, "registered")
    hands.choose(page.conversion.kind, page.conversion.kind.codes()[0])
    take_step(page, jobs, "registered", "9/11/2026", **facts)
    assert page.conversion.history.rowCount() == 6
    assert page.form.field("status").value() == "converted"
    for state, found in (("not_sent", 1), ("waiting", 0)):
        hands.press(ask(page, jobs, city=state).show_button)
        hands.settle(jobs)
        assert page.list.rows.rowCount() == found


def test_registered_without_a_certificate_is_refused_at_its_field(page: HouseholdsPage, jobs: Jobs) -> None:
    type_household(page, jobs)
    page.tabs.setCurrentIndex(2)
    for day, state in enumerate(("listed", "contacted", "agreed", "preparing", "submitted"), 1):
        take_step(page, jobs, state, f"{day}/11/2026")
    take_step(page, jobs, "registered", "9/11/2026")
    assert page.conversion.form.problem_at("enterprise_code")
    assert page.conversion.form.problem_at("certificate_on")


def test_papers_are_ticked_with_their_day_kept_without_a_step_and_what_is_missing_is_said(
    page: HouseholdsPage, jobs: Jobs
) -> None:
    type_household(page, jobs)
    page.tabs.setCurrentIndex(2)
    take_step(page, jobs, "listed", "1/11/2026")
    panel = page.conversion
    hands.choose(panel.kind, "dntn")
    hands.press(panel.papers.box("application"))
    hands.type_text(panel.papers.day("application"), "3/11")
    assert "Bản chính Giấy chứng nhận đăng ký hộ kinh doanh" in " ".join(hands.visible_texts(panel.papers))
    hands.type_text(panel.papers.day("application"), "3/11/2026")
    hands.press(panel.facts_button)
    hands.settle(jobs)
    assert panel.history.rowCount() == 1
    assert panel.papers.value() == {"application": date(2026, 11, 3)}
    hands.press(panel.papers.box("household_certificate"))
    assert "The dossier is whole." in hands.visible_texts(panel.papers)


def test_after_the_certificate_a_support_and_an_answer_are_noted(
    page: HouseholdsPage, office: Office, jobs: Jobs
) -> None:
    shop = add_household(office)
    conversion = add_conversion(office, shop)
    with office.write() as session:
        session.get_one(Conversion, conversion).certificate_on = date(2026, 5, 20)
    page.reload()
    page.open_record(shop)
    hands.settle(jobs)
    page.tabs.setCurrentIndex(2)
    page.conversion.parts.setCurrentIndex(1)
    after = page.conversion.after
    assert "after 6 months (20/11/2026)" in after.due.text()
    hands.fill(after.form, "is_alive", "yes")
    hands.press(after.save_button)
    hands.settle(jobs)
    assert not after.due.isVisible()
    page.conversion.parts.setCurrentIndex(1)
    hands.fill(after.form, "support", "training")
    hands.press(after.save_button)
    hands.settle(jobs)
    assert [row.draft.kind for row in follow_ups(office, shop).rows] == ["support", "alive"]


def test_the_advice_slip_is_shown_kept_and_logged(page: HouseholdsPage, jobs: Jobs, tmp_path: Path) -> None:
    type_household(page, jobs)
    page.tabs.setCurrentIndex(2)
    hands.choose(page.conversion.kind, page.conversion.kind.codes()[0])
    hands.press(page.conversion.slip_button)
    hands.settle(jobs)
    preview = page.conversion.preview
    assert preview is not None
    assert preview.page_count() >= 1
    preview.save_into(tmp_path)
    hands.settle(jobs)
    assert [path.read_bytes()[:5] for path in tmp_path.glob("*.pdf")] == [b"%PDF-"]
    hands.press(preview.close_button)


def ask(page: HouseholdsPage, jobs: Jobs, **chosen: str) -> HouseholdFilterDialog:
    hands.settle(jobs)
    hands.press(page.filters.button)
    hands.settle(jobs)
    dialog = page.filters.dialog
    assert dialog is not None
    for name, value in chosen.items():
        hands.fill(dialog.form, name.replace("__", "."), value)
    return dialog


def test_the_list_is_filtered_by_what_is_chosen_together(page: HouseholdsPage, jobs: Jobs) -> None:
    type_household(page, jobs)
    hands.press(ask(page, jobs, intention="agreed", group="so 3").show_button)
    hands.settle(jobs)
    assert page.list.rows.rowCount() == 0
    hands.press(ask(page, jobs, intention="not_asked", industry="5610").show_button)
    hands.settle(jobs)
    assert page.list.rows.rowCount() == 1
    assert "Intention: Chưa hỏi" in page.filters.told.text()
    hands.press(ask(page, jobs).clear_button)
    hands.settle(jobs)
    assert (page.filters.filters(), page.filters.told.isVisible()) == ({}, False)


def test_a_question_is_kept_asked_again_and_deleted(page: HouseholdsPage, office: Office, jobs: Jobs) -> None:
    hands.press(ask(page, jobs, obstacle="cost", kept__name="Vướng chi phí").keep_button)
    hands.settle(jobs)
    (kept,) = saved_filters(office)
    assert (kept.name, kept.filters, kept.is_shared) == ("Vướng chi phí", {"obstacle": "cost"}, False)
    hands.choose(page.filters.choice, "")
    hands.choose(page.filters.choice, kept.id)
    hands.settle(jobs)
    assert page.filters.filters() == {"obstacle": "cost"}
    dialog = ask(page, jobs)
    hands.press(dialog.delete_button)
    hands.press(hands.button(hands.dialog(dialog), "Delete the question"))
    hands.settle(jobs)
    assert (saved_filters(office), page.filters.filters()) == ((), {})


def test_one_who_may_only_read_sees_no_save_button(
    office: Office, jobs: Jobs, as_officer: Callable[[str], Office], show: Callable[[QWidget], QWidget]
) -> None:
    page = HouseholdsPage(as_officer("hung"), jobs)
    show(page)
    assert not page.new_button.isVisible()


def test_the_history_tells_what_was_changed(page: HouseholdsPage, jobs: Jobs) -> None:
    type_household(page, jobs)
    hands.fill(page.form, "workers", "6")
    hands.press(page.save_button)
    hands.settle(jobs)
    page.tabs.setCurrentWidget(page.history)
    hands.settle(jobs)
    told = page.history.told.text()
    assert "Workers in the business: 4 → <b>6</b>" in told
    assert told.count("Nguyễn Thị Lan") == 2


def test_the_home_page_leads_to_the_next_steps_that_are_due(
    page: HouseholdsPage, office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]
) -> None:
    promised = add_household(office)
    add_household(office, "Trần Văn Bình", "001080012346")
    contact = ContactDraft(household_id=promised, day=office.today(), way="home", intention="agreed")
    save_contact(office, replace(contact, next_on=office.today()))
    home = HomePage(office, jobs)
    show(home)
    home.wanted.connect(lambda _name, id_: page.open_record(id_))
    home.reload()
    hands.settle(jobs)
    place = next(n for n, one in enumerate(home.waiting.rows()) if one.kind == "next_step")
    hands.pick(home.waiting, place)
    hands.settle(jobs)
    assert page.filters.filters() == {"next_due": "today"}
    assert [page.list.rows.id_at(row) for row in range(page.list.rows.rowCount())] == [promised]


def test_a_work_list_is_printed_taken_along_and_read_back(
    page: HouseholdsPage, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    type_household(page, jobs)
    page.work_list.print_act.trigger()
    hands.settle(jobs)
    assert page.work_list.preview is not None
    hands.press(page.work_list.preview.close_button)
    page.work_list.take_into(tmp_path)
    hands.settle(jobs)
    (path,) = tmp_path.glob("*.xlsx")
    (rows,) = read_workbook(path.read_bytes())
    cells = dict(zip(rows[1], rows[2], strict=False)) | {
        "Ngày gặp": "18/11/2026",
        "Hình thức": "Zalo",
        "Ý định": "Đồng ý",
    }
    path.write_bytes(make_workbook("Đi", [SheetColumn(str(one)) for one in cells], [list(cells.values())]))
    page.work_list.read_act.trigger()
    dialog = page.work_list.visits
    assert dialog is not None
    dialog.choose(path)
    hands.settle(jobs)
    assert [row.outcome for row in dialog.rows.rows()] == ["new"]
    hands.press(dialog.write)
    hands.settle(jobs)
    facts = household(office, household_ids(office, Query())[0])
    assert [(one.draft.way, one.draft.intention) for one in facts.contacts] == [("zalo", "agreed")]
