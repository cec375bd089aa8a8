"""What a report's sentences tell, by the figures that stand in them."""

from datetime import date
from typing import Any

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.reports.compose import Content, Sheet, compose
from hn_desk.reports.document import Figure, SignFacts
from tests.rules.test_report_reading import file, load

SHEET = Sheet(
    *("2026-H1", "6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
    *("Phường Hoàn Kiếm", "UBND THÀNH PHỐ HÀ NỘI", "Hà Nội", SignFacts("TM.", "", "CHỦ TỊCH", "")),
    is_training=False,
)


@pytest.mark.parametrize(
    ("events", "loans", "told"),
    [
        (0, 0, ["- Chưa có gì."]),
        (0, 3, ["- Có 0 đợt, 03 món."]),
        (12, 0, ["- Có 12 đợt, 0 món."]),
    ],
)
def test_a_sentence_is_told_when_any_of_its_figures_is_not_0(events: int, loans: int, told: list[str]) -> None:
    data: dict[str, Any] = file()
    data["blocks"][0].update(text="Có {events} đợt, {loans} món.", none="Chưa có gì.")
    figures = {code: Figure(code, code, value) for code, value in (("events", events), ("loans", loans))}
    data["blocks"], data["annexes"] = data["blocks"][:1], []

    document = compose(load(data), rule_book().report_words, Content(figures, {}), SHEET)

    assert ["".join(piece.text for piece in block.pieces) for block in document.blocks] == told
