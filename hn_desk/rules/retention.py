"""How long records stay and by when requests are answered: data with its source, and the days that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hn_desk.rules.dates import add_years
from hn_desk.rules.reading import Reader

KINDS: Final = (
    *("confirmed", "unconfirmed", "contacts", "households", "events", "examples", "difficulties"),
    *("people", "packets", "log"),
)
REQUESTS: Final = ("show", "correct", "export", "erase")


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """Years by kind of record, days by kind of request, hours until a breach must be told; where they come from."""

    years: Mapping[str, int]
    answer_days: Mapping[str, int]
    breach_hours: int
    source: str
    is_provisional: bool

    def due_on(self, kind: str, last: date) -> date:
        """The day from which a record of `kind`, last needed on `last`, is to be deleted."""
        return add_years(last, self.years[kind])

    def answer_by(self, request: str, received: date) -> date:
        """The last day to answer a person's request."""
        return received + timedelta(days=self.answer_days[request])


def load_retention(data: Mapping[str, object], name: str) -> RetentionRules:
    """Read the data file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    years, days, breach = reader.table("years"), reader.table("answer_days"), reader.table("breach")
    reader.day("valid_from")
    rules = RetentionRules(
        {kind: years.whole(kind) for kind in KINDS},
        {request: days.whole(request) for request in REQUESTS},
        breach.whole("hours"),
        reader.text("source"),
        reader.choice("status", ("provisional", "official")) == "provisional",
    )
    reader.finish()
    return rules
