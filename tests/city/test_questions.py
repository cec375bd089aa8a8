"""The city asks about a record, the office answers inside it, and the question is closed. PACKET §5, §6, §8."""

import pytest
from sqlalchemy import delete, select

from hn_desk.actions.asked import answer_question, asked_questions, questions_about
from hn_desk.actions.asked_facts import AnswerDraft
from hn_desk.actions.home import today
from hn_desk.actions.households import household
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.question_facts import move_words
from hn_desk.city.questions import ask, close, drop, edit, find_questions, open_questions, questions, send
from hn_desk.city.receipts import offices_with_news, receipts
from hn_desk.errors import InputError
from hn_desk.models.tables import CityRecord
from tests.actions.records import add_contact, add_conversion, add_household
from tests.pair import KEY_PASSPHRASE, Pair

WORDS = "Ngày cấp giấy chứng nhận có đúng không?"


def bring(pair: Pair, desk: CityDesk) -> str:
    return collect(desk, seal_packet(pair.clerk, desk.code, KEY_PASSPHRASE).path.read_bytes()).decision


def held(desk: CityDesk, subject: str) -> str:
    with desk.database.read() as session:
        return session.scalars(select(CityRecord.record_id).where(CityRecord.subject == subject)).one()


def test_a_question_is_asked_answered_and_closed(pair: Pair) -> None:
    shop = add_household(pair.office)
    add_contact(pair.office, shop)
    add_conversion(pair.office, shop)
    desk = pair.desk("STC")
    bring(pair, desk)
    receive(pair.clerk, receipts(desk, "00070"))
    id_ = ask(desk, "00070", "conversions", held(desk, "conversions"), WORDS)
    assert offices_with_news(desk) == ("00070",)
    receive(pair.clerk, receipts(desk, "00070"))

    (asked,) = questions_about(pair.office, "households", shop)
    assert (asked.id, asked.text, asked.is_open) == (id_, WORDS, True)
    assert household(pair.office, shop).city_state == "needs_answer"
    assert [(one.page, one.id) for one in today(pair.office).waiting if one.kind == "asked"] == [("households", shop)]

    answer_question(pair.office, AnswerDraft(id_, "Đúng, theo giấy ngày 5/3."))
    assert household(pair.office, shop).city_state == "settled"
    assert bring(pair, desk) == "applied"
    (told,) = questions(desk)
    assert (told.state, told.answer) == ("answered", "Đúng, theo giấy ngày 5/3.")
    receive(pair.clerk, receipts(desk, "00070"))
    assert asked_questions(pair.office) == ()
    close(desk, id_)
    assert questions(desk) == ()


def put(desk: CityDesk, of: str, subject: str, record_id: str, **payload: object) -> None:
    """A record of an office straight into the desk's table."""
    place = {"instance_id": of, "epoch": 1, "packet_number": 1, "record_version": 1}
    with desk.write() as session:
        session.add(CityRecord(office=of, subject=subject, record_id=record_id, payload=payload, **place))


def two_offices(desk: CityDesk) -> None:
    put(desk, "00070", "paper_lines", "1", name="Trần Thị Hoa", id_number="001190012345", address="Số 3 phố Huế")
    put(desk, "00004", "paper_lines", "2", name="Trần Thị Hoa", id_number="001190012345", address="Ngõ 9 Đội Cấn")
    put(desk, "00004", "paper_lines", "3", name="Lê Văn Cường", id_number="001085012346", address="Số 8 phố Liễu Giai")


def test_a_person_in_two_offices_is_proposed_once_and_never_again_when_dropped(pair: Pair) -> None:
    desk = pair.desk("NHCS")
    two_offices(desk)
    assert find_questions(desk) == 2
    assert find_questions(desk) == 0
    drop(desk, questions(desk)[0].id)
    assert questions(desk) == ()
    assert find_questions(desk) == 0


def test_a_desk_without_names_looks_for_no_person(pair: Pair) -> None:
    desk = pair.desk("STC")
    two_offices(desk)
    assert find_questions(desk) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Có phải LÊ VĂN CƯỜNG không?",
        "Người này ở Ngõ 9 Đội Cấn?",
        "Số 001 085 012 346?",
        "Hồ sơ này cũng có ở Phường Ba Đình?",
        "Xem đơn vị 00004",
        "Bà Trần Thị Hoa đã chấp hành xong án phạt tù ngày nào?",
        "Người ở SỐ 3, PHỐ HUẾ còn ở phường không?",
    ],
)
def test_no_person_and_nothing_of_another_office_goes_out_with_a_question(pair: Pair, text: str) -> None:
    desk = pair.desk("NHCS")
    two_offices(desk)
    find_questions(desk)
    mine = next(one for one in questions(desk) if one.office == "00070")
    with pytest.raises(InputError) as refusal:
        edit(desk, mine.id, text)
    assert refusal.value.problems[0].field == "text"
    edit(desk, mine.id, "Người này có còn ở phường không, đã trả 200.000.000 đồng chưa?")
    send(desk, mine.id)
    with desk.database.read() as session:
        asked = str([one.model_dump(mode="json") for one in open_questions(session, "00070")])
        assert open_questions(session, "00004") == ()
    assert not any(word in asked for word in ("00004", "Hoa", "Huế", "Cường", "Đội Cấn", "Ba Đình", "0011"))


def test_a_code_in_two_offices_is_found_and_closed_by_the_data(pair: Pair) -> None:
    desk = pair.desk("STC")
    put(desk, "00070", "conversions", "1", enterprise_code="0101234567", enterprise_name="An Phát")
    put(desk, "00004", "conversions", "2", enterprise_code="0101234567", enterprise_name="An Phát")
    assert find_questions(desk) == 2
    for one in questions(desk):
        send(desk, one.id)
    with desk.write() as session:
        session.execute(delete(CityRecord).where(CityRecord.record_id == "2"))
    find_questions(desk)
    assert questions(desk) == ()
    assert {one.closed_by for one in questions(desk, only_open=False)} == {"data"}


def test_who_moved_is_asked_of_the_new_office_when_only_the_old_one_says_so(pair: Pair) -> None:
    desk = pair.desk("NHCS")
    two_offices(desk)
    old = ask(desk, "00070", "paper_lines", "1", "Người này còn ở phường không?")
    put(desk, "00070", "answers", old, text=None, move="out", office="00004")
    find_questions(desk)
    drop(desk, next(one.id for one in questions(desk) if one.kind == "person"))
    find_questions(desk)
    (moved,) = [one for one in questions(desk) if one.kind == "moved"]
    assert (moved.office, moved.record_id, moved.state) == ("00004", "2", "proposed")
    send(desk, moved.id)
    put(desk, "00004", "answers", moved.id, text=None, move="in", office="00070")
    find_questions(desk)
    answered = {one.kind: one for one in questions(desk, only_open=False)}["moved"]
    assert answered.state == "closed"
    assert move_words(answered) == "Came here, from Phường Hoàn Kiếm (00070)."
