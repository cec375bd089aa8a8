from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import InputError
from hn_desk.rules.citizen_card import CitizenCard, parse_citizen_qr

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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.vn",
        QR.rpartition("|")[0],
        QR.replace("001185012345", "1185012345"),
        QR.replace("05031985", "30021985"),
        QR.replace("05031985", "1985"),
        QR.replace("Nữ", "?"),
        QR.replace("Nguyễn Thị Hòa", ""),
    ],
)
def test_another_code_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not the code of a citizen's card"):
        parse_citizen_qr(text)


@given(st.lists(st.text(max_size=8), max_size=9))
def test_no_text_breaks_the_reader(fields: list[str]) -> None:
    with suppress(InputError):
        assert parse_citizen_qr("|".join(fields)).name
