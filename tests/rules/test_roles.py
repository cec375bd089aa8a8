from collections.abc import Callable
from typing import Any

import pytest

from hn_desk.errors import ResourceError, RoleError
from hn_desk.rules.roles import ROLES, Cell, check_may, load_roles, may, may_call
from tests.rules.places import resource

TABLE = load_roles(resource("roles.toml"), "roles.toml")
CASES = {"credit", "households", "conversions", "outreach", "forms", "packets", "reports"}


def actions_of(role: str) -> set[str]:
    return {action for action in TABLE.lines if may(TABLE, [role], action)}


def test_the_administrator_sees_no_case_data() -> None:
    assert [action for action in actions_of("administrator") if action.split(".")[0] in CASES] == ["forms.install"]
    assert {"groups.write", "staff.write", "keys.write", "backup.write"} <= actions_of("administrator")


def test_the_auditor_reads_the_log_and_who_may_do_what_and_nothing_else() -> None:
    everybodys = set.intersection(*(actions_of(role) for role in ROLES))
    assert actions_of("auditor") - everybodys == {"log.read", "roles.read"}
    assert everybodys == {"home.read", "account.own", "drafts.keep", "backup.make"}
    assert [role for role in ROLES if may(TABLE, [role], "log.read")] == ["auditor"]


def test_no_role_both_enters_and_confirms() -> None:
    assert not [role for role in ROLES if {"credit.enter", "credit.confirm"} <= actions_of(role)]
    assert not [role for role in ROLES if {"credit.enter", "credit.record_signature"} <= actions_of(role)]


def test_several_roles_add_up() -> None:
    assert may(TABLE, ["auditor", "economy"], "households.write")
    assert not may(TABLE, [], "households.read")


def test_a_function_under_several_lines_needs_them_all_or_one_of_them() -> None:
    both = Cell("papers.print_form", "lists", "", (("forms.print",), ("credit.read",)))
    either = Cell("people.person", "people", "", (("households.read", "credit.read"),))

    assert not may_call(TABLE, ["economy"], both)
    assert not may_call(TABLE, ["police"], both)
    assert may_call(TABLE, ["economy", "police"], both)
    assert may_call(TABLE, ["economy"], either)
    assert may_call(TABLE, ["police"], either)
    assert not may_call(TABLE, ["administrator", "auditor"], either)


def test_the_table_gives_a_cell_for_every_kind_of_record() -> None:
    kinds = {cell.kind for cell in TABLE.cells() if cell.function == "papers.note_printed"}

    assert kinds == {"applications", "plans", "lists", "events", "households"}
    assert TABLE.main_kind("credit.enter") == "applications"
    assert TABLE.main_kind("forms.print") == "office"


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
        (lambda data: data["actions"]["log.read"].pop("roles"), "actions.log.read.roles: is missing"),
        (lambda data: data["actions"]["log.read"].pop("label"), "actions.log.read.label: is missing"),
        (lambda data: data["actions"]["log.read"].update(roles=["king"]), "actions.log.read.roles: king is not one of"),
        (lambda data: data["actions"]["log.read"]["opens"].update(x=["ufo"]), "log.read.opens.x: ufo is not one of"),
        (lambda data: data["rules"][0].update(one_of=["people.eat"]), "one_of: people.eat is not one of"),
        (lambda data: data["rules"][0].pop("one_of"), "rules[1].all_of: is missing"),
        (lambda data: data["words"]["functions"].append("labels.roles"), "labels.roles stands on several lines"),
        (lambda data: data["words"]["functions"].append("home.today"), "home.today stands on several lines"),
        (
            lambda data: data["actions"]["log.read"]["opens"].update({"home.today": ["log"]}),
            "home.today stands on several lines",
        ),
        (lambda data: data["names"].pop("head"), "names.head: is missing"),
        (lambda data: data["short"].pop("head"), "short.head: is missing"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource("roles.toml")
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_roles(data, "roles.toml")
    assert problem in refused.value.what
