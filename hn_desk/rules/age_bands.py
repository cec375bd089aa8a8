"""Ages in bands, so that a record without a name tells no more of a person than it has to."""

from typing import Final

BANDS: Final = ((18, "<18"), (30, "18-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
OLDEST: Final = "60+"


def age_band(age: int) -> str:
    """The band of an age, such as `30-39`."""
    return next((band for below, band in BANDS if age < below), OLDEST)
