"""Households that said something at an event: a contact each, all or none; no links from protected topics."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.event_households import LinkDraft, link_households, linked_households
from hn_desk.actions.households import household
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, save_event
from hn_desk.errors import DeskError, InputError, RoleError
from tests.actions.records import add_household

HELD = EventDraft(topic="sme", title="Hội nghị", form="conference", state="done", starts_on=date(2026, 11, 5))


@pytest.fixture
def two(office: Office) -> tuple[str, str]:
    return add_household(office, "Trần Thị Hoa", "001080012345"), add_household(office, "Lê Văn Sáu", "001080012346")


def test_each_household_gets_a_contact_and_the_outcome_rises(office: Office, two: tuple[str, str]) -> None:
    held = save_event(office, HELD).id
    link_households(office, held, [LinkDraft(two[0], "agreed", "Muốn lập công ty"), LinkDraft(two[1], "considering")])
    facts = event(office, held)
    assert (facts.linked, facts.draft.outcome_convert) == (2, 2)
    linked = {row.id: row for row in linked_households(office, held)}
    assert set(linked) == set(two)
    assert (linked[two[0]].said, linked[two[0]].intention) == ("Muốn lập công ty", "Đồng ý")
    (contact,) = household(office, two[0]).contacts
    assert (contact.draft.way, contact.draft.day, contact.draft.intention) == ("event", date(2026, 11, 5), "agreed")


def test_a_contact_that_is_mended_stays_with_its_event(office: Office, two: tuple[str, str]) -> None:
    held = save_event(office, HELD).id
    link_households(office, held, [LinkDraft(two[0], "agreed")])
    (contact,) = household(office, two[0]).contacts
    save_contact(office, replace(contact.draft, said="Hẹn tuần sau"))
    assert [row.said for row in linked_households(office, held)] == ["Hẹn tuần sau"]


def test_one_that_cannot_be_linked_keeps_all_out(office: Office, two: tuple[str, str]) -> None:
    held = save_event(office, HELD).id
    link_households(office, held, [LinkDraft(two[0], "agreed")])
    with pytest.raises(DeskError, match="linked to this event already"):
        link_households(office, held, [LinkDraft(two[1], "agreed"), LinkDraft(two[0], "agreed")])
    with pytest.raises(InputError):
        link_households(office, held, [LinkDraft(two[1], "perhaps")])
    with pytest.raises(DeskError):
        link_households(office, held, [LinkDraft("no", "agreed")])
    with pytest.raises(DeskError, match="No household"):
        link_households(office, held, [])
    assert event(office, held).linked == 1


@pytest.mark.parametrize("topic", ["qd22", "qd08", "gqvl", "kh297", "kh296", "other"])
def test_only_the_scheme_for_small_business_links_households(office: Office, two: tuple[str, str], topic: str) -> None:
    held = save_event(office, replace(HELD, topic=topic)).id
    with pytest.raises(DeskError) as refused:
        link_households(office, held, [LinkDraft(two[0], "agreed")])
    assert refused.value.reason == "protected"


def test_a_planned_event_links_nobody(office: Office, two: tuple[str, str]) -> None:
    planned = save_event(office, replace(HELD, state="planned")).id
    with pytest.raises(DeskError) as refused:
        link_households(office, planned, [LinkDraft(two[0], "agreed")])
    assert refused.value.reason == "not-held"


def test_the_typed_outcome_is_no_less_than_the_links_and_the_topic_stays(office: Office, two: tuple[str, str]) -> None:
    held = save_event(office, replace(HELD, outcome_convert=5)).id
    link_households(office, held, [LinkDraft(one, "agreed") for one in two])
    kept = event(office, held).draft
    assert kept.outcome_convert == 5
    with pytest.raises(InputError) as refused:
        save_event(office, replace(kept, outcome_convert=1, topic="other", audiences=frozenset()))
    assert {problem.field for problem in refused.value.problems} == {"outcome_convert", "topic"}
    save_event(office, replace(kept, outcome_convert=2))


def test_names_are_for_who_may_read_households(
    office: Office, two: tuple[str, str], as_officer: Callable[[str], Office]
) -> None:
    held = save_event(office, HELD).id
    link_households(office, held, [LinkDraft(two[0], "agreed")])
    social = replace(office, officer=replace(office.officer, roles=frozenset({"social"})))
    assert event(social, held).linked == 1
    with pytest.raises(RoleError):
        linked_households(social, held)
    with pytest.raises(RoleError):
        link_households(as_officer("mai"), held, [LinkDraft(two[1], "agreed")])
