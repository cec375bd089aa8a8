"""One day on which the office owes something, as the home page, the calendar and the page of duties show it."""

from dataclasses import dataclass
from datetime import date

from hn_desk.rules.deadlines import DueState

__all__ = ["DueDay", "DueState"]


@dataclass(frozen=True, slots=True)
class DueDay:
    """A due day of a deadline. The law's day is `day`; `days_left` is below 0 when it has passed.

    `evidence` says how far it is; `page` is where it is done or shown, `opens` what that page is told to
    open, `record` the id of the record that shows it. `report` and `period` name the report that meets it, empty when
    none does or its period isn't known. `instruction` is the id of the paper from above that asks for it, empty for
    what the regulations ask.
    """

    code: str
    duty: str
    topic: str
    title: str
    receiver: str
    source: str
    day: date
    weekday: str
    days_left: int
    last_workday: date
    remind_on: date
    state: DueState
    evidence: str
    page: str
    record: str = ""
    opens: str = ""
    report: str = ""
    period: str = ""
    instruction: str = ""
