"""Base45: the examples of RFC 9285, a round trip, and nothing else accepted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.packets.base45 import LETTERS, decode, encode

EXAMPLES = {"BB8": b"AB", "%69 VD92EX0": b"Hello!!", "UJCLQE7W581": b"base-45", "QED8WEX0": b"ietf!", "": b""}


@pytest.mark.parametrize(("text", "data"), EXAMPLES.items())
def test_the_examples_of_the_standard_hold(text: str, data: bytes) -> None:
    assert (encode(data), decode(text)) == (text, data)


@settings(deadline=None)
@given(st.binary())
def test_what_is_encoded_comes_back(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", "::", "A", "bb8", "BB_", "0000"])
def test_letters_that_stand_for_no_bytes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"letter|bytes"):
        decode(text)


@settings(deadline=None)
@given(st.text(LETTERS, max_size=60))
def test_a_text_is_refused_or_the_only_one_of_its_bytes(text: str) -> None:
    try:
        data = decode(text)
    except ValueError:
        return
    assert encode(data) == text
