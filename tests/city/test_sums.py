"""The sums kept beside the records: whatever was put, withdrawn, erased or numbered anew, they equal a count of all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk.city.applying import apply_packet
from hn_desk.city.board_sums import year_sums
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.month_sums import month_sums
from hn_desk.city.reading import Content, entry_of
from hn_desk.city.sums import SINCE, UNTIL, Terms, bring_up, coverage_in, record_counts, recount, terms_of, year_values
from hn_desk.models.tables import CityRecord, CitySum
from hn_desk.packets.cover import Cover
from hn_desk.packets.subjects import SUBJECTS, Row
from tests.city.grouped_sums import grouped_counts, grouped_figures, grouped_months
from tests.city.made_records import payload
from tests.city.own_desk import DESK, NOW, PASSPHRASE, make_own_desk
from tests.packets.real_packet import cover

TODAY = NOW.astimezone().date()
TERMS = terms_of(DESK, TODAY)
MADE = ("groups", "group_successions", "events", "event_groups", "conversions", "contact_counts", "figures", "cases")
IDS = tuple(str(UUID(int=n)) for n in range(6))


class TakenBackError(Exception):
    """Takes the desk back to what it was."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityDesk]:
    city: Path = tmp_path_factory.mktemp("sums")
    make_own_desk(city)
    opened = open_desk(city, DESK, PASSPHRASE, clock=lambda: NOW)
    yield opened
    opened.close()


@contextmanager
def taken_back(desk: CityDesk) -> Iterator[Session]:
    """A transaction of which nothing stays."""
    try:
        with desk.write() as session:
            yield session
            raise TakenBackError
    except TakenBackError:
        pass


def made_row(dice: Random, subject: str) -> Row:
    """A row with some of its fields, of one of a few records."""
    operation = dice.choice(("put", "put", "put", "withdraw", "erase"))
    head = {"id": dice.choice(IDS), "version": dice.randint(1, 4), "operation": operation}
    facts = made_facts(dice, subject) if operation == "put" else {}
    return SUBJECTS[subject].rows.model_validate(head | facts, strict=False)


def made_facts(dice: Random, subject: str) -> dict[str, Any]:
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(-40, 700))
    made: dict[str, dict[str, Any]] = {
        "groups": {
            "active": dice.choice((0, 1)),
            "started_on": dice.choice((None, day)),
            "ended_on": dice.choice((None, day + timedelta(days=90))),
        },
        "group_successions": {"old_id": dice.choice(IDS), "new_id": dice.choice(IDS), "day": day},
        "event_groups": {"event_id": dice.choice(IDS), "group_id": dice.choice(IDS)},
        "figures": {
            "report": "sme",
            "period": dice.choice(("2026", "2026-Q1", "2025-12")),
            "key": dice.choice(("sme.events", "sme.groups")),
            "label": dice.choice(("Số hoạt động", "Số cuộc")),
            "unit": dice.choice((None, "count", "money", "percent")),
            "value": dice.choice((None, 0, 5, -3)),
        },
    }
    return made[subject] if subject in made else payload(dice, subject)


def packet_of(dice: Random, office: str, instance: str, epoch: int) -> Content:
    rows: dict[str, tuple[Row, ...]] = {}
    for subject in dice.sample(MADE, 4):
        found = {row.id: row for row in (made_row(dice, subject) for _n in range(4))}
        rows[subject] = tuple(found.values())
    return content(cover(office_code=office, instance=instance, epoch=epoch, parent_epoch=None), rows)


def content(front: Cover, rows: dict[str, tuple[Row, ...]]) -> Content:
    """Rows of any subject as if each had been judged good."""
    return Content(front, tuple(rows), {}, {subject: tuple(map(entry_of, rows[subject])) for subject in rows}, ())


def kept(session: Session) -> dict[tuple[str, str], int]:
    rows = session.execute(select(CitySum.office, CitySum.measure, CitySum.value))
    return {(office, measure): value for office, measure, value in rows}


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_the_sums_kept_equal_a_count_of_all_records(desk: CityDesk, seed: int) -> None:
    dice = Random(seed)
    with taken_back(desk) as session:
        for _n in range(dice.randint(1, 6)):
            office, instance = dice.choice(("00070", "00004")), dice.choice(("a" * 32, "b" * 32))
            apply_packet(session, packet_of(dice, office, instance, dice.randint(1, 2)), TERMS)
        found = kept(session)
        assert month_sums(session) == grouped_months(session)
        assert record_counts(session) == grouped_counts(session)
        recount(session, TERMS)
        assert found == kept(session)


@settings(max_examples=4)
@given(seed=st.integers(0, 10**6), days=st.integers(-500, 500))
def test_coverage_kept_for_one_day_is_that_of_another_day_as_long_as_it_says_so(
    desk: CityDesk, seed: int, days: int
) -> None:
    dice, later = Random(seed), Terms(TERMS.topics, TODAY + timedelta(days=days))
    with taken_back(desk) as session:
        for _n in range(4):
            apply_packet(session, packet_of(dice, "00070", "a" * 32, 1), TERMS)
        for year in (2025, 2026):
            told = coverage_in(session, year_values(session, year), year, later)
            assert told == coverage_in(session, {}, year, later)


def test_the_figures_of_a_year_are_summed_over_offices_whatever_their_label(desk: CityDesk) -> None:
    dice = Random(3)
    with desk.write() as session:
        for office in ("00070", "00004"):
            rows = {row.id: row for row in (made_row(dice, "figures") for _n in range(12))}
            apply_packet(session, content(cover(office_code=office), {"figures": tuple(rows.values())}), TERMS)
        expected = grouped_figures(session, 2026)
    found = [(one.report, one.period, one.key, one.value, one.offices) for one in year_sums(desk, 2026).figures]
    assert found == expected
    assert {period for _report, period, *_rest in found} >= {"2026-Q1"}


def test_a_desk_from_before_gets_its_sums_when_it_is_opened_and_of_a_new_edition_too(desk: CityDesk) -> None:
    with taken_back(desk) as session:
        apply_packet(session, packet_of(Random(5), "00070", "a" * 32, 1), TERMS)
        expected = kept(session)
        for topics, is_new in ((TERMS.topics, True), (TERMS.topics, False), (frozenset({"kh297"}), True)):
            if topics == TERMS.topics and is_new:
                session.execute(delete(CitySum))
            assert bring_up(session, Terms(topics, TODAY)) is is_new
            assert (kept(session) == expected) is (topics == TERMS.topics)


def test_coverage_is_counted_for_the_day_on_which_a_desk_is_opened(desk: CityDesk) -> None:
    group = CityRecord(office="00070", subject="groups", record_id=IDS[0], record_version=1, instance_id="a", epoch=1)
    group.packet_number, group.payload = 1, {"active": 1, "started_on": "2027-03-01"}
    with taken_back(desk) as session:
        session.add(group)
        session.flush()
        recount(session, TERMS)
        assert year_values(session, 2026)["00070"][UNTIL] == date(2027, 2, 28).toordinal()
        bring_up(session, Terms(TERMS.topics, date(2027, 5, 1)))
        assert year_values(session, 2027)["00070"][SINCE] == date(2027, 3, 1).toordinal()
        assert year_values(session, 2027)["00070"]["groups"] == 1
