"""How many backups are kept, when their age is a warning, how often everything is checked: data and one choice."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hn_desk.rules.reading import Reader


@dataclass(frozen=True, slots=True)
class BackupRules:
    """Newest backups kept a day, a week and a month; days until an amber warning and between full checks."""

    daily: int
    weekly: int
    monthly: int
    warn_days: int
    warn_second_days: int
    full_check_days: int


def load_backup_rules(data: Mapping[str, object], name: str) -> BackupRules:
    """Read the data file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    keep, warn, check = reader.table("keep"), reader.table("warn"), reader.table("check")
    rules = BackupRules(
        daily=keep.whole("daily"),
        weekly=keep.whole("weekly"),
        monthly=keep.whole("monthly"),
        warn_days=warn.whole("days"),
        warn_second_days=warn.whole("second_days"),
        full_check_days=check.whole("full_days"),
    )
    reader.finish()
    return rules


def kept(moments: Sequence[datetime], rules: BackupRules) -> frozenset[datetime]:
    """Which backups stay: the newest of each of the last days, weeks and months that have one; the newest always."""
    newest_first = sorted(moments, reverse=True)
    stay = set(newest_first[:1])
    for same, most in ((_day, rules.daily), (_week, rules.weekly), (_month, rules.monthly)):
        stay |= _newest_of_each(newest_first, same, most)
    return frozenset(stay)


def days_since(moment: datetime | None, now: datetime) -> int | None:
    """Whole days by the calendar where the PC stands; None for never, 0 for a moment ahead of the clock."""
    if moment is None:
        return None
    return max((now.astimezone().date() - moment.astimezone().date()).days, 0)


def is_due(moment: datetime | None, now: datetime, days: int) -> bool:
    """Whether something done at `moment` is due again every `days` days; one that lies ahead was stamped wrongly."""
    since = days_since(moment, now)
    return since is None or moment is None or since >= days or moment > now + timedelta(days=1)


def _newest_of_each(newest_first: Sequence[datetime], same: Callable[[datetime], Hashable], most: int) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(same(moment), moment)
    return set(list(found.values())[:most])


def _day(moment: datetime) -> Hashable:
    return moment.astimezone().date()


def _week(moment: datetime) -> Hashable:
    return tuple(moment.astimezone().isocalendar())[:2]


def _month(moment: datetime) -> Hashable:
    return (moment.astimezone().year, moment.astimezone().month)
