"""What one record at a city desk adds to which measure in which month; coverage alone is no sum of records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hn_desk.rules import desks
from hn_desk.rules.conversion import REGISTERED as IS_REGISTERED
from hn_desk.rules.credit import WITHDRAWN

REGISTERED: Final = "registered"
WORKERS: Final = "workers"
CAPITAL: Final = "capital"
SUBMITTED: Final = "submitted"
CONTACTS: Final = "contacts"
EVENTS: Final = "events"
PEOPLE: Final = "people"
CASES: Final = "cases"
AMOUNT: Final = "amount"
REACHED: Final = "reached"
GROUPS: Final = "groups"
COVERAGE: Final = (REACHED, GROUPS)
"""Measures that are counted for a period as a whole: residential groups reached and owed."""
MONEY: Final = frozenset({CAPITAL, AMOUNT})
"""Measures in đồng; every other one is a count."""
HELD: Final = "done"
_MONTH: Final = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """A record adds `value` to `measure` in `month` (`2026-05`)."""

    measure: str
    month: str
    value: int

    @property
    def key(self) -> str:
        """Measure and month in one text: `registered@2026-05`."""
        return f"{self.measure}@{self.month}"


def counted(subject: str, payload: Mapping[str, Any]) -> tuple[Counted, ...]:
    """What a record adds to the sums; () when nothing. `payload` is its row by field name, days in ISO."""
    rule = _RULES.get(subject)
    return tuple(one for one in rule(payload) if one.month) if rule else ()


def measure_of(family: str, code: str) -> str:
    """The measure of one programme or topic: `cases.qd22`."""
    return f"{family}.{code}"


def family_of(measure: str) -> str:
    """What a measure counts, whatever its programme or topic: `cases` of `cases.qd22`."""
    return measure.partition(".")[0]


def code_of(measure: str) -> str:
    """The programme or topic of a measure; "" for one without."""
    return measure.partition(".")[2]


def is_money(measure: str) -> bool:
    """Whether it is in đồng."""
    return family_of(measure) in MONEY


def subject_of(measure: str) -> str:
    """The subject whose records are counted for a measure; KeyError for an unknown one."""
    return _SUBJECTS[family_of(measure)]


def _conversion(row: Mapping[str, Any]) -> tuple[Counted, ...]:
    sent = Counted(SUBMITTED, _month(row.get("submitted_on")), 1)
    if row.get("state") != IS_REGISTERED or not row.get("enterprise_kind"):
        return (sent,)
    month = _month(row.get("certificate_on"))
    many = (Counted(WORKERS, month, row.get("workers") or 0), Counted(CAPITAL, month, row.get("capital") or 0))
    return (Counted(REGISTERED, month, 1), *(one for one in many if one.value), sent)


def _contact(row: Mapping[str, Any]) -> tuple[Counted, ...]:
    met = row.get("contacts") or 0
    return (Counted(CONTACTS, row.get("month") or "", met),) if met else ()


def _event(row: Mapping[str, Any]) -> tuple[Counted, ...]:
    if row.get("state") != HELD or not row.get("topic"):
        return ()
    month, people = _month(row.get("starts_on")), row.get("people") or 0
    came = (Counted(measure_of(PEOPLE, row["topic"]), month, people),) if people else ()
    return (Counted(measure_of(EVENTS, row["topic"]), month, 1), *came)


def _case(row: Mapping[str, Any]) -> tuple[Counted, ...]:
    if not row.get("state") or row["state"] == WITHDRAWN or not row.get("programme"):
        return ()
    month, amount = _month(row.get("decided_on")), row.get("amount") or 0
    money = (Counted(measure_of(AMOUNT, row["programme"]), month, amount),) if amount else ()
    return (Counted(measure_of(CASES, row["programme"]), month, 1), *money)


def _month(day: str | None) -> str:
    return (day or "")[:_MONTH]


_RULES: Final[Mapping[str, Callable[[Mapping[str, Any]], tuple[Counted, ...]]]] = {
    desks.CONVERSIONS: _conversion,
    desks.CONTACT_COUNTS: _contact,
    desks.EVENTS: _event,
    desks.CASES: _case,
}
_SUBJECTS: Final[Mapping[str, str]] = {
    **dict.fromkeys((REGISTERED, WORKERS, CAPITAL, SUBMITTED), desks.CONVERSIONS),
    CONTACTS: desks.CONTACT_COUNTS,
    **dict.fromkeys((EVENTS, PEOPLE), desks.EVENTS),
    **dict.fromkeys((CASES, AMOUNT), desks.CASES),
    **dict.fromkeys(COVERAGE, desks.EVENT_GROUPS),
}
