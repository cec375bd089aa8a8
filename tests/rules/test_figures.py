from datetime import date

import pytest

from hn_desk.rules.figures import age_band, percent, shown_count

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("2008-07-02", "0-17"),
        ("2008-07-01", "18-29"),
        ("1996", "18-29"),
        ("1995", "30-44"),
        ("1966-07-01", "60+"),
        ("1966-07-02", "45-59"),
        ("", ""),
    ],
)
def test_a_birth_becomes_a_band_of_age(birth: str, band: str) -> None:
    assert age_band(birth, DAY) == band


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5"), (120, "120")])
def test_small_numbers_are_hidden(count: int, shown: str) -> None:
    assert shown_count(count) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 10, "10"),
        (4, 41, "9,76"),
        (999, 10_000, "9,99"),
        (99_999, 1_000_000, "9,99"),
        (9_996, 100_000, "9,99"),
        (1, 16, "6,25"),
        (0, 3, "0"),
    ],
)
def test_a_share_is_rounded_but_never_up_to_a_limit(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown
