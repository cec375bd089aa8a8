"""The log as the auditor reads it."""

from collections.abc import Callable

import pytest

from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.staff import GroupDraft, audit_log, save_group
from hn_desk.errors import RoleError


def test_the_newest_act_comes_first(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An")))
    newest, before, *_first = audit_log(as_officer("anh"))
    assert (newest.action_label, newest.officer_name, newest.subject) == (
        "Household business saved",
        "Nguyễn Thị Lan",
        "households",
    )
    assert (before.action_label, newest.sequence - before.sequence) == ("Signed in", 1)
    assert "Vũ" not in newest.detail


def test_the_log_is_searched_without_marks(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_group(office, GroupDraft(name="Cụm dân cư A"))
    found = audit_log(as_officer("anh"), "lan nguyen residen")
    assert [row.action_label for row in found] == ["Residential group saved"]


def test_at_most_the_limit_is_shown(office: Office, as_officer: Callable[[str], Office]) -> None:
    for number in range(3):
        save_group(office, GroupDraft(name=f"Cụm {number}"))
    assert len(audit_log(as_officer("anh"), limit=2)) == 2
    assert len(audit_log(as_officer("anh"), "residential", limit=2)) == 2


def test_a_refusal_by_role_is_in_the_log(office: Office, as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        audit_log(office)
    assert audit_log(as_officer("anh"))[0].detail == "action: log.read"


def test_an_unknown_act_shows_its_code() -> None:
    assert action_label("something.new") == "something.new"
