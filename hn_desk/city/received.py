"""What a desk can add up by what it receives."""

from hn_desk.actions.rulebook import rule_book
from hn_desk.rules import city_measures as measures
from hn_desk.rules import desks


def measures_of(desk: str) -> tuple[str, ...]:
    """The measures that a desk can count by what it receives, in the order of its board."""
    one = rule_book().desks[desk]
    found: list[str] = []
    if one.receives(desks.CONVERSIONS):
        found += [measures.REGISTERED, measures.WORKERS, measures.CAPITAL, measures.SUBMITTED]
    if one.receives(desks.CONTACT_COUNTS):
        found.append(measures.CONTACTS)
    if one.receives(desks.EVENT_GROUPS):
        found.append(measures.REACHED)
    if one.receives(desks.EVENTS):
        found += [measures.measure_of(kind, code) for code in one.topics for kind in (measures.EVENTS, measures.PEOPLE)]
    if one.receives(desks.CASES):
        kinds = (measures.CASES, measures.AMOUNT)
        found += [measures.measure_of(kind, code) for code in one.programmes for kind in kinds]
    return tuple(found)


def has_figures(desk: str) -> bool:
    """Whether a desk receives figures of reports."""
    return rule_book().desks[desk].receives(desks.FIGURES)


def is_counting(desk: str) -> bool:
    """Whether a desk receives anything that adds up in a period: a measure, or figures of reports."""
    return has_figures(desk) or bool(measures_of(desk))
