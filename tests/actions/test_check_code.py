"""The check code: what goes in comes out, and nothing else is read."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hn_desk.actions.check_code import Committed, check_code, commitment_of, read_check_code

COMMITTED = st.builds(
    Committed,
    office_code=st.integers(0, 99_999).map("{:05}".format),
    file_code=st.text("0123456789-ABC", max_size=40),
    edition=st.integers(1, 65_535),
    day=st.dates(),
    is_training=st.booleans(),
    commitment=st.binary(min_size=32, max_size=32),
)


@given(COMMITTED)
def test_a_check_code_is_read_as_it_was_written(committed: Committed) -> None:
    assert read_check_code(check_code(committed)) == committed


@given(st.text() | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").map("HN1:{}".format))
def test_any_other_text_is_no_check_code_or_a_whole_one(content: str) -> None:
    read = read_check_code(content)
    assert read is None or len(read.commitment) == 32


def test_the_commitment_hangs_on_nonce_and_facts() -> None:
    codes = {
        commitment_of("00" * 16, {"amount": 1}),
        commitment_of("01" * 16, {"amount": 1}),
        commitment_of("00" * 16, {"amount": 2}),
    }
    assert len(codes) == 3


def test_a_high_edition_still_fits() -> None:
    committed = Committed("00070", "2026-000001", 1_000, date(2026, 11, 20), True, bytes(32))
    assert read_check_code(check_code(committed)) == committed
