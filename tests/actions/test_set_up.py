"""A new office is checked before anything is written: every wrong field, and whether the work can be shared."""

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.set_up import NewOfficer, SetUp, checked
from hn_desk.errors import InputError, Problem

PHRASE = "mot hai ba bon nam"


def plan(*officers: NewOfficer) -> SetUp:
    return SetUp("00070", "training", officers, ("Tổ dân phố số 1",))


def problems(wanted: SetUp) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        checked(wanted, rule_book())
    return caught.value.problems


def officer(login: str, *roles: str) -> NewOfficer:
    return NewOfficer(login.title(), login, PHRASE, frozenset(roles))


def test_a_clerk_and_another_who_approves_are_enough() -> None:
    clean, commune = checked(plan(officer("lan", "social", "administrator"), officer("hung", "approver")), rule_book())
    assert (commune.full_name, len(clean.officers)) == ("Phường Hoàn Kiếm", 2)


def test_two_approvers_may_confirm_each_other() -> None:
    both = (officer("lan", "social", "approver", "administrator"), officer("hung", "economy", "approver"))
    assert checked(plan(*both), rule_book())[0].officers


@pytest.mark.parametrize(
    "officers",
    [
        (officer("lan", "social", "approver", "administrator"),),
        (officer("lan", "social", "administrator"), officer("mai", "records")),
        (officer("hung", "approver", "administrator"), officer("mai", "records")),
    ],
    ids=["the same person", "no approver", "nobody enters"],
)
def test_what_one_enters_another_must_be_able_to_confirm(officers: tuple[NewOfficer, ...]) -> None:
    (problem,) = problems(plan(*officers))
    assert problem.field == "officers"
    assert "another officer" in problem.what


def test_an_office_needs_an_administrator() -> None:
    (problem,) = problems(plan(officer("lan", "social"), officer("hung", "approver")))
    assert problem.field == "roles"


def test_an_empty_plan_names_every_field() -> None:
    assert {problem.field for problem in problems(SetUp("", "", (), ()))} == {
        "office_code",
        "environment",
        "groups",
        "officers",
    }
