"""Figures as they are shown: bands of age and small numbers that name nobody, shares that are never rounded up."""

from datetime import date
from typing import Final

from hn_desk.rules.dates import age_on

FEWEST_SHOWN: Final = 5
HIDDEN: Final = f"< {FEWEST_SHOWN}"
_BANDS: Final = ((18, "0-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"))
OLDEST_BAND: Final = "60+"


def age_band(birth: str, day: date) -> str:
    """Band of an age, such as `30-44`; empty when the birth is not known."""
    if not birth:
        return ""
    age = age_on(birth, day)
    return next((band for below, band in _BANDS if age < below), OLDEST_BAND)


def percent(part: int, whole: int) -> str:
    """`9,76`: a share in percent to two places, never rounded up to a whole one, so that 9.999 never reads as 10.

    Whole shares have no places; `whole` is above 0.
    """
    hundredths = (20_000 * part + whole) // (2 * whole)
    if hundredths % 100 == 0 and hundredths * whole > 10_000 * part:
        hundredths -= 1
    return f"{hundredths // 100},{hundredths % 100:02}".removesuffix(",00")


def shown_count(count: int) -> str:
    """Show a count on what may be posted: 1 to 4 become `< 5`, so that nobody is guessed from it."""
    return HIDDEN if 0 < count < FEWEST_SHOWN else str(count)
