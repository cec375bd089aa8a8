"""`import`: a workbook of other people looked through row by row, or written."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, ROWS, SAME, SKIPPED, UPDATE, Preview, RowOutcome
from hn_desk.actions.import_failures import failures_name
from hn_desk.actions.import_plan import GROUPS, HOUSEHOLDS, PEOPLE
from hn_desk.actions.import_reading import unread_headings
from hn_desk.actions.imports import open_file, preview, suggest, with_template, write
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _
from hn_desk.intake.letters import Encoding

CLERK: Final = "lan"
NOTHING: Final = {
    **dict.fromkeys(("name", "owner_name", "owner_id", "business_code", "tax_code", "address"), ""),
    **dict.fromkeys(("capital", "workers", "registered_on")),
}
"""What is told of a row that says nothing of it."""


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help=_("workbook (.xlsx, .xls, .ods, .csv)"))
    parser.add_argument(
        "--as", dest="subject", choices=(HOUSEHOLDS, GROUPS, PEOPLE), required=True, help=_("what its rows are")
    )
    parser.add_argument("--sheet", default="", help=_("which sheet; the largest when none is named"))
    parser.add_argument(
        "--encoding",
        choices=tuple(Encoding),
        help=_("code of all its letters; found column by column when none is named"),
    )
    parser.add_argument("--template", help=_("kept template that says which column holds what"))
    parser.add_argument("--write", action="store_true", help=_("write what is new; without it nothing is kept"))


def run(options: Namespace) -> Outcome:
    """Look through the file, and write it when asked to."""
    path: Path = options.file
    with opened_office(options, CLERK) as office:
        file = open_file(office, path)
        plan = suggest(office, file.opened, options.subject, options.sheet)
        if options.encoding:
            plan = replace(plan, encodings=dict.fromkeys(plan.encodings, options.encoding))
        if options.template:
            plan = with_template(office, plan, options.template)
        found = preview(office, file.opened, plan)
        facts: dict[str, Any] = {
            "file": path.name,
            "sha256": plan.data_sha256,
            "imported": [{"at": one.at, "by": one.officer_name} for one in file.imported],
            "sheet": plan.sheet,
            "sheets": {one.name: len(one.rows) for one in file.opened.sheets},
            "unread": unread_headings(file.opened, plan),
            "headings_row": plan.headings_row + 1,
            "columns": dict(plan.mapping),
            "encodings": {str(column): code for column, code in plan.encodings.items()},
            "totals": dict(found.totals),
            "rows": [_row(one) for one in found.rows],
        }
        lines = (*_lines(found), *_passed_over(facts))
        if options.write:
            done = write(office, file.opened, plan)
            kept = _save_failures(path, done.failures)
            facts |= {"batch": done.batch_id, "totals": dict(done.totals), "failures": kept}
            lines = (*lines, *_written(done.batch_id, kept))
    return Outcome(facts, lines)


def _row(row: RowOutcome) -> dict[str, Any]:
    return {
        "row": row.row,
        "outcome": row.outcome,
        "record": row.record_id,
        "reasons": [{"code": one.code, "field": one.field, "what": one.what} for one in row.reasons],
        "normalisations": [
            {"field": one.field, "before": one.before, "after": one.after, "rule": one.rule} for one in row.normalised
        ],
        "changes": {field: {"before": old, "after": new} for field, (old, new) in row.changes.items()},
        "values": {**NOTHING, **row.values} if row.values else {},
    }


def _lines(found: Preview) -> Iterator[str]:
    totals = found.totals
    yield _(
        "{rows} rows: {new} new, {update} changed, {same} with nothing new, {possible} possible duplicates, "
        "{error} with mistakes, {skipped} left out."
    ).format(
        rows=totals[ROWS],
        new=totals[NEW],
        update=totals[UPDATE],
        same=totals[SAME],
        possible=totals[POSSIBLE],
        error=totals[ERROR],
        skipped=totals[SKIPPED],
    )
    for group in found.groups:
        yield f"- {group.count} × {group.what}"


def _passed_over(facts: Mapping[str, Any]) -> Iterator[str]:
    """What of the file nobody reads: its other sheets and columns."""
    for name, rows in facts["sheets"].items():
        if name != facts["sheet"]:
            yield _("Sheet “{name}” was not read ({count} rows); --sheet names it.").format(name=name, count=rows)
    if facts["unread"]:
        yield _("Columns that nobody reads: {names}.").format(names="; ".join(facts["unread"]))


def _written(batch_id: str, failures: str) -> Iterator[str]:
    yield _("Written.") if batch_id else _("No row brought anything new; nothing was written.")
    if failures:
        yield _("The rows that were not taken in are in {file}: mend them there and take that file in.").format(
            file=failures
        )


def _save_failures(path: Path, failures: bytes | None) -> str:
    """Save the rows not taken in beside the file, under a name that is free; its path, "" when there are none."""
    if failures is None:
        return ""
    wanted = path.with_name(failures_name(path.name))
    names = (wanted.with_stem(f"{wanted.stem}-{number}") if number > 1 else wanted for number in count(1))
    place = next(one for one in names if not one.exists())
    files.write_whole(place, failures)
    return str(place)
