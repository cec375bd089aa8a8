"""Coverage over the records themselves: matrix, months, the events behind a figure; all who ask get the same."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import pytest
from sqlalchemy import select

from hn_desk.actions.coverage import cell_events, matrix, trend
from hn_desk.actions.home import today
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import coverage
from hn_desk.actions.reporting import report
from hn_desk.errors import DeskError
from hn_desk.models.tables import EventGroup, GroupSuccession, OutreachEvent, ResidentialGroup
from hn_desk.reports.table import Period
from tests.actions.records import group_ids

START, END, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 20)


def hold(office: Office, topic: str, day: date, *groups: str, state: str = "done", title: str = "Đợt") -> str:
    with office.write() as session:
        event = OutreachEvent(
            topic=topic, title=title, sort_key="", form="conference", state=state, starts_on=day, audiences=[]
        )
        event.officer_id = office.officer.id
        event.groups = [EventGroup(group_id=one) for one in groups]
        session.add(event)
        session.flush()
        return event.id


def split(office: Office, old: str, day: date, *names: str) -> list[str]:
    with office.write() as session:
        row = session.get_one(ResidentialGroup, old)
        row.ended_on, row.is_active = day - timedelta(1), day > TODAY
        made = [ResidentialGroup(name=name, sort_key=f"zz {name}", started_on=day) for name in names]
        session.add_all(made)
        session.flush()
        session.add_all(GroupSuccession(old_id=old, new_id=new.id, day=day) for new in made)
        return [new.id for new in made]


def ids_of(office: Office) -> list[str]:
    with office.database.read() as session:
        return group_ids(session)


def test_everybody_who_asks_gets_the_same_figure(office: Office) -> None:
    first, second, *_others = ids_of(office)
    halves = split(office, first, date(2026, 7, 1), "Tổ 1A", "Tổ 1B")
    before = hold(office, "sme", date(2026, 3, 5), first)
    own = hold(office, "sme", date(2026, 9, 5), halves[0], second)
    hold(office, "sme", date(2026, 12, 5), halves[1], state="planned")
    found = matrix(office, START, END)
    sme = found.coverages[list(found.topics).index("sme")]
    assert (sme.reached, sme.active, sme.percent, sme.events) == (3, 6, 50, 2)
    assert [(one.name, one.events, one.before, one.is_reached) for one in sme.groups][-2:] == [
        ("Tổ 1A", 1, 1, True),
        ("Tổ 1B", 0, 1, True),
    ]
    assert coverage(office, "sme", START, END) == sme == today(office).coverage
    table = report(office, "coverage", Period(START, END))
    assert table.rows[-1][1] == "50 %"
    assert [row[-1] for row in table.rows[:6]] == [0, 0, 0, 0, 1, 1]
    assert [row.id for row in cell_events(office, "sme", halves[0], START, END)] == [before, own]
    assert [row.id for row in cell_events(office, "sme", halves[1], START, END)] == [before]


def test_a_change_that_lies_ahead_is_not_owed_yet(office: Office) -> None:
    first = ids_of(office)[0]
    split(office, first, date(2026, 12, 1), "Tổ 1A", "Tổ 1B")
    assert [row.id for row in matrix(office, START, END).rows] == ids_of(office)[:5]
    assert matrix(office, START, END).counted_to == TODAY


def test_the_trend_grows_month_by_month_up_to_today(office: Office) -> None:
    groups = ids_of(office)
    hold(office, "sme", date(2026, 2, 5), groups[0])
    hold(office, "sme", date(2026, 4, 5), groups[0], groups[1])
    bars = trend(office, "sme", START, END).bars
    assert [bar.value for bar in bars] == [0, 1, 1, *[2] * 8]
    assert {bar.full for bar in bars} == {5}
    with pytest.raises(DeskError):
        trend(office, "none", START, END)


def test_topics_that_stay_away_stand_in_no_column_and_behind_no_figure(as_officer: Callable[[str], Office]) -> None:
    clerk, everybody = as_officer("mai"), as_officer("lan")
    seen, all_of_them = matrix(clerk, START, END).topics, matrix(everybody, START, END).topics
    assert set(all_of_them) >= {"sme", "qd22", "qd08", "kh297"}
    if not clerk.may("credit.read"):
        assert not {"qd22", "qd08", "kh297"} & set(seen)
    for code in set(all_of_them) - set(seen):
        with pytest.raises(DeskError):
            cell_events(clerk, code, "any", START, END)


@pytest.mark.parametrize("seed", range(3))
def test_random_offices_count_as_a_recount_over_plain_rows_does(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    groups = ids_of(office)
    for n in range(2):
        old, day = chance.choice(groups[:4]), START + timedelta(chance.randint(20, 300))
        with office.database.read() as session:
            if session.get_one(ResidentialGroup, old).ended_on is None:
                pass
            else:
                continue
        groups += split(office, old, day, f"X{seed}{n}a", f"X{seed}{n}b")
    for _event in range(25):
        day = START + timedelta(chance.randint(0, 310))
        state = chance.choice(["done", "done", "planned", "cancelled"])
        hold(office, chance.choice(["sme", "kh297"]), day, *chance.sample(groups, 2), state=state)
    start, end = START + timedelta(chance.randint(0, 100)), TODAY
    with office.database.read() as session:
        rows = {row.id: (row.started_on, row.ended_on) for row in session.scalars(select(ResidentialGroup))}
        olds = {row.new_id: (row.old_id, row.day) for row in session.scalars(select(GroupSuccession))}
        held = [
            (event.topic, group.group_id, event.starts_on)
            for event in session.scalars(select(OutreachEvent).where(OutreachEvent.state == "done"))
            for group in event.groups
        ]

    def lives_on(group: str, day: date) -> bool:
        first, last = rows[group]
        return (first or START) <= day <= (last or END) or (first is None and day < START)

    def was_reached(topic: str, group: str) -> bool:
        own = any(t == topic and g == group and start <= d <= end and lives_on(g, d) for t, g, d in held)
        old, day = olds.get(group, ("", start))
        return own or (bool(old) and start <= day <= end and was_reached(topic, old))

    days = [start + timedelta(n) for n in range((end - start).days + 1)]
    gone_by = {old for old, day in olds.values() if day <= end}
    owed = {group for group in rows if group not in gone_by and any(lives_on(group, day) for day in days)}
    for topic in ("sme", "kh297"):
        found = coverage(office, topic, start, end)
        assert {one.id for one in found.groups} == owed
        assert {one.id for one in found.left} == {one for one in owed if not was_reached(topic, one)}


def test_sixty_groups_three_programmes_four_hundred_events_are_counted_at_once(office: Office) -> None:
    chance = random.Random(6)
    with office.write() as session:
        session.add_all(ResidentialGroup(name=f"Tổ {n}", sort_key=f"{n:03}") for n in range(55))
        session.flush()
        groups = group_ids(session)
        for n in range(400):
            event = OutreachEvent(
                topic=("sme", "kh296", "kh297")[n % 3],
                title=f"Đợt {n}",
                sort_key="",
                form="conference",
                state="done",
                starts_on=START + timedelta(n % 300),
                audiences=[],
                officer_id=office.officer.id,
            )
            event.groups = [EventGroup(group_id=one) for one in chance.sample(groups, 12)]
            session.add(event)
    begun = process_time()
    found = matrix(office, START, END)
    assert process_time() - begun < 0.3
    assert (len(found.rows), found.coverages[0].percent) == (60, 100)
