"""The sums of a desk: each record counts where `counted` says, a period's sums are those of its months."""

from collections import Counter
from random import Random

import pytest

from hn_desk.city.month_sums import month_sums, period_sums
from hn_desk.rules.city_measures import Counted, code_of, counted, family_of, is_money, subject_of
from hn_desk.rules.periods import parse_period
from tests.city.grouped_sums import grouped_months
from tests.city.made_records import made, records_written
from tests.pair import Pair

OFFICES = ("00004", "00008", "00070")


def test_the_database_counts_each_record_as_the_rules_do(pair: Pair) -> None:
    desk = pair.desk("STC")
    naive: Counter[tuple[str, str, str]] = Counter()
    with records_written(desk) as session:
        for row in made(Random(7), 400, OFFICES):
            naive.update({(row.office, one.measure, one.month): one.value for one in counted(row.subject, row.payload)})
            session.add(row)
        session.flush()
        assert grouped_months(session) == naive
    with desk.database.read() as session:
        found, of_year = month_sums(session), month_sums(session, 2025)
    assert found == naive
    assert of_year == {place: value for place, value in naive.items() if place[2].startswith("2025-")}
    assert {measure for _office, measure, _month in found} == {
        *("registered", "workers", "capital", "submitted", "contacts", "events.sme", "events.kh297"),
        *("people.sme", "people.kh297", "cases.qd22", "cases.gqvl", "amount.qd22", "amount.gqvl"),
    }


def test_a_period_has_the_sums_of_its_months() -> None:
    sums = {("a", "contacts", "2026-03"): 1, ("a", "contacts", "2026-04"): 20, ("a", "contacts", "2026-06"): 300}
    found = {code: period_sums(sums, parse_period(code)) for code in ("2026", "2026-Q2", "2026-H2", "2026-03")}
    assert found == {
        "2026": {"a": {"contacts": 321}},
        "2026-Q2": {"a": {"contacts": 320}},
        "2026-H2": {},
        "2026-03": {"a": {"contacts": 1}},
    }


@pytest.mark.parametrize(
    ("state", "kind", "expected"),
    [("registered", "llc1", ("registered", "workers", "submitted")), ("registered", "", ("submitted",))],
)
def test_a_conversion_counts_only_with_kind_and_day(state: str, kind: str, expected: tuple[str, ...]) -> None:
    row = {"state": state, "enterprise_kind": kind, "certificate_on": "2026-05-04", "submitted_on": "2026-04-30"}
    assert tuple(one.measure for one in counted("conversions", {**row, "workers": 2})) == expected
    assert Counted("submitted", "2026-04", 1) in counted("conversions", row)


def test_a_measure_tells_what_it_counts() -> None:
    assert (family_of("cases.qd22"), code_of("cases.qd22"), code_of("contacts")) == ("cases", "qd22", "")
    assert (is_money("amount.qd22"), is_money("cases.qd22")) == (True, False)
    assert (subject_of("amount.qd22"), subject_of("reached")) == ("cases", "event_groups")
    assert Counted("contacts", "2026-05", 3).key == "contacts@2026-05"
    assert counted("papers", {"state": "issued"}) == ()
