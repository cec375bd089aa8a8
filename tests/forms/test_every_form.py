"""What holds for every form: it is drawn whole, in the office's font, alone to be read, marked in training."""

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from hn_desk.codes import QUIET_ZONE, qr_modules
from hn_desk.forms import (
    confirmation,
    confirmation_person,
    confirmation_plan,
    conversion_slip,
    list_beneficiaries,
    notice,
    outreach_minutes,
    receipt_page,
)
from hn_desk.forms.facts import Letter
from hn_desk.forms.foot import SYMBOL, TRAINING
from hn_desk.forms.press import press
from hn_desk.forms.text import FormText
from hn_desk.settings import resource
from tests.forms import samples
from tests.forms.pages import find, one_line, page_texts, pixels
from tests.forms.samples import CHECK, DRAWN, LETTER, form, person_facts

FONTS = ("Regular", "Italic", "Bold", "BoldItalic")
LETTERS: dict[str, Callable[[Letter], bytes]] = {
    "confirmation-person": lambda letter: confirmation_person.draw(
        form("confirmation-person"), samples.person_facts(letter)
    ),
    "confirmation-plan": lambda letter: confirmation_plan.draw(form("confirmation-plan"), samples.plan_facts(letter)),
    "list-beneficiaries": lambda letter: list_beneficiaries.draw(
        form("list-beneficiaries"), samples.list_facts(40, letter)
    ),
    "conversion-slip": lambda letter: conversion_slip.draw(form("conversion-slip"), samples.slip_facts(letter)),
    "outreach-minutes": lambda letter: outreach_minutes.draw(form("outreach-minutes"), samples.minutes_facts(letter)),
    **{
        code: lambda letter, code=code: notice.draw(form(code), samples.notice_facts(letter))  # type: ignore[misc]  # bound
        for code in ("refusal", "return", "closure", "withdrawal")
    },
}


@pytest.mark.parametrize("code", sorted(DRAWN))
def test_every_character_on_paper_has_a_glyph_in_every_face(code: str) -> None:
    shown = set(one_line(DRAWN[code]()))
    for face in FONTS:
        font = TTFontFile(resource(f"fonts/LiberationSerif-{face}.ttf"))
        assert [letter for letter in shown if not font.charToGlyph.get(ord(letter))] == []


@pytest.mark.parametrize("code", sorted(DRAWN))
def test_the_margins_stay_white(code: str) -> None:
    width, height, grey = pixels(DRAWN[code]())
    left, right = int(29 * 144 / 25.4), int(14 * 144 / 25.4)
    assert min(grey) < 60
    assert all(min(grey[y * width : y * width + left]) > 200 for y in range(height))
    assert all(min(grey[(y + 1) * width - right : (y + 1) * width]) > 200 for y in range(height))


@pytest.mark.parametrize("code", sorted(DRAWN))
def test_the_same_facts_give_the_same_bytes(code: str) -> None:
    assert DRAWN[code]() == DRAWN[code]()


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_training_papers_say_so_on_every_page(code: str) -> None:
    real, training = LETTERS[code](LETTER), LETTERS[code](replace(LETTER, training=True))
    assert TRAINING not in one_line(real)
    assert all(TRAINING in text for text in page_texts(training))
    assert len(page_texts(training)) == len(page_texts(real))


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_the_file_code_stands_on_every_page(code: str) -> None:
    assert all(f"Mã hồ sơ: {LETTER.file_code}" in text for text in page_texts(LETTERS[code](LETTER)))


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_the_signature_is_never_alone_on_its_page(code: str) -> None:
    for name in ("Nguyễn Thị Hường", "Nguyễn Thị Hường " * 9):
        letter = replace(LETTER, signer=replace(LETTER.signer, name=name.strip()))
        pages = page_texts(LETTERS[code](letter))
        signed = next(n for n, text in enumerate(pages) if "TM. ỦY BAN NHÂN DÂN" in text)
        assert signed == len(pages) - 1
        assert len(pages[signed].split("TM. ỦY BAN")[0]) > 80


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_the_nonce_is_printed_outside_the_symbol(code: str) -> None:
    assert CHECK.nonce in one_line(LETTERS[code](LETTER))
    assert "Mã kiểm tra" not in one_line(LETTERS[code](replace(LETTER, check=None)))


@pytest.mark.parametrize("code", ["confirmation-person", "list-beneficiaries", "conversion-slip"])
def test_the_symbol_is_30_mm_with_a_white_zone_around(code: str) -> None:
    pdf = LETTERS[code](LETTER)
    page = len(page_texts(pdf)) - 1
    rows = qr_modules(CHECK.content)
    side = SYMBOL / len(rows)
    name = find(pdf, "Mã kiểm tra", page)
    left = name.left - QUIET_ZONE * side - SYMBOL
    width, _height, grey = pixels(pdf, page, scale=4)
    dot = 4 * 72 / 25.4

    def is_dark(x: float, y: float) -> bool:
        return grey[int(y * dot) * width + int(x * dot)] < 128

    near = [name.baseline - 5 + n / 20 for n in range(100)]
    top = next(y for y in near if is_dark(left + 3.5 * side, y))
    around = range(-QUIET_ZONE, len(rows) + QUIET_ZONE)
    seen = [[is_dark(left + (x + 0.5) * side, top + (y + 0.5) * side) for x in around] for y in around]
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in seen[QUIET_ZONE:-QUIET_ZONE]]
    assert [bytes(row) for row in inner] == list(rows)
    assert sum(map(sum, seen)) == sum(map(sum, rows))


def test_a_thousand_papers_of_one_file_stand_on_their_own_pages() -> None:
    letter = replace(LETTER, check=None)
    people = [replace(person_facts(letter), project=f"Phương án {n}") for n in range(60)]
    pages = page_texts(press(confirmation_person.lay, form("confirmation-person"), people))
    assert len(pages) == 60
    assert all(f"Phương án {n};" in text for n, text in enumerate(pages))


def test_a_paper_among_others_looks_as_it_does_alone() -> None:
    others = person_facts(replace(LETTER, check=replace(CHECK, content=CHECK.content[::-1], nonce=CHECK.nonce[::-1])))
    alone = replace(person_facts(), project="Phương án khác", applicant=replace(samples.PERSON, name="Lê Thị Ánh"))
    together = press(confirmation_person.lay, form("confirmation-person"), [others, alone])
    assert pixels(together, 1) == pixels(confirmation_person.draw(form("confirmation-person"), alone))
    assert pixels(together, 0) != pixels(together, 1)


def test_papers_of_all_kinds_in_one_file_look_as_they_do_alone() -> None:
    training = replace(LETTER, training=True, check=replace(CHECK, content=CHECK.content[::-1]))
    bare = replace(LETTER, check=None, file_code="2026-000009")
    papers: list[tuple[FormText, confirmation.Confirmed]] = [
        (form("list-beneficiaries"), samples.list_facts(40, training)),
        (form("confirmation-person"), person_facts(bare)),
        (form("confirmation-plan"), samples.plan_facts(training)),
        (form("list-beneficiaries"), samples.list_facts(3)),
        (form("confirmation-person"), samples.long_person(40)),
    ]
    together, ends = confirmation.press_several(papers)
    alone = [confirmation.draw(*paper) for paper in papers]
    counts = [len(page_texts(pdf)) for pdf in alone]
    assert ends == tuple(accumulate(counts))
    seen = [pixels(together, page, scale=1) for page in range(ends[-1])]
    wanted = (pixels(pdf, page, scale=1) for pdf, count in zip(alone, counts, strict=True) for page in range(count))
    assert all(one == other for one, other in zip(seen, wanted, strict=True))
    assert max(counts) > 1


def test_the_receipt_warns_in_training_too() -> None:
    facts = replace(samples.receipt_facts(), training=True)
    assert TRAINING in one_line(receipt_page.draw(form("receipt"), facts))
