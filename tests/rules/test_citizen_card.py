from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import InputError
from hn_desk.rules.citizen_card import CitizenCard, card_doubts, parse_citizen_qr

QR = "001185012345|012345678|Nguyễn Thị Hòa|05031985|Nữ|Số 5, Hàng Bạc, Hoàn Kiếm, Hà Nội|10052021"


def test_the_seven_facts_are_read() -> None:
    assert parse_citizen_qr(QR) == CitizenCard(
        "001185012345",
        "012345678",
        "Nguyễn Thị Hòa",
        "1985-03-05",
        "female",
        "Số 5, Hàng Bạc, Hoàn Kiếm, Hà Nội",
        date(2021, 5, 10),
    )


def test_further_fields_are_ignored_and_no_old_number_is_fine() -> None:
    card = parse_citizen_qr(QR.replace("012345678", "") + "|Bố|Mẹ||\n")
    assert (card.old_number, card.issued_on) == ("", date(2021, 5, 10))


@pytest.mark.parametrize("text", ["", "https://example.vn", "001185012345"])
def test_another_code_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not the code of a citizen's card"):
        parse_citizen_qr(text)


TELEX = QR.replace("Nguyễn Thị Hòa", "Nguyeenx Thij Hoaf")
AS_LETTERS = QR.translate(str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (QR.rpartition("|")[0], "broke off: 6 of its 7 parts"),
        (QR.replace("001185012345", "01185012345"), "not a citizen's number"),
        (QR.replace("05031985", "30021985"), "day of birth"),
        (QR.replace("05031985", "1985"), "day of birth"),
        (QR.replace("10052021", "1005202"), "day of issue"),
        (QR.replace("Nữ", "X"), "neither Nam nor Nữ"),
        (QR.replace("Nguyễn Thị Hòa", ""), "not a name"),
        (QR.replace("Nguyễn Thị Hòa", "N12"), "not a name"),
        (QR.encode().decode("cp1252", "replace"), "another code"),
        (QR.encode().decode("latin-1"), "another code"),
        (QR.encode("ascii", "replace").decode(), "marks were lost"),
        (QR.encode("cp1258", "replace").decode("cp1252"), "marks were lost"),
        (AS_LETTERS, "Vietnamese keyboard"),
        (TELEX, "Telex"),
    ],
)
def test_a_garbled_scan_is_explained_and_never_repeated(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as refusal:
        parse_citizen_qr(text)
    assert refusal.value.do
    assert not [part for part in text.split("|") if len(part) > 4 and part in str(refusal.value)]


@pytest.mark.parametrize("name", ["Hoàng Xuân Đắc", "H Hen Niê", "Lò Văn Xôm", "TRAN VAN AN", "Y Bhăm Mlô"])
def test_names_that_look_odd_are_names(name: str) -> None:
    card = parse_citizen_qr(QR.replace("Nguyễn Thị Hòa", name).replace("Hoàn Kiếm", "Xã Đông Anh"))
    assert card.name == name
    assert card_doubts(card) == ()


def test_what_is_doubtful_is_told() -> None:
    card = parse_citizen_qr(QR.replace("Nguyễn Thị Hòa", "Nguyn Th Ha").replace("|Nữ|", "|Nam|"))
    told = " ".join(card_doubts(card))
    assert "Letters seem to be missing" in told
    assert "does not fit the sex" in told


def test_one_word_like_typing_keys_is_only_doubtful() -> None:
    card = parse_citizen_qr(QR.replace("Nguyễn Thị Hòa", "Ksor Phim"))
    assert "typing keys" in " ".join(card_doubts(card))


@given(st.lists(st.text(max_size=8), max_size=9))
def test_no_text_breaks_the_reader(fields: list[str]) -> None:
    with suppress(InputError):
        assert parse_citizen_qr("|".join(fields)).name
