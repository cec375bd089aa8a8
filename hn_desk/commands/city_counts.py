"""`city-counts`: what the city's desks hold, counted from their own files."""

from argparse import ArgumentParser, Namespace

from hn_desk.city.overview import counts, distinct_counts, record_keys
from hn_desk.city.places import desk_codes
from hn_desk.commands.access import add_city, opened_desk
from hn_desk.commands.outcome import Outcome


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)


def run(options: Namespace) -> Outcome:
    """Count distinct records over all desks, and what each desk holds."""
    keys, desks = [], {}
    for code in desk_codes(options.city):
        with opened_desk(options, code) as desk:
            keys.append(record_keys(desk))
            desks[code] = counts(desk)
    distinct = distinct_counts(keys)
    lines = tuple(f"{subject}: {count}" for subject, count in distinct.items())
    return Outcome({"counts": distinct, "desks": desks}, lines)
