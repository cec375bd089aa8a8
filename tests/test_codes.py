"""What a QR holds, as modules."""

import random

import pytest
import segno

from hn_desk.codes import qr_modules
from hn_desk.errors import InputError

FINDER = (b"\1\1\1\1\1\1\1", b"\1\0\0\0\0\0\1", b"\1\0\1\1\1\0\1")
LEVEL_M_MASK_2 = "101111001111100"


def test_a_symbol_is_square_with_finders_in_three_corners() -> None:
    rows = qr_modules("NCFOXN%TSMAHN")
    assert {len(row) for row in rows} == {len(rows)}
    for corner in (rows[:3], [row[-7:] for row in rows[:3]], rows[: -len(rows) - 1 : -1][:3]):
        assert tuple(bytes(row[:7]) for row in corner) == FINDER


def test_the_format_bits_say_level_m() -> None:
    row = qr_modules("NCFOXN%TSMAHN" * 10)[8]
    written = row[:6] + row[7:8] + row[-8:]
    assert "".join(str(bit) for bit in written) == LEVEL_M_MASK_2


def test_other_content_gives_another_symbol() -> None:
    assert qr_modules("A" * 40) != qr_modules("A" * 39 + "B")


def test_bytes_are_taken_too() -> None:
    assert len(qr_modules(bytes(range(200)))) > 21


def test_content_too_long_for_any_symbol_is_refused() -> None:
    with pytest.raises(InputError):
        qr_modules("a" * 3_000)


@pytest.mark.parametrize("kind", ["0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", "abcdeđ"])
def test_the_symbol_is_the_one_that_segno_makes(kind: str) -> None:
    chosen = random.Random(kind)
    for length in (*range(40), *range(40, 700, 29)):
        content = "".join(chosen.choices(kind, k=length))
        made = segno.make_qr(content, error="m", mask=2, boost_error=False)
        assert qr_modules(content) == tuple(bytes(row) for row in made.matrix), length
