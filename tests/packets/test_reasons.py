"""The sentences of refusal: each code has one, in both languages, and each of its places is named."""

import re

import pytest

from hn_desk.packets.reasons import REASONS, refuse, sentences


def test_the_table_has_every_code() -> None:
    assert frozenset(sentences()) == REASONS


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_code_has_two_whole_sentences(code: str) -> None:
    what, do = sentences()[code]

    assert re.fullmatch(r"[A-Z“{].*[.]", what)
    assert re.fullmatch(r"[A-Z“{].*[.]", do)


def test_a_refusal_names_its_places() -> None:
    error = refuse("zip-crc", part="xl/workbook.xml")

    assert error.reason == "zip-crc"
    assert "xl/workbook.xml" in error.what


def test_a_place_that_is_not_given_is_a_bug() -> None:
    with pytest.raises(KeyError):
        refuse("zip-crc")
