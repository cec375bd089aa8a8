"""The city asks about a record, the office answers inside it, and the question is closed. PACKET §5, §6, §8."""

from sqlalchemy import select

from hn_desk.actions.asked import answer_question, asked_questions, questions_about
from hn_desk.actions.asked_facts import AnswerDraft
from hn_desk.actions.home import today
from hn_desk.actions.households import household
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.questions import ask, close, questions
from hn_desk.city.receipts import offices_with_news, receipts
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
    assert household(pair.office, shop).city_state == "received"
    assert bring(pair, desk) == "applied"
    (told,) = questions(desk)
    assert (told.state, told.answer) == ("answered", "Đúng, theo giấy ngày 5/3.")
    receive(pair.clerk, receipts(desk, "00070"))
    assert asked_questions(pair.office) == ()
    close(desk, id_)
    assert questions(desk) == ()
