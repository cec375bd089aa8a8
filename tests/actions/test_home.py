"""The home page: what waits for whom, what is due, where the work stands."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.home import HORIZON, ConversionCounts, today
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import save_contact, save_household
from hn_desk.actions.lists import save_list
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.staff import list_groups
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication, PacketRow, Person, Record
from tests.actions import credit_samples as samples
from tests.actions.statements import counted_statements

DAY = date(2026, 11, 10)
UNCHECKED = {"dossier.missing": "Hồ sơ nộp tại bộ phận một cửa"}


def put(office: Office, *rows: Record) -> None:
    with office.write() as session:
        session.add_all(rows)


def application(office: Office, number: int, state: str, **facts: Any) -> LoanApplication:
    return LoanApplication(
        id=f"application-{number}",
        file_code=f"2026-{number:06}",
        programme="gqvl",
        applicant="person",
        sort_key="",
        state=state,
        entered_by=office.officer.id,
        received_on=DAY,
        facts={},
        **facts,
    )


def confirmation(office: Office, number: int, state: str) -> Confirmation:
    return Confirmation(
        kind="application",
        subject_id=f"application-{number}",
        programme="gqvl",
        state=state,
        presented_by=office.officer.id,
        presented_at="2026-11-10T02:00:00Z",
        frozen={},
        hash="",
        nonce="",
    )


def packet(number: int, state: str = "packed") -> PacketRow:
    return PacketRow(
        desk="STC",
        epoch=1,
        number=number,
        kind="delta",
        previous_hash="",
        sha256="ab",
        inner=b"",
        file_name=f"HND-00070-STC-1-{number}.xlsx",
        made_at="2026-11-18T03:00:00Z",
        made_by="",
        up_to_change=1,
        rows=7,
        state=state,
    )


def kinds(office: Office) -> list[str]:
    return [waiting.kind for waiting in today(office).waiting]


def test_a_presented_paper_waits_for_the_approver_only(office: Office, as_officer: Callable[[str], Office]) -> None:
    put(office, application(office, 1, "presented"), confirmation(office, 1, "presented"))
    (waiting,) = today(as_officer("hung")).waiting
    assert (waiting.kind, waiting.id, waiting.page) == ("confirm", "application-1", "credit")
    assert waiting.text == "2026-000001 waits for your confirmation."
    assert kinds(office) == []


def test_who_entered_it_is_not_asked_to_confirm_it(office: Office) -> None:
    both = replace(office, officer=replace(office.officer, roles=frozenset({"social", "approver"})))
    put(office, application(office, 1, "presented"), confirmation(office, 1, "presented"))
    assert kinds(both) == []


def test_the_records_clerk_numbers_and_sends(office: Office, as_officer: Callable[[str], Office]) -> None:
    put(office, *(application(office, number, "signed") for number in (1, 2)))
    put(office, confirmation(office, 1, "signed"), confirmation(office, 2, "issued"))
    assert kinds(as_officer("mai")) == ["number", "send"]


def test_what_came_back_and_what_is_checked_waits_for_the_clerk(office: Office) -> None:
    put(office, application(office, 1, "returned"), application(office, 2, "checked"))
    assert kinds(office) == ["present", "mend"]


@pytest.mark.parametrize("state", ["draft", "listed", "checked", "presented", "returned", "signed", "issued"])
def test_a_window_that_closes_within_sixty_days_stands_here_until_the_file_is_sent(office: Office, state: str) -> None:
    put(office, application(office, 1, state, eligible_until=date(2027, 1, 19)))
    closing = [one for one in today(office).waiting if one.kind == "closing"]
    assert [(one.id, one.page, one.text) for one in closing] == [
        ("application-1", "credit", "Eligible for a short time only: 2026-000001 (19/01/2027).")
    ]


@pytest.mark.parametrize(
    ("state", "until"),
    [
        ("draft", date(2027, 1, 20)),
        ("draft", date(2026, 11, 19)),
        ("draft", None),
        ("sent", date(2027, 1, 19)),
        ("refused", date(2027, 1, 19)),
        ("withdrawn", date(2027, 1, 19)),
        ("settled", date(2027, 1, 19)),
    ],
)
def test_a_window_that_is_far_or_closed_or_of_a_file_that_left_does_not(
    office: Office, state: str, until: date | None
) -> None:
    put(office, application(office, 1, state, eligible_until=until))
    assert "closing" not in kinds(office)


def promised(office: Office) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in today(office).waiting if one.kind == "answer"]


def test_an_answer_due_within_three_workdays_or_overdue_waits_the_oldest_first(office: Office) -> None:
    days = ("2026-11-26", "2026-11-19", "2026-11-27")
    put(office, *(application(office, n, "draft", intake={"answer_on": day}) for n, day in enumerate(days)))
    assert promised(office) == [
        ("application-1", "An answer is promised: 2026-000001 (19/11/2026)."),
        ("application-0", "An answer is promised: 2026-000000 (26/11/2026)."),
    ]


@pytest.mark.parametrize("state", ["issued", "sent", "refused", "withdrawn"])
def test_what_was_answered_is_not_promised_any_more(office: Office, state: str) -> None:
    put(office, application(office, 1, state, intake={"answer_on": "2026-11-20"}))
    assert promised(office) == []


def test_the_window_that_closes_first_stands_first_and_its_last_day_too(office: Office) -> None:
    days = (date(2027, 1, 5), date(2026, 11, 20))
    put(office, *(application(office, n, "listed", eligible_until=day) for n, day in enumerate(days)))
    closing = [one.id for one in today(office).waiting if one.kind == "closing"]
    assert closing == ["application-1", "application-0"]


def test_who_does_not_enter_credit_sees_no_window(office: Office, as_officer: Callable[[str], Office]) -> None:
    put(office, application(office, 1, "draft", eligible_until=date(2026, 12, 1)))
    assert kinds(as_officer("anh")) == []


def test_many_of_one_kind_are_counted_beyond_the_first(office: Office) -> None:
    put(office, *(application(office, number, "returned") for number in range(13)))
    waiting = today(office).waiting
    assert len(waiting) == 11
    assert (waiting[-1].id, waiting[-1].text) == ("", "3 more of the same wait.")


def test_a_planned_event_that_has_passed_wants_an_answer(office: Office) -> None:
    save_event(office, EventDraft(topic="sme", title="Hội nghị", form="conference", starts_on=DAY))
    (waiting,) = today(office).waiting
    assert (waiting.kind, waiting.page) == ("close", "outreach")
    assert "Hội nghị" in waiting.text


def test_a_returned_dossier_waits_for_the_economy_clerk(office: Office) -> None:
    shop = save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id
    for state in ("contacted", "agreed", "preparing", "submitted", "returned"):
        move_conversion(office, ConversionDraft(shop, state, DAY, reason="Thiếu điều lệ", accepted=UNCHECKED))
    (waiting,) = today(office).waiting
    assert (waiting.kind, waiting.id, waiting.page) == ("resubmit", shop, "households")


def test_a_packet_made_after_midnight_waits_since_that_day(
    office: Office, as_officer: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = packet(1)
    row.made_at = "2026-11-19T18:00:00Z"
    put(office, row)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Ho_Chi_Minh")
        time.tzset()
        (shown,) = today(as_officer("mai")).unreceipted
    time.tzset()
    assert shown.days_waiting == 0


def test_packets_without_a_receipt_are_shown_to_who_may_see_packets(
    office: Office, as_officer: Callable[[str], Office]
) -> None:
    put(office, packet(1))
    (shown,) = today(as_officer("mai")).unreceipted
    assert (shown.desk_name, shown.number, shown.days_waiting, shown.copies) == ("Sở Tài chính", 1, 2, 0)
    assert kinds(as_officer("mai")) == ["hand_over"]
    assert today(office).unreceipted == ()


def test_deadlines_ahead_bear_their_weekday_and_source(office: Office) -> None:
    due = next(row for row in today(office).deadlines if row.code == "list-qd08")
    assert (due.day, due.weekday, due.days_left) == (date(2026, 12, 5), "Saturday", 15)
    assert (due.last_workday, due.remind_on, due.state) == (date(2026, 12, 4), date(2026, 11, 27), DueState.AHEAD)
    assert due.source
    days = [row.day for row in today(office).deadlines]
    assert days == sorted(days)


def list_deadlines(office: Office) -> list[DueDay]:
    return [row for row in today(office).deadlines if row.code == "list-qd08"]


def monthly(office: Office, month: str) -> str:
    draft = replace(samples.POLICE_LIST, programme="qd08", month=month, police_number=f"9/{month}")
    return save_list(office, draft).id


def test_the_day_of_the_monthly_list_says_how_far_the_list_is(office: Office) -> None:
    (before,) = list_deadlines(office)
    assert before.evidence == "No list of 12/2026 yet."
    monthly(office, "2026-12")
    (after,) = list_deadlines(office)
    assert (after.days_left, after.evidence) == (15, "List 9/2026-12: draft, 0 lines.")


def test_a_list_of_the_month_before_that_lies_unfinished_is_late(office: Office) -> None:
    list_id = monthly(office, "2026-11")
    late, coming = list_deadlines(office)
    assert (late.day, late.weekday, late.days_left, late.state) == (
        date(2026, 11, 5),
        "Thursday",
        -15,
        DueState.OVERDUE,
    )
    assert late.evidence == "List 9/2026-11: draft, 0 lines."
    assert coming.evidence == "No list of 12/2026 yet."
    with office.write() as session:
        session.get_one(BeneficiaryList, list_id).state = "sent"
    assert [row.day for row in list_deadlines(office)] == [date(2026, 12, 5)]


def test_who_may_not_read_credit_is_not_told_of_lists(office: Office) -> None:
    monthly(office, "2026-12")
    other = replace(office, officer=replace(office.officer, roles=frozenset({"economy"})))
    assert [row.evidence for row in list_deadlines(other) if row.evidence] == []


def test_coverage_of_this_year_and_conversions_are_counted(office: Office) -> None:
    groups = frozenset(group.id for group in list_groups(office)[:2])
    draft = EventDraft(topic="sme", title="Hội nghị", form="conference", starts_on=DAY, state="done", group_ids=groups)
    save_event(office, draft)
    shop = save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id
    move_conversion(office, ConversionDraft(shop, "contacted", DAY))
    shown = today(office)
    assert (shown.coverage.reached, shown.coverage.active, shown.coverage.percent) == (2, 5, 40)
    assert shown.conversions == ConversionCounts(contacted=1)
    assert shown.counts == {"people": 1, "households": 1, "events": 1, "applications": 0}


def test_the_administrator_sees_no_case_data(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An")))
    put(office, packet(1), application(office, 1, "returned"))
    shown = today(as_officer("anh"))
    assert (shown.waiting, shown.unreceipted, shown.counts) == ((), (), {})
    assert shown.conversions == ConversionCounts()
    assert shown.coverage.groups == ()


def test_the_home_page_asks_the_database_as_often_for_many_records_as_for_few(office: Office) -> None:
    put(office, Person(name="Người", sort_key=""), application(office, 0, "checked"))
    with counted_statements(office.database.engine) as few:
        today(office)
    put(office, *(Person(name=f"Người {number}", sort_key="") for number in range(60)))
    put(office, *(application(office, number, "checked") for number in range(1, 9)))
    with counted_statements(office.database.engine) as many:
        today(office)
    assert len(many) == len(few)


def test_a_deadline_of_a_later_year_is_not_ahead_yet(office: Office) -> None:
    assert "review-qd08-2031" in {deadline.code for deadline in office.book.deadlines.deadlines}
    assert max(row.days_left for row in today(office).deadlines) <= HORIZON


def test_next_steps_due_today_or_late_are_counted_until_the_next_contact(
    office: Office, as_officer: Callable[[str], Office]
) -> None:
    day = office.today()
    shops = [
        save_household(office, HouseholdDraft(name=f"Quán {n}", owner=PersonDraft(name="Vũ An"))).id for n in range(3)
    ]
    contact = ContactDraft(household_id=shops[0], day=date(2026, 11, 2), way="home", intention="agreed")
    for shop, ahead in zip(shops, (-1, 0, 1), strict=True):
        save_contact(office, replace(contact, household_id=shop, next_on=day + timedelta(days=ahead)))
    (due,) = [one for one in today(office).waiting if one.kind == "next_step"]
    assert due.text == "Next steps due with household businesses: 2; late: 1."
    assert "next_step" not in {one.kind for one in today(as_officer("hung")).waiting}
    for shop in shops[:2]:
        save_contact(office, replace(contact, household_id=shop, day=day))
    assert "next_step" not in {one.kind for one in today(office).waiting}
