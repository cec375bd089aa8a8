"""Many like events typed as a table: all or none, mistakes by line."""

from datetime import date

import pytest

from hn_desk.actions.event_table import EventLine, save_events
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, event_ids, save_event
from hn_desk.actions.query import Query
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import InputError

TEMPLATE = EventDraft(
    topic="sme", title="Họp tổ", form="group_meeting", state="done", audiences=frozenset({"residents"})
)
LINES = (
    EventLine("3/11/2026", "Tổ dân phố số 1", "40", "22"),
    EventLine("4/11/2026", "to dan pho so 2; 3", "1.050", ""),
    EventLine("5/11/2026", "4,5", "", ""),
)


def test_each_line_becomes_an_event(office: Office) -> None:
    save_events(office, TEMPLATE, LINES)
    kept = [event(office, id_) for id_ in event_ids(office, Query(sort="day"))]
    assert [(one.draft.starts_on, one.draft.people, one.draft.women) for one in kept] == [
        (date(2026, 11, 3), 40, 22),
        (date(2026, 11, 4), 1050, None),
        (date(2026, 11, 5), None, None),
    ]
    assert [one.group_names for one in kept][1] == ("Tổ dân phố số 2", "Tổ dân phố số 3")
    assert {(one.draft.title, one.draft.form, one.draft.state) for one in kept} == {("Họp tổ", "group_meeting", "done")}


def test_one_wrong_line_keeps_all_of_them_out(office: Office) -> None:
    wrong = (
        EventLine("32/11/2026", "1"),
        EventLine("", "1"),
        EventLine("1/12/2026", "1"),
        EventLine("3/11/2026", "Tổ 99, 1", "bốn mươi"),
        EventLine("3/11/2026", "1", "3", "4"),
    )
    with pytest.raises(InputError) as refused:
        save_events(office, TEMPLATE, (*LINES, *wrong))
    told = [(problem.field, problem.row) for problem in refused.value.problems]
    assert told == [("rows", row) for row in (3, 4, 5, 6, 6, 7)]
    assert event_ids(office, Query()) == ()


def test_a_mistake_of_the_template_is_told_once(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_events(office, EventDraft(topic="qd22", title="", form="x", place="Nhà văn hóa", state="done"), LINES)
    assert sorted((problem.field, problem.row) for problem in refused.value.problems) == [
        ("form", None),
        ("place", None),
        ("title", None),
    ]


def test_the_same_line_twice_and_too_many_are_refused(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_events(office, TEMPLATE, (LINES[0], LINES[0]))
    assert [(problem.field, problem.row) for problem in refused.value.problems] == [("rows", 1)]
    with pytest.raises(InputError, match="can't be saved") as many:
        save_events(office, TEMPLATE, LINES * 21)
    assert [problem.row for problem in many.value.problems] == [None]
    with pytest.raises(InputError):
        save_events(office, TEMPLATE, ())


def test_a_twin_that_is_kept_already_is_pointed_out_once(office: Office) -> None:
    save_event(office, EventDraft(topic="sme", title="Họp tổ", form="group_meeting", starts_on=date(2026, 11, 3)))
    with pytest.raises(WarningsError) as asked:
        save_events(office, TEMPLATE, LINES)
    assert [one.code for one in asked.value.warnings] == ["title.twin"]
