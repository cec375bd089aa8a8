"""What an office withdraws after a packet told the city of it leaves the city's desks with the next packet."""

from dataclasses import replace

from sqlalchemy import select

from hn_desk.actions.credit import withdraw
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.lists import withdraw_list
from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.packet_counts import sent_counts, sent_to_desks
from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import counts
from hn_desk.models.tables import CityRecord
from hn_desk.packets import opc
from hn_desk.packets.contents import read_contents
from tests.actions.credit_samples import MAN, WOMAN, WORK, issued, presented, presented_list
from tests.pair import KEY_PASSPHRASE, Pair

WHY = "Người vay xin rút đề nghị."


def send(pair: Pair, desk: CityDesk) -> dict[str, set[str]]:
    """Seal and collect the next packet: the ids of the rows that it withdraws, by subject."""
    data = seal_packet(pair.clerk, desk.code, KEY_PASSPHRASE).path.read_bytes()
    rows = read_contents(opc.verify(desk.unseal(data), desk.trust(), desk.now())).rows
    assert collect(desk, data).decision == "applied"
    gone = {subject: {row.id for row in found if row.operation == "withdraw"} for subject, found in rows.items()}
    return {subject: ids for subject, ids in gone.items() if ids}


def held(desk: CityDesk, subject: str) -> dict[str, dict[str, object]]:
    """The records of a subject that the desk holds, by id."""
    kept = select(CityRecord.record_id, CityRecord.payload).where(CityRecord.subject == subject)
    with desk.database.read() as session:
        return dict(session.execute(kept).all())


def sent_application(pair: Pair, *desks: CityDesk) -> Subject:
    """An issued confirmation that these desks hold."""
    subject = issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    for desk in desks:
        assert send(pair, desk) == {}
    return subject


def test_a_confirmation_withdrawn_after_it_was_sent_is_withdrawn_at_the_bank(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject = sent_application(pair, bank)
    papers, lines = set(held(bank, "papers")), set(held(bank, "paper_lines"))
    assert len(papers) == len(lines) == 1

    withdraw(pair.as_officer("hung"), subject.id, WHY)

    assert send(pair, bank) == {"papers": papers, "paper_lines": lines}
    assert held(bank, "papers") == held(bank, "paper_lines") == {}


def test_its_case_is_withdrawn_at_the_desk_without_names(pair: Pair) -> None:
    desk = pair.desk("SNV")
    subject = sent_application(pair, desk)
    assert set(held(desk, "cases")) == {subject.id}

    withdraw(pair.as_officer("hung"), subject.id, WHY)

    assert send(pair, desk)["cases"] == {subject.id}
    assert held(desk, "cases") == {}


def test_both_sides_count_what_is_left(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject = sent_application(pair, bank)
    assert sent_counts(pair.clerk)["papers"] == counts(bank)["papers"] == 1
    assert sent_to_desks(pair.clerk) == 2 + counts(bank)["officers"]

    withdraw(pair.as_officer("hung"), subject.id, WHY)
    send(pair, bank)

    assert sent_counts(pair.clerk)["papers"] == 0
    assert sent_to_desks(pair.clerk) == counts(bank)["officers"]
    assert "papers" not in counts(bank)


def test_a_withdrawal_travels_once(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject = sent_application(pair, bank)
    withdraw(pair.as_officer("hung"), subject.id, WHY)
    send(pair, bank)
    other = issued(pair.office, pair.as_officer, presented(pair.office, replace(WORK, person=MAN)), 126)

    assert send(pair, bank) == {}
    assert len(held(bank, "papers")) == 1
    assert other.id != subject.id


def test_a_withdrawal_after_a_new_numbering_reaches_the_city_too(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject = sent_application(pair, bank)
    withdraw(pair.as_officer("hung"), subject.id, WHY)
    begin_numbering(pair.as_officer("anh"), "Khôi phục từ bản sao lưu")

    assert set(send(pair, bank)) == {"papers", "paper_lines"}
    assert held(bank, "papers") == {}


def test_one_line_withdrawn_from_an_issued_list_leaves_the_bank_and_the_others_stay(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject, lines = presented_list(pair.office, MAN, WOMAN)
    issued(pair.office, pair.as_officer, subject)
    send(pair, bank)
    kept = {str(line["name"]) for line in held(bank, "paper_lines").values()}
    assert kept == {MAN.name, WOMAN.name}

    withdraw(pair.as_officer("hung"), lines[0], WHY)
    gone = send(pair, bank)

    assert set(gone) == {"paper_lines"}
    assert [line["name"] for line in held(bank, "paper_lines").values()] == [WOMAN.name]
    assert len(held(bank, "papers")) == 1


def test_a_list_withdrawn_whole_leaves_the_bank(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    subject, _lines = presented_list(pair.office, MAN, WOMAN)
    issued(pair.office, pair.as_officer, subject)
    send(pair, bank)

    withdraw_list(pair.as_officer("hung"), subject.id, WHY)

    assert {key: len(ids) for key, ids in send(pair, bank).items()} == {"papers": 1, "paper_lines": 2}
    assert held(bank, "papers") == held(bank, "paper_lines") == {}
