"""What the screen and the command line say of a paper that was checked: a headline and the facts below it."""

from collections.abc import Iterator

from hn_desk.actions.credit_labels import kind_label
from hn_desk.actions.verifying import CHANGED, GENUINE, GONE, LEFT, REPLACED, UNKNOWN, UNSIGNED, Verdict
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date


def headline(verdict: Verdict) -> str:
    """One sentence: may one rely on it."""
    since = format_date(verdict.since) if verdict.since else ""
    return {
        GENUINE: _("Genuine: this paper stands in the office's records as it was issued.")
        if verdict.subject
        else _("Genuine: the check code was made by the office it names."),
        UNSIGNED: _("Not issued: this paper was printed before it had a signature, a number and a stamp."),
        REPLACED: _("No longer in force: a newer edition of this paper was issued."),
        GONE: _("Withdrawn on {day}: this paper no longer counts.").format(day=since),
        LEFT: _("Never issued: it was returned or refused on {day}.").format(day=since),
        CHANGED: _("Not genuine: the office's records say something else under this file code."),
        UNKNOWN: _("Unknown: this office has no such paper in its records."),
    }[verdict.standing]


def told(verdict: Verdict) -> tuple[str, ...]:
    """What the paper stands for, line by line, and what to do; nobody is named."""
    return tuple(_told(verdict))


def _told(verdict: Verdict) -> Iterator[str]:
    yield _("Office: {name} ({code})").format(name=verdict.office_name or "–", code=verdict.office)
    yield _("Paper: {paper}").format(paper=verdict.paper)
    if verdict.kind:
        yield _("Kind: {kind}").format(kind=kind_label(verdict.kind))
    if verdict.number:
        issued = format_date(verdict.issued_on) if verdict.issued_on else "–"
        yield _("Number: {number}, of {day}").format(number=verdict.number, day=issued)
    if verdict.day is not None:
        yield _("Day of the check code: {day}").format(day=format_date(verdict.day))
    if verdict.taken_out:
        yield _("Lines taken out of this list since it was issued: {n}").format(n=verdict.taken_out)
    if verdict.is_training:
        yield _("This is a training paper; it counts for nothing outside of training.")
    yield _what_to_do(verdict)


def _what_to_do(verdict: Verdict) -> str:
    if not verdict.is_good:
        return _("Don't rely on this paper. Ask who brought it, and the office that it names.")
    if verdict.subject is None:
        return _("The code holds no text of the paper: ask the office for its number and kind, and compare them.")
    return _("Compare number, day and kind with what is printed: the code holds no text of the paper.")
