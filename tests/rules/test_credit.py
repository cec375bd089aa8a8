import itertools

import pytest

from hn_desk.errors import DeskError, RoleError
from hn_desk.rules.credit import (
    DEBT_STATES,
    LIST_STATES,
    LIST_STEPS,
    STATES,
    STEPS,
    allowed,
    allowed_for,
    check_confirmer,
    debt_label,
    is_locked,
    needs_reason,
    state_label,
)


def test_a_line_of_a_list_goes_from_draft_to_settled() -> None:
    way = ["draft", "listed", "checked", "presented", "signed", "issued", "sent", "bank_approved"]
    way += ["disbursed", "followed", "followed", "settled"]
    for state, following in itertools.pairwise(way):
        STEPS.check(state, following)


def test_a_list_goes_from_draft_to_the_bank() -> None:
    way = ["draft", "checked", "presented", "returned", "checked", "presented", "signed", "issued", "sent"]
    for state, following in itertools.pairwise(way):
        LIST_STEPS.check(state, following)


def test_only_lines_of_a_list_are_listed() -> None:
    assert "listed" in allowed_for("draft", "list")
    assert "checked" not in allowed_for("draft", "list")
    assert "checked" in allowed_for("listed", "list")
    assert "listed" not in allowed_for("draft", "application")
    assert "checked" in allowed_for("draft", "plan")


@pytest.mark.parametrize(
    ("state", "following"),
    [("draft", "signed"), ("checked", "signed"), ("presented", "issued"), ("signed", "sent"), ("refused", "draft")],
)
def test_no_step_before_the_signature_can_be_left_out(state: str, following: str) -> None:
    with pytest.raises(DeskError, match="can't follow"):
        STEPS.check(state, following)


@pytest.mark.parametrize("state", ["draft", "listed", "checked", "presented", "signed", "issued", "returned"])
def test_an_application_is_withdrawn_before_the_bank_has_it(state: str) -> None:
    assert "withdrawn" in allowed(state)


@pytest.mark.parametrize("state", ["sent", "bank_approved", "disbursed", "followed", "settled"])
def test_what_the_bank_has_is_not_withdrawn(state: str) -> None:
    assert "withdrawn" not in allowed(state)


@pytest.mark.parametrize("states", [STATES, LIST_STATES])
def test_every_step_leads_to_a_known_state(states: dict[str, tuple[str, ...]]) -> None:
    assert {step for steps in states.values() for step in steps} <= set(states)


def test_every_state_has_a_label_of_its_own() -> None:
    assert len({state_label(state) for state in STATES}) == len(STATES)
    assert len({debt_label(state) for state in DEBT_STATES}) == len(DEBT_STATES)


def test_what_is_signed_is_locked_and_what_is_returned_is_not() -> None:
    assert is_locked("signed")
    assert is_locked("issued")
    assert not is_locked("presented")
    assert not is_locked("returned")


def test_a_return_needs_a_reason_and_a_signature_none() -> None:
    assert needs_reason("returned")
    assert needs_reason("refused")
    assert not needs_reason("signed")


def test_the_one_who_entered_may_not_confirm() -> None:
    with pytest.raises(RoleError, match="may not confirm"):
        check_confirmer("officer-1", "officer-1")
    check_confirmer("officer-1", "officer-2")
