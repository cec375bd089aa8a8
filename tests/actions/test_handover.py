"""The handover book: each copy of a packet, who took it, received when; late lines; on paper and in Excel."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from hn_desk.actions.handover import Handed, export_handover, hand_over, handover_page
from hn_desk.actions.packets import copy_packet, packet_rows, seal_packet
from hn_desk.errors import InputError, StorageError
from tests.actions.conftest import NOW
from tests.drives import LyingDrive
from tests.pair import KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]
TODAY = NOW.astimezone().date()


@pytest.fixture
def copied(pair: Pair, tmp_path: Path) -> str:
    """A packet of the pair that lies on a stick; its copy's id."""
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    copy_packet(pair.clerk, sealed.packet_id, tmp_path)
    return packet_rows(pair.clerk)[0].lines[0].id


def test_a_copy_is_handed_to_somebody_and_received(pair: Pair, copied: str, tmp_path: Path) -> None:
    hand_over(pair.clerk, copied, Handed(" Trần  Văn Sở ", TODAY, "biên bản số 3"))

    (line,) = packet_rows(pair.clerk)[0].lines
    assert (line.handed_to, line.received_on, line.note) == ("Trần Văn Sở", TODAY, "biên bản số 3")
    text = PdfDocument(handover_page(pair.clerk).pdf)[0].get_textpage().get_text_range().replace("\r\n", " ")
    assert "Trần Văn Sở" in text
    name = export_handover(pair.clerk, tmp_path).id
    cells = [cell.value for row in load_workbook(tmp_path / name).active for cell in row]  # type: ignore[union-attr]  # one sheet
    assert "Trần Văn Sở" in cells


@pytest.mark.parametrize(
    ("handed", "field"),
    [
        (Handed("  "), "handed_to"),
        (Handed("Sở", TODAY + timedelta(days=1)), "received_on"),
        (Handed("Sở", TODAY - timedelta(days=1)), "received_on"),
        (Handed("Sở", None, "a" * 301), "note"),
    ],
)
def test_what_can_not_be_is_told_at_its_field(pair: Pair, copied: str, handed: Handed, field: str) -> None:
    with pytest.raises(InputError) as refused:
        hand_over(pair.clerk, copied, handed)

    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_packet_without_a_receipt_is_late_from_the_seventh_day_on(pair: Pair) -> None:
    seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    late = [
        packet_rows(replace(pair.clerk, clock=lambda days=days: NOW + timedelta(days=days)))[0].is_late  # type: ignore[misc]  # bound at once
        for days in (6, 7)
    ]

    assert late == [False, True]


def test_a_failed_copy_leaves_the_packet_in_the_outbox_and_the_book_empty(pair: Pair, tmp_path: Path) -> None:
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)

    with pytest.raises(StorageError) as refused:
        copy_packet(pair.clerk, sealed.packet_id, tmp_path, drive=LyingDrive())

    assert "stays in the outbox" in refused.value.what
    assert [(row.state, row.copies) for row in packet_rows(pair.clerk)] == [("packed", 0)]
    assert sealed.path.exists()
