"""Who doesn't work with credit files doesn't see that the protected programmes exist."""

from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.home import today
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office, Officer
from hn_desk.actions.outreach import EventDraft, audiences, coverage, event, event_ids, event_rows, save_event, topics
from hn_desk.actions.people import people_ids, people_rows
from hn_desk.actions.query import Query
from hn_desk.actions.reporting import Period, report, report_names
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError
from tests.actions.credit_samples import MAN, TODAY, WOMAN, presented, presented_list

PROTECTED = {"qd22", "qd08", "gqvl", "kh297"}
TELLING = ("Chương trình 22", "Chương trình 08", "Chương trình việc làm", "297")
HELD = EventDraft(
    title="Gặp gỡ các gia đình",
    form="conference",
    topic="qd22",
    state="done",
    starts_on=TODAY,
    people=12,
)


@pytest.fixture
def held(office: Office) -> str:
    """An event about a protected programme; two people who ask for loans are kept besides."""
    presented(office)
    presented_list(office, MAN)
    return save_event(office, HELD).id


def as_role(office: Office, role: str) -> Office:
    return replace(office, officer=Officer("x" * 36, "Đinh Thị Tâm", frozenset({role}), ""))


@pytest.mark.parametrize("role", ["economy", "administrator", "auditor", "social"])
def test_the_home_page_names_no_protected_programme_to_who_needs_none(office: Office, held: str, role: str) -> None:
    seen = today(as_role(office, role))
    told = " ".join([*(row.title for row in seen.deadlines), *(one.text for one in seen.waiting)])
    assert any(word in told for word in TELLING) == (role == "social")


def test_counts_leave_out_who_only_asks_for_a_loan(office: Office, held: str) -> None:
    save_household(office, HouseholdDraft(name="Hộ Mai", owner=replace(WOMAN, name="Lê Mai", id_number="")))
    own, of_economy = today(office).counts, today(as_role(office, "economy")).counts
    assert (own["people"], own["events"], own["applications"]) == (3, 1, 2)
    assert of_economy == {"people": 1, "households": 1, "events": 0}


def test_events_topics_and_audiences_of_protected_programmes_stay_away(office: Office, held: str) -> None:
    clerk = as_role(office, "economy")
    assert {topic.code for topic in topics(office)} >= PROTECTED
    assert not {topic.code for topic in topics(clerk)} & PROTECTED
    assert audiences(office, "qd22")
    assert not audiences(clerk, "qd22")
    for text in ("", "Gặp gỡ"):
        assert event_ids(office, Query(text)) == (held,)
        assert event_ids(clerk, Query(text)) == ()
    assert event_ids(clerk, Query(filters={"topic": "qd22"})) == ()
    assert event_rows(clerk, (held,)) == ()


def test_an_event_of_a_protected_programme_can_be_neither_opened_nor_written(office: Office, held: str) -> None:
    clerk, draft = as_role(office, "economy"), event(office, held).draft
    for act in (
        lambda: event(clerk, held),
        lambda: save_event(clerk, replace(draft, title="Khác")),
        lambda: save_event(clerk, HELD),
        lambda: coverage(clerk, "qd22", date(2026, 1, 1), TODAY),
    ):
        with pytest.raises(DeskError):
            act()
    assert event(office, held).draft == draft


def test_reports_have_no_column_and_no_table_of_them(office: Office, held: str) -> None:
    clerk, year = as_role(office, "economy"), Period(date(2026, 1, 1), TODAY)
    assert "loans" not in {one.code for one in report_names(clerk)}
    own, other = (
        " ".join(column.heading for column in report(who, "coverage", year).columns) for who in (office, clerk)
    )
    assert all(word in own for word in TELLING)
    assert not any(word in other for word in TELLING)


def test_an_applicant_is_not_found_nor_pointed_out_by_number(office: Office, held: str) -> None:
    clerk, same = as_role(office, "economy"), HouseholdDraft(name="Hộ Bình", owner=replace(WOMAN, name="Ngô Thị Bình"))
    ids = people_ids(office, Query("binh"))
    assert ids
    assert people_ids(clerk, Query("binh")) == ()
    assert people_rows(clerk, ids) == ()
    with pytest.raises(WarningsError):
        save_household(office, same)
    assert save_household(clerk, same).id
