"""The states of many records at once are those of each alone, and a list can be asked for one of them. PACKET §8."""

from dataclasses import replace

from sqlalchemy import event, select

from hn_desk.actions.city_listing import city_ways
from hn_desk.actions.city_states import TABLES, way_of
from hn_desk.actions.credit import application_ids, application_rows
from hn_desk.actions.households import household_ids, household_rows
from hn_desk.actions.outreach import event_ids, event_rows
from hn_desk.actions.packets import copy_packet, receive, seal_packet
from hn_desk.actions.query import Query
from hn_desk.city.collect import collect
from hn_desk.city.questions import ask
from hn_desk.city.receipts import receipts
from hn_desk.models.tables import CityRecord
from tests.actions.credit_samples import WORK, issued, presented
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.pair import KEY_PASSPHRASE, Pair


def assert_alike(pair: Pair) -> None:
    with pair.office.database.read() as session:
        for subject, (table, _sheet) in TABLES.items():
            ids = list(session.scalars(select(table.id)))
            today = pair.office.today()
            alone = {id_: replace(way_of(session, (subject, id_), today), reason="", steps=()) for id_ in ids}
            assert city_ways(session, subject, ids, today) == alone
            assert city_ways(session, subject, None, today) == alone


def at(state: str, sort: str = "name") -> Query:
    return Query(sort=sort, filters={"city": state})


def test_records_together_stand_where_each_stands_alone(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    shop, kept = add_household(pair.office), add_event(pair.office)
    add_contact(pair.office, shop)
    add_conversion(pair.office, shop)
    assert_alike(pair)
    desks = [pair.desk(code) for code in ("STC", "SNV", "NHCS")]
    for desk in desks:
        sealed = seal_packet(pair.clerk, desk.code, KEY_PASSPHRASE)
        assert_alike(pair)
        copy_packet(pair.clerk, sealed.packet_id, pair.city.parent)
        collect(desk, sealed.path.read_bytes())
    late = add_event(pair.office)
    assert household_ids(pair.office, at("waiting")) == (shop,)
    for desk in desks:
        receive(pair.clerk, receipts(desk, "00070"))
    assert_alike(pair)
    assert event_ids(pair.office, at("not_sent", "day")) == (late,)
    assert kept not in event_ids(pair.office, at("not_sent", "day"))
    assert application_ids(pair.office, at("received")) == (subject.id,)
    assert [row.city.state for row in application_rows(pair.office, (subject.id,))] == ["received"]


def test_what_the_city_asks_about_is_found_by_its_filter(pair: Pair) -> None:
    shop, other = add_household(pair.office), add_household(pair.office, "Lê Thị Hoa", "001180054321")
    add_contact(pair.office, shop)
    add_conversion(pair.office, shop)
    desk = pair.desk("STC")
    collect(desk, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())
    with desk.database.read() as session:
        held = session.scalars(select(CityRecord.record_id).where(CityRecord.subject == "conversions")).one()
    ask(desk, "00070", "conversions", held, "Ngày cấp có đúng không?")
    receive(pair.clerk, receipts(desk, "00070"))

    assert household_ids(pair.office, at("needs_answer")) == (shop,)
    assert household_ids(pair.office, at("received")) == ()
    states = [row.city and row.city.state for row in household_rows(pair.office, (shop, other))]
    assert states == ["needs_answer", None]
    assert_alike(pair)


def test_a_page_of_many_asks_no_more_than_a_page_of_one(pair: Pair) -> None:
    events = [add_event(pair.office) for _one in range(8)]
    seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    asked: list[str] = []
    event.listen(pair.office.database.engine, "before_cursor_execute", lambda *of: asked.append(of[2]))
    event_rows(pair.office, events[:1])
    one = len(asked)
    event_rows(pair.office, events)
    assert 0 < one == len(asked) - one
