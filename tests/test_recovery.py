"""The words of the recovery sheet: read back with or without marks, and slips are found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import DeskError
from hn_desk.recovery import SECRET_BYTES, WORD_COUNT, new_recovery, read_words, recovery_words
from hn_desk.rules.text import fold

SECRET = bytes(range(0, 256, 16))
WORDS = recovery_words(SECRET)


def reason_of(typed: str) -> str:
    with pytest.raises(DeskError) as refused:
        read_words(typed)
    return refused.value.reason


@given(secret=st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES))
def test_words_are_read_back_however_they_are_typed(secret: bytes) -> None:
    words = recovery_words(secret)
    assert len(words) == WORD_COUNT
    for typed in (" ".join(words), "\n".join(words).upper(), fold(" ".join(words)), " , ".join(words)):
        assert read_words(typed) == secret
        assert read_words(unicodedata.normalize("NFD", typed)) == secret


def test_two_sheets_differ() -> None:
    assert new_recovery() != new_recovery()


def test_a_word_that_is_none_is_named() -> None:
    with pytest.raises(DeskError) as refused:
        read_words(" ".join((*WORDS[:4], "xyzzy", *WORDS[5:])))
    assert refused.value.reason == "recovery-word"
    assert "5" in refused.value.what
    assert "xyzzy" in refused.value.what


@pytest.mark.parametrize("typed", ["", WORDS[0], " ".join(WORDS[:-1]), " ".join((*WORDS, WORDS[0]))])
def test_too_few_or_too_many_words_are_counted(typed: str) -> None:
    assert reason_of(typed) == "recovery-length"


def test_one_wrong_word_is_found_in_all_places() -> None:
    others = recovery_words(bytes([255] * SECRET_BYTES))
    for place in range(WORD_COUNT):
        other = next(word for word in others if word != WORDS[place])
        assert reason_of(" ".join((*WORDS[:place], other, *WORDS[place + 1 :]))) == "recovery-check"


def test_two_words_that_changed_places_are_found() -> None:
    for place in range(WORD_COUNT - 1):
        swapped = (*WORDS[:place], WORDS[place + 1], WORDS[place], *WORDS[place + 2 :])
        assert reason_of(" ".join(swapped)) == "recovery-check"
