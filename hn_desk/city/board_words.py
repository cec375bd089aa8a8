"""The board in words: what has come from an office, what is missing and since when."""

from hn_desk.city.board import GOOD, LATE, MISSING, NEVER, Gap, OfficeState, StreamState, day_of
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.gaps import run_words


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
