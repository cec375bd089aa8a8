"""Answers name nobody at a desk that gets no names; elsewhere they are covered, and go with an erased record."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from hn_desk.actions.asked import answer_question
from hn_desk.actions.asked_facts import AnswerDraft
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.actions.retention import erase_person
from hn_desk.city.applying import apply_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import records, subject_counts
from hn_desk.city.people import COVER, is_personal, open_person
from hn_desk.city.quarantine import export_aside, quarantine
from hn_desk.city.questions import ask, questions
from hn_desk.city.reading import Content, Entry, verified_packet
from hn_desk.city.receipts import receipts
from hn_desk.city.sums import terms_of
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import CityAnswer, CityPacket, CityRecord, Person, ReceiptRow
from tests.actions.credit_samples import WOMAN
from tests.city.test_collect import forget
from tests.city.test_questions import bring, held
from tests.city.test_withdrawals import sent_application
from tests.pair import KEY_PASSPHRASE, Pair

NAMED = f"Bà {WOMAN.name} đã chuyển đi."
WORDS = "Đã nhận 100.000.000 đồng."


def asked(pair: Pair, desk: CityDesk, subject: str) -> str:
    """A question about the one record of the subject, read at the office; its id."""
    sent_application(pair, desk)
    id_ = ask(desk, "00070", subject, held(desk, subject), "Hồ sơ này đã giải ngân chưa?")
    receive(pair.clerk, receipts(desk, "00070"))
    return id_


def test_an_answer_names_nobody_at_a_desk_without_names(pair: Pair) -> None:
    desk = pair.desk("SNV")
    id_ = asked(pair, desk, "cases")
    who = pair.as_officer("lan")
    for text in (NAMED, f"CCCD {WOMAN.id_number}.", f"Ở {WOMAN.address.upper()}.", "Gọi 0912 345 678."):
        with pytest.raises(InputError) as refusal:
            answer_question(who, AnswerDraft(id_, text))
        assert [one.field for one in refusal.value.problems] == ["text"]
    answer_question(who, AnswerDraft(id_, WORDS))
    with who.write() as session:
        session.scalars(select(CityAnswer)).one().text = NAMED
    with pytest.raises(DeskError, match="nothing to send"):
        bring(pair, desk)
    answer_question(who, AnswerDraft(id_, WORDS))
    bring(pair, desk)
    assert questions(desk)[0].answer == WORDS


def test_an_answer_is_covered_for_who_may_not_open_a_person(pair: Pair) -> None:
    desk = pair.desk("NHCS")
    id_ = asked(pair, desk, "paper_lines")
    answer_question(pair.as_officer("lan"), AnswerDraft(id_, NAMED))
    bring(pair, desk)
    assert NAMED not in str(records(desk, "answers").rows)
    assert is_personal("answers")
    assert open_person(desk, ("00070", "answers", id_), "đối chiếu").values[2] == NAMED
    assert questions(desk)[0].answer == NAMED
    receiver = replace(desk, officer=replace(desk.officer, role="receiver"))
    assert questions(receiver)[0].answer == COVER


def test_an_erased_record_takes_its_answers_and_its_twin_with_it(pair: Pair) -> None:
    desk = pair.desk("NHCS")
    id_ = asked(pair, desk, "paper_lines")
    answer_question(pair.as_officer("lan"), AnswerDraft(id_, NAMED))
    bring(pair, desk)
    forget(pair)
    with pair.office.write() as session:
        session.execute(delete(ReceiptRow))
    twin = seal_packet(pair.clerk, "NHCS", KEY_PASSPHRASE, allow_empty=True).path.read_bytes()
    assert collect(desk, twin).decision == "quarantined"
    record = held(desk, "paper_lines")
    with desk.write() as session:
        first = session.scalars(select(CityPacket).where(CityPacket.decision == "applied")).first()
        assert first is not None
        cover = verified_packet(first.inner, desk.trust(), desk.now()).cover
        line = Entry(record, 99, "erase", {})
        erased = Content(cover, ("paper_lines",), {}, {"paper_lines": (line,)}, ())
        apply_packet(session, erased, terms_of(desk.code, desk.today()))
    assert (records(desk, "answers").total, subject_counts(desk).get("answers", 0)) == (0, 0)
    with desk.database.read() as session:
        assert {row.inner for row in session.scalars(select(CityPacket))} == {b""}
        assert NAMED not in str(list(session.scalars(select(CityRecord.payload))))
    with pytest.raises(DeskError, match="no longer kept"):
        export_aside(desk, quarantine(desk)[0].id, desk.places.folder)


@pytest.mark.parametrize(("code", "subject"), [("NHCS", "paper_lines"), ("SNV", "cases")])
def test_at_the_office_an_answer_goes_with_its_person_and_the_city_hears_of_it(
    pair: Pair, code: str, subject: str
) -> None:
    desk = pair.desk(code)
    answer_question(pair.as_officer("lan"), AnswerDraft(asked(pair, desk, subject), WORDS))
    bring(pair, desk)
    assert subject_counts(desk)["answers"] == 1
    with pair.office.write() as session:
        erase_person(session, pair.office, session.scalars(select(Person.id).where(Person.name == WOMAN.name)).one())
        assert session.scalars(select(CityAnswer.id)).all() == []
    bring(pair, desk)
    assert (subject_counts(desk).get("answers", 0), subject_counts(desk).get(subject, 0)) == (0, 0)
