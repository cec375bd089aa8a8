"""What the list of household businesses may be asked: after how many quiet days, from which revenue on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.reading import Reader

SINCE: Final = date(2026, 1, 1)
HEADINGS: Final = (
    *("title", "code", "name", "owner", "address", "phone", "last", "day", "way", "intention", "obstacles", "said"),
    *("next_step", "next_on", "notes"),
)


@dataclass(frozen=True, slots=True)
class HouseholdLists:
    """`quiet_after`: days without a contact to choose from; `soon_days`: how far ahead a next step is near.

    `most_visits`: households on one list that is taken along; `headings` its headings by name, with its `title`.
    `worth_a_visit`: the yearly revenue in đồng, by day, from which a household ought to be contacted.
    """

    quiet_after: tuple[int, ...]
    soon_days: int
    worth_a_visit: Dated[int]
    most_visits: int
    headings: Mapping[str, str]


def load_household_lists(data: Mapping[str, object], name: str) -> HouseholdLists:
    """Make HouseholdLists of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    quiet = tuple(row.whole("days") for row in reader.tables("quiet_after"))
    if not quiet or list(quiet) != sorted(set(quiet)):
        reader.problem("quiet_after", _("must rise"))
    taken = reader.table("work_list")
    headings = {key: taken.text(key) for key in HEADINGS}
    if len(set(headings.values())) != len(headings):
        reader.problem("work_list", _("must be different"))
    read = HouseholdLists(
        quiet,
        reader.whole("soon_days"),
        read_dated_whole(reader, "worth_a_visit", since=SINCE),
        taken.whole("most"),
        headings,
    )
    reader.finish()
    return read
