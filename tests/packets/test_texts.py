"""Which characters a packet may hold, told quickly and told slowly."""

from itertools import product

from hn_desk.packets.texts import _FORBIDDEN, has_forbidden, is_clean

PIECES = (
    "Tổ",
    "a",
    "",
    "\u0301",
    "\u0323\u0301",
    "o\u0323",
    "\n",
    "\u202e",
    "\u0344",
    "\ufffc",
    "\U000e0100",
    "\u1161",
)


def test_every_character_is_judged_as_the_list_of_forbidden_ones_says() -> None:
    for code in (*range(0x10000), *range(0xE0000, 0xE0200), 0x1F600, 0x20000, 0xF0000, 0x10FFFF):
        one = chr(code)
        assert has_forbidden(one) == has_forbidden(f"Tổ\n{one}") == bool(_FORBIDDEN.search(one)), hex(code)


def test_texts_joined_by_a_space_are_clean_when_each_is() -> None:
    for texts in product(PIECES, repeat=2):
        assert is_clean(" ".join(texts)) == all(map(is_clean, texts)), texts
