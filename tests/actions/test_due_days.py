"""Due days: each stands there once, is done by its evidence and by nothing else, and stays red until then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hn_desk.actions.due_days import DueDay, DueState, due_days
from hn_desk.actions.lists import save_list
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import ReportFreeze, ReportNumber, ReportSending
from hn_desk.actions.office_report_freezing import freeze, number_report, send_report
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.staff import list_groups
from hn_desk.actions.surveys import SurveyDraft, save_survey
from hn_desk.models.columns import Table
from hn_desk.models.tables import (
    BeneficiaryList,
    DutyAct,
    Instruction,
    OfficePlan,
    OfficeReport,
    PacketRecord,
    PacketRow,
)
from hn_desk.rules.deadlines import Deadline, occurrences, period_of
from hn_desk.rules.report_periods import kind_of
from tests.actions import credit_samples as samples
from tests.actions.statements import counted_statements
from tests.actions.test_home import packet as sealed

START, END = date(2026, 1, 1), date(2031, 12, 31)
As = Callable[[str], Office]


def put(office: Office, *rows: Table) -> None:
    with office.write() as session:
        session.add_all(rows)


def later(office: Office, day: date) -> Office:
    """The same office with its clock on another day."""
    return replace(office, clock=lambda: datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


def of(office: Office, code: str, day: date) -> DueDay | None:
    found = [one for one in due_days(office, START, END) if (one.code, one.day) == (code, day)]
    assert len(found) <= 1
    return found[0] if found else None


def state(office: Office, code: str, day: date) -> DueState | None:
    row = of(office, code, day)
    return row.state if row else None


def report(code: str, period: str, stage: str, **more: object) -> OfficeReport:
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30)}
    return OfficeReport(**{"code": code, "period": period, "state": stage, **days, **more})


HALF = date(2027, 6, 15)


def test_a_half_year_report_is_ahead_near_overdue_and_done_only_when_it_was_sent(office: Office) -> None:
    ahead = of(office, "kh297-half", HALF)
    assert ahead
    assert (ahead.state, ahead.page, ahead.opens) == (DueState.AHEAD, "reports", "")
    assert state(later(office, date(2027, 5, 25)), "kh297-half", HALF) is DueState.NEAR
    late = later(office, date(2030, 1, 1))
    assert state(late, "kh297-half", HALF) is DueState.OVERDUE
    put(office, report("kh297", "2027", "sent", number="9"), report("qd08", "2027-H1", "sent", number="8"))
    row = of(late, "kh297-half", HALF)
    assert row
    assert (row.state, row.evidence, row.report, row.period) == (
        DueState.OVERDUE,
        "No draft yet.",
        "kh297",
        "2027-H1",
    )
    assert (row.page, row.opens) == ("reports", "?report=kh297&period=2027-H1&request=")


@pytest.mark.parametrize(
    ("stage", "more", "words"),
    [
        ("draft", {}, "A draft is there."),
        ("frozen", {}, "Frozen, without a number yet."),
        ("frozen", {"number": "31/BC-UBND"}, "Frozen, number 31/BC-UBND, not sent yet."),
        (
            "sent",
            {"number": "31/BC-UBND", "sent_on": date(2027, 6, 14)},
            "Sent on 14/06/2027, number 31/BC-UBND.",
        ),
    ],
)
def test_how_far_a_report_is_stands_beside_its_day(
    office: Office, stage: str, more: dict[str, object], words: str
) -> None:
    row = report("kh297", "2027-H1", stage, **more)
    put(office, row)
    due = of(later(office, date(2027, 7, 1)), "kh297-half", HALF)
    assert due
    assert (due.evidence, due.page, due.record) == (words, "reports", row.id)
    assert (due.state is DueState.DONE) == (stage == "sent")


def test_a_report_frozen_numbered_and_sent_in_the_program_meets_its_day(office: Office, as_officer: As) -> None:
    day, clerk = date(2026, 11, 15), as_officer("mai")
    id_ = freeze(office, ReportFreeze("kh297", "2026")).id
    told = of(office, "kh297-year", day)
    assert told
    assert (told.state, told.evidence) == (DueState.OVERDUE, "Frozen, without a number yet.")
    number_report(clerk, ReportNumber(id_, 1, "9", samples.TODAY))
    send_report(clerk, ReportSending(id_, 2, samples.TODAY))
    told = of(office, "kh297-year", day)
    assert told
    assert (told.state, told.evidence, told.record) == (DueState.DONE, "Sent on 20/11/2026, number 9.", id_)


@pytest.mark.parametrize("deadline", [one for one in rule_book().deadlines.deadlines if one.report])
def test_the_report_of_a_deadline_is_one_that_can_be_written_for_its_period(deadline: Deadline) -> None:
    kinds = rule_book().reports[deadline.report].periods
    day = next(iter(occurrences(replace(deadline, is_off=False), START, END)))
    assert kind_of(period_of(deadline, day)) in kinds


def test_what_passed_before_the_office_began_is_not_held_against_it(office: Office) -> None:
    assert {one.state for one in due_days(office, START, date(2026, 11, 19))} == set()
    put(office, report("kh297", "2026", "draft"))
    assert state(office, "kh297-year", date(2026, 11, 15)) is DueState.OVERDUE


def test_a_month_without_a_list_stays_red_until_the_list_left_or_an_act_says_there_was_none(office: Office) -> None:
    late = later(office, date(2027, 3, 1))
    months = [date(2026, 12, 5), date(2027, 1, 5), date(2027, 2, 5)]
    assert [state(late, "list-qd08", day) for day in months] == [DueState.OVERDUE] * 3
    id_ = save_list(office, replace(samples.POLICE_LIST, programme="qd08", month="2026-12")).id
    put(
        office, *(DutyAct(duty="D7", day=date(*month, 3), title="Không phát sinh") for month in ((2026, 12), (2027, 2)))
    )
    assert [state(late, "list-qd08", day) for day in months] == [DueState.OVERDUE, DueState.OVERDUE, DueState.DONE]
    with office.write() as session:
        session.get_one(BeneficiaryList, id_).state = "issued"
    assert state(late, "list-qd08", months[0]) is DueState.DONE


def test_the_survey_of_2026_is_done_by_a_survey_of_that_year(office: Office) -> None:
    day = date(2026, 7, 14)
    assert of(office, "survey-qd08", day) is None
    save_survey(office, SurveyDraft(date(2026, 7, 10), 3, 4, 1))
    row = of(office, "survey-qd08", day)
    assert row
    assert (row.state, row.evidence) == (DueState.DONE, "Survey of 10/07/2026.")


def test_coverage_is_done_at_all_groups_and_undone_when_one_is_taken_away(office: Office) -> None:
    groups = frozenset(group.id for group in list_groups(office))
    draft = EventDraft(topic="sme", title="Hội nghị", form="conference", starts_on=date(2026, 11, 10), state="done")
    id_ = save_event(office, replace(draft, group_ids=groups)).id
    row = of(office, "sme-coverage", date(2026, 12, 31))
    assert row
    assert (row.state, row.evidence) == (DueState.DONE, "5 of 5 residential groups")
    save_event(office, replace(draft, id=id_, version=1, group_ids=frozenset(list(groups)[1:])))
    assert state(office, "sme-coverage", date(2026, 12, 31)) is DueState.NEAR


def test_a_plan_counts_when_it_left_and_figures_when_they_were_handed_over(office: Office) -> None:
    late, plan, demand = (
        later(office, date(2027, 12, 1)),
        ("sme-plan", date(2027, 10, 31)),
        ("demand-qd08", date(2027, 10, 31)),
    )
    row = OfficePlan(duty="D3", year=2028, title="Kế hoạch", number="5/KH-UBND")
    older = OfficePlan(duty="D3", year=2026, title="Góp ý năm 2026", sent_on=date(2027, 1, 5))
    put(office, row, older, DutyAct(duty="D14", day=date(2026, 12, 1), title="Số liệu"))
    told = of(late, *plan)
    assert told
    assert (told.state, told.evidence) == (DueState.OVERDUE, "Entered, not sent yet.")
    assert state(late, *demand) is DueState.OVERDUE
    with office.write() as session:
        session.get_one(OfficePlan, row.id).sent_on = date(2027, 11, 20)
    put(office, DutyAct(duty="D14", day=date(2027, 10, 5), title="Số liệu"))
    assert state(late, *plan) is state(late, *demand) is DueState.DONE


def test_figures_may_have_left_in_a_packet_with_loan_cases(office: Office) -> None:
    late, day = later(office, date(2027, 12, 1)), date(2027, 10, 31)
    packet = sealed(1)
    packet.desk, packet.made_at = "CATP-MT", "2027-10-05T03:00:00Z"
    put(office, packet)
    assert state(late, "demand-qd08", day) is DueState.OVERDUE
    put(office, PacketRecord(packet_id=packet.id, subject="cases", record_id="1", record_version=1, digest="ab"))
    told = of(late, "demand-qd08", day)
    assert told
    assert (told.state, told.evidence) == (DueState.OVERDUE, "A packet is sealed, not handed over yet.")
    with office.write() as session:
        session.get_one(PacketRow, packet.id).state = "handed_over"
    told = of(late, "demand-qd08", day)
    assert told
    assert (told.state, told.evidence, told.page) == (DueState.DONE, "Packet of 05/10/2027.", "packets")


def paper(kind: str, duty: str, **more: object) -> Instruction:
    facts = {"number": "55/UBND", "issued_on": date(2026, 11, 1), "issuer": "UBND Thành phố", "title": "Báo cáo nhanh"}
    return Instruction(**{"kind": kind, "duty": duty, **facts, **more})


def asked(office: Office, row: Instruction) -> list[DueDay]:
    return [one for one in due_days(office, START, END) if one.instruction == row.id]


def test_a_request_is_due_until_its_report_was_sent_or_it_is_closed(office: Office) -> None:
    row = paper("request", "D10", report="qd08", due_on=date(2026, 11, 25))
    put(office, row)
    (due,) = asked(office, row)
    assert (due.title, due.receiver, due.state) == ("Báo cáo nhanh", "UBND Thành phố", DueState.NEAR)
    assert due.source == "55/UBND, 01/11/2026, UBND Thành phố"
    late = later(office, date(2027, 1, 1))
    put(office, report("qd08", "2026-11", "sent", number="3", request_id="another"))
    assert [one.state for one in asked(late, row)] == [DueState.OVERDUE]
    answer = report("qd08", "2026-11", "sent", number="7", sent_on=date(2026, 11, 24), request_id=row.id)
    put(office, answer)
    assert [(one.state, one.record, one.period) for one in asked(late, row)] == [(DueState.DONE, answer.id, "2026-11")]
    with office.write() as session:
        session.delete(session.get_one(OfficeReport, answer.id))
        session.get_one(Instruction, row.id).closed_on = date(2026, 12, 1)
    assert [(one.state, one.evidence) for one in asked(late, row)] == [(DueState.DONE, "Closed on 01/12/2026.")]


def test_a_request_that_had_passed_when_it_was_entered_is_overdue_all_the_same(office: Office) -> None:
    row = paper("request", "D10", due_on=date(2026, 11, 2))
    put(office, row)
    assert [one.state for one in asked(office, row)] == [DueState.OVERDUE]


def test_a_standing_instruction_switches_d12_on_each_year_until_it_is_closed(office: Office) -> None:
    assert not [one for one in due_days(office, START, END) if one.duty == "D12"]
    row = paper("standing", "D12")
    put(office, row)
    days = [one.day for one in asked(office, row)]
    assert days == [date(year, 12, 14) for year in range(2026, 2032)]
    put(office, report("gqvl", "2026", "sent", number="1"))
    assert asked(office, row)[0].state is DueState.DONE
    with office.write() as session:
        session.get_one(Instruction, row.id).closed_on = date(2027, 3, 1)
    assert [one.day for one in asked(office, row)] == days[:1]


def test_a_standing_instruction_may_name_its_own_day(office: Office) -> None:
    row = paper("standing", "D12", due_month=2, due_day=29, receiver="Sở Nội vụ")
    put(office, row)
    rows = asked(office, row)
    assert [one.day for one in rows][:2] == [date(2027, 2, 28), date(2028, 2, 29)]
    assert {(one.code, one.receiver, one.title) for one in rows} == {("gqvl-year", "Sở Nội vụ", "Báo cáo nhanh")}
    put(office, report("gqvl", "2026", "sent", number="1"))
    assert asked(office, row)[0].state is DueState.DONE


def test_protected_papers_from_above_stay_away_from_who_needs_none(office: Office) -> None:
    put(office, paper("request", "D10", due_on=date(2026, 11, 25)), paper("request", "D3", due_on=date(2026, 11, 26)))
    economy = replace(office, officer=replace(office.officer, roles=frozenset({"economy"})))
    seen = {one.duty for one in due_days(economy, START, END)}
    assert seen == {"D1", "D3"}
    assert {one.duty for one in due_days(office, START, END)} >= {"D3", "D5", "D7", "D10", "D14"}


def test_who_may_not_know_whether_it_was_done_sees_nothing_red(office: Office, as_officer: As) -> None:
    late = later(as_officer("anh"), date(2027, 6, 1))
    rows = due_days(late, START, END)
    assert [one.code for one in rows if one.state is DueState.OVERDUE] == []
    assert "sme-coverage" in {one.code for one in rows}


def test_many_due_days_ask_the_database_as_often_as_few(office: Office) -> None:
    put(office, paper("request", "D10", due_on=date(2026, 12, 24)))
    with counted_statements(office.database.engine) as few:
        due_days(office, date(2026, 11, 1), date(2026, 12, 31))
    put(office, *(report("kh297", f"20{n}", "sent", number=f"{n}") for n in range(40, 60)))
    put(office, *(paper("request", "D10", due_on=date(2026, 12, n)) for n in range(1, 20)))
    with counted_statements(office.database.engine) as many:
        due_days(office, date(2026, 11, 1), date(2026, 12, 31))
    assert len(many) == len(few)
