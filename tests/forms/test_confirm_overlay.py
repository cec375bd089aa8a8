"""The confirmation printed onto forms of others: where it stands, in mm; and the test print that shows it."""

from dataclasses import replace

import pytest

from hn_desk.errors import InputError
from hn_desk.forms import confirm_overlay
from hn_desk.forms.facts import Overlay, Shift
from hn_desk.forms.text import Spot
from tests.forms.pages import Seen, find, one_line, page_texts
from tests.forms.samples import LETTER, NUMBERED, PERSON, form, overlay_facts

FORM = form("confirm-overlay")
SPOTS = {spot.code: spot for spot in FORM.spots}
STILL = Shift()
SIGNS = "TM. ỦY BAN NHÂN DÂN"


def drawn(code: str, shift: Shift = STILL) -> bytes:
    return confirm_overlay.draw(FORM, replace(overlay_facts(LETTER, code), shift=shift))


def centre(seen: Seen) -> float:
    return (seen.left + seen.right) / 2


@pytest.mark.parametrize("spot", FORM.spots, ids=lambda spot: spot.code)
def test_text_and_signature_stand_at_the_places_of_the_form(spot: Spot) -> None:
    pdf = drawn(spot.code)
    text, sign, place = find(pdf, "Ủy ban nhân dân"), find(pdf, SIGNS), find(pdf, "Hà Nội, ngày")
    assert text.left == pytest.approx(spot.text.left + 10, abs=1)
    assert spot.text.top < text.baseline < spot.text.top + 6
    assert centre(sign) == pytest.approx(spot.sign.left + spot.sign.width / 2, abs=1)
    assert spot.sign.top < place.baseline < spot.sign.top + 7
    assert place.baseline < sign.baseline


@pytest.mark.parametrize("code", sorted(SPOTS))
def test_a_printers_shift_moves_everything(code: str) -> None:
    before, after = drawn(code), drawn(code, Shift(2.5, -1.5))
    for words in ("Ủy ban nhân dân", SIGNS, "Nguyễn Thị Hường"):
        there, here = find(before, words), find(after, words)
        assert here.left - there.left == pytest.approx(2.5, abs=0.05)
        assert here.baseline - there.baseline == pytest.approx(-1.5, abs=0.05)


@pytest.mark.parametrize("code", sorted(SPOTS))
def test_there_is_no_head_and_no_symbol(code: str) -> None:
    text = one_line(confirm_overlay.draw(FORM, overlay_facts(replace(NUMBERED, training=False), code)))
    assert "CỘNG HÒA" not in text
    assert "Mã kiểm tra" not in text
    assert "Số: 125/XN-UBND; mã hồ sơ: 00070-2026-000123." in text
    assert "ngày 05 tháng 02 năm 2026" in text
    assert text.count(PERSON.name) == 1


def test_a_training_office_says_so_on_the_form_too() -> None:
    assert "BẢN TẬP HUẤN" in one_line(confirm_overlay.draw(FORM, overlay_facts(NUMBERED)))


def test_a_long_text_pushes_the_signature_down_and_never_runs_over_it() -> None:
    facts = overlay_facts(LETTER, "01-td")
    person = replace(PERSON, name="Công Tằng Tôn Nữ Thị Hoàng Ngân Hà " * 4)
    long = replace(facts, confirmation=replace(facts.confirmation, applicant=person))
    pdf = confirm_overlay.draw(FORM, long)
    assert len(page_texts(pdf)) == 1
    assert find(pdf, "Hà Nội, ngày").baseline >= find(pdf, "vay vốn theo quy định").baseline + 5


def test_what_runs_off_the_sheet_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        drawn("01-td", Shift(0, 50))
    assert [problem.field for problem in refused.value.problems] == ["spot"]


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(InputError):
        confirm_overlay.draw(FORM, Overlay(overlay_facts().confirmation, "02-td"))


@pytest.mark.parametrize("code", sorted(SPOTS))
def test_the_test_print_says_where_its_crosses_are(code: str) -> None:
    for shift in (Shift(), Shift(1.5, -2)):
        pdf = confirm_overlay.draw_test(FORM, code, shift)
        cross = find(pdf, "100; 50")
        assert cross.left == pytest.approx(101 + shift.right, abs=0.6)
        assert 50 < cross.baseline - shift.down < 54
        assert "BẢN IN THỬ VỊ TRÍ" in one_line(pdf)
