"""`board`: what has come from each office, what is missing and since when, who is late."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hn_desk.city.board import STATES, Board, OfficeState, board
from hn_desk.city.board_sums import YearSums, year_sums
from hn_desk.city.board_words import office_words
from hn_desk.city.places import desk_codes
from hn_desk.commands.access import add_city, opened_desk
from hn_desk.commands.board_numbers import add_numbers, number_facts, number_lines
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--year", type=int, choices=range(2025, 2100), metavar="YEAR", help=_("year; else this one"))
    parser.add_argument("--desk", help=_("the desk's code; every desk of the folder without it"))
    add_numbers(parser)


def run(options: Namespace) -> Outcome:
    """Say of each desk how its offices stand; that packets are missing is no refusal.

    DeskError for no such desk, or a closing of several.
    """
    codes = [options.desk] if options.desk else desk_codes(options.city)
    if options.close and len(codes) > 1:
        raise DeskError(
            _("A period is closed at one desk at a time; nothing was closed."),
            do=_("Name the desk with --desk: {desks}.").format(desks=", ".join(codes)),
            reason="desk",
        )
    found = [_read(options, code) for code in codes]
    facts = {"desks": [{**_facts(one, sums), **more} for one, sums, more in found]}
    return Outcome(facts, tuple(line for one, _sums, more in found for line in (*_lines(one), *number_lines(more))))


def _read(options: Namespace, code: str) -> tuple[Board, YearSums, Mapping[str, Any]]:
    with opened_desk(options, code) as desk:
        one = board(desk)
        return one, year_sums(desk, options.year or one.day.year), number_facts(desk, options)


def _facts(one: Board, sums: YearSums) -> dict[str, Any]:
    return {
        "desk": one.desk,
        "name": one.name,
        "day": one.day.isoformat(),
        "late_after_days": one.late_after,
        "files_aside": one.files_aside,
        "counts": {state: one.count(state) for state in STATES},
        "offices": [_office(office) for office in one.offices],
        "sums": asdict(sums),
    }


def _office(office: OfficeState) -> dict[str, Any]:
    kept = {"waiting": office.waiting, "quarantined": office.quarantined}
    return {**asdict(office), "state": office.state, **kept, "words": office_words(office)}


def _lines(one: Board) -> list[str]:
    return [f"{one.desk} – {one.name}", *(f"- {office.name}: {office_words(office)}" for office in one.offices)]
