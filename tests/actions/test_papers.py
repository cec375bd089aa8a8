"""Papers drawn from frozen facts, counted and logged; a check code that gives nobody away."""

from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import select, update

from hn_desk.actions.confirmations import Subject, confirm
from hn_desk.actions.credit import application, refuse, return_to_enterer, save_application, withdraw
from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import note_printed, print_form, print_notice
from hn_desk.actions.people import person, save_person
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.audit import shown_content
from hn_desk.models.tables import AuditEntry, Confirmation
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import MAN, PLAN, WOMAN, WORK, As, issued, presented, presented_list


def words(paper: Paper) -> str:
    """All words of a PDF, in one line."""
    document = pypdfium2.PdfDocument(paper.pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def the_confirmation(office: Office, subject: Subject) -> Confirmation:
    """The one row of a subject's confirmation."""
    with office.database.read() as session:
        (row,) = (row for row in session.scalars(select(Confirmation)) if row.subject_id == subject.id)
        return row


def test_a_presented_application_is_printed_with_blanks_for_number_and_day(office: Office) -> None:
    paper = print_form(office, presented(office))
    text = words(paper)
    assert WOMAN.name in text
    assert "Một trăm triệu đồng" in text
    assert "Mã hồ sơ: 2026-000001" in text
    assert "125/XN-UBND" not in text
    assert "BẢN TẬP HUẤN" in text


def test_number_day_and_signer_are_printed_once_they_are_known(office: Office, as_officer: As) -> None:
    text = words(print_form(office, issued(office, as_officer, presented(office))))
    assert "Số: 125/XN-UBND" in text
    assert "ngày 20 tháng 11 năm 2026" in text
    assert "KT. CHỦ TỊCH" in text
    assert "PHÓ CHỦ TỊCH" in text
    assert "Trần Văn Hùng" in text


def test_a_plan_and_a_list_are_printed(office: Office) -> None:
    plan = words(print_form(office, presented(office, PLAN)))
    whole_list = words(print_form(office, presented_list(office, MAN)[0]))
    assert "Cơ sở mộc Hòa Bình" in plan
    assert "1.000.000.000" in plan
    assert MAN.name in whole_list
    assert "15/DS-CAP" in whole_list
    assert "CÔNG AN PHƯỜNG" in whole_list


def test_the_priority_group_is_never_printed(office: Office) -> None:
    text = words(print_form(office, presented(office)))
    assert "nghèo" not in text.lower()


def test_what_was_presented_is_printed_even_when_the_person_changed_since(office: Office) -> None:
    subject = presented(office)
    before = words(print_form(office, subject))
    draft = application(office, subject.id).draft.person
    assert draft is not None
    save_person(office, replace(draft, name="Nguyễn Thị Bình An"))
    assert person(office, draft.id or "").draft.name == "Nguyễn Thị Bình An"
    assert words(print_form(office, subject)) == before


def test_the_same_paper_has_the_same_bytes(office: Office) -> None:
    subject = presented(office)
    assert print_form(office, subject).pdf == print_form(office, subject).pdf


def test_no_paper_before_it_is_presented_nor_after_it_was_returned(office: Office, as_officer: As) -> None:
    draft = Subject("application", save_application(office, WORK).id)
    with pytest.raises(DeskError) as early:
        print_form(office, draft)
    subject = presented(office, PLAN)
    return_to_enterer(as_officer("hung"), subject.id, "Thiếu hợp đồng")
    with pytest.raises(DeskError) as late:
        print_form(office, subject)
    assert [early.value.reason, late.value.reason] == ["not-presented", "not-printable"]


def test_changed_frozen_facts_are_not_printed(office: Office) -> None:
    subject = presented(office)
    frozen = the_confirmation(office, subject).frozen
    changed = {**frozen, "facts": {**frozen["facts"], "loan": {**frozen["facts"]["loan"], "amount": 900_000_000}}}
    assert changed != frozen
    with office.write() as session:
        session.execute(update(Confirmation.__table__).values(frozen=changed))  # type: ignore[arg-type]  # a table
    with pytest.raises(DeskError) as refused:
        print_form(office, subject)
    assert refused.value.reason == "frozen-changed"


def test_a_papers_file_name_and_title_are_neutral(office: Office) -> None:
    paper = print_form(office, presented_list(office, MAN)[0])
    assert (paper.name, paper.title) == ("GIAY-2026-000001.pdf", "Paper of file 2026-000001")


def test_a_print_is_logged_as_a_copy_and_then_as_a_reprint(office: Office, as_officer: As) -> None:
    subject = presented(office)
    note_printed(office, subject.kind, subject.id, copies=2)
    note_printed(as_officer("mai"), subject.kind, subject.id, copies=1)
    with office.database.read() as session:
        logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.printed")).all()
        said = [shown_content(session, one.content) or {} for one in logged]
    assert [one["what"] for one in said] == ["copy", "reprint"]
    kept = application(office, subject.id).confirmation
    assert kept is not None
    assert kept.prints == 3


def test_a_print_without_copies_is_refused(office: Office) -> None:
    with pytest.raises(InputError):
        note_printed(office, "application", presented(office).id, copies=0)


def test_other_papers_are_logged_too(office: Office) -> None:
    assert note_printed(office, "event", "some-event", copies=1).subjects == {"events"}
    note_printed(office, "event", "some-event", copies=1)
    with office.database.read() as session:
        logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.printed")).all()
    assert [(one.content or {})["what"] for one in logged] == ["copy", "reprint"]


def test_a_refused_applicant_gets_a_notice_with_the_reason(office: Office) -> None:
    kept = save_application(office, WORK).id
    with pytest.raises(DeskError) as refused:
        print_notice(office, kept)
    assert refused.value.reason == "no-notice"
    refuse(office, kept, "Không cư trú trên địa bàn")
    text = words(print_notice(office, kept))
    assert WOMAN.name in text
    assert "Không cư trú trên địa bàn" in text


def test_a_withdrawn_confirmation_gets_a_notice_with_its_number(office: Office, as_officer: As) -> None:
    subject = issued(office, as_officer, presented(office, PLAN))
    withdraw(as_officer("hung"), subject.id, "Kê khai không đúng")
    text = words(print_notice(office, subject.id))
    assert "125/XN-UBND" in text
    assert "Cơ sở mộc Hòa Bình" in text


def test_a_returned_applicant_gets_a_notice_when_asked(office: Office, as_officer: As) -> None:
    subject = presented(office)
    return_to_enterer(as_officer("hung"), subject.id, "Thiếu giấy xác nhận cư trú")
    paper = print_notice(office, subject.id)
    text = words(paper)
    assert "Về việc bổ sung, hoàn thiện hồ sơ 2026-000001" in text
    assert "Thiếu giấy xác nhận cư trú" in text
    assert paper.is_provisional


def test_what_was_withdrawn_before_it_had_a_number_names_no_paper(office: Office) -> None:
    kept = save_application(office, WORK).id
    withdraw(office, kept, "Người vay xin rút")
    text = words(print_notice(office, kept))
    assert "dừng giải quyết hồ sơ 2026-000001" in text
    assert "thu hồi" not in text


def test_a_notice_s_print_is_logged_hidden_with_its_application(office: Office) -> None:
    kept = save_application(office, WORK).id
    refuse(office, kept, "Không cư trú trên địa bàn")
    note_printed(office, "notice", kept, copies=1)
    with office.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.printed"))
        said = shown_content(session, entry.content) or {}
    assert (entry.subject, entry.record_id, said["paper"]) == ("applications", kept, "notice")
    assert "paper" not in (entry.content or {})


def test_the_administrator_prints_no_case(office: Office, as_officer: As) -> None:
    subject = presented(office)
    with pytest.raises(RoleError):
        print_form(as_officer("anh"), subject)


def test_a_chair_signs_for_the_committee(office: Office, as_officer: As) -> None:
    subject = presented(office)
    hung = as_officer("hung")
    chair = replace(hung, officer=replace(hung.officer, position="Chủ tịch"))
    confirm(chair, (subject,), PASSPHRASE)
    text = words(print_form(office, subject))
    assert "TM. ỦY BAN NHÂN DÂN" in text
    assert "KT." not in text
