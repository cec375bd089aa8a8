from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import InputError
from hn_desk.rules.money import MOST, format_dong, in_words, number_in_words, parse_dong

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
DIGITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def number_said(said: str) -> int:
    billions, _tỷ, rest = said.rpartition(" tỷ") if " tỷ" in said else ("", "", said)
    return (number_said(billions) * 10**9 if billions else 0) + below_a_billion(rest.split())


def below_a_billion(said: list[str]) -> int:
    total, group, last = 0, 0, 0
    for word in said:
        if word in DIGITS:
            last = DIGITS[word]
            group += last
        elif word == "mười":
            group += 10
        elif word in ("trăm", "mươi"):
            group += last * ((100 if word == "trăm" else 10) - 1)
        elif word in ("triệu", "nghìn"):
            total, group = total + group * (10**6 if word == "triệu" else 10**3), 0
        else:
            assert word == "linh"
    return total + group


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (15, "mười lăm"),
        (11, "mười một"),
        (14, "mười bốn"),
        (10, "mười"),
        (105, "một trăm linh năm"),
        (100, "một trăm"),
        (1001, "một nghìn không trăm linh một"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_000_001, "một triệu không nghìn không trăm linh một"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (255_000, "hai trăm năm mươi lăm nghìn"),
    ],
)
def test_a_number_is_said_by_the_rules(number: int, said: str) -> None:
    assert number_in_words(number) == said


def test_the_amount_begins_with_a_capital_and_ends_with_the_currency() -> None:
    assert in_words(100_000_000) == "Một trăm triệu đồng"


def test_a_number_below_zero_has_no_words() -> None:
    with pytest.raises(ValueError, match="from 0"):
        number_in_words(-1)


@given(st.one_of(st.integers(0, 10**12), st.integers(0, 10**6), st.integers(0, 999).map(lambda n: n * 10**9)))
def test_every_number_can_be_read_back_from_its_words(number: int) -> None:
    assert number_said(number_in_words(number)) == number


def test_dots_stand_between_thousands() -> None:
    assert format_dong(1_000_000) == "1.000.000"


@given(st.integers(0, MOST - 1))
def test_what_is_shown_can_be_typed(amount: int) -> None:
    assert parse_dong(format_dong(amount)) == amount
    assert parse_dong(f"{amount} đồng") == amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("100.000.000", 100_000_000),
        ("100 triệu", 100_000_000),
        ("50tr", 50_000_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("2 tỉ rưỡi", 2_500_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1.5 tỷ", 1_500_000_000),
        ("1.250,5 triệu", 1_250_500_000),
        ("1.500 tỷ", 1_500_000_000_000),
        ("100000000 đ", 100_000_000),
        ("200000000VND", 200_000_000),
        ("1,000,000", 1_000_000),
        ("1 200 000", 1_200_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1 tỷ 200 triệu 500.000 đồng", 1_200_500_000),
        ("1 triệu 1000", 1_001_000),
        ("70 nghìn", 70_000),
        ("5k", 5_000),
        ("0", 0),
        ("  100\u00a0TRIỆU  ", 100_000_000),
    ],
)
def test_an_amount_is_read_as_officers_type_it(typed: str, amount: int) -> None:
    assert parse_dong(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "-5",
        "100,000",
        "1,500 triệu",
        "1.000.00",
        "2 tỷ 5",
        "1tr5",
        "triệu rưỡi",
        "5 rưỡi",
        "1 triệu 2 tỷ",
        "2 tỷ rưỡi 3 triệu",
        "1 triệu 2.000 nghìn",
        "1 tỷ 1.000 triệu",
        "1,5",
        "0,05 k 1",
        "1e9",
        "٣٤",
        "1 tỷ tỷ",
        "1.234,567 tỷ",
    ],
)
def test_a_wrong_or_ambiguous_amount_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_dong(typed)
    assert refused.value.what
    assert refused.value.do


def test_an_amount_beyond_all_budgets_is_refused() -> None:
    with pytest.raises(InputError, match="too large"):
        parse_dong("1.000.000 tỷ")


@given(st.text())
def test_any_text_gives_an_amount_or_a_plain_sentence(text: str) -> None:
    with suppress(InputError):
        assert 0 <= parse_dong(text) < MOST
