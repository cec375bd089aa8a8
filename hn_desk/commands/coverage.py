"""`coverage`: which residential groups the outreach of a period reached, and which are left."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any, Final

from hn_desk.actions.coverage import Matrix, matrix
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.periods import NamedPeriod, parse_period

CLERK: Final = "lan"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument(
        "--period",
        type=named_period,
        required=True,
        help=_("2026, 2026-H1, 2026-Q2, 2026-11 or 2026-01-01..2026-03-31"),
    )
    parser.add_argument("--topic", help=_("count this topic alone, such as sme"))


def run(options: Namespace) -> Outcome:
    """Count each topic that the officer may see, or the one named. DeskError for one that is unknown or unseen."""
    period: NamedPeriod = options.period
    with opened_office(options, CLERK) as office:
        found = matrix(office, period.starts_on, period.ends_on)
    wanted = [options.topic] if options.topic else list(found.topics)
    if not set(wanted) <= set(found.topics):
        raise DeskError(
            _("There is no topic “{code}” here.").format(code=options.topic),
            do=_("Name one of: {codes}.").format(codes=", ".join(found.topics)),
            reason="no-topic",
        )
    places = [list(found.topics).index(topic) for topic in wanted]
    return Outcome(_facts(period, found, places), _lines(period, found, places))


def named_period(text: str) -> NamedPeriod:
    """The period of an option; wrong words are wrong use."""
    try:
        return parse_period(text)
    except DeskError as error:
        raise ArgumentTypeError(str(error)) from error


def _facts(period: NamedPeriod, found: Matrix, places: list[int]) -> dict[str, Any]:
    codes = list(found.topics)
    topics = [
        {
            "topic": codes[place],
            "name": found.topics[codes[place]],
            "reached": found.coverages[place].reached,
            "active": found.coverages[place].active,
            "percent": found.coverages[place].percent,
            "events": found.coverages[place].events,
            "left": [group.name for group in found.coverages[place].left],
        }
        for place in places
    ]
    rows = [
        {
            "id": row.id,
            "name": row.name,
            "counts": {codes[place]: row.cells[place].events for place in places},
            "before": {codes[place]: row.cells[place].before for place in places},
            "reached": {codes[place]: row.cells[place].is_reached for place in places},
        }
        for row in found.rows
    ]
    days = {"from": period.starts_on.isoformat(), "to": period.ends_on.isoformat()}
    return {"period": period.code, **days, "counted_to": found.counted_to.isoformat(), "topics": topics, "groups": rows}


def _lines(period: NamedPeriod, found: Matrix, places: list[int]) -> tuple[str, ...]:
    lines = [period.name]
    for place, name in enumerate(found.topics.values()):
        one = found.coverages[place]
        if place in places:
            told = _("{topic}: {reached} of {active} residential groups ({percent} %)")
            lines.append(told.format(topic=name, reached=one.reached, active=one.active, percent=one.percent))
            lines.extend(f"- {group.name}" for group in one.left)
    return tuple(lines)
