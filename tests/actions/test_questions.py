"""Questions that officers put together: what they are answered is what a hand count of the records says."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hn_desk.actions.kept_questions import delete_question, keep_question, kept_questions
from hn_desk.actions.office import Office
from hn_desk.actions.question_choices import question_subjects, question_values
from hn_desk.actions.questions import Question, ask_question, export_question, print_question
from hn_desk.actions.remarks import gone
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import (
    Contact,
    Conversion,
    EventGroup,
    HouseholdBusiness,
    LoanApplication,
    OutreachEvent,
    ResidentialGroup,
)
from hn_desk.reports.totals import NOT_SHOWN
from hn_desk.rules.text import text_key
from tests.actions.records import add_contact, add_conversion, add_household, group_ids

START, END = date(2026, 1, 1), date(2026, 12, 31)
OBSTACLES = ("cost", "capital", "tax_invoice")


def fill(office: Office, seed: int) -> None:
    """A small office of random households, contacts, conversions, events and applications."""
    chance = random.Random(seed)
    homes = [add_household(office, f"Trần Thị {n}", f"00108{seed:03}{n:04}") for n in range(12)]
    for home in homes[:4]:
        add_conversion(office, home)
    with office.write() as session:
        groups = [*group_ids(session), None]
        for home in homes:
            row = session.get_one(HouseholdBusiness, home)
            row.group_id, row.capital = chance.choice(groups), chance.choice([None, 5_000_000, 80_000_000])
            row.registered_on = chance.choice([None, _day(chance)])
            row.intention = chance.choice(["not_asked", "agreed", "refused"])
            row.obstacles = "".join(f"|{one}" for one in chance.sample(OBSTACLES, chance.randrange(3))) or ""
        for _n in range(30):
            session.add(_contact(chance, office, homes))
        for number in range(20):
            session.add(_event(chance, office, [group for group in groups if group], number))
        for number in range(25):
            session.add(_application(chance, office, number))


def _day(chance: random.Random) -> date:
    return date(2025, 10, 1) + timedelta(days=chance.randrange(500))


def _contact(chance: random.Random, office: Office, homes: list[str]) -> Contact:
    return Contact(
        household_id=chance.choice(homes),
        day=_day(chance),
        officer_id=office.officer.id,
        way=chance.choice(["home", "phone"]),
        intention=chance.choice(["agreed", "refused"]),
        obstacles=chance.sample(OBSTACLES, chance.randrange(3)),
        supports=[],
        capital_demand=chance.choice([None, 10_000_000]),
    )


def _event(chance: random.Random, office: Office, groups: list[str], number: int) -> OutreachEvent:
    event = OutreachEvent(
        topic=chance.choice(["sme", "kh297", "other"]),
        title=f"Buổi {number}",
        sort_key=text_key(f"Buổi {number}"),
        form=chance.choice(["conference", "broadcast"]),
        state=chance.choice(["done", "planned"]),
        starts_on=_day(chance),
        audiences=[],
        people=chance.choice([None, 3, 40]),
        officer_id=office.officer.id,
    )
    event.groups = [EventGroup(group_id=one) for one in chance.sample(groups, chance.randrange(len(groups)))]
    return event


def _application(chance: random.Random, office: Office, number: int) -> LoanApplication:
    programme, applicant = chance.choice([("qd22", "person"), ("gqvl", "person")])
    return LoanApplication(
        file_code=f"HS-{number}",
        sort_key=str(number),
        entered_by=office.officer.id,
        received_on=_day(chance),
        programme=programme,
        applicant=applicant,
        purpose="x",
        state=chance.choice(["draft", "checked", "sent"]),
        amount=chance.choice([None, 50_000_000]),
        facts={},
    )


@pytest.fixture(params=range(3))
def filled(office: Office, request: pytest.FixtureRequest) -> Office:
    fill(office, request.param)
    return office


def asked(office: Office, *of: Any, **named: Any) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The lines of an answer by the words of their groupings; the sum's begin with “Total”."""
    question = Question(*of, **named)
    cut = len(question.groups)
    return {row[:cut]: row[cut:] for row in ask_question(office, question).table.rows}


def rows(office: Office, table: type[Any]) -> list[Any]:
    with office.database.read() as session:
        found = list(session.scalars(select(table)))
        for row in found:
            session.expunge(row)
    return found


def by(records: list[Any], *keys: Callable[[Any], Any]) -> dict[tuple[Any, ...], list[Any]]:
    """Records by the values that each key gives, several for one that gives a list."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for one in records:
        for key in product(*(_as_list(of(one)) for of in keys)):
            found.setdefault(key, []).append(one)
    return found


def _as_list(value: Any) -> list[Any]:
    return value or [""] if isinstance(value, list) else [value or ""]


def _group_words(office: Office) -> dict[str, str]:
    return {one.id: one.name for one in rows(office, ResidentialGroup)} | {"": "(not known)"}


def test_contacts_are_counted_as_by_hand(filled: Office) -> None:
    kept = [one for one in rows(filled, Contact) if START <= one.day <= END]
    words = question_values(filled, "contacts")
    keys: dict[str, Callable[[Contact], Any]] = {
        "intention": lambda one: one.intention,
        "obstacle": lambda one: one.obstacles,
        "way": lambda one: one.way,
        "month": lambda one: f"{one.day:%m/%Y}",
        "year": lambda one: str(one.day.year),
    }
    measures = ("count", "household", "capital_demand", "share")
    for first, second in product(keys, keys):
        if first == second:
            continue
        shown = asked(filled, "contacts", START, END, "day", (first, second), measures)
        expected = {
            tuple(words.get(group, {}).get(value, value) for group, value in zip((first, second), key, strict=True)): (
                len(those),
                len({one.household_id for one in those}),
                sum(one.capital_demand or 0 for one in those),
                100 * len(those) // len(kept),
            )
            for key, those in by(kept, keys[first], keys[second]).items()
        }
        total = shown.pop(("Total", ""))
        assert shown == expected, (first, second)
        assert total[0] == len(kept)


def test_households_stand_as_today_or_by_their_day(filled: Office) -> None:
    kept, names = rows(filled, HouseholdBusiness), _group_words(filled)
    intentions = question_values(filled, "households")["intention"]
    shown = asked(filled, "households", START, END, "now", ("group", "intention"), ("count", "capital"))
    expected = {
        (names[group], intentions[intention]): (len(those), sum(one.capital or 0 for one in those))
        for (group, intention), those in by(kept, lambda one: one.group_id, lambda one: one.intention).items()
    }
    assert shown.pop(("Total", "")) == (len(kept), sum(one.capital or 0 for one in kept))
    assert shown == expected
    dated = [one for one in kept if one.registered_on and START <= one.registered_on <= END]
    by_quarter = asked(filled, "households", START, END, "registered", ("quarter",))
    assert [figure for (figure,) in by_quarter.values()] == [
        *(sum((one.registered_on.month + 2) // 3 == n for one in dated) for n in range(1, 5)),
        len(dated),
    ]


def test_events_count_once_in_the_sum_though_they_reach_several_groups(filled: Office) -> None:
    kept = [one for one in rows(filled, OutreachEvent) if START <= one.starts_on <= END and one.state == "done"]
    reached, names = by(rows(filled, EventGroup), lambda one: one.event_id), _group_words(filled)
    of = {one.id: [link.group_id for link in reached.get((one.id,), [])] for one in kept}
    shown = asked(filled, "events", START, END, "day", ("group",), ("count", "people", "groups"), {"state": "done"})
    total = shown.pop(("Total",))
    assert total == (len(kept), sum(one.people or 0 for one in kept), len({g for those in of.values() for g in those}))
    assert {key: line[0] for key, line in shown.items()} == {
        (names[group],): len(those) for (group,), those in by(kept, lambda one: of[one.id]).items()
    }


def test_coverage_and_conversions_are_counted_as_by_hand(filled: Office) -> None:
    today = filled.today()
    held = [one for one in rows(filled, OutreachEvent) if START <= one.starts_on <= today and one.state == "done"]
    topics = {one.id: one.topic for one in held}
    links = [link for link in rows(filled, EventGroup) if link.event_id in topics]
    names = question_values(filled, "coverage")["topic"]
    shown = asked(filled, "coverage", START, END, "day", ("topic",), ("count", "reached", "left"))
    for code in set(topics.values()):
        reached = len({link.group_id for link in links if topics[link.event_id] == code})
        assert shown[names[code],] == (5, reached, 5 - reached)
    assert shown["Total",][1] == len({link.group_id for link in links})
    registered = asked(filled, "conversions", START, END, "registered", ("kind",), ("count", "capital"))
    assert registered["Total",] == (len(rows(filled, Conversion)), 4 * 500_000_000)


def test_loans_count_for_who_may_read_them_and_small_numbers_are_hidden_for_posting(
    filled: Office, as_officer: Callable[[str], Office]
) -> None:
    kept = [one for one in rows(filled, LoanApplication) if START <= one.received_on <= END and one.state != "draft"]
    question = Question("loans", START, END, "wanted", ("programme", "state"), ("count", "amount", "share"))
    shown = asked(filled, "loans", START, END, "wanted", ("programme", "state"), ("count", "amount"))
    words = question_values(filled, "loans")
    expected = {
        (words["programme"][code], words["state"][state]): (len(those), sum(one.amount or 0 for one in those))
        for (code, state), those in by(kept, lambda one: one.programme, lambda one: one.state).items()
    }
    assert shown.pop(("Total", "")) == (len(kept), sum(one.amount or 0 for one in kept))
    assert shown == expected
    posted = asked(filled, *_parts(question), is_posted=True)
    small = {key for key, (count, _amount) in expected.items() if 0 < count < 5}
    assert {key for key, line in posted.items() if line[0] == NOT_SHOWN} == small | (
        {("Total", "")} if small else set()
    )
    assert not small or {line[2] for line in posted.values()} == {NOT_SHOWN}
    economy = as_officer("lan")
    economy = _with_roles(economy, "economy")
    assert "loans" not in {one.code for one in question_subjects(economy)}
    with pytest.raises(RoleError):
        ask_question(economy, question)


def _parts(question: Question) -> tuple[Any, ...]:
    return (question.subject, question.start, question.end, question.day, question.groups, question.measures)


def _with_roles(office: Office, *roles: str) -> Office:
    return replace(office, officer=replace(office.officer, roles=frozenset(roles)))


def test_protected_topics_stay_away_from_who_may_not_see_them(office: Office) -> None:
    fill(office, 1)
    economy = _with_roles(office, "economy")
    question = Question("events", date(2025, 1, 1), date(2027, 12, 31), "day", ("topic",))
    seen = {row[0] for row in ask_question(office, question).table.rows}
    hidden = {question_values(office, "events")["topic"]["kh297"]}
    assert seen - {row[0] for row in ask_question(economy, question).table.rows} == hidden
    covered = ask_question(economy, Question("coverage", START, END, "day", ("topic",))).table.rows
    assert hidden.isdisjoint(row[0] for row in covered)


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"end": date(2025, 1, 1)}, "end"),
        ({"day": "never"}, "day"),
        ({"day": "now", "groups": ("month",)}, "day"),
        ({"groups": ("month", "month")}, "groups"),
        ({"groups": ("month", "group", "year")}, "groups"),
        ({"groups": ("moon",)}, "groups"),
        ({"measures": ()}, "measures"),
        ({"measures": ("weight",)}, "measures"),
        ({"filters": {"moon": "full"}}, "filters"),
        ({"start": date(1990, 1, 1), "groups": ("month",)}, "end"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_at_its_field(
    office: Office, named: dict[str, Any], field: str
) -> None:
    good: dict[str, Any] = {"subject": "households", "start": START, "end": END, "day": "registered"}
    with pytest.raises(InputError) as refused:
        ask_question(office, Question(**good | named))
    assert field in {problem.field for problem in refused.value.problems}


def test_an_answer_is_printed_and_kept_as_a_workbook(office: Office, tmp_path: Path) -> None:
    add_contact(office, add_household(office))
    question = Question("contacts", START, END, "day", ("month",), ("count", "capital_demand"))
    assert print_question(office, question).pdf.startswith(b"%PDF")
    name = export_question(office, question, tmp_path).id or ""
    sheet = load_workbook(tmp_path / name).worksheets[0]
    lines = [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows()]
    assert ("09/2026", 1, 200_000_000) in lines


def test_a_question_is_kept_changed_and_deleted(office: Office, as_officer: Callable[[str], Office]) -> None:
    question = Question("events", START, END, "day", ("topic", "month"), ("count", "people"), {"state": "done"})
    loans = Question("loans", START, END, "wanted", ("state",), is_posted=True)
    keep_question(office, " Sự  kiện theo tháng ", question)
    shared = keep_question(office, "Hồ sơ", loans, is_shared=True)
    kept = kept_questions(office)
    assert [(one.name, one.question, one.is_shared) for one in kept] == [
        ("Hồ sơ", loans, True),
        ("Sự kiện theo tháng", question, False),
    ]
    assert [one.name for one in kept_questions(as_officer("mai"))] == ["Hồ sơ"]
    assert kept_questions(_with_roles(office, "economy")) == kept[1:]
    with pytest.raises(DeskError, match=gone().what):
        delete_question(_with_roles(office, "economy"), shared.id or "")
    delete_question(office, shared.id or "")
    assert [one.name for one in kept_questions(office)] == ["Sự kiện theo tháng"]
    with pytest.raises(InputError):
        keep_question(office, " ", question)


def test_a_kept_question_on_a_protected_topic_stays_away_from_who_may_not_know_it(office: Office) -> None:
    for number, named in enumerate(({"topic": "qd08"}, {"audience": "group_sentence"}, {"topic": "sme"})):
        question = Question("events", START, END, "day", ("form",), ("count",), named)
        keep_question(office, f"Câu hỏi {number}", question, is_shared=True)
    clerk = _with_roles(office, "economy")
    assert [one.question.filters for one in kept_questions(clerk)] == [{"topic": "sme"}]
    hidden = kept_questions(office)[0]
    with pytest.raises(DeskError, match=gone().what):
        delete_question(clerk, hidden.id)
