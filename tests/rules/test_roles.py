from collections.abc import Callable
from typing import Any

import pytest

from hn_desk.errors import ResourceError, RoleError
from hn_desk.rules.roles import ACTIONS, ROLES, check_may, load_roles, may
from tests.rules.places import resource

TABLE = load_roles(resource("roles.toml"), "roles.toml")


def actions_of(role: str) -> set[str]:
    return {action for action in ACTIONS if may(TABLE, [role], action)}


def test_the_administrator_sees_no_case_data() -> None:
    assert actions_of("administrator") == {"groups.write", "staff.write", "keys.write", "backup.write"}


def test_the_auditor_reads_the_log_and_nothing_else() -> None:
    assert actions_of("auditor") == {"log.read"}
    assert [role for role in ROLES if may(TABLE, [role], "log.read")] == ["auditor"]


def test_no_role_both_enters_and_confirms() -> None:
    assert not [role for role in ROLES if {"credit.enter", "credit.confirm"} <= actions_of(role)]
    assert not [role for role in ROLES if {"credit.enter", "credit.record_signature"} <= actions_of(role)]


def test_several_roles_add_up() -> None:
    assert may(TABLE, ["auditor", "economy"], "households.write")
    assert not may(TABLE, [], "households.read")


def test_a_refused_officer_is_told_whom_to_ask() -> None:
    with pytest.raises(RoleError) as refused:
        check_may(TABLE, ["economy"], "credit.confirm")
    assert refused.value.do == "Ask one of: Chủ tịch, Phó Chủ tịch."
    check_may(TABLE, ["approver"], "credit.confirm")


def test_an_action_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        may(TABLE, ["economy"], "households.eat")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data["actions"].pop("log.read"), "actions.log.read: is missing"),
        (lambda data: data["actions"].update({"log.eat": []}), "actions.log.eat: is not a key"),
        (lambda data: data["actions"].update({"log.read": ["king"]}), "actions.log.read: king is not one of"),
        (lambda data: data["names"].pop("head"), "names.head: is missing"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource("roles.toml")
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_roles(data, "roles.toml")
    assert problem in refused.value.what
