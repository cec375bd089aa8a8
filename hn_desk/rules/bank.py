"""What the bank says of an application that was sent to it, and what becomes of the debt: entry after entry."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from hn_desk.i18n import _
from hn_desk.rules.credit import (
    AT_RISK,
    BANK_APPROVED,
    BANK_REFUSED,
    DEBT_STATES,
    DISBURSED,
    DUE,
    FOLLOWED,
    IN_TERM,
    OVERDUE,
    SENT,
    SETTLED,
)
from hn_desk.rules.dates import add_months, format_date
from hn_desk.rules.money import MOST, format_dong

APPROVED: Final = "approved"
REFUSED: Final = "refused"
PAID_OUT: Final = "paid_out"
DEBT: Final = "debt"
RECOVERY: Final = "recovery"
REPAID: Final = "repaid"
TAKEN_BACK: Final = "taken_back"
OPEN_IN: Final = {
    SENT: (APPROVED, REFUSED),
    BANK_APPROVED: (PAID_OUT, REFUSED),
    DISBURSED: (DEBT, PAID_OUT, REPAID),
    FOLLOWED: (DEBT, RECOVERY, PAID_OUT, REPAID),
}
"""What may be entered next, by the state of the application."""
AFTER: Final = {APPROVED: BANK_APPROVED, REFUSED: BANK_REFUSED, DEBT: FOLLOWED, REPAID: SETTLED}
NEEDS_HELP: Final = frozenset({DUE, OVERDUE, AT_RISK})
"""The states of a debt in which the office cooperates in recovering it (DOMAIN D15)."""
LONGEST_TERM: Final = 600


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the bank said or did; `amount` (đồng) is approved, paid out or still owed, by the kind.

    `note` tells of a debt or what was done to recover it, `done_by` by whom, `result` with what result; `at` and
    `officer_id` say who entered it when, `is_imported` whether from the bank's workbook.
    """

    kind: str
    day: date
    amount: int | None = None
    term_months: int | None = None
    number: str = ""
    reason: str = ""
    debt: str = ""
    note: str = ""
    done_by: str = ""
    result: str = ""
    at: str = ""
    officer_id: str = ""
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """An application's way with the bank so far: when it was sent, what was asked, every entry in order."""

    sent_on: date | None
    asked: int
    entries: tuple[Entry, ...] = ()

    @property
    def live(self) -> tuple[Entry, ...]:
        """The entries that count: one taken back does not, nor does the taking back."""
        kept: list[Entry] = []
        for entry in self.entries:
            if entry.kind != TAKEN_BACK:
                kept.append(entry)
            elif kept:
                kept.pop()
        return tuple(kept)

    @property
    def state(self) -> str:
        """The application's state after the entries."""
        state = SENT
        for entry in self.live:
            state = AFTER.get(entry.kind, DISBURSED if (entry.kind, state) == (PAID_OUT, BANK_APPROVED) else state)
        return state

    @property
    def open_kinds(self) -> tuple[str, ...]:
        """What may be entered next."""
        has_rest = self.approved is not None and self.paid_out < (self.approved.amount or 0)
        following = [kind for kind in OPEN_IN.get(self.state, ()) if kind != PAID_OUT or has_rest]
        return (*following, *((TAKEN_BACK,) if self.live else ()))

    @property
    def approved(self) -> Entry | None:
        """The bank's approval."""
        return next((entry for entry in reversed(self.live) if entry.kind == APPROVED), None)

    @property
    def paid_out(self) -> int:
        """What was paid out so far, in đồng."""
        return sum(entry.amount or 0 for entry in self.live if entry.kind == PAID_OUT)

    @property
    def debt(self) -> Entry | None:
        """The newest word on the debt; None before the first and once it is repaid."""
        if self.state == SETTLED:
            return None
        return next((entry for entry in reversed(self.live) if entry.kind == DEBT), None)

    @property
    def owed(self) -> int:
        """What is still owed in đồng: as followed last and paid out since, nothing once it is repaid."""
        owed = 0
        for entry in self.live:
            if entry.kind == PAID_OUT:
                owed += entry.amount or 0
            elif entry.kind == DEBT:
                owed = entry.amount or 0
            elif entry.kind == REPAID:
                owed = 0
        return owed

    def until(self, day: date) -> "Course":
        """The course as it was at the end of `day`."""
        return Course(self.sent_on, self.asked, tuple(entry for entry in self.live if entry.day <= day))

    def then(self, entry: Entry) -> "Course":
        """The course with one more entry."""
        return Course(self.sent_on, self.asked, (*self.entries, entry))


def to_plain(entry: Entry) -> dict[str, Any]:
    """An entry as plain values: what is empty is left out."""
    values = {name: value for name, value in asdict(entry).items() if value not in (None, "", False)}
    return {**values, "day": entry.day.isoformat()}


def from_plain(values: dict[str, Any]) -> Entry:
    """The entry in plain values."""
    return Entry(**{**values, "day": date.fromisoformat(values["day"])})


def kind_label(kind: str) -> str:
    """What the screen calls a kind of entry; KeyError for an unknown one."""
    return {
        APPROVED: _("The bank approved"),
        REFUSED: _("The bank refused"),
        PAID_OUT: _("The loan was paid out"),
        DEBT: _("State of the debt"),
        RECOVERY: _("Cooperation in recovery"),
        REPAID: _("The loan is settled"),
        TAKEN_BACK: _("Last entry taken back"),
    }[kind]


def is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same of the same day, whoever entered them; a number tells only when both have one.

    Of cooperation in recovery the note must be the same too: it has no amount.
    """
    names = ("kind", "day", "amount", "debt", *(("note",) if one.kind == RECOVERY else ()))
    has_same_number = not (one.number and other.number) or one.number == other.number
    return has_same_number and all(getattr(one, name) == getattr(other, name) for name in names)


def problems(course: Course, entry: Entry, today: date) -> Iterable[tuple[str, str]]:
    """Why `entry` can't follow: the name of the field, and the sentence."""
    yield from _of_day(course, entry.day, today)
    if entry.kind in (APPROVED, PAID_OUT, DEBT):
        yield from _of_amount(course, entry)
    if entry.kind in (REFUSED, TAKEN_BACK) and not entry.reason:
        yield "reason", _("Write the reason.")
    if entry.kind == DEBT and entry.debt not in DEBT_STATES:
        yield "debt", _("Choose the state of the debt.")
    if entry.term_months is not None and not 0 < entry.term_months <= LONGEST_TERM:
        yield "term_months", _("The term lies between 1 and {n} months.").format(n=LONGEST_TERM)
    if entry.kind == RECOVERY and not entry.note:
        yield "note", _("Write what was done.")
    if entry.kind == RECOVERY and not entry.done_by:
        yield "done_by", _("Write who did it.")


def doubts(course: Course, entry: Entry) -> Iterable[tuple[str, str, str]]:
    """What is unusual about `entry` after `course`: the name of the field, a code, and the sentence."""
    amount = entry.amount or 0
    if any(is_same(entry, kept) for kept in course.live):
        yield "day", "twice", _("The same is entered for this day already.")
    if entry.kind == APPROVED and course.asked and amount > course.asked:
        sentence = _("The bank approved more than the {amount} đồng asked for.")
        yield "amount", "above_asked", sentence.format(amount=format_dong(course.asked))
    if entry.kind == DEBT and amount > course.paid_out:
        sentence = _("More is owed than the {amount} đồng paid out.")
        yield "amount", "above_paid_out", sentence.format(amount=format_dong(course.paid_out))
    last = last_day(course)
    if entry.kind == DEBT and entry.debt == IN_TERM and last is not None and entry.day > last:
        yield "debt", "after_term", _("The term ended on {day}.").format(day=format_date(last))


def last_day(course: Course) -> date | None:
    """The last day of the approved term, from the first payment; None when either is not known."""
    begun = next((entry.day for entry in course.live if entry.kind == PAID_OUT), None)
    months = course.approved.term_months if course.approved else None
    return add_months(begun, months) if begun and months else None


def _of_day(course: Course, day: date, today: date) -> Iterable[tuple[str, str]]:
    if day > today:
        yield "day", _("The day lies in the future.")
    elif course.sent_on is not None and day < course.sent_on:
        yield "day", _("The day lies before the sending to the bank on {day}.").format(day=format_date(course.sent_on))
    elif course.live and day < course.live[-1].day:
        yield "day", _("The day lies before the last entry, of {day}.").format(day=format_date(course.live[-1].day))


def _of_amount(course: Course, entry: Entry) -> Iterable[tuple[str, str]]:
    if entry.amount is None:
        yield "amount", _("Type the amount.")
    elif entry.amount >= MOST:
        yield "amount", _("The number is too large.")
    elif entry.amount < 1:
        said = _("Nothing is owed: enter it as settled.") if entry.kind == DEBT else _("An amount begins at 1 đồng.")
        yield "amount", said
    elif entry.kind == PAID_OUT:
        approved = (course.approved.amount if course.approved else None) or 0
        if course.paid_out + entry.amount > approved:
            sentence = _("Together with what was paid before that is more than the {amount} đồng approved.")
            yield "amount", sentence.format(amount=format_dong(approved))
