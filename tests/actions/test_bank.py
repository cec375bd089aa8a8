"""The bank's answers, the payment, the debt and its end: in order, plausible, each with its line in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.credit import application
from hn_desk.actions.office import Office
from hn_desk.actions.retention import delete_due, due_deletions
from hn_desk.actions.rights import held_on
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import AuditEntry, BankEvent
from hn_desk.rules.bank import kind_label
from tests.actions import credit_samples as samples
from tests.actions.credit_samples import TODAY

As = Callable[[str], Office]


@pytest.fixture
def sent(office: Office, as_officer: As) -> str:
    """A single application of 100 million that went to the bank today."""
    return samples.sent(office, as_officer, samples.presented(office)).id


def enter(office: Office, id_: str, kind: str, **values: object) -> None:
    """One entry of today."""
    record_bank(office, BankDraft(id_, kind, **{"day": TODAY, **values}))  # type: ignore[arg-type]  # values by name


def state_of(office: Office, id_: str) -> str:
    return application(office, id_).state


def problems(office: Office, id_: str, kind: str, **values: object) -> dict[str, str]:
    """What is wrong with an entry, by field; nothing is kept of it."""
    before = application(office, id_).bank
    with pytest.raises(InputError) as refused:
        enter(office, id_, kind, **values)
    assert application(office, id_).bank == before
    return {problem.field: problem.what for problem in refused.value.problems}


def test_a_loan_goes_from_the_answer_to_its_end(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=90_000_000, term_months=48, number="12/TB-NHCS")
    assert state_of(office, sent) == "bank_approved"
    enter(office, sent, "paid_out", amount=50_000_000, number="HD-1")
    enter(office, sent, "paid_out", amount=40_000_000, number="HD-1")
    assert state_of(office, sent) == "disbursed"
    enter(office, sent, "debt", debt="overdue", amount=30_000_000)
    enter(office, sent, "recovery", note="Đến nhà vận động", done_by="Hội Phụ nữ", result="Hẹn trả dần")
    assert state_of(office, sent) == "followed"
    facts = application(office, sent)
    assert (facts.bank.approved, facts.bank.paid_out, facts.bank.owed, facts.bank.debt) == (
        90_000_000,
        90_000_000,
        30_000_000,
        "overdue",
    )
    assert facts.bank.last_day == date(2030, 11, 20)
    enter(office, sent, "repaid")
    facts = application(office, sent)
    assert (facts.state, facts.bank.owed, facts.bank.debt, facts.bank.open_kinds) == ("settled", 0, "", ("taken_back",))
    assert [step.state for step in facts.history][-5:] == ["sent", "bank_approved", "disbursed", "followed", "settled"]


def test_a_refusal_needs_its_reason_and_ends_the_way(office: Office, sent: str) -> None:
    assert "reason" in problems(office, sent, "refused")
    enter(office, sent, "refused", reason="Không đủ vốn")
    assert state_of(office, sent) == "bank_refused"
    with pytest.raises(DeskError) as refused:
        enter(office, sent, "paid_out", amount=1)
    assert refused.value.reason == "bank-step"


def test_nothing_is_entered_before_it_is_sent(office: Office, as_officer: As) -> None:
    subject = samples.issued(office, as_officer, samples.presented(office))
    with pytest.raises(DeskError) as refused:
        enter(office, subject.id, "approved", amount=1_000_000)
    assert refused.value.reason == "bank-step"


@pytest.mark.parametrize(
    ("day", "said"), [(TODAY + timedelta(1), "future"), (TODAY - timedelta(1), "before the sending"), (None, "Type")]
)
def test_a_day_lies_between_the_sending_and_today(office: Office, sent: str, day: date | None, said: str) -> None:
    assert said in problems(office, sent, "approved", amount=1_000_000, day=day)["day"]


def test_a_day_before_the_last_entry_is_refused(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=10_000_000)
    later = replace(office, clock=lambda: office.clock() + timedelta(days=40))
    enter(later, sent, "paid_out", amount=10_000_000, day=TODAY + timedelta(days=20))
    entry = BankDraft(sent, "debt", TODAY + timedelta(days=10), amount=1, debt="in_term")
    with pytest.raises(InputError, match="Mend"):
        record_bank(later, entry)


def test_no_more_is_paid_out_than_was_approved(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=90_000_000)
    assert "amount" in problems(office, sent, "paid_out", amount=90_000_001)
    enter(office, sent, "paid_out", amount=89_999_999)
    assert "90.000.000" in problems(office, sent, "paid_out", amount=2)["amount"]
    enter(office, sent, "paid_out", amount=1)
    assert "paid_out" not in application(office, sent).bank.open_kinds


@pytest.mark.parametrize("amount", [None, 0, -5, 10**15])
def test_an_amount_is_needed_and_sensible(office: Office, sent: str, amount: int | None) -> None:
    assert list(problems(office, sent, "approved", amount=amount)) == ["amount"]


def test_an_approval_above_the_ceiling_wants_a_reason(office: Office, sent: str) -> None:
    entry = BankDraft(sent, "approved", TODAY, amount=200_000_001, term_months=121)
    with pytest.raises(WarningsError) as doubted:
        record_bank(office, entry)
    codes = [warning.code for warning in doubted.value.warnings]
    assert codes == ["amount.above_asked", "amount.amount_at_most", "term_months.term_at_most"]
    assert state_of(office, sent) == "sent"
    record_bank(office, replace(entry, accepted=dict.fromkeys(codes, "Ngân hàng ghi như vậy")))
    assert state_of(office, sent) == "bank_approved"


def test_more_owed_than_paid_out_and_in_term_after_the_term_want_a_reason(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=10_000_000, term_months=1)
    enter(office, sent, "paid_out", amount=10_000_000)
    later = replace(office, clock=lambda: office.clock() + timedelta(days=60))
    with pytest.raises(WarningsError) as doubted:
        record_bank(later, BankDraft(sent, "debt", TODAY + timedelta(days=50), amount=10_000_001, debt="in_term"))
    assert [warning.code for warning in doubted.value.warnings] == ["amount.above_paid_out", "debt.after_term"]


def test_nothing_owed_is_settled_not_followed(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=10_000_000)
    enter(office, sent, "paid_out", amount=10_000_000)
    assert "settled" in problems(office, sent, "debt", debt="in_term", amount=0)["amount"]
    assert list(problems(office, sent, "debt", amount=5)) == ["debt"]


def test_recovery_says_what_was_done_and_by_whom(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=10_000_000)
    enter(office, sent, "paid_out", amount=10_000_000)
    enter(office, sent, "debt", debt="due", amount=10_000_000)
    assert set(problems(office, sent, "recovery")) == {"note", "done_by"}
    assert "200" in problems(office, sent, "recovery", note="x" * 201, done_by="Tổ trưởng")["note"]


def test_the_last_entry_is_taken_back_with_a_reason_and_stays_to_be_seen(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=10_000_000)
    enter(office, sent, "paid_out", amount=10_000_000)
    assert list(problems(office, sent, "taken_back")) == ["reason"]
    enter(office, sent, "taken_back", reason="Gõ nhầm số tiền")
    facts = application(office, sent)
    assert (facts.state, facts.bank.paid_out) == ("bank_approved", 0)
    assert [(one.kind, one.is_void) for one in facts.bank.entries] == [
        ("approved", False),
        ("paid_out", True),
        ("taken_back", False),
    ]
    enter(office, sent, "taken_back", reason="Nhầm hồ sơ")
    assert state_of(office, sent) == "sent"
    assert "taken_back" not in application(office, sent).bank.open_kinds


def test_each_entry_is_one_private_line_in_the_log(office: Office, sent: str) -> None:
    enter(office, sent, "refused", reason="Không đủ điều kiện")
    enter(office, sent, "taken_back", reason="Nhầm hồ sơ")
    enter(office, sent, "approved", amount=10_000_000)
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("bank.%"))).all()
    assert {(one.action, one.subject, one.record_id) for one in entries} == {("bank.entry", "applications", sent)}
    assert [list(one.content or {}) for one in entries] == [["hidden"]] * 3
    assert action_label("bank.entry") != "bank.entry"


@pytest.mark.parametrize("kind", ["approved", "refused", "paid_out", "debt", "recovery", "repaid", "taken_back"])
def test_each_kind_of_entry_has_its_words(kind: str) -> None:
    assert kind_label(kind)


def test_only_who_enters_or_keeps_the_records_may(office: Office, as_officer: As, sent: str) -> None:
    with pytest.raises(RoleError):
        enter(as_officer("hung"), sent, "approved", amount=1_000_000)
    assert application(as_officer("hung"), sent).bank.open_kinds == ()
    enter(as_officer("mai"), sent, "approved", amount=1_000_000)
    assert state_of(office, sent) == "bank_approved"


def test_a_line_of_a_list_goes_its_own_way(office: Office, as_officer: As) -> None:
    subject, (first, second) = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    enter(office, first, "approved", amount=80_000_000)
    enter(office, second, "refused", reason="Còn nợ quá hạn")
    assert [state_of(office, one) for one in (first, second)] == ["bank_approved", "bank_refused"]


def test_what_the_bank_said_is_told_to_the_person_it_is_about(office: Office, as_officer: As, sent: str) -> None:
    enter(office, sent, "refused", reason="Không đủ vốn")
    person = application(office, sent).draft.person
    assert person
    assert person.id
    held = {one.name: one.value for one in held_on(as_officer("mai"), person.id)}
    assert held["The bank refused"] == "20/11/2026 · Không đủ vốn"


def test_a_settled_loan_goes_ten_years_later_with_all_that_the_bank_said_and_an_open_debt_stays(
    office: Office, as_officer: As, sent: str
) -> None:
    enter(office, sent, "approved", amount=10_000_000)
    enter(office, sent, "paid_out", amount=10_000_000)
    head = as_officer("mai")
    late = replace(head, clock=lambda: head.clock() + timedelta(days=3653))
    assert "applications" not in {one.subject for one in due_deletions(late)}
    enter(office, sent, "repaid")
    assert ("applications", sent) in {(one.subject, one.id) for one in due_deletions(late)}
    delete_due(late, [("applications", sent)])
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(BankEvent)) == 0


@pytest.mark.parametrize("typed", [{"number": "HD-1"}, {}])
def test_the_same_payment_twice_wants_a_reason(office: Office, sent: str, typed: dict[str, str]) -> None:
    enter(office, sent, "approved", amount=90_000_000)
    enter(office, sent, "paid_out", amount=30_000_000, number="HD-1")
    enter(office, sent, "paid_out", amount=30_000_000, number="HD-2")
    again = BankDraft(sent, "paid_out", TODAY, amount=30_000_000, **typed)  # type: ignore[arg-type]  # words by name
    with pytest.raises(WarningsError) as doubted:
        record_bank(office, again)
    assert [warning.code for warning in doubted.value.warnings] == ["day.twice"]
    assert application(office, sent).bank.paid_out == 60_000_000
    record_bank(office, replace(again, accepted={"day.twice": "Giải ngân hai lần"}))
    assert application(office, sent).bank.paid_out == 90_000_000


def test_help_of_one_day_is_entered_twice_when_it_was_not_the_same(office: Office, sent: str) -> None:
    enter(office, sent, "approved", amount=90_000_000)
    enter(office, sent, "paid_out", amount=30_000_000)
    enter(office, sent, "debt", amount=30_000_000, debt="overdue")
    enter(office, sent, "recovery", done_by="Tổ dân phố", note="Gọi điện")
    enter(office, sent, "recovery", done_by="Tổ dân phố", note="Đến nhà")
    with pytest.raises(WarningsError):
        enter(office, sent, "recovery", done_by="Tổ dân phố", note="Đến nhà")
