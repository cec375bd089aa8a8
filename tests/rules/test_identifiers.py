import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from hn_desk.rules.identifiers import (
    IdentifierCheck,
    check_business_code,
    check_citizen_id,
    check_enterprise_code,
    check_phone,
    check_tax_code,
    is_citizen_number,
    masked,
)


def test_a_number_that_fits_sex_and_birth_is_good() -> None:
    assert check_citizen_id("001 185 012345", sex="female", birth="1985-03-05") == IdentifierCheck("001185012345")
    assert check_citizen_id("001210000001", sex="male", birth="2010") == IdentifierCheck("001210000001")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("01185012345", "The number has 11 digits; a leading zero may be missing."),
        ("0011850123456", "The number has 13 digits; a citizen's number has 12."),
        ("00118501234x", "A citizen's number has digits only."),
        ("٠٠١١٨٥٠١٢٣٤٥", "A citizen's number has digits only."),
        ("", "A citizen's number has digits only."),
    ],
)
def test_a_number_of_the_wrong_shape_is_blocked(typed: str, sentence: str) -> None:
    check = check_citizen_id(typed)
    assert check.problems == (sentence,)
    assert not check.is_good


@pytest.mark.parametrize(
    ("typed", "sex", "birth", "words"),
    [
        ("003185012345", None, None, "No province"),
        ("001185012345", "male", None, "does not fit the sex"),
        ("001185012345", None, "1986", "born in 1985"),
        ("012345678", None, None, "old 9-digit"),
    ],
)
def test_what_does_not_fit_only_warns(typed: str, sex: str | None, birth: str | None, words: str) -> None:
    check = check_citizen_id(typed, sex=sex, birth=birth)
    assert check.is_good
    assert [words in warning for warning in check.warnings] == [True]


def test_a_birth_abroad_has_its_own_codes() -> None:
    assert check_citizen_id("120185012345").warnings == ()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0100233488", "0100233488"),
        ("0314409058-002", "0314409058-002"),
        ("0314409058 002", "0314409058-002"),
        ("001185012345", "001185012345"),
    ],
)
def test_a_right_tax_code_is_kept_in_one_spelling(typed: str, value: str) -> None:
    assert check_tax_code(typed) == IdentifierCheck(value)


@pytest.mark.parametrize("typed", ["0100233480", "0100000000", "0314409058-000"])
def test_a_failing_check_digit_only_warns(typed: str) -> None:
    check = check_tax_code(typed)
    assert check.is_good
    assert len(check.warnings) == 1


@pytest.mark.parametrize("typed", ["12345", "01002334AB", ""])
def test_a_tax_code_of_the_wrong_shape_is_blocked(typed: str) -> None:
    assert not check_tax_code(typed).is_good


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("001185012345", "001185012345"),
        ("8123456789", "8123456789"),
        ("8123456789001", "8123456789-001"),
        ("01r8017431", "01R8017431"),
    ],
)
def test_business_codes_of_all_ages_are_taken(typed: str, value: str) -> None:
    assert check_business_code(typed) == IdentifierCheck(value)


def test_a_business_code_that_is_its_owners_number_is_known_as_such() -> None:
    assert is_citizen_number("001185012345")
    assert is_citizen_number("012345678")
    assert not is_citizen_number("8123456789")
    assert not is_citizen_number("01R801743112")


@pytest.mark.parametrize("typed", ["", "123", "HKD", "01/2020/GP"])
def test_other_business_codes_are_blocked(typed: str) -> None:
    assert not check_business_code(typed).is_good


def test_an_enterprise_code_has_ten_digits_and_a_check_digit() -> None:
    assert check_enterprise_code("0100233488") == IdentifierCheck("0100233488")
    assert check_enterprise_code("0100233480").warnings
    assert not check_enterprise_code("0314409058-002").is_good


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("(024) 3825-1234", "02438251234"),
    ],
)
def test_a_telephone_number_is_kept_with_its_leading_zero(typed: str, value: str) -> None:
    assert check_phone(typed) == IdentifierCheck(value)


def test_an_unusual_telephone_number_warns_and_a_short_one_is_blocked() -> None:
    assert check_phone("0123456789").warnings
    assert not check_phone("113").is_good
    assert not check_phone("khong co").is_good


@given(st.text(max_size=20), st.sampled_from([None, "male", "female"]))
def test_no_text_breaks_a_check(text: str, sex: str | None) -> None:
    for check in (check_tax_code, check_business_code, check_enterprise_code, check_phone):
        assert isinstance(check(text).value, str)
    assert isinstance(check_citizen_id(text, sex=sex, birth="1980").value, str)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("001190012345", "001••••••345"), ("012345678", "012•••678"), ("0123456", "•••••••"), ("", "")],
)
def test_a_list_shows_only_both_ends_of_a_number(number: str, shown: str) -> None:
    assert masked(number) == shown


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 9), st.booleans())
def test_the_quick_check_digit_agrees_with_stdnum(first: str, last: int, is_empty: bool) -> None:
    code = f"{first[:2]}0000000{last}" if is_empty else f"{first}{last}"
    assert (check_tax_code(code).warnings == ()) is mst.is_valid(code)
