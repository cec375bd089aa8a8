"""The bank's entries one after another: what counts, and what can't follow."""

from datetime import date

from hn_desk.rules.bank import APPROVED, DEBT, TAKEN_BACK, Course, Entry, problems

DAY = date(2026, 11, 20)


def test_nothing_is_taken_back_of_nothing() -> None:
    course = Course(DAY, 0, (Entry(TAKEN_BACK, DAY), Entry(APPROVED, DAY, 1), Entry(TAKEN_BACK, DAY)))
    assert course.live == ()


def test_a_term_is_one_that_a_bank_may_give_and_a_debt_has_a_state() -> None:
    course = Course(DAY, 0, ())
    for months, wrong in ((1, []), (600, []), (0, ["term_months"]), (601, ["term_months"])):
        entry = Entry(APPROVED, DAY, 5_000_000, term_months=months)
        assert [field for field, _why in problems(course, entry, DAY)] == wrong
    assert "debt" in [field for field, _why in problems(course, Entry(DEBT, DAY, 5_000_000), DAY)]
