"""Applications are typed, judged while typed, kept, and taken step by step by those who may."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.credit import application, application_ids, save_application
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.people import people_ids, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.staff import list_groups, save_group
from hn_desk.actions.staff_facts import GroupDraft
from hn_desk.ui import hands
from hn_desk.ui.dialogs.confirm import ConfirmDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.signature import NumberDialog, SignatureDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.actions.conftest import NOW, PASSPHRASE
from tests.fourth import CODE, overlay
from tests.ui.conftest import Show
from tests.ui.credit_hands import (
    LISTED,
    WOMAN,
    WORK,
    act,
    answer,
    begin,
    choose_row,
    confirm_here,
    fill,
    form_of,
    give_reason,
    opened,
    save,
    shown_acts,
)

As = Callable[[str], Office]
OpenAs = Callable[[str], CreditPage]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> CreditPage:
    return opened(CreditPage(office, jobs), show)


@pytest.fixture
def page_as(as_officer: As, jobs: Jobs, show: Show) -> OpenAs:
    """The page as another officer sees it."""
    return lambda login: opened(CreditPage(as_officer(login), jobs), show)


def only_id(office: Office) -> str:
    (id_,) = application_ids(office, Query())
    return id_


def test_nothing_is_asked_before_the_programme_is_chosen(page: CreditPage) -> None:
    hands.press(page.new_application)
    assert page.applications.form is None
    assert "Choose the programme above: the form follows." in hands.visible_texts(page)


def test_the_checks_answer_while_the_clerk_types(page: CreditPage) -> None:
    part = begin(page, "gqvl")
    fill(part, {"amount": "250 triệu"})
    told = " ".join(part.judgement.texts())
    assert "✗ Not met" in part.judgement.verdict.text()
    assert "250.000.000 đồng &gt; 200.000.000 đồng" in told
    assert "Nghị định 338/2025/NĐ-CP, Điều 5" in told


def test_what_is_not_answered_yet_is_asked_for_not_refused(page: CreditPage) -> None:
    part = begin(page, "gqvl")
    assert "? Facts are missing" in part.judgement.verdict.text()
    fill(part, {"resides_here": "no"})
    assert "✗ Not met" in part.judgement.verdict.text()


def test_the_last_day_is_shown(page: CreditPage) -> None:
    part = begin(page, "qd22")
    fill(part, LISTED)
    assert "Eligible until 01/06/2030." in part.judgement.verdict.text()


def test_an_application_goes_from_typing_to_presented(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, WORK)
    save(part)
    act(part, "check", page.jobs)
    act(part, "present", page.jobs)
    kept = application(office, only_id(office))
    assert (kept.state, kept.draft.person and kept.draft.person.name) == ("presented", "Nguyễn Thị Bình")
    assert "Presented for signature" in part.heading.text()


def test_a_new_application_is_received_today_and_nothing_counts_as_typed(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    assert form_of(part).field("received_on").value() == office.today()
    assert not page.is_changed()


def test_what_cant_be_read_is_marked_and_nothing_is_kept(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, {"person.birth": "30/02/1990"})
    save(part)
    assert form_of(part).problem_at("person.birth")
    assert form_of(part).field("person.birth").raw() == "30/02/1990"
    assert application_ids(office, Query()) == ()


def test_a_refused_save_marks_the_fields_and_loses_nothing(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, {"amount": "100 triệu"})
    save(part)
    assert form_of(part).problem_at("person.name") == "Type the person's name."
    assert form_of(part).field("amount").value() == 100_000_000
    assert application_ids(office, Query()) == ()


def test_a_doubt_is_kept_with_its_reason(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, WORK, {"priority_group": "none"})
    save(part)
    assert application_ids(office, Query()) == ()
    line = form_of(part).summary.reason_line("check.priority_group_one_of")
    hands.type_text(line, "Vay theo lãi suất chung")
    save(part)
    kept = application(office, only_id(office))
    assert "Vay theo lãi suất chung" in [finding.accepted_reason for finding in kept.findings]


def test_another_programme_keeps_what_was_typed(page: CreditPage) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, {"person.birth": "30/02/1990", "amount": "100 triệu"})
    hands.choose(part.programme, "qd22")
    hands.settle(page.jobs)
    typed = {name: form_of(part).field(name).raw() for name in ("person.name", "person.birth", "amount")}
    assert typed == {"person.name": "Nguyễn Thị Bình", "person.birth": "30/02/1990", "amount": "100.000.000"}


def test_a_kept_application_stays_the_same_one_under_another_programme(page: CreditPage, office: Office) -> None:
    choose_row(page, save_application(office, samples.WORK).id)
    part = page.applications
    hands.choose(part.programme, "qd22")
    hands.settle(page.jobs)
    fill(part, LISTED)
    save(part)
    assert application(office, only_id(office)).draft.programme == "qd22"


def test_steps_wait_until_what_was_typed_is_saved(page: CreditPage, office: Office) -> None:
    choose_row(page, save_application(office, samples.WORK).id)
    part = page.applications
    assert part.acts.buttons["check"].isEnabled()
    fill(part, {"amount": "90 triệu"})
    assert not part.acts.buttons["check"].isEnabled()
    save(part)
    assert part.acts.buttons["check"].isEnabled()
    assert application(office, only_id(office)).draft.facts["amount"] == 90_000_000


def test_a_refused_check_says_why_and_keeps_the_draft(page: CreditPage, office: Office) -> None:
    draft = samples.with_facts(samples.WORK, amount=250_000_000)
    choose_row(page, save_application(office, draft).id)
    act(page.applications, "check", page.jobs)
    assert "250.000.000" in form_of(page.applications).summary.text()
    assert application(office, only_id(office)).state == "draft"


def test_the_enterer_sees_why_there_is_no_button_to_confirm(page: CreditPage, office: Office) -> None:
    choose_row(page, samples.presented(office).id)
    assert shown_acts(page.applications) == {"print", "print_overlay"}
    assert "may not confirm" in page.applications.acts.waits.text()


def test_an_approver_who_entered_it_is_told_to_ask_another(jobs: Jobs, show: Show, office: Office) -> None:
    both = replace(office, officer=replace(office.officer, roles=frozenset({"social", "approver"})))
    page = opened(CreditPage(both, jobs), show)
    choose_row(page, samples.presented(both).id)
    assert "confirm" not in shown_acts(page.applications)
    assert "You entered or changed this yourself" in page.applications.acts.waits.text()


def test_the_approver_is_asked_what_is_confirmed(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    act(page.applications, "confirm", page.jobs)
    asked = " ".join(hands.visible_texts(hands.dialog(page)))
    assert "Nguyễn Thị Bình" in asked
    assert "100.000.000" in asked
    answer(page, "no")
    assert application(office, subject.id).state == "presented"
    act(page.applications, "confirm", page.jobs)
    confirm_here(page, PASSPHRASE)
    assert application(office, subject.id).state == "signed"


def test_several_are_confirmed_with_one_passphrase_and_only_those_ticked(page_as: OpenAs, office: Office) -> None:
    single, plan = samples.presented(office), samples.presented(office, samples.PLAN)
    page = page_as("hung")
    hands.press(page.confirm_several)
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, ConfirmDialog)
    assert dialog.papers is not None
    confirm_here(page, PASSPHRASE)
    assert application(office, single.id).state == "presented"
    dialog.papers.list.item(1).setCheckState(Qt.CheckState.Checked)
    confirm_here(page, PASSPHRASE)
    states = (application(office, single.id).state, application(office, plan.id).state)
    assert states == ("presented", "signed")


def test_a_wrong_passphrase_is_said_at_its_field(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    act(page.applications, "confirm", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, ConfirmDialog)
    confirm_here(page, "sai mat khau roi")
    assert "wrong" in dialog.form.problem_at("passphrase")
    assert application(office, subject.id).state == "presented"
    answer(page, "no")


def test_the_window_of_a_question_is_named_after_nobody(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    act(page.applications, "confirm", page.jobs)
    assert hands.dialog(page).windowTitle() == "HN Desk"
    answer(page, "no")


def test_what_is_returned_shows_its_reason_and_can_be_mended(
    page_as: OpenAs, office: Office, jobs: Jobs, show: Show
) -> None:
    subject = samples.presented(office)
    approver = page_as("hung")
    choose_row(approver, subject.id)
    act(approver.applications, "return", jobs)
    give_reason(approver, "Thiếu chữ ký của tổ trưởng")
    clerk = opened(CreditPage(office, jobs), show)
    choose_row(clerk, subject.id)
    assert "Thiếu chữ ký của tổ trưởng" in clerk.applications.acts.waits.text()
    fill(clerk.applications, {"amount": "90 triệu"})
    save(clerk.applications)
    assert application(office, subject.id).state == "draft"


def test_an_application_is_refused_with_a_reason_and_its_notice_printed(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    act(page.applications, "refuse", page.jobs)
    give_reason(page, "Không cư trú trên địa bàn")
    assert application(office, subject.id).state == "refused"
    act(page.applications, "notice", page.jobs)
    assert isinstance(hands.dialog(page), PreviewDialog)
    hands.dialog(page).close()


def test_an_empty_reason_is_not_taken(page: CreditPage, office: Office) -> None:
    id_ = save_application(office, samples.WORK).id
    choose_row(page, id_)
    act(page.applications, "withdraw", page.jobs)
    answer(page, "main")
    assert hands.dialog(page).isVisible()
    answer(page, "no")
    assert application(office, id_).state == "draft"


def test_the_records_clerk_records_signature_number_and_sending(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("mai")
    choose_row(page, subject.id)
    part = page.applications
    act(part, "record_signature", page.jobs)
    signature = hands.dialog(page)
    assert isinstance(signature, SignatureDialog)
    hands.fill(signature.form, "signer_name", "Hoàng Minh Đức")
    hands.fill(signature.form, "signer_title", "Chủ tịch")
    hands.fill(signature.form, "passphrase", PASSPHRASE)
    hands.press(signature.save_button)
    hands.settle(page.jobs)
    act(part, "record_number", page.jobs)
    number = hands.dialog(page)
    assert isinstance(number, NumberDialog)
    assert number.form.field("number").value() == 1
    hands.fill(number.form, "number", "125")
    hands.press(number.save_button)
    hands.settle(page.jobs)
    act(part, "mark_sent", page.jobs)
    kept = application(office, subject.id).confirmation
    assert kept is not None
    assert (kept.state, kept.number_text, kept.signer_name) == ("sent", "125/XN-UBND", "Hoàng Minh Đức")


def test_a_taken_number_is_refused_at_its_field_and_the_dialog_stays(
    page_as: OpenAs, office: Office, as_officer: As
) -> None:
    samples.issued(office, as_officer, samples.presented(office), 125)
    man = replace(samples.WORK, person=samples.MAN)
    subject = samples.presented(office, man)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    page = page_as("mai")
    choose_row(page, subject.id)
    act(page.applications, "record_number", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, NumberDialog)
    assert dialog.form.field("number").value() == 126
    hands.fill(dialog.form, "number", "125")
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    assert "125/XN-UBND" in dialog.form.problem_at("number")
    assert dialog.isVisible()
    dialog.close()


def test_a_day_left_out_is_asked_for(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("mai")
    choose_row(page, subject.id)
    act(page.applications, "record_signature", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, SignatureDialog)
    hands.fill(dialog.form, "signed_on", "")
    hands.press(dialog.save_button)
    assert dialog.form.problem_at("signed_on") == "Type the day of the signature."
    dialog.close()


def test_a_print_is_counted(page: CreditPage, office: Office, tmp_path: Path) -> None:
    subject = samples.presented(office)
    choose_row(page, subject.id)
    act(page.applications, "print", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.said.text() == "The layout is provisional until the official form is installed."
    dialog.save_into(tmp_path)
    hands.settle(page.jobs)
    dialog.close()
    kept = application(office, subject.id).confirmation
    assert kept is not None
    assert kept.prints == 1
    assert [path.suffix for path in tmp_path.glob("GIAY-*")] == [".pdf"]


def test_a_person_kept_before_is_taken_over_and_not_kept_twice(page: CreditPage, office: Office) -> None:
    save_person(office, samples.WOMAN)
    part = begin(page, "gqvl")
    hands.choose_found(form_of(part).find_person, "binh hang bong")
    hands.settle(page.jobs)
    assert form_of(part).field("person.id_number").value() == "001190012345"
    fill(part, WORK)
    save(part)
    assert len(people_ids(office, Query())) == 1


def test_a_person_taken_by_mistake_is_given_back(page: CreditPage, office: Office) -> None:
    save_person(office, samples.WOMAN)
    part = begin(page, "gqvl")
    hands.choose_found(form_of(part).find_person, "binh hang bong")
    hands.settle(page.jobs)
    hands.press(form_of(part).another)
    fill(part, {**WOMAN, "person.name": "Lê Thị Cúc"}, WORK)
    save(part)
    assert len(people_ids(office, Query())) == 2


def test_a_closed_group_stays_with_its_person(page: CreditPage, office: Office) -> None:
    group = next(group for group in list_groups(office) if group.name == "Tổ dân phố số 3")
    draft = replace(samples.WORK, person=replace(samples.WOMAN, group_id=group.id))
    id_ = save_application(office, draft).id
    save_group(office, GroupDraft(group.id, group.version, group.name, group.kind, is_active=False))
    page.reload()
    choose_row(page, id_)
    fill(page.applications, {"amount": "90 triệu"})
    save(page.applications)
    person = application(office, id_).draft.person
    assert person is not None
    assert person.group_id == group.id


def test_a_line_of_a_confirmed_list_still_names_its_list(page: CreditPage, office: Office, as_officer: As) -> None:
    subject, (line,) = samples.presented_list(office, samples.MAN)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    page.reload()
    choose_row(page, line)
    assert form_of(page.applications).field("list_id").value() == subject.id


def test_an_establishment_is_asked_for_its_plan(page: CreditPage, office: Office) -> None:
    part = begin(page, "qd22")
    hands.choose(part.applicant, "establishment")
    hands.settle(page.jobs)
    plan = {"establishment.name": "Cơ sở mộc Hòa Bình", "is_lawful": "yes", "plan_here": "yes"}
    fill(part, plan, {"workers_total": "41", "workers_qualifying": "4", "amount": "1 tỷ"})
    assert "4/41 lao động = 9,76 % &lt; 10 %" in " ".join(part.judgement.texts())
    save(part)
    kept = application(office, only_id(office)).draft
    assert kept.establishment
    assert kept.establishment.name == "Cơ sở mộc Hòa Bình"


def test_an_officer_who_does_not_enter_sees_the_file_locked(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    with pytest.raises(hands.CannotError):
        hands.fill(form_of(page.applications), "amount", "1")
    assert not page.new_application.isVisible()
    assert not page.applications.save_button.isVisible()
    assert "✓ Met" in page.applications.judgement.verdict.text()


def test_the_list_finds_without_accents_and_by_state(page: CreditPage, office: Office) -> None:
    samples.presented(office)
    save_application(office, replace(samples.WORK, person=samples.MAN))
    assert hands.find(page.applications.list, page.jobs, "nguyen binh") == 1
    assert hands.find(page.applications.list, page.jobs, "") == 2
    hands.choose(page.applications.state_filter, "draft")
    hands.settle(page.jobs)
    assert page.applications.list.rows.rowCount() == 1
    hands.choose(page.applications.city_filter, "not_sent")
    hands.settle(page.jobs)
    assert page.applications.list.rows.rowCount() == 1
    hands.choose(page.applications.city_filter, "received")
    hands.settle(page.jobs)
    assert page.applications.list.rows.rowCount() == 0


def test_a_record_asked_for_is_shown_although_the_list_leaves_it_out(page: CreditPage, office: Office) -> None:
    id_ = save_application(office, samples.WORK).id
    hands.find(page.applications.list, page.jobs, "khong co ai")
    hands.choose(page.applications.state_filter, "signed")
    hands.settle(page.jobs)
    choose_row(page, id_)
    assert form_of(page.applications).field("person.name").value() == "Nguyễn Thị Bình"
    assert page.applications.list.chosen_id() == id_


def test_another_record_is_not_opened_over_typed_things(page: CreditPage, office: Office) -> None:
    first = save_application(office, samples.WORK).id
    save_application(office, replace(samples.WORK, person=samples.MAN))
    page.reload()
    choose_row(page, first)
    fill(page.applications, {"amount": "90 triệu"})
    hands.press(page.new_application)
    answer(page, "no")
    assert form_of(page.applications).field("amount").value() == 90_000_000
    hands.press(page.new_application)
    answer(page, "yes")
    assert page.applications.form is None


def test_typed_things_survive_when_the_page_is_read_again(page: CreditPage, office: Office) -> None:
    choose_row(page, save_application(office, samples.WORK).id)
    fill(page.applications, {"amount": "90 triệu"})
    page.reload()
    hands.settle(page.jobs)
    assert form_of(page.applications).field("amount").value() == 90_000_000
    save(page.applications)
    assert application(office, only_id(office)).draft.facts["amount"] == 90_000_000


def test_no_dialog_is_left_open_after_an_act(page_as: OpenAs, office: Office) -> None:
    subject = samples.presented(office)
    page = page_as("hung")
    choose_row(page, subject.id)
    act(page.applications, "confirm", page.jobs)
    confirm_here(page, PASSPHRASE)
    left: Any = page.window().findChildren(QDialog)
    assert [each for each in left if each.isVisible()] == []


@pytest.fixture
def wider(office_folder: Path, tmp_path: Path) -> Iterator[Office]:
    """The office with a fourth programme's file among its rules."""
    opened_office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW, book=rule_book(overlay(tmp_path)))
    yield opened_office
    opened_office.close()


def test_a_fourth_programme_shows_up_in_the_window(wider: Office, jobs: Jobs, show: Show) -> None:
    page = opened(CreditPage(wider, jobs), show)
    part = begin(page, CODE)
    fill(part, WOMAN, {"resides_here": "yes", "purpose": "solar", "amount": "35 triệu", "term_months": "24"})
    fill(part, {"documents": {"quotation"}})
    assert "✓ Met" in part.judgement.verdict.text()
    save(part)
    act(part, "check", jobs)
    assert application(wider, only_id(wider)).state == "checked"


def test_numbers_left_out_are_asked_about_in_the_dialog(page_as: OpenAs, office: Office, as_officer: As) -> None:
    samples.issued(office, as_officer, samples.presented(office), 125)
    subject = samples.presented(office, replace(samples.WORK, person=samples.MAN))
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    page = page_as("mai")
    choose_row(page, subject.id)
    act(page.applications, "record_number", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, NumberDialog)
    hands.fill(dialog.form, "number", "130")
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    assert "126 to 129" in " ".join(hands.visible_texts(dialog))
    hands.type_text(dialog.form.summary.reason_line("number.gap"), "126 đến 129: văn bản khác")
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    kept = application(office, subject.id)
    assert kept.confirmation is not None
    assert (kept.confirmation.number, kept.history[-1].reason) == (130, "126 đến 129: văn bản khác")
