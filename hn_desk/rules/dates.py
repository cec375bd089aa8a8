"""Days and births: as officers type them, as the law counts them."""

import calendar
import re
from datetime import date, timedelta
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.text import clean_line, fold

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
OLDEST: Final = 130
_YEARS_AHEAD: Final = 10
_DAY_FIRST: Final = re.compile(
    r"(?:ngay )?([0-9]{1,2})(?: thang | ?[/.\- ] ?)([0-9]{1,2})(?: nam | ?[/.\- ] ?)([0-9]{4}|[0-9]{2})"
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_RUN: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_DAYS_AHEAD: Final = re.compile(r"\+ ?([0-9]{1,3})")
_YEAR: Final = re.compile(r"[0-9]{4}")
_NAMED_DAYS: Final = {"hom nay": 0, "hom qua": -1, "ngay mai": 1, "today": 0, "yesterday": -1, "tomorrow": 1}


def parse_date(text: str, *, today: date) -> date:
    """Read a day typed as 5/3/2026, 5-3-26, 05032026, 2026-03-05, “hôm nay”, +7 (in a week), else InputError."""
    typed = clean_line(text)
    ahead = _DAYS_AHEAD.fullmatch(typed)
    if ahead:
        return today + timedelta(days=int(ahead[1]))
    named = _NAMED_DAYS.get(fold(typed))
    if named is not None:
        return today + timedelta(days=named)
    return _typed_day(typed, latest_year=today.year + _YEARS_AHEAD)


def parse_birth(text: str, *, today: date) -> str:
    """Read a birth as it is stored: `YYYY` when only the year is known, else `YYYY-MM-DD`; never in the future."""
    typed = clean_line(text)
    stored = typed if _YEAR.fullmatch(typed) else _typed_day(typed, latest_year=today.year).isoformat()
    if _earliest(stored) > today:
        raise InputError(_("The birth {typed} lies in the future.").format(typed=typed), do=_("Check the year."))
    if int(stored[:4]) < today.year - OLDEST:
        raise InputError(
            _("The birth {typed} is more than {n} years ago.").format(typed=typed, n=OLDEST), do=_("Check the year.")
        )
    return stored


def age_on(birth: str, day: date) -> int:
    """Full years lived on `day`; of a birth known by its year the youngest possible age (born on 31/12)."""
    born = latest_birth(birth)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def latest_birth(birth: str) -> date:
    """Last day the stored birth can mean; 31 December when only the year is known."""
    return date(int(birth), 12, 31) if len(birth) == 4 else date.fromisoformat(birth)


def birthday(birth: str, age: int) -> date:
    """First day on which `age` full years have been reached for certain (1/3 for those born on 29/2)."""
    born = latest_birth(birth)
    reached = add_years(born, age)
    return reached if reached.day == born.day else reached + timedelta(days=1)


def format_birth(birth: str) -> str:
    """Write a stored birth as paper shows it: `1980` or `05/03/1980`."""
    return birth if len(birth) == 4 else format_date(date.fromisoformat(birth))


def format_date(day: date) -> str:
    """`05/03/2026`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def place_date_line(place: str, day: date) -> str:
    """`Hà Nội, ngày 05 tháng 3 năm 2026`: a zero leads days under 10 and months 1 and 2 only. NĐ 30/2020."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def add_years(day: date, years: int) -> date:
    """Move to the same day and month `years` later; 28/2 for 29/2 in a common year."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """Move to the same day `months` later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def weekday_name(day: date) -> str:
    """Weekday in the language of the screen, such as `Thứ Hai`."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[day.weekday()]


def _typed_day(typed: str, *, latest_year: int) -> date:
    day, month, year = _numbers(typed)
    return _existing_day(day, month, int(year) if len(year) == 4 else latest_year - (latest_year - int(year)) % 100)


def _numbers(typed: str) -> tuple[int, int, str]:
    folded = fold(typed)
    backwards = _YEAR_FIRST.fullmatch(folded)
    if backwards:
        return int(backwards[3]), int(backwards[2]), backwards[1]
    found = _DAY_FIRST.fullmatch(folded) or _RUN.fullmatch(folded)
    if not found:
        raise InputError(
            _("“{typed}” is not a day.").format(typed=typed), do=_("Type day, month and year, such as 5/3/2026.")
        )
    return int(found[1]), int(found[2]), found[3]


def _existing_day(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise InputError(_("There is no month {month}.").format(month=month), do=_("Type the day before the month."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            _("The year {year} is not between {first} and {last}.").format(year=year, first=FIRST_YEAR, last=LAST_YEAR),
            do=_("Check the year."),
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise InputError(
            _("Month {month}/{year} has {days} days, so there is no day {day}.").format(
                month=month, year=year, days=days, day=day
            ),
            do=_("Check the day and the month."),
        )
    return date(year, month, day)


def _earliest(birth: str) -> date:
    return date(max(int(birth), 1), 1, 1) if len(birth) == 4 else date.fromisoformat(birth)
