"""Residential groups closed, split and merged on a day: what ends, what begins, who goes over, what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from hn_desk.actions.coverage import matrix
from hn_desk.actions.group_changes import change_groups, end_group, look_at_change
from hn_desk.actions.group_facts import GroupChange, GroupEnd, NewGroup, OldGroup
from hn_desk.actions.group_moves import move_households, stayed
from hn_desk.actions.household_filters import filter_fields
from hn_desk.actions.household_history import history
from hn_desk.actions.households import household, household_ids
from hn_desk.actions.import_words import known_words
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, save_event
from hn_desk.actions.query import Query
from hn_desk.actions.staff import GroupDraft, GroupRow, list_groups, save_group
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import AuditEntry, GroupSuccession
from tests.actions.records import add_household

JULY = date(2026, 7, 1)
EVENT = EventDraft(topic="sme", title="Hội nghị", form="conference", starts_on=date(2026, 11, 5), state="done")


def group(office: Office, place: int) -> GroupRow:
    return list_groups(office)[place]


def olds(office: Office, *places: int) -> tuple[OldGroup, ...]:
    return tuple(OldGroup(group(office, place).id, group(office, place).version) for place in places)


def merge(office: Office, day: date = JULY, name: str = "Tổ dân phố số 1") -> GroupChange:
    return GroupChange(olds(office, 0, 1), (NewGroup(name, "tổ dân phố"),), day)


def split(office: Office, day: date = JULY) -> GroupChange:
    return GroupChange(olds(office, 0), (NewGroup("Tổ 1A"), NewGroup("Tổ 1B")), day)


def fields(refused: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [one.field for one in refused.value.problems]


def test_merged_groups_end_the_day_before_and_hand_over_everything(office: Office) -> None:
    shop = add_household(office)
    kept, old = group(office, 2).id, group(office, 0).id
    held = save_event(office, replace(EVENT, group_ids=frozenset({old, kept}))).id
    before = save_event(
        office, replace(EVENT, title="Trước", starts_on=date(2026, 3, 5), group_ids=frozenset({old}))
    ).id
    look = look_at_change(office, merge(office))
    assert (look.is_merge, look.last_day, look.households, look.people) == (True, date(2026, 6, 30), 1, 0)
    assert (look.olds, look.held, look.planned) == (("Tổ dân phố số 1", "Tổ dân phố số 2"), 1, 0)
    assert [one.ended_on for one in list_groups(office)] == [None] * 5
    new = change_groups(office, merge(office)).id
    ended = [one for one in list_groups(office) if one.ended_on == date(2026, 6, 30)]
    assert [(one.label, one.is_active) for one in ended] == [
        ("Tổ dân phố số 1 (until 30/06/2026)", False),
        ("Tổ dân phố số 2 (until 30/06/2026)", False),
    ]
    assert household(office, shop).draft.group_id == new
    assert [change.after for change in history(office, shop)[0].changes] == ["Tổ dân phố số 1"]
    assert event(office, held).draft.group_ids == {new, kept}
    assert event(office, before).draft.group_ids == {old}
    assert len(matrix(office, date(2026, 1, 1), date(2026, 12, 31)).rows) == 4
    with office.database.read() as session:
        assert len(session.scalars(select(GroupSuccession)).all()) == 2
        assert "groups.change" in session.scalars(select(AuditEntry.action)).all()


def test_a_split_says_who_must_be_given_a_new_group(office: Office) -> None:
    shop = add_household(office)
    old = group(office, 0).id
    planned = save_event(
        office, replace(EVENT, state="planned", starts_on=date(2026, 12, 5), group_ids=frozenset({old}))
    ).id
    held = save_event(office, replace(EVENT, title="Đã làm", group_ids=frozenset({old}))).id
    look = look_at_change(office, split(office))
    assert (look.is_merge, look.households, look.planned, look.held) == (False, 1, 1, 1)
    change_groups(office, split(office))
    assert household_ids(office, Query(filters={"ended_group": "yes"})) == (shop,)
    assert {group.label for group in list_groups(office) if group.id in event(office, planned).draft.group_ids} == {
        *("Tổ 1A", "Tổ 1B")
    }
    with pytest.raises(InputError) as refused:
        save_event(office, replace(event(office, held).draft, title="Sửa"))
    assert fields(refused) == ["group_ids"]
    choices = next(one.choices for one in filter_fields(office) if one.name == "group")
    assert choices[old] == "Tổ dân phố số 1 (until 30/06/2026)"


def test_households_of_a_split_group_are_given_a_new_one(office: Office) -> None:
    shop, other = add_household(office), add_household(office, "Trần Thị Bình", "001080054321")
    old = group(office, 0).id
    new = change_groups(office, split(office)).id
    found = stayed(office, old)
    assert {one.id for one in found.households} == {shop, other}
    assert new in found.followers
    assert len(found.followers) == 2
    with pytest.raises(InputError) as refused:
        move_households(office, [], old, old)
    assert fields(refused) == ["group_id", "households"]
    with pytest.raises(DeskError, match="no longer stand"):
        move_households(office, [shop, "not there"], new, old)
    assert len(stayed(office, old).households) == 2
    move_households(office, [shop], new, old)
    with pytest.raises(DeskError, match="no longer stand"):
        move_households(office, [shop], new, old)
    assert household(office, shop).draft.group_id == new
    assert [(change.before, change.after) for change in history(office, shop)[0].changes] == [
        ("Tổ dân phố số 1", "Tổ 1A")
    ]
    assert [one.id for one in stayed(office, old).households] == [other]
    assert household_ids(office, Query(filters={"ended_group": "yes"})) == (other,)


def test_words_of_a_list_mean_the_group_that_is_there(office: Office) -> None:
    new = change_groups(office, merge(office)).id
    with office.database.read() as session:
        known = known_words(session, office)
    assert known.group("TDP 1") == new
    assert known.group("TDP 2") in {one.id for one in list_groups(office) if one.ended_on}


def test_a_change_that_lies_ahead_leaves_the_old_groups_until_then(office: Office) -> None:
    change_groups(office, merge(office, date(2027, 1, 1)))
    assert [one.is_active for one in list_groups(office)] == [True] * 6
    first, last = date(2026, 12, 31), date(2027, 1, 1)
    assert sum(one.lived(first, first) for one in list_groups(office)) == 5
    assert sum(one.lived(last, last) for one in list_groups(office)) == 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda office: replace(merge(office), day=None), "day"),
        (lambda office: replace(merge(office, name="Tổ mới"), olds=()), "olds"),
        (lambda office: replace(merge(office), news=()), "names"),
        (lambda office: replace(split(office), news=(NewGroup("Tổ 1A"), NewGroup(" "))), "names"),
        (lambda office: replace(split(office), news=(NewGroup("Tổ 1A"), NewGroup("TO 1A"))), "names"),
        (lambda office: merge(office, name="Tổ dân phố số 3"), "names"),
    ],
)
def test_what_can_not_be_is_marked(office: Office, change: Callable[[Office], GroupChange], field: str) -> None:
    with pytest.raises(InputError) as refused:
        look_at_change(office, change(office))
    assert fields(refused) == [field]


def test_a_group_is_closed_and_opened_again(office: Office) -> None:
    first = group(office, 0)
    end_group(office, GroupEnd(first.id, first.version, date(2026, 6, 30)))
    assert (group(office, 0).is_active, group(office, 0).ended_on) == (False, date(2026, 6, 30))
    save_group(office, GroupDraft(first.id, 2, "Tổ 1 cũ", is_active=True))
    assert not group(office, 0).is_active
    with pytest.raises(InputError) as refused:
        change_groups(office, split(office, date(2026, 6, 1)))
    assert fields(refused) == ["day"]
    with pytest.raises(InputError) as refused:
        change_groups(office, split(office, date(2026, 8, 1)))
    assert fields(refused) == ["day"]
    end_group(office, GroupEnd(first.id, group(office, 0).version, None))
    assert (group(office, 0).is_active, group(office, 0).ended_on) == (True, None)
    with pytest.raises(DeskError, match="meantime"):
        end_group(office, GroupEnd(first.id, 1, None))
    with pytest.raises(DeskError, match="no longer there"):
        end_group(office, GroupEnd("no", 1, None))


def test_a_group_is_not_closed_before_an_event_that_reached_it(office: Office) -> None:
    first = group(office, 0)
    save_event(office, replace(EVENT, group_ids=frozenset({first.id})))
    with pytest.raises(InputError) as refused:
        end_group(office, GroupEnd(first.id, first.version, date(2026, 11, 4)))
    assert "05/11/2026" in refused.value.problems[0].what
    end_group(office, GroupEnd(first.id, first.version, date(2026, 11, 5)))
    assert len(matrix(office, date(2026, 1, 1), date(2026, 12, 31)).rows) == 5


def test_days_that_follow_from_a_change_stay(office: Office) -> None:
    new = change_groups(office, split(office)).id
    made = next(one for one in list_groups(office) if one.id == new)
    old = next(one for one in list_groups(office) if one.ended_on)
    with pytest.raises(InputError):
        end_group(office, GroupEnd(old.id, old.version, None))
    with pytest.raises(InputError):
        end_group(office, GroupEnd(new, made.version, date(2026, 1, 1)))
    with pytest.raises(InputError):
        save_group(office, GroupDraft(new, made.version, made.name, started_on=date(2026, 1, 1)))


def test_a_group_may_begin_on_a_day_and_take_a_name_that_is_free_by_then(office: Office) -> None:
    first = group(office, 0)
    end_group(office, GroupEnd(first.id, first.version, date(2026, 6, 30)))
    with pytest.raises(InputError):
        save_group(office, GroupDraft(name=first.name, started_on=date(2026, 6, 30)))
    save_group(office, GroupDraft(name=first.name, started_on=JULY))
    assert sum(one.name == first.name for one in list_groups(office)) == 2


def test_the_approver_changes_no_group(as_officer: Callable[[str], Office], office: Office) -> None:
    with pytest.raises(RoleError):
        change_groups(as_officer("hung"), split(office))
