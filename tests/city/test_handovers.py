"""The desk's handover book: what the desk does stands in it by itself, the clerk completes it, open lines turn late."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect_file
from hn_desk.city.handovers import (
    PACKET,
    RECEIPT,
    REQUEST,
    HandoverDraft,
    hand_out_receipts,
    handover_book,
    handover_pages,
    note_packets,
    write_handover,
)
from hn_desk.city.request_page import request_pages
from hn_desk.errors import InputError
from tests.actions.conftest import NOW
from tests.pair import KEY_PASSPHRASE, Pair

OFFICE = "00070"


def test_packets_receipts_and_requests_stand_in_the_book_and_are_completed(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    request_pages(desk, (OFFICE,))
    path = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    for _time in range(2):
        note_packets(desk, [(collect_file(desk, path), path)])
    (name,) = hand_out_receipts(desk, (OFFICE,), tmp_path)
    book = handover_book(desk)
    assert {(one.kind, one.reference) for one in book} == {
        (REQUEST, "20/11/2026"),
        (PACKET, "1"),
        (RECEIPT, name.removesuffix(".pdf")),
    }
    assert [one.received_on for one in book if one.kind == PACKET] == [desk.today()]
    (receipt,) = [one for one in book if one.kind == RECEIPT]
    assert (receipt.by, receipt.days, receipt.is_late) == ("Người phụ trách", 0, False)

    later = replace(desk, clock=lambda: NOW + timedelta(days=8))
    assert [one.kind for one in handover_book(later) if one.is_late and one.id == receipt.id] == [RECEIPT]
    write_handover(later, HandoverDraft(id=receipt.id, person="Lan", received_on=later.today(), note="đã ký"))

    (receipt,) = [one for one in handover_book(later) if one.kind == RECEIPT]
    assert (receipt.person, receipt.received_on, receipt.is_late) == ("Lan", later.today(), False)
    pages = handover_pages(later)
    assert (pages.name, pages.pdf[:4]) == ("SO-GIAO-NHAN-STC-20261128.pdf", b"%PDF")


def test_what_is_wrong_with_a_line_is_said_field_by_field(pair: Pair) -> None:
    desk = pair.desk("STC")
    write_handover(desk, HandoverDraft(office=OFFICE, reference="TIN-000002"))
    draft = HandoverDraft(office="1", medium="pigeon", person="x" * 200, received_on=desk.today() + timedelta(days=1))
    with pytest.raises(InputError) as refused:
        write_handover(desk, draft)
    assert {problem.field for problem in refused.value.problems} == {
        *("office", "medium", "reference", "person", "received_on")
    }
    assert [one.reference for one in handover_book(desk)] == ["TIN-000002"]
