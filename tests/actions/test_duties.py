"""The duties D1 to D15: from an empty office to done through actions; a state goes back when its evidence goes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hn_desk.actions.duties import DutyState, duties, export_duties, print_duties
from hn_desk.actions.duty_facts import plain
from hn_desk.actions.office import Office, Officer
from hn_desk.actions.packets import copy_packet, seal_packet
from hn_desk.actions.register_acts import ActDraft, save_act
from hn_desk.actions.register_plans import PlanDraft, save_plan
from hn_desk.errors import DeskError
from hn_desk.models.tables import Conversion, HouseholdMerge, OfficeReport
from tests.actions.duty_walk import Walk
from tests.actions.records import add_contact, add_conversion, add_household
from tests.pair import KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]

CODES = [f"D{number}" for number in range(1, 16)]


def states(office: Office, **asked: int) -> dict[str, str]:
    return {one.code: str(one.state) for one in duties(office, **asked)}


def state(office: Office, code: str) -> str:
    return states(office)[code]


def one(office: Office, code: str) -> DutyState:
    return next(duty for duty in duties(office) if duty.code == code)


def as_role(office: Office, role: str) -> Office:
    return replace(office, officer=Officer("x" * 36, "Đinh Thị Tâm", frozenset({role}), ""))


def later(office: Office, days: int) -> Office:
    return replace(office, clock=lambda: office.clock() + timedelta(days=days))


def test_an_empty_office_has_fifteen_duties_and_has_done_none_but_what_asks_for_nothing(pair: Pair) -> None:
    found = states(pair.clerk)
    assert list(found) == CODES
    assert found == dict.fromkeys(CODES, "not_begun") | {"D12": "off", "D15": "done"}
    assert all(duty.words and duty.source and duty.how and duty.page for duty in duties(pair.clerk))
    assert "nothing to follow up" in one(pair.clerk, "D15").parts[0].words


def test_all_fifteen_are_walked_to_done_and_each_goes_back_without_any_of_its_evidence(
    pair: Pair, tmp_path: Path
) -> None:
    walk = Walk(pair, tmp_path)
    office = pair.clerk
    walk.ask()
    for code, steps in walk.steps().items():
        if code == "D13":
            assert state(office, code) == "done", "the list of D7 is what D13 asks for"
            walk._withdraw_08()
            assert state(office, code) != "done"
        if code == "D15":
            walk.owe_a_debt()
        for place, step in enumerate(steps):
            assert state(office, code) != "done", (code, place)
            step.do()
        assert state(office, code) == "done", code
        assert one(office, code).evidence
        for step in steps:
            step.undo()
            assert state(office, code) != "done", code
            step.do()
            assert state(office, code) == "done", code
    assert set(states(office).values()) == {"done"}
    told = [plain(duty) for duty in duties(office)]
    assert [(row["code"], row["state"]) for row in told] == [(code, "done") for code in CODES]
    assert all(row["evidence"] for row in told)


def test_a_duty_is_under_way_while_a_part_is_missing_and_leads_to_where_that_is_entered(pair: Pair) -> None:
    draft = PlanDraft(duty="D5", year=2026, title="Kế hoạch", number="1/KH", issued_on=date(2026, 2, 1))
    save_plan(pair.office, draft)
    duty = one(pair.clerk, "D5")
    assert (duty.state, duty.page, duty.place) == ("under_way", "reports", "?register=plans")
    assert [part.place for part in duty.parts[2:4]] == ["?report=kh297&period=2026-H1", "?report=kh297&period=2026"]
    assert [part.is_done for part in duty.parts if part.is_needed] == [True, False, False, False]
    assert [(row.text, row.page, row.day) for row in duty.evidence] == [
        ("Kế hoạch, number 1/KH", "reports", date(2026, 2, 1))
    ]


def test_a_plan_that_is_entered_but_not_sent_is_no_evidence_for_d3(pair: Pair) -> None:
    draft = PlanDraft(duty="D3", year=2027, title="Góp ý", number="2/CV", issued_on=date(2026, 10, 1))
    kept = save_plan(pair.office, draft)
    (part, _packet) = one(pair.clerk, "D3").parts
    assert (part.is_begun, part.is_done, part.words) == (True, False, "entered, not sent yet")
    sent = replace(draft, id=kept.id, version=1, sent_on=date(2026, 10, 3), receiver="Sở Tài chính")
    save_plan(pair.office, sent)
    assert one(pair.clerk, "D3").parts[0].is_done


def test_a_debt_nobody_noted_is_overdue_after_thirty_days_and_an_act_settles_it(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    walk._list_08()
    walk.owe_a_debt()
    assert state(pair.clerk, "D15") == "under_way"
    assert state(later(pair.clerk, 30), "D15") == "under_way"
    assert state(later(pair.clerk, 31), "D15") == "overdue"
    late = later(pair.office, 31)
    save_act(late, ActDraft(duty="D15", day=late.today(), title="Họp với ngân hàng về nợ"))
    assert state(later(pair.clerk, 31), "D15") == "done"


def test_a_list_that_waits_longer_than_seven_days_makes_d13_overdue(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    walk.draft_08(date(2026, 11, 13))
    assert state(pair.clerk, "D13") == "done"
    late = later(pair.clerk, 1)
    assert state(late, "D13") == "overdue"
    assert one(late, "D13").evidence[0].text.startswith("Waits: 2026-")


def test_figures_for_d14_may_leave_in_a_packet_with_cases_once_it_is_handed_over(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    walk._list_08()
    sealed = seal_packet(pair.clerk, "CATP-MT", KEY_PASSPHRASE)
    duty = one(pair.clerk, "D14")
    assert (duty.state, duty.parts[0].words) == ("overdue", "sealed, not handed over yet")
    copy_packet(pair.clerk, sealed.packet_id, tmp_path)
    duty = one(pair.clerk, "D14")
    assert (duty.state, [(row.page, row.id) for row in duty.evidence]) == ("done", [("packets", sealed.packet_id)])


def test_a_day_by_law_that_has_passed_makes_a_duty_overdue_and_the_next_one_is_told(pair: Pair) -> None:
    before = one(pair.clerk, "D7")
    assert (before.next_due, before.due_words[:34]) == (date(2026, 12, 5), "Next due on Saturday, 05/12/2026: ")
    missed = one(later(pair.clerk, 16), "D7")
    assert (missed.state, missed.next_due) == ("overdue", date(2026, 12, 5))
    assert missed.due_words.startswith("Overdue since Saturday, 05/12/2026: ")


def test_who_does_not_work_with_loan_files_is_told_neither_words_nor_state_nor_evidence(
    pair: Pair, tmp_path: Path
) -> None:
    walk = Walk(pair, tmp_path)
    for code in ("D1", "D5", "D7"):
        for step in walk.steps()[code]:
            step.do()
    seen = {duty.code: duty for duty in duties(as_role(pair.office, "economy"))}
    assert [code for code, duty in seen.items() if duty.state == "unseen"] == [
        f"D{n}" for n in (5, 6, 7, 8, 9, *range(10, 16))
    ]
    for duty in seen.values():
        if duty.state == "unseen":
            assert (duty.evidence, duty.parts, duty.next_due, duty.due_words) == ((), (), None, "")
            assert (duty.short, duty.source, duty.page) == (duty.words, "", "")
            assert duty.words == "A duty of those who work with the loan files"
    assert seen["D1"].evidence


def test_a_holder_of_no_second_key_is_told_nothing_of_hidden_columns(pair: Pair) -> None:
    shut = replace(pair.clerk, keys=replace(pair.clerk.keys, seconds=()))
    hidden = [code for code, found in states(shut).items() if found == "unseen"]
    assert hidden == ["D6", "D7", "D8", "D11", "D13", "D15"]


def test_a_part_tells_its_records_only_to_who_may_open_them(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    for step in walk.steps()["D2"]:
        step.do()
    for role, count in (("economy", 2), ("social", 0)):
        duty = one(as_role(pair.office, role), "D2")
        assert (duty.state, len(duty.evidence)) == ("done", count)


def test_a_duty_counts_contacts_and_conversions_as_reports_do(pair: Pair) -> None:
    """Without the enterprise's code a conversion counts nowhere; nor does what a merged household left behind."""
    left, kept = add_household(pair.office, "Quán A"), add_household(pair.office, "Quán B", "001080012346")
    add_contact(pair.office, left)
    converted = add_conversion(pair.office, kept)
    assert state(pair.clerk, "D2") == "done"
    with pair.office.write() as session:
        session.get_one(Conversion, converted).enterprise_code = ""
        session.add(HouseholdMerge(gone_id=left, kept_id=kept, content={}))
    assert [part.words for part in one(pair.clerk, "D2").parts] == ["none in the year"] * 2


def test_a_report_is_named_by_its_period_in_words(pair: Pair) -> None:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "sent_on": date(2026, 6, 12)}
    with pair.office.write() as session:
        session.add(OfficeReport(code="kh297", period="2026-H1", state="sent", number="12", **days))
    assert [row.text for row in one(pair.clerk, "D5").evidence] == ["Report over First half of 2026, number 12"]


def test_an_earlier_year_is_told_by_its_own_records_and_a_later_one_is_refused(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    for step in walk.steps()["D1"]:
        step.do()
    next_year = replace(pair.clerk, clock=lambda: datetime(2027, 1, 4, 3, tzinfo=UTC))
    assert states(next_year)["D1"] == "not_begun"
    assert states(next_year, year=2026)["D1"] == "done"
    assert [code for code, found in states(pair.clerk, year=2025).items() if found != "off"] == ["D6", "D11"]
    with pytest.raises(DeskError):
        duties(pair.clerk, 2027)


def test_the_table_is_printed_and_kept_as_a_workbook_without_a_name(pair: Pair, tmp_path: Path) -> None:
    walk = Walk(pair, tmp_path)
    for code in ("D2", "D7"):
        for step in walk.steps()[code]:
            step.do()
    paper = print_duties(pair.clerk)
    assert (paper.name, paper.pdf[:5]) == ("NGHIA-VU-20261120.pdf", b"%PDF-")
    export_duties(pair.clerk, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows if row[0].startswith("D") and row[0][1:].isdigit()] == CODES
    assert not any(name in cell for row in rows for cell in row for name in ("Nguyễn Thị Bình", "Vũ An"))
