"""What the office owes, D1 to D15, as data; and what state a duty is in, from what there is to show for its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.reading import Reader
from hn_desk.rules.roles import ROLES


class DutyStanding(StrEnum):
    """Where a duty stands; `UNSEEN` when this officer's work doesn't show it."""

    OFF = "off"
    UNSEEN = "unseen"
    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    OVERDUE = "overdue"


class PartRule(StrEnum):
    """What a part of a duty looks at; what each counts stands in `actions/duties.py` under `RULES`."""

    COVERAGE = "coverage"
    EVENTS = "events"
    CONTACTS = "contacts"
    CONVERSIONS = "conversions"
    PLAN = "plan"
    ACTS = "acts"
    PACKETS = "packets"
    HANDED_OVER = "handed_over"
    REPORT = "report"
    REQUESTS = "requests"
    EXAMPLES = "examples"
    BUDGET = "budget"
    DIFFICULTIES = "difficulties"
    PAPERS = "papers"
    MONTH_LIST = "month_list"
    SURVEY = "survey"
    WAITS = "waits"
    DEBTS = "debts"


ASKS: Final[Mapping[PartRule, tuple[str, ...]]] = {
    PartRule.COVERAGE: ("topic",),
    PartRule.EVENTS: ("topic",),
    PartRule.PLAN: ("author", "step"),
    PartRule.PACKETS: ("desk",),
    PartRule.REPORT: ("report", "period"),
    PartRule.EXAMPLES: ("topic",),
    PartRule.BUDGET: ("topic",),
    PartRule.DIFFICULTIES: ("topic",),
    PartRule.PAPERS: ("programme",),
    PartRule.MONTH_LIST: ("programme",),
    PartRule.WAITS: ("programme", "days"),
    PartRule.DEBTS: ("programme", "days"),
}
"""The keys that a rule can't do without."""
MAY_SAY: Final[Mapping[PartRule, tuple[str, ...]]] = {
    PartRule.EVENTS: ("audience", "form"),
    PartRule.HANDED_OVER: ("desk",),
}
HALF: Final = "H1"
YEAR: Final = "year"
ANY: Final = "any"
UBND: Final = "ubnd"
POLICE: Final = "police"
ISSUED: Final = "issued"
SENT: Final = "sent"
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "period": (HALF, YEAR, ANY),
    "author": (UBND, POLICE),
    "step": (ISSUED, SENT),
}
DAYS: Final = "days"


@dataclass(frozen=True, slots=True)
class DutyPart:
    """One thing a duty asks for: by which rule, over what, whether it is needed, and where it is entered.

    `place` is a tab of `page`, such as `?register=plans`; empty for the page alone.
    """

    rule: PartRule
    label: str
    page: str
    is_needed: bool
    over: Mapping[str, str]
    days: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in the regulation's words; `short` names it in a table, `topic` says whose it is.

    It holds from `since` on; one `by_instruction` is off until a standing instruction for it is entered.
    """

    code: str
    topic: str
    words: str
    short: str
    output: str
    receiver: str
    when: str
    since: date
    source: str
    roles: tuple[str, ...]
    how: str
    parts: tuple[DutyPart, ...]
    by_instruction: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """How far a part is: begun, done, or late."""

    is_begun: bool
    is_done: bool
    is_late: bool = False


def standing(parts: Iterable[tuple[DutyPart, Shown]], *, is_late: bool = False) -> DutyStanding:
    """The state of a duty that is on: overdue goes before done, and done asks for every part that is needed."""
    told = tuple(parts)
    needed = [shown for part, shown in told if part.is_needed]
    if is_late or any(shown.is_late for shown in needed):
        return DutyStanding.OVERDUE
    if all(shown.is_done for shown in needed):
        return DutyStanding.DONE
    is_begun = any(shown.is_begun for _part, shown in told)
    return DutyStanding.UNDER_WAY if is_begun else DutyStanding.NOT_BEGUN


def standing_label(state: str) -> str:
    """What a state is called; KeyError for an unknown one."""
    return {
        DutyStanding.OFF: _("off"),
        DutyStanding.UNSEEN: _("not your work"),
        DutyStanding.NOT_BEGUN: _("not begun"),
        DutyStanding.UNDER_WAY: _("under way"),
        DutyStanding.DONE: _("done for now"),
        DutyStanding.OVERDUE: _("overdue"),
    }[DutyStanding(state)]


def load_duties(data: Mapping[str, object], name: str) -> tuple[Duty, ...]:
    """Make the duties of a file's tables, in its order; ResourceError names the file, each key and what is wrong."""
    reader = Reader(data, name)
    rows = reader.tables("duties")
    duties = tuple(_duty(row) for row in rows)
    codes = [duty.code for duty in duties]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    reader.finish()
    return duties


def _duty(reader: Reader) -> Duty:
    parts = tuple(_part(row) for row in reader.tables("parts"))
    if not any(part.is_needed for part in parts):
        reader.problem("parts", _("at least one part is needed"))
    return Duty(
        code=reader.text("code"),
        topic=reader.text("topic"),
        words=reader.text("words"),
        short=reader.text("short"),
        output=reader.text("output"),
        receiver=reader.text("receiver"),
        when=reader.text("when"),
        since=reader.day("from"),
        source=reader.text("source"),
        roles=reader.texts("roles", ROLES, optional=False),
        how=reader.text("how"),
        parts=parts,
        by_instruction=reader.has("by_instruction") and reader.flag("by_instruction"),
    )


def _part(reader: Reader) -> DutyPart:
    word = reader.choice("rule", tuple(PartRule))
    rule = PartRule(word) if word in tuple(PartRule) else PartRule.ACTS
    asked = ASKS.get(rule, ())
    keys = [key for key in asked if key != DAYS] + [key for key in MAY_SAY.get(rule, ()) if reader.has(key)]
    over = {key: reader.choice(key, WORDS[key]) if key in WORDS else reader.text(key) for key in keys}
    days = reader.whole(DAYS) if DAYS in asked else 0
    place = reader.text("place", optional=True)
    return DutyPart(rule, reader.text("label"), reader.text("page"), reader.flag("needed"), over, days, place)
