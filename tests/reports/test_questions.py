"""What a free question answers for posting: no small number of protected programmes, and nothing that gives it away."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hn_desk.reports.questions import Fact, Question, answered, time_key

FACTS = st.lists(
    st.builds(
        Fact,
        id=st.uuids().map(str),
        keys=st.fixed_dictionaries({"topic": st.lists(st.sampled_from("abc"), max_size=2, unique=True)}),
        amounts=st.fixed_dictionaries({"people": st.integers(0, 12), "women": st.integers(0, 6)}),
        is_protected=st.booleans(),
    ),
    max_size=30,
)


def asked(*, is_posted: bool) -> Question:
    days = date(2026, 1, 1), date(2026, 12, 31)
    return Question("events", *days, "day", ("topic",), ("count", "people", "women", "share"), is_posted=is_posted)


@given(FACTS)
def test_posted_a_line_with_a_small_protected_number_is_hidden_with_the_sum_and_all_shares(facts: list[Fact]) -> None:
    plain, posted = answered(asked(is_posted=False), facts), answered(asked(is_posted=True), facts)
    small = set()
    for (topic,) in plain.lines:
        those = [
            one
            for one in facts
            if one.is_protected and (topic in one.keys["topic"] or (not topic and not one.keys["topic"]))
        ]
        counts = (len(those), sum(one.amounts["people"] for one in those), sum(one.amounts["women"] for one in those))
        if any(0 < count < 5 for count in counts):
            small.add((topic,))
    assert {key for key, figures in posted.lines.items() if figures["count"] is None} == small
    assert (posted.total["people"] is None) == bool(small)
    for key, figures in posted.lines.items():
        if key not in small:
            assert {**figures, "share": 0} == {**plain.lines[key], "share": 0}
            assert figures["share"] == (None if small else plain.lines[key]["share"])


@given(FACTS)
def test_the_sum_counts_each_record_once_and_the_lines_each_of_its_values(facts: list[Fact]) -> None:
    answer = answered(asked(is_posted=False), facts)
    assert answer.total["count"] == len({one.id for one in facts})
    assert answer.total["people"] == sum(one.amounts["people"] for one in facts)
    shown = sum(figures["count"] or 0 for figures in answer.lines.values())
    assert shown == sum(max(len(one.keys["topic"]), 1) for one in facts)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    month, quarter, year = (date.fromisoformat(time_key(day, step)) for step in ("month", "quarter", "year"))
    assert (month.year, month.month, month.day) == (day.year, day.month, 1)
    assert (quarter.month % 3, quarter.day) == (1, 1)
    assert 0 <= day.month - quarter.month <= 2
    assert year == date(day.year, 1, 1)
