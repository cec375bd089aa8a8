"""The handover book's data: after how many days without a receipt a line calls for attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.reading import Reader

FIRST_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """Days that a packet may be under way."""

    late_days: Dated[int]

    def is_late(self, days: int, today: date) -> bool:
        """Whether `days` without a receipt are too many on this day; a clock before all data finds nothing late."""
        period = self.late_days.period_on(today)
        return period is not None and days >= period.value


def load_handover(data: Mapping[str, object], name: str) -> HandoverRules:
    """Read the data file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    rules = HandoverRules(read_dated_whole(reader, "late_days", since=FIRST_DAY))
    reader.finish()
    return rules
