"""An issued list is corrected by a new one that names what changed; what was frozen of the old one stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import confirm, mark_sent, record_number
from hn_desk.actions.confirmed_check import check_confirmed
from hn_desk.actions.credit import application, check, save_application, withdraw
from hn_desk.actions.credit_facts import Intake, Subject
from hn_desk.actions.credit_work import credit_work
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.lists import beneficiary_list, present_list, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.packet_credit_rows import cases, papers
from hn_desk.actions.packet_source import Source
from hn_desk.actions.papers import print_form
from hn_desk.actions.retention import erase_person
from hn_desk.errors import DeskError, RoleError
from hn_desk.models.audit import sha256_of
from hn_desk.models.tables import AuditEntry, BeneficiaryList, Confirmation, LoanApplication, Person
from hn_desk.packets.subjects import PaperRow
from hn_desk.rules.credit import BANK_APPROVED
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.forms.pages import one_line

As = Callable[[str], Office]
WHY = "Sai số tiền"
CHILD = replace(samples.MAN, name="Lê Văn Dũng", id_number="001085012399")


@pytest.fixture
def sent(office: Office, as_officer: As) -> Subject:
    """A list of two people, issued and sent."""
    subject, _lines = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.issued(office, as_officer, subject)
    mark_sent(as_officer("mai"), subject)
    return subject


def line_of(office: Office, list_id: str, name: str) -> str:
    return next(line.id for line in beneficiary_list(office, list_id).lines if line.applicant_name == name)


def corrected(office: Office, subject: Subject) -> str:
    """A correction with one amount changed, one line taken out, one added; all checked."""
    list_id = correct_list(office, subject.id, WHY).id
    changed = line_of(office, list_id, samples.MAN.name)
    draft = application(office, changed).draft
    save_application(office, replace(draft, facts={**draft.facts, "amount": 90_000_000}))
    withdraw(office, line_of(office, list_id, samples.WOMAN.name), "Không còn nhu cầu")
    added = save_application(office, replace(samples.LINE, person=CHILD, list_id=list_id)).id
    for line in (changed, added):
        check(office, line)
    return list_id


def issued_again(office: Office, as_officer: As, list_id: str, number: int = 126) -> Subject:
    subject = Subject("list", list_id)
    present_list(office, list_id)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    record_number(as_officer("mai"), samples.numbered(subject, number))
    return subject


def frozen_of(office: Office, list_id: str) -> tuple[str, str, str]:
    """The hash, the hash of the frozen facts as they lie there, and the state of a list's confirmation."""
    with office.database.read() as session:
        (row,) = [one for one in session.scalars(select(Confirmation)) if one.subject_id == list_id]
        return row.hash, sha256_of(row.frozen), row.state


def test_the_log_names_no_line_of_a_corrected_list(office: Office, sent: Subject) -> None:
    correct_list(office, sent.id, WHY)
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("lists."))).all()
    assert {one.subject for one in entries} == {"lists"}
    (begun,) = [one for one in entries if one.action == "lists.correct"]
    assert (begun.record_id, list(begun.content or {})) == (sent.id, ["hidden"])


def test_a_correction_begins_with_the_lines_of_the_old_list(office: Office, sent: Subject) -> None:
    facts = beneficiary_list(office, correct_list(office, sent.id, WHY).id)
    assert [line.applicant_name for line in facts.lines] == ["Trần Văn Ân", "Nguyễn Thị Bình"]
    assert {line.state for line in facts.lines} == {"listed"}
    assert facts.corrects == "15/DS-CAP · 04/11/2026"
    assert beneficiary_list(office, sent.id).state == "sent"
    with office.database.read() as session:
        assert session.get_one(BeneficiaryList, facts.draft.id).edition == 2


def test_the_day_of_an_answer_that_was_promised_is_not_promised_again(office: Office, as_officer: As) -> None:
    subject, lines = samples.presented_list(office, samples.MAN)
    samples.issued(office, as_officer, subject)
    with office.write() as session:
        session.get_one(LoanApplication, lines[0]).intake = {"receipt_number": "07", "answer_on": "2026-11-21"}
    (line,) = beneficiary_list(office, correct_list(office, subject.id, WHY).id).lines
    assert application(office, line.id).draft.intake == Intake()
    with office.database.read() as session:
        work = credit_work(session, office.officer.id, office.today(), office.today() + timedelta(days=30))
    assert work.to_answer() == []


def test_its_paper_names_what_changed_against_the_first(office: Office, as_officer: As, sent: Subject) -> None:
    subject = issued_again(office, as_officer, corrected(office, sent))
    said = (
        "Đính chính danh sách số 125/XN-UBND ngày 20/11/2026: sửa Trần Văn Ân (Số tiền (đồng): 80.000.000 thành"
        " 90.000.000); bỏ Nguyễn Thị Bình; bổ sung Lê Văn Dũng."
    )
    assert beneficiary_list(office, subject.id).correction == said
    assert said in one_line(print_form(office, subject).pdf)


def test_the_old_list_stays_as_it_was_frozen_and_leaves_force_only_with_the_new_number(
    office: Office, as_officer: As, sent: Subject
) -> None:
    before = frozen_of(office, sent.id)
    assert before[0] == before[1]
    list_id = corrected(office, sent)
    present_list(office, list_id)
    assert frozen_of(office, sent.id) == before
    confirm(as_officer("hung"), (Subject("list", list_id),), PASSPHRASE)
    assert beneficiary_list(office, sent.id).state == "sent"
    record_number(as_officer("mai"), samples.numbered(Subject("list", list_id), 126))
    assert frozen_of(office, sent.id) == (*before[:2], "withdrawn")
    old = beneficiary_list(office, sent.id)
    assert old.state == "withdrawn"
    assert "126/XN-UBND" in old.reason
    assert {line.state for line in old.lines} == {"withdrawn"}


def test_what_was_confirmed_is_still_proved(office: Office, as_officer: As, sent: Subject) -> None:
    issued_again(office, as_officer, corrected(office, sent))
    with office.database.read() as session:
        assert check_confirmed(session, office) == []


def test_packets_carry_the_new_list_that_names_the_old(office: Office, as_officer: As, sent: Subject) -> None:
    old = beneficiary_list(office, sent.id).confirmation
    subject = issued_again(office, as_officer, corrected(office, sent))
    with office.database.read() as session:
        source = Source(session, office, office.book.desks["NHCS"])
        (row,) = papers(source)
        found = list(cases(Source(session, office, office.book.desks["CATP-THA"])))
    assert isinstance(row, PaperRow)
    assert old is not None
    assert (row.version_of, row.number, row.lines) == (old.id, "126", 2)
    assert len(found) == 2
    assert beneficiary_list(office, subject.id).state == "issued"


def test_a_correction_that_changes_nothing_is_not_presented(office: Office, sent: Subject) -> None:
    list_id = correct_list(office, sent.id, WHY).id
    for line in beneficiary_list(office, list_id).lines:
        check(office, line.id)
    with pytest.raises(DeskError) as refused:
        present_list(office, list_id)
    assert refused.value.reason == "no-change"


@pytest.mark.parametrize("state", ["listed", "draft", "returned"])
def test_a_correction_drops_nobody_who_is_merely_not_checked(state: str, office: Office, sent: Subject) -> None:
    list_id = corrected(office, sent)
    left = line_of(office, list_id, CHILD.name)
    with office.write() as session:
        session.get_one(LoanApplication, left).state = state
    with pytest.raises(DeskError, match=CHILD.name) as refused:
        present_list(office, list_id)
    assert refused.value.reason == "unchecked-lines"
    assert beneficiary_list(office, list_id).state == "draft"
    with office.write() as session:
        session.get_one(LoanApplication, left).state = "withdrawn"
    present_list(office, list_id)


def test_only_one_correction_is_under_way(office: Office, as_officer: As, sent: Subject) -> None:
    first = correct_list(office, sent.id, WHY).id
    with pytest.raises(DeskError) as refused:
        correct_list(office, sent.id, WHY)
    assert refused.value.reason == "correction-open"
    withdraw_list(as_officer("mai"), first, "Lập nhầm")
    assert correct_list(office, sent.id, WHY).id != first
    assert beneficiary_list(office, sent.id).state == "sent"


def test_a_list_without_number_is_not_corrected(office: Office) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN)
    with pytest.raises(DeskError) as refused:
        correct_list(office, subject.id, WHY)
    assert refused.value.reason == "not-issued"


def test_a_list_that_the_bank_answered_is_not_replaced(office: Office, sent: Subject) -> None:
    line = line_of(office, sent.id, samples.MAN.name)
    with office.write() as session:
        session.get_one(LoanApplication, line).state = BANK_APPROVED
    with pytest.raises(DeskError) as refused:
        correct_list(office, sent.id, WHY)
    assert refused.value.reason == "bank-answered"


def test_who_entered_the_first_list_confirms_no_correction_of_it(office: Office, as_officer: As, sent: Subject) -> None:
    other = replace(as_officer("mai"), officer=replace(as_officer("mai").officer, roles=frozenset({"social"})))
    list_id = corrected(other, sent)
    present_list(other, list_id)
    enterer = replace(office, officer=replace(office.officer, roles=frozenset({"approver"})))
    with pytest.raises(RoleError):
        confirm(enterer, (Subject("list", list_id),), PASSPHRASE)


def test_a_correction_can_be_corrected(office: Office, as_officer: As, sent: Subject) -> None:
    second = issued_again(office, as_officer, corrected(office, sent))
    third = correct_list(office, second.id, WHY).id
    withdraw(office, line_of(office, third, CHILD.name), "Không còn nhu cầu")
    check(office, line_of(office, third, samples.MAN.name))
    issued_again(office, as_officer, third, 127)
    states = [beneficiary_list(office, one).state for one in (sent.id, second.id, third)]
    assert states == ["withdrawn", "withdrawn", "issued"]


def test_erasing_everybody_leaves_neither_list(office: Office, as_officer: As, sent: Subject) -> None:
    issued_again(office, as_officer, corrected(office, sent))
    with office.write() as session:
        people = list(session.scalars(select(Person.id)))
        erase_person(session, office, people[0])
        assert len(session.scalars(select(BeneficiaryList.id)).all()) == 2
        for one in people[1:]:
            erase_person(session, office, one)
        assert session.scalars(select(BeneficiaryList.id)).all() == []
        assert session.scalars(select(Confirmation.id)).all() == []
