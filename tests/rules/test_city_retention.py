"""How long a desk keeps what came: read whole, or all that is wrong is said."""

from datetime import UTC, datetime, timedelta

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.city_retention import KINDS, load_city_retention
from tests.rules.places import resource

NAME = "city_retention.toml"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_every_kind_has_its_days() -> None:
    rules = load_city_retention(resource(NAME), NAME)
    assert set(rules.days) == set(KINDS)
    for kind in KINDS:
        assert rules.before(kind, NOW) == NOW - timedelta(days=rules.days[kind])


def test_a_wrong_file_is_refused() -> None:
    data = resource(NAME)
    del data["days"][next(iter(KINDS))]
    data["status"] = "perhaps"
    with pytest.raises(ResourceError) as refused:
        load_city_retention(data, NAME)
    assert {problem.field for problem in refused.value.problems} == {f"days.{next(iter(KINDS))}", "status"}
