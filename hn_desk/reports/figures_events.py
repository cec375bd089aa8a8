"""Figures of outreach: events that were held, what they reached, the residential groups they came to.

An event counts in the period in which it began, once; only those that are done. A residential group is reached as the
coverage says.
"""

from collections.abc import Iterator
from typing import Any

from hn_desk.reports.counting import Counting, Options, Records, admits, each, valued
from hn_desk.rules.coverage import PERCENT

ANY_TOPIC = ""


def events(of: Counting, options: Options) -> Records:
    """Events held."""
    return each(row.id for row in _held(of, options))


def event_sum(of: Counting, options: Options) -> Records:
    """What the events held add up to in one field."""
    (field,) = options["field"]
    return valued((row.id, getattr(row, field)) for row in _held(of, options))


def groups(of: Counting, _options: Options) -> Records:
    """Residential groups that are owed in the period, whatever the topic."""
    return each(one.id for one in of.coverage(ANY_TOPIC).groups)


def groups_reached(of: Counting, options: Options) -> Records:
    """Residential groups of the period that an event of one of the topics reached."""
    reached = (one.id for topic in options["topics"] for one in of.coverage(topic).groups if one.is_reached)
    return each(reached)


def groups_share(of: Counting, options: Options) -> int:
    """Whole percent of the residential groups reached, cut, so that 100 means all; 100 when there are none."""
    every = len(groups(of, options))
    return PERCENT * len(groups_reached(of, options)) // every if every else PERCENT


def _held(of: Counting, options: Options) -> Iterator[Any]:
    for row in of.events:
        is_for = "audiences" not in options or not set(options["audiences"]).isdisjoint(row.audiences)
        if is_for and row.topic in options["topics"] and admits(options, "forms", row.form):
            yield row
