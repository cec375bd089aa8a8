import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.facts import FIELDS, Facts, FieldKind, facts_from, facts_to_plain, field_label

CODES = st.frozensets(st.sampled_from(["business", "training", "paper"]))
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.DATE: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    FieldKind.BIRTH: st.sampled_from(["1980", "1980-03-05", "2014-12-31"]),
    FieldKind.MONEY: st.integers(0, 10**12),
    FieldKind.COUNT: st.integers(0, 10**6),
    FieldKind.FLAG: st.booleans(),
    FieldKind.CHOICE: st.sampled_from(["business", "poor"]),
    FieldKind.CHOICES: CODES,
    FieldKind.DOCUMENTS: CODES,
}
ANY_FACTS = st.fixed_dictionaries(
    {"applicant": st.sampled_from(["person", "establishment"])},
    optional={name: VALUES[kind] for name, kind in FIELDS.items()},
)


def test_every_fact_has_a_kind_and_a_label_of_its_own() -> None:
    assert [field.name for field in fields(Facts)] == ["applicant", *FIELDS]
    assert len({field_label(name) for name in FIELDS}) == len(FIELDS)


@given(ANY_FACTS)
def test_facts_survive_being_stored_as_json(known: dict[str, Any]) -> None:
    facts = Facts(**known)
    assert facts_from(json.loads(json.dumps(facts_to_plain(facts)))) == facts


def test_days_may_come_as_days_and_unknown_facts_as_none() -> None:
    facts = facts_from({"completed_on": date(2024, 2, 29), "amount": None})
    assert facts == Facts(completed_on=date(2024, 2, 29))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"amount": "100"}, "amount: must be a whole number"),
        ({"amount": -1}, "amount: must not be below 0"),
        ({"listed": "yes"}, "listed: must be true or false"),
        ({"completed_on": "2024-02-30"}, "completed_on: must be a day"),
        ({"completed_on": 2024}, "completed_on: must be a day"),
        ({"born": "0000"}, "born: must be a day"),
        ({"born": "1980-13-01"}, "born: must be a day"),
        ({"born": 1980}, "born: must be a text"),
        ({"born": "9999"}, "born: must be a day"),
        ({"completed_on": "9999-12-31"}, "completed_on: must be a day"),
        ({"completed_on": date(1, 1, 1)}, "completed_on: must be a day"),
        ({"documents": "paper"}, "documents: must be a list"),
        ({"applicant": "state"}, "applicant: state is not one of"),
        ({"colour": "red"}, "colour: is not a key"),
    ],
)
def test_wrong_facts_are_refused_by_name(values: dict[str, object], problem: str) -> None:
    with pytest.raises(ResourceError) as refused:
        facts_from(values, "the case")
    assert problem in refused.value.what
    assert "the case" in refused.value.what
