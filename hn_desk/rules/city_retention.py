"""How long a city desk keeps evidence and files as they came: days by kind, with their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hn_desk.rules.reading import Reader

INBOX: Final = "inbox"
PACKETS: Final = "packets"
QUARANTINE: Final = "quarantine"
KINDS: Final = (INBOX, PACKETS, QUARANTINE)


@dataclass(frozen=True, slots=True)
class CityRetention:
    """Days by kind; `is_provisional` until the city has confirmed them."""

    days: Mapping[str, int]
    source: str
    is_provisional: bool

    def before(self, kind: str, now: datetime) -> datetime:
        """What is older than this moment is due."""
        return now - timedelta(days=self.days[kind])


def load_city_retention(data: Mapping[str, object], name: str) -> CityRetention:
    """Read the data file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    days = reader.table("days")
    reader.day("valid_from")
    rules = CityRetention(
        {kind: days.whole(kind) for kind in KINDS},
        reader.text("source"),
        reader.choice("status", ("provisional", "official")) == "provisional",
    )
    reader.finish()
    return rules
