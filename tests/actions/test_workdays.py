"""Days worked or free against the calendar: the office's own go before the calendar wherever workdays are counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.due_days import due_days
from hn_desk.actions.home import today
from hn_desk.actions.office import Office
from hn_desk.actions.workdays import (
    DayExceptionDraft,
    day_exceptions,
    delete_day_exception,
    known_exceptions,
    save_day_exception,
)
from hn_desk.errors import DeskError, InputError, RoleError
from tests.actions.test_home import application, promised, put

As = Callable[[str], Office]
SATURDAY = date(2026, 12, 5)
WORKED = DayExceptionDraft(day=SATURDAY, is_worked=True, source="Văn bản 7/UBND-VP ngày 20/11/2026")


def last_workday(office: Office) -> date:
    (due,) = [one for one in due_days(office, SATURDAY, SATURDAY) if one.code == "list-qd08"]
    return due.last_workday


def test_a_day_is_kept_changed_and_taken_out_and_the_deadlines_follow(office: Office, as_officer: As) -> None:
    clerk = as_officer("mai")
    assert last_workday(office) == date(2026, 12, 4)
    id_ = save_day_exception(clerk, WORKED).id
    assert last_workday(office) == SATURDAY
    save_day_exception(clerk, replace(WORKED, id=id_, version=1, day=date(2026, 12, 4), is_worked=False))
    assert [(row.day, row.weekday, row.is_worked) for row in day_exceptions(clerk)] == [
        (date(2026, 12, 4), "Friday", False)
    ]
    assert last_workday(office) == date(2026, 12, 3)
    delete_day_exception(clerk, id_, 2)
    assert (last_workday(office), day_exceptions(clerk)) == (date(2026, 12, 4), ())
    entry = audit_log(as_officer("anh"))[0]
    assert entry.action_label == "Day worked or free against the calendar deleted"
    assert "Văn bản 7/UBND-VP" in entry.detail


def test_an_answer_promised_within_three_workdays_waits_earlier_or_later_by_the_office_s_days(
    office: Office, as_officer: As
) -> None:
    put(office, application(office, 1, "draft", intake={"answer_on": "2026-11-27"}))
    assert promised(office) == []
    save_day_exception(as_officer("mai"), replace(WORKED, day=date(2026, 11, 23), is_worked=False))
    assert len(promised(office)) == 1
    assert len(today(office).waiting) == 1


@pytest.mark.parametrize(
    ("change", "field", "what"),
    [
        ({"day": None}, "day", "Type the day."),
        ({"source": " "}, "source", "Type the paper that says so"),
        ({"day": date(2032, 1, 3)}, "day", "more than 5 years"),
        ({"day": date(2026, 12, 4)}, "day", "Friday is worked anyway."),
        ({"is_worked": False}, "day", "Saturday is free anyway."),
        ({"day": date(2026, 11, 24), "is_worked": False}, "day", "Tuesday is free anyway."),
        ({"day": date(2026, 8, 22)}, "day", "Saturday is worked anyway."),
    ],
)
def test_a_day_that_says_nothing_or_nothing_new_is_refused(
    as_officer: As, change: dict[str, object], field: str, what: str
) -> None:
    with pytest.raises(InputError) as refused:
        save_day_exception(as_officer("mai"), replace(WORKED, **change))  # type: ignore[arg-type]  # any field
    assert [(one.field, what in one.what) for one in refused.value.problems] == [(field, True)]


def test_a_day_stands_once_and_what_another_changed_is_not_overwritten(as_officer: As) -> None:
    clerk = as_officer("mai")
    id_ = save_day_exception(clerk, WORKED).id
    with pytest.raises(InputError) as twice:
        save_day_exception(clerk, WORKED)
    assert [one.field for one in twice.value.problems] == ["day"]
    save_day_exception(clerk, replace(WORKED, id=id_, version=1, source="Văn bản 8"))
    with pytest.raises(DeskError) as refused:
        save_day_exception(clerk, replace(WORKED, id=id_, version=1))
    assert refused.value.reason == "stale"
    with pytest.raises(DeskError) as refused:
        delete_day_exception(clerk, id_, 1)
    assert refused.value.reason == "stale"


def test_the_clerk_who_enters_cases_does_not_change_workdays(office: Office) -> None:
    with pytest.raises(RoleError):
        save_day_exception(office, WORKED)


def test_what_the_program_knows_is_told_with_its_paper(as_officer: As) -> None:
    known = {one.day: one for one in known_exceptions(as_officer("mai"))}
    assert known[date(2026, 2, 17)].name == "Tết Nguyên Đán"
    assert (known[date(2026, 1, 10)].is_worked, known[date(2026, 8, 22)].is_worked) == (True, True)
    assert "12729/VPCP-KGVX" in known[date(2026, 1, 2)].name
    assert {day.year for day in known} == {2026, 2027}
