"""What the list of household businesses may be asked: after how many quiet days, from which revenue on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.reading import Reader

SINCE: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class HouseholdLists:
    """`quiet_after`: days without a contact to choose from; `soon_days`: how far ahead a next step is near.

    `worth_a_visit`: the yearly revenue in đồng, by day, from which a household ought to be contacted.
    """

    quiet_after: tuple[int, ...]
    soon_days: int
    worth_a_visit: Dated[int]


def load_household_lists(data: Mapping[str, object], name: str) -> HouseholdLists:
    """Make HouseholdLists of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    quiet = tuple(row.whole("days") for row in reader.tables("quiet_after"))
    if not quiet or list(quiet) != sorted(set(quiet)):
        reader.problem("quiet_after", _("must rise"))
    read = HouseholdLists(quiet, reader.whole("soon_days"), read_dated_whole(reader, "worth_a_visit", since=SINCE))
    reader.finish()
    return read
