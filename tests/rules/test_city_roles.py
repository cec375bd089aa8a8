"""The table of who may do what at a desk: what is wrong in its file is said, and nothing of it is used then."""

from collections.abc import Callable
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.city_roles import load_city_roles
from tests.rules.places import resource

NAME = "city_roles.toml"


def test_a_keeper_may_close_a_period_and_a_reader_may_not() -> None:
    table = load_city_roles(resource(NAME), NAME)
    assert table.may("keeper", "periods.close")
    assert not table.may("reader", "periods.close")
    assert table.able("periods.close") == table.labels["keeper"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data["actions"]["board.read"].pop("roles"), "actions.board.read.roles: is missing"),
        (lambda data: data["actions"]["board.read"].update(roles=["king"]), "board.read.roles: king is not one of"),
        (lambda data: data["actions"]["board.read"].pop("label"), "actions.board.read.label: is missing"),
        (lambda data: data["names"].pop("reader"), "names.reader: is missing"),
        (
            lambda data: data["actions"]["periods.close"]["opens"].append("board.board"),
            "board.board stands on several lines",
        ),
        (lambda data: data["words"]["functions"].append("board.board"), "board.board stands on several lines"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource(NAME)
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_city_roles(data, NAME)
    assert problem in refused.value.what
