"""Periods and days to answer follow from the data."""

from datetime import date

import pytest

from hn_desk.actions.retention import retention_rules
from hn_desk.errors import ResourceError
from hn_desk.rules.retention import KINDS, REQUESTS, load_retention

PLAIN = {
    "status": "provisional",
    "source": "nguồn",
    "valid_from": date(2026, 1, 1),
    "years": dict.fromkeys(KINDS, 5),
    "answer_days": dict.fromkeys(REQUESTS, 10),
    "breach": {"hours": 72},
}


def test_a_record_is_due_years_after_it_was_last_needed() -> None:
    assert load_retention(PLAIN, "x").due_on("contacts", date(2024, 2, 29)) == date(2029, 2, 28)


def test_a_request_is_answered_within_its_days() -> None:
    assert load_retention(PLAIN, "x").answer_by("show", date(2026, 11, 25)) == date(2026, 12, 5)


def test_the_programs_own_file_is_read_and_says_where_it_comes_from() -> None:
    assert (retention_rules().breach_hours, "356/2025" in retention_rules().source) == (72, True)


@pytest.mark.parametrize("key", ["years", "answer_days", "breach", "source", "status", "valid_from"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(ResourceError, match=key):
        load_retention({name: value for name, value in PLAIN.items() if name != key}, "x")
