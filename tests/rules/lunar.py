"""The Vietnamese lunar calendar by the astronomical method (new moons and solar terms seen at UTC+7); no library.

After the published algorithm of Hồ Ngọc Đức, with Meeus' series for the new moon and the sun's longitude.
"""

from datetime import date, timedelta
from math import floor, pi, radians, sin

_EPOCH = date(2000, 1, 1)
_EPOCH_JULIAN = 2451545
_ZONE = 7


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the sun's calendar that is `day` of lunar `month` (no leap month) in the lunar year `year`."""
    eleventh = _eleventh_month(year - 1)
    following = _eleventh_month(year)
    ordinal = month + 1 if month < 11 else month - 11
    moon = floor(0.5 + (eleventh - 2415021.076998695) / 29.530588853)
    if following - eleventh > 365 and ordinal >= _leap_ordinal(moon):
        ordinal += 1
    return _day_of(_new_moon(moon + ordinal) + day - 1)


def _new_moon(number: int) -> int:
    """Julian day at UTC+7 of the new moon that is `number` after the one of 1/1/1900."""
    t = number / 1236.85
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3)
    change = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    change += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon)
    change += -0.0074 * sin(sun - moon) + 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    change += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    drift = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + change - drift + 0.5 + _ZONE / 24)


def _sun_sign(julian: int) -> int:
    """Which twelfth of its way the sun is on at midnight of a Julian day at UTC+7, from 0 at the March equinox."""
    t = (julian - 0.5 - _ZONE / 24 - _EPOCH_JULIAN) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    centre = (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    longitude = radians(280.46645 + 36000.76983 * t + 0.0003032 * t**2 + centre) % (2 * pi)
    return floor(longitude / pi * 6)


def _eleventh_month(year: int) -> int:
    """Julian day on which the lunar month with the winter solstice of `year` begins."""
    last = _EPOCH_JULIAN + (date(year, 12, 31) - _EPOCH).days
    number = floor((last - 2415021) / 29.530588853)
    begins = _new_moon(number)
    return _new_moon(number - 1) if _sun_sign(begins) >= 9 else begins


def _leap_ordinal(moon: int) -> int:
    """Which month after the eleventh has no principal term: it repeats the month before."""
    ordinal, before = 1, _sun_sign(_new_moon(moon + 1))
    while True:
        ordinal += 1
        sign = _sun_sign(_new_moon(moon + ordinal))
        if sign == before or ordinal >= 14:
            return ordinal - 1
        before = sign


def _day_of(julian: int) -> date:
    return _EPOCH + timedelta(days=julian - _EPOCH_JULIAN)
