"""The board in words: what has come from an office, what is missing and since when."""

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.board import GOOD, LATE, MISSING, NEVER, Gap, OfficeState, StreamState, day_of
from hn_desk.city.board_sums import Sums, YearSums
from hn_desk.i18n import _
from hn_desk.rules import desks
from hn_desk.rules.dates import format_date
from hn_desk.rules.gaps import run_words
from hn_desk.rules.money import format_dong


def state_label(state: str) -> str:
    """What the screen calls a state; KeyError for an unknown one."""
    return {
        MISSING: _("Packets missing"),
        NEVER: _("Nothing has come yet"),
        LATE: _("Late"),
        GOOD: _("Complete"),
    }[state]


def office_words(office: OfficeState) -> str:
    """All that the desk knows of an office's packets, in one line."""
    if office.days is None:
        return _("certified, but nothing has come yet")
    told = [stream_words(stream) for stream in office.streams]
    if office.is_late:
        told.append(_("nothing for {days} days").format(days=office.days))
    return "; ".join(told)


def stream_words(stream: StreamState) -> str:
    """What has come of one numbering and what is missing: “1–14 and 16 came; 15 missing since 03/11/2026”."""
    told = [_("{numbers} came").format(numbers=run_words(stream.come))] if stream.come else []
    told += [gap_words(gap) for gap in stream.gaps]
    if stream.quarantined:
        told.append(_("{count} kept aside").format(count=stream.quarantined))
    return "; ".join(told)


def gap_words(gap: Gap) -> str:
    """Which packets are missing, and since when that is known."""
    numbers = run_words([(gap.first, gap.last)])
    return _("{numbers} missing since {day}").format(numbers=numbers, day=format_date(day_of(gap.since)))


def sums_words(sums: YearSums, one: Sums) -> str:
    """A year's sums of one office or of the city in one line, as far as the desk receives them; "" when none."""
    told = []
    if desks.CONVERSIONS in sums.subjects:
        told.append(_("{n} enterprises registered").format(n=format_dong(one.registered)))
        told.append(_("{n} dossiers handed in").format(n=format_dong(one.submitted)))
    if desks.CONTACT_COUNTS in sums.subjects:
        told.append(_("{n} contacts").format(n=format_dong(one.contacts)))
    if desks.EVENT_GROUPS in sums.subjects:
        told.append(_("{n} of {all} residential groups reached").format(n=one.reached, all=one.groups))
    for code, case in one.cases.items():
        name = rule_book().programmes[code].name if code in rule_book().programmes else code
        told.append(
            _("{programme}: {n} cases, {amount} đồng").format(
                programme=name, n=format_dong(case.cases), amount=format_dong(case.amount)
            )
        )
    return "; ".join(told)
