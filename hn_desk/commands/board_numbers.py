"""What `board` tells and writes of a desk's numbers: sums of a period, their files, closing, the yearly file."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.number_files import export_numbers
from hn_desk.city.number_words import (
    figure_label,
    figures_words,
    late_words,
    measure_label,
    pace_of,
    signed,
    value_words,
)
from hn_desk.city.numbers import Numbers, numbers
from hn_desk.city.report_figures import period_name
from hn_desk.city.snapshots import close_period, untold_adjustments
from hn_desk.city.yearly_file import yearly_file
from hn_desk.commands.access import made_folder
from hn_desk.i18n import _
from hn_desk.rules import desks
from hn_desk.rules.money import format_dong

KINDS: Final = ("xlsx", "pdf")
Facts = Mapping[str, Any]


def add_numbers(parser: ArgumentParser) -> None:
    """Add the options about numbers."""
    parser.add_argument("--period", default="", help=_("tell the sums of 2026, 2026-H1, 2026-Q2 or 2026-11 too"))
    parser.add_argument("--close", action="store_true", help=_("close the period: its sums are kept as they are"))
    for kind in KINDS:
        words = _("write the numbers as {kind} into this folder").format(kind=f".{kind}")
        parser.add_argument(f"--{kind}", type=Path, metavar="FOLDER", help=words)
    words = _("write the yearly file of the SME scheme (.json, .csv) into this folder")
    parser.add_argument("--yearly", type=Path, metavar="FOLDER", help=words)


def number_facts(desk: CityDesk, options: Namespace) -> Facts:
    """Do what the options ask of one desk: facts by name, none when they ask nothing. DeskError when refused."""
    today = desk.today()
    asks_files = any(getattr(options, kind) for kind in KINDS)
    code = options.period or (f"{options.year or today.year}" if asks_files or options.close else "")
    if options.close:
        close_period(desk, code)
    facts: dict[str, Any] = {"numbers": _numbers(desk, numbers(desk, code))} if code else {}
    written = _written(desk, options, code)
    return {**facts, "files": written} if written else facts


def number_lines(facts: Facts) -> tuple[str, ...]:
    """The same in sentences."""
    told = facts.get("numbers")
    lines = [f"  {line}" for line in told["words"]] if told else []
    lines += [_("Written: {file}").format(file=name) for name in facts.get("files", ())]
    return tuple(lines)


def _written(desk: CityDesk, options: Namespace, code: str) -> list[str]:
    wanted = [(getattr(options, kind), *export_numbers(desk, code, kind)) for kind in KINDS if getattr(options, kind)]
    if options.yearly and (options.desk or rule_book().desks[desk.code].receives(desks.CONVERSIONS)):
        year = int(code[:4]) if code else options.year or desk.today().year
        wanted += [(options.yearly, name, data) for name, data in yearly_file(desk, year).items()]
    return [str(files.copy_out(data, made_folder(folder), name)) for folder, name, data in wanted]


def _numbers(desk: CityDesk, found: Numbers) -> dict[str, Any]:
    closed = found.snapshot
    return {
        "period": found.period.code,
        "sums": [{**asdict(one), "adjusted": one.adjusted, "label": measure_label(one.measure)} for one in found.lines],
        "figures": [{**asdict(one.figure), "closed": one.closed, "adjusted": one.adjusted} for one in found.figures],
        "offices": found.values,
        "months": found.months,
        "closed": {"on": closed.taken_on.isoformat(), "sha256": closed.sha256, "whole": closed.is_whole}
        if closed
        else None,
        "untold_adjustments": [asdict(one) for one in untold_adjustments(desk)],
        "late_packets": found.late_with_packets(),
        "never_sent": found.never_sent(),
        "late_reports": [
            {"report": one.report, "period": one.period.code, "due": one.due.isoformat(), "offices": one.offices}
            for one in found.late
        ],
        "words": _words(found),
    }


def _words(found: Numbers) -> tuple[str, ...]:
    """Each sum in a line, then the figures of reports, then who is late."""
    lines = []
    for one in found.lines:
        told = (value_words(one), pace_of(one.pace), signed(one.adjusted) if one.adjusted else "")
        lines.append(f"{measure_label(one.measure)}: {' · '.join(part for part in told if part)}")
    lines += [
        f"{period_name(one.figure.period)}, {figure_label(one)}: {format_dong(one.figure.value)}"
        for one in found.figures
    ]
    why = figures_words(found)
    return (*lines, *((why,) if why else ()), *late_words(found))
