"""The home page: answers that are long in coming and debts to help recover wait for who enters the bank's part."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.credit import application
from hn_desk.actions.home import today
from hn_desk.actions.lists import beneficiary_list
from hn_desk.actions.office import Office
from tests.actions import credit_samples as samples
from tests.actions.credit_samples import TODAY

As = Callable[[str], Office]


def waiting(office: Office, kind: str, days: int = 0) -> list[tuple[str, str]]:
    """What of a kind waits `days` from now: the records and the sentences."""
    later = replace(office, clock=lambda: office.clock() + timedelta(days=days))
    return [(one.id, one.text) for one in today(later).waiting if one.kind == kind]


@pytest.mark.parametrize(("days", "count"), [(30, 0), (31, 1)])
def test_an_answer_is_missed_from_the_day_after_thirty(office: Office, as_officer: As, days: int, count: int) -> None:
    samples.sent(office, as_officer, samples.presented(office))
    found = waiting(office, "answer", days)
    assert len(found) == count
    assert waiting(as_officer("hung"), "answer", days) == []
    assert len(waiting(as_officer("mai"), "answer", days)) == count


def test_a_list_waits_once_until_its_last_line_is_answered(office: Office, as_officer: As) -> None:
    subject, (first, second) = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    code = beneficiary_list(office, subject.id).file_code
    ((id_, text),) = waiting(office, "answer", 40)
    assert (id_, text.startswith(f"{code} (2)")) == (subject.id, True)
    record_bank(office, BankDraft(first, "approved", TODAY, amount=1_000_000))
    ((_id, text),) = waiting(office, "answer", 40)
    assert text.startswith(f"{code} was sent")
    record_bank(office, BankDraft(second, "refused", TODAY, reason="Hết vốn"))
    assert waiting(office, "answer", 40) == []


def test_a_debt_waits_while_it_is_overdue_or_at_risk(office: Office, as_officer: As) -> None:
    sent = samples.sent(office, as_officer, samples.presented(office)).id
    record_bank(office, BankDraft(sent, "approved", TODAY, amount=10_000_000))
    record_bank(office, BankDraft(sent, "paid_out", TODAY, amount=10_000_000))
    found = []
    for debt in ("in_term", "due", "overdue", "at_risk"):
        record_bank(office, BankDraft(sent, "debt", TODAY, amount=10_000_000, debt=debt))
        found.append(len(waiting(office, "recover")))
    assert found == [0, 0, 1, 1]
    assert waiting(office, "recover")[0][0] == sent
    assert application(office, sent).file_code in waiting(office, "recover")[0][1]
    record_bank(office, BankDraft(sent, "repaid", TODAY))
    assert waiting(office, "recover") == []
