"""Every hostile copy of a real packet is refused, each for its own reason."""

from collections.abc import Callable

import pytest

from hn_desk.errors import PacketError
from hn_desk.packets import reasons_archive, reasons_sheet, reasons_signature
from tests.packets import forged_signatures, odd_sheets, tampering
from tests.packets.real_packet import judge, real

CASES = {
    **tampering.container(),
    **tampering.plumbing(),
    **forged_signatures.signature(),
    **odd_sheets.workbook(),
    **odd_sheets.sheets(),
    **odd_sheets.cells(),
    **odd_sheets.contents(),
}
ELSEWHERE = {
    "cell-control": "test_sheets",
    "sheet-rows": "test_sheets",
    "desk-other": "test_inbox",
    "environment-other": "test_inbox",
    "office-unknown": "test_inbox",
    "twin": "test_inbox",
    "chain-broken": "test_inbox",
    "epoch-older": "test_inbox",
    "parts-order": "test_inbox",
    "row-id": "test_contents",
    "row-version": "test_contents",
    "row-operation": "test_contents",
    "row-duplicate": "test_contents",
    "row-text": "test_contents",
    "row-long": "test_contents",
    "row-characters": "test_contents",
    "row-number": "test_contents",
    "row-date": "test_contents",
    "row-choice": "test_contents",
    "row-unsigned": "test_officer_rows",
    "row-key": "test_officer_rows",
    "row-key-ended": "test_officer_rows",
    "row-signature": "test_officer_rows",
    "row-private": "test_officer_rows",
}


def test_the_real_packet_is_accepted() -> None:
    assert [len(rows) for rows in judge(real()).rows.values()] == [1, 2, 1]


@pytest.mark.parametrize(("code", "make"), CASES.values(), ids=CASES)
def test_a_hostile_copy_is_refused_for_its_own_reason(code: str, make: Callable[[], bytes]) -> None:
    hostile = make()

    assert hostile != real()
    with pytest.raises(PacketError) as refused:
        judge(hostile)
    assert refused.value.reason == code
    assert refused.value.what
    assert refused.value.do


def test_every_reason_is_reached_by_a_case() -> None:
    codes = {code for room in (reasons_archive, reasons_signature, reasons_sheet) for code in room.sentences()}

    assert codes == {code for code, _make in CASES.values()} - {"chain-root", "chain-time"} | set(ELSEWHERE)
