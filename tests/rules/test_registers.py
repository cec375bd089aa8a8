"""The registers' data: every duty in order, wrong files named."""

from datetime import date
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.registers import DUTIES, SME, SOCIAL, line_of, load_registers
from tests.rules.places import resource

DATA = load_registers(resource("registers.toml"), "registers.toml")


def test_every_duty_stands_once_with_its_topic() -> None:
    assert tuple(DATA.duties) == DUTIES
    assert [DATA.topic_of(duty) for duty in ("D1", "D5", "D12", "D15", "D16")] == ["sme", "kh297", "gqvl", "qd08", ""]
    assert [duty for duty in DUTIES if DATA.duties[duty].plans_of] == ["D3", "D5", "D10", "D11"]
    assert DATA.reports == ("sme", "kh297", "qd08", "gqvl")
    assert (line_of("sme"), line_of("kh296")) == (SME, SOCIAL)


def test_of_age_is_who_is_it_for_certain() -> None:
    day = date(2026, 3, 1)
    assert [DATA.is_adult(birth, day) for birth in ("2007", "2008", "2008-03-01", "2008-03-02")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"adult_age": "18"}, "adult_age"),
        ({"duties": []}, "duties"),
        ({"examples": {"topics": ["sport"], "source": "x"}}, "examples.topics"),
        ({"more": 1}, "more"),
    ],
)
def test_a_wrong_file_is_refused_by_its_key(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ResourceError, match=told):
        load_registers({**resource("registers.toml"), **change}, "registers.toml")
