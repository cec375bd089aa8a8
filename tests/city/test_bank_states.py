"""How far a loan has come travels to the desk without names; what was said of the debt stays with the office."""

import json

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.confirmations import mark_sent
from hn_desk.city.overview import counts
from tests.actions.credit_samples import TODAY
from tests.city.test_withdrawals import held, send, sent_application
from tests.pair import Pair

TOLD = ("Hội Phụ nữ", "vận động", "HD-7", "30000000", "30.000.000")


def test_the_state_at_the_bank_follows_at_the_desk_and_nothing_else(pair: Pair) -> None:
    desk, bank = pair.desk("SNV"), pair.desk("NHCS")
    subject = sent_application(pair, desk, bank)
    mark_sent(pair.as_officer("mai"), subject)
    for draft in (
        BankDraft(subject.id, "approved", TODAY, amount=90_000_000),
        BankDraft(subject.id, "paid_out", TODAY, amount=90_000_000, number="HD-7"),
        BankDraft(subject.id, "debt", TODAY, amount=30_000_000, debt="overdue"),
        BankDraft(subject.id, "recovery", TODAY, note="Đến vận động", done_by="Hội Phụ nữ"),
    ):
        record_bank(pair.office, draft)
    assert send(pair, desk) == {}
    assert held(desk, "cases")[subject.id]["state"] == "followed"
    assert (counts(desk)["cases"], counts(bank)["papers"]) == (1, 1)
    for one in (desk, bank):
        told = json.dumps([held(one, kind) for kind in counts(one)], ensure_ascii=False)
        assert subject.id in told or one is bank
        assert not any(word in told for word in TOLD)


def test_an_entry_taken_back_takes_the_state_back_at_the_desk(pair: Pair) -> None:
    desk = pair.desk("SNV")
    subject = sent_application(pair, desk)
    mark_sent(pair.as_officer("mai"), subject)
    record_bank(pair.office, BankDraft(subject.id, "refused", TODAY, reason="Hết vốn"))
    send(pair, desk)
    assert held(desk, "cases")[subject.id]["state"] == "bank_refused"
    record_bank(pair.office, BankDraft(subject.id, "taken_back", TODAY, reason="Nhầm hồ sơ"))
    send(pair, desk)
    assert held(desk, "cases")[subject.id]["state"] == "sent"
