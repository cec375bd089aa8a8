"""NĐ 30/2020, measured on every form, one page and long ones: positions within 1 mm, sizes within half a point."""

import os
import re
from functools import cache
from itertools import pairwise
from typing import Final

import pytest

from hn_desk.forms import list_beneficiaries
from tests.forms.measures import Measured, Piece, measured
from tests.forms.pages import last_page_text, one_line, page_texts
from tests.forms.samples import AT_LENGTH, DRAWN, WIDE_NAME, form, list_facts

EACH: Final = 1 if "CAMPAIGN" in os.environ else 3
"""Every third length, and every one in the long form."""

HEADLESS = {"recovery-sheet", "confirm-overlay"}
"""A sheet for the safe and a print onto forms of others: neither is a paper of the decree."""
LETTERS = sorted(set(DRAWN) - HEADLESS)
CASES = [(code, 0) for code in LETTERS] + [(code, 40) for code in sorted(AT_LENGTH)]
SIGNED = [(code, length) for code, length in CASES if code != "receipt"]
TABLES = {"list-beneficiaries": "STT", "conversion-slip": "STT"}
SWEPT = {"list-beneficiaries": lambda n: list_beneficiaries.draw(form("list-beneficiaries"), list_facts(n))}
"""A list with rows of usual height, so that it breaks over the page at many places."""
MM_OFF, POINTS_OFF = 1.0, 0.5
LEFT, RIGHT = 30.0, 15.0
POINT: Final = 25.4 / 72
SINGLE = 1.149
"""The height of a line with single spacing in this face, in sizes."""


@cache
def pages(code: str, length: int) -> list[Measured]:
    """A form as it usually is, or with `length` rows or sentences."""
    return measured(AT_LENGTH[code](length) if length else DRAWN[code]())


def about(value: float) -> object:
    return pytest.approx(value, abs=MM_OFF)


def is_size(piece: Piece, least: float, most: float) -> bool:
    return least - POINTS_OFF <= piece.size <= most + POINTS_OFF


def body_of(page: Measured) -> list[Piece]:
    """The lines of running text: upright letters of 13 to 14 points at the left margin or its indent."""
    lines = [line for line in page.lines() if line.face in ("LiberationSerif", "Bold") and is_size(line, 13, 14)]
    return [line for line in lines if line.left < LEFT + 14 and not line.words.startswith("Số:")]


@pytest.mark.parametrize(("code", "length"), CASES)
def test_the_sheet_is_a4_and_ink_keeps_the_margins(code: str, length: int) -> None:
    for number, page in enumerate(pages(code, length)):
        assert sorted((page.width, page.height)) == [about(210), about(297)]
        inner = [
            piece for piece in page.pieces if 19 < piece.baseline < page.height - 19 and "TẬP HUẤN" not in piece.words
        ]
        assert min(piece.left for piece in inner) >= LEFT - 0.3
        assert max(piece.right for piece in inner) <= page.width - RIGHT + 0.3
        first = min(piece.baseline - 0.7 * piece.size * POINT for piece in inner)
        assert 20 - MM_OFF <= first <= 25 + MM_OFF or number > 0


@pytest.mark.parametrize(("code", "length"), CASES)
def test_the_country_stands_on_one_line_at_the_top_right(code: str, length: int) -> None:
    page = pages(code, length)[0]
    nation = page.one("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert nation.words.strip() == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert nation.face == "Bold"
    assert is_size(nation, 12, 13)
    assert nation.left > page.width / 2 - 15
    assert nation.baseline == about(24)


@pytest.mark.parametrize(("code", "length"), CASES)
def test_the_motto_has_a_rule_of_its_own_length(code: str, length: int) -> None:
    page = pages(code, length)[0]
    motto, nation = page.one("Độc lập - Tự do - Hạnh phúc"), page.one("CỘNG HÒA")
    rule = page.rule_under(motto)
    assert motto.face == "Bold"
    assert is_size(motto, 13, 14)
    assert motto.centre == about(nation.centre)
    assert (rule.left, rule.right) == (about(motto.left), about(motto.right))
    assert 0.5 < rule.y - motto.baseline < 3


@pytest.mark.parametrize(("code", "length"), CASES)
def test_the_office_stands_on_the_left_over_a_short_rule(code: str, length: int) -> None:
    page = pages(code, length)[0]
    motto = page.one("Độc lập")
    left = [piece for piece in page.lines() if piece.right < motto.left and piece.baseline < 50]
    superior, *issuer = [piece for piece in left if not piece.words.startswith("Số:")]
    assert (superior.face, superior.words.strip()) == ("LiberationSerif", "UBND THÀNH PHỐ HÀ NỘI")
    assert all(piece.face == "Bold" and piece.words == piece.words.upper() for piece in issuer)
    assert all(is_size(piece, 12, 13) and piece.centre == about(superior.centre) for piece in left[:-1])
    last = max(issuer, key=lambda piece: piece.baseline)
    rule = page.rule_under(last)
    assert 1 / 3 <= (rule.right - rule.left) / (last.right - last.left) <= 1 / 2
    assert (rule.left + rule.right) / 2 == about(last.centre)


@pytest.mark.parametrize(("code", "length"), CASES)
def test_number_and_day_stand_on_one_line_below(code: str, length: int) -> None:
    page = pages(code, length)[0]
    day = page.one("Hà Nội, ngày")
    assert day.face == "Italic"
    assert is_size(day, 13, 14)
    assert day.centre == about(page.one("CỘNG HÒA").centre)
    if form(code).number_blank or code == "receipt":
        number = page.one("Số:")
        assert is_size(number, 13, 13)
        assert number.baseline == pytest.approx(day.baseline, abs=0.1)
        assert number.right < day.left


@pytest.mark.parametrize(("code", "length"), CASES)
def test_the_kind_of_paper_is_in_bold_capitals_over_its_subject(code: str, length: int) -> None:
    page = pages(code, length)[0]
    title = page.one(form(code).title)
    middle = LEFT + (page.width - LEFT - RIGHT) / 2
    assert (title.face, title.words.strip()) == ("Bold", form(code).title.upper())
    assert is_size(title, 13, 14)
    assert title.centre == about(middle)
    below = [line for line in page.lines() if title.baseline < line.baseline < title.baseline + 20]
    subject = [line for line in below if line.face == "Bold" and line.centre == about(middle)]
    assert subject
    assert all(is_size(line, 13, 14) for line in subject)
    rule = page.rule_under(subject[-1])
    assert (rule.left + rule.right) / 2 == about(middle)
    assert 20 < rule.right - rule.left < 40


@pytest.mark.parametrize(("code", "length"), CASES)
def test_running_text_is_justified_with_indented_first_lines(code: str, length: int) -> None:
    found = 0
    for page in pages(code, length):
        lines = body_of(page)
        edge = page.width - RIGHT
        for line, below in pairwise(lines):
            apart = below.baseline - line.baseline
            if apart > 12 or below.left > LEFT + MM_OFF or line.words.startswith(("TM.", "ĐẠI DIỆN", "THƯ KÝ")):
                continue
            found += 1
            assert line.left == about(LEFT) or LEFT + 10 - MM_OFF <= line.left <= LEFT + 12.7 + MM_OFF
            assert line.right == about(edge) or "…" in below.words
            assert SINGLE * line.size * POINT - 0.1 <= apart <= 1.5 * SINGLE * line.size * POINT + 0.1
    assert found or not length


@pytest.mark.parametrize(("code", "length"), CASES)
def test_paragraphs_stand_six_points_apart(code: str, length: int) -> None:
    found = 0
    for page in pages(code, length):
        lines = body_of(page)
        for line, below in pairwise(lines):
            apart = below.baseline - line.baseline
            if below.left > LEFT + 9 and apart < 12:
                found += 1
                assert apart >= (SINGLE * line.size + 6) * POINT - 0.1
    assert found or code == "totals"


@pytest.mark.parametrize(("code", "length"), SIGNED)
def test_the_signature_stands_in_bold_capitals_in_the_right_half(code: str, length: int) -> None:
    page = pages(code, length)[-1]
    authority = page.one("CÁN BỘ TƯ VẤN" if code == "conversion-slip" else "TM. ỦY BAN NHÂN DÂN")
    name = WIDE_NAME if length else ("Đỗ Minh Quân" if code == "conversion-slip" else "Nguyễn Thị Hường")
    names = [
        piece
        for piece in page.pieces
        if piece.baseline > authority.baseline
        and piece.left > page.width / 2 - 10
        and (piece.face, name.startswith(piece.words.strip()[:12])) == ("Bold", True)
    ]
    assert authority.face == "Bold"
    assert is_size(authority, 13, 14)
    assert authority.centre > page.width / 2
    assert names
    assert names[0].centre == about(authority.centre)
    assert is_size(names[0], 13, 14)
    assert 20 <= names[0].baseline - authority.baseline <= 60


@pytest.mark.parametrize(("code", "length"), [case for case in SIGNED if form(case[0]).recipients])
def test_recipients_stand_on_the_left_and_end_with_the_file(code: str, length: int) -> None:
    page = pages(code, length)[-1]
    heading = page.one("Nơi nhận:")
    listed = [line for line in page.lines() if line.words.startswith("- ") and line.baseline > heading.baseline]
    assert (heading.face, heading.left) == ("BoldItalic", about(LEFT))
    assert is_size(heading, 12, 12)
    assert all(is_size(line, 11, 11) and line.face == "LiberationSerif" for line in listed)
    assert listed[-1].words.startswith("- Lưu: VT")


@pytest.mark.parametrize(("code", "length"), CASES)
def test_pages_are_numbered_at_the_top_from_the_second(code: str, length: int) -> None:
    for number, page in enumerate(pages(code, length), 1):
        above = [piece for piece in page.pieces if piece.baseline < 18 and "TẬP HUẤN" not in piece.words]
        if number == 1:
            assert above == []
            continue
        (seen,) = above
        assert seen.words.strip() == str(number)
        assert seen.centre == about(page.width / 2)
        assert is_size(seen, 13, 14)
    assert number > 1 or not length


@pytest.mark.parametrize("code", sorted(TABLES))
def test_the_head_of_a_table_is_repeated_on_each_of_its_pages(code: str) -> None:
    for page in pages(code, 40):
        rows = [line for line in page.lines() if re.fullmatch(r"[0-9]{1,2}", line.words.strip()) and line.size < 12]
        heads = [line for line in page.lines() if line.words.startswith(TABLES[code]) and line.face == "Bold"]
        assert len(heads) == bool(rows)
        assert all(heads[0].baseline < row.baseline for row in rows)


@pytest.mark.parametrize("code", sorted(AT_LENGTH))
def test_long_names_are_wrapped_and_stand_whole(code: str) -> None:
    text = one_line(AT_LENGTH[code](2))
    assert all(word in text for word in WIDE_NAME.split())
    assert "LÂN CẬN" in text


@pytest.mark.parametrize("code", sorted(AT_LENGTH))
def test_a_signature_is_never_alone_whatever_the_length(code: str) -> None:
    for length in range(1, 61, EACH if code in TABLES else 2 * EACH):
        end = last_page_text(SWEPT.get(code, AT_LENGTH[code])(length))
        before = end.split("TM. ỦY BAN NHÂN DÂN" if code != "conversion-slip" else "CÁN BỘ TƯ VẤN")
        assert len(before) == 2, f"{code} with {length}: the signature is not on the last page"
        lines = [line for line in before[0].split("\n") if len(line) > 20]
        assert len(lines) >= 2, f"{code} with {length}: the signature is alone on its page"


@pytest.mark.parametrize("code", sorted(set(AT_LENGTH) - set(TABLES)))
def test_the_lengths_tried_go_over_to_another_page(code: str) -> None:
    assert len(page_texts(AT_LENGTH[code](1))) < len(page_texts(AT_LENGTH[code](59)))
