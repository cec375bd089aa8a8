"""`report`: an official report of a period; its figures, and with a folder its PDF, Word and Excel files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.office_report_facts import Composed, Figure
from hn_desk.actions.office_report_files import KINDS, export_office_report
from hn_desk.actions.office_reports import composed, report_kinds
from hn_desk.actions.rulebook import rule_book
from hn_desk.commands.access import add_office, made_folder, opened_office
from hn_desk.commands.coverage import named_period
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.rules.periods import NamedPeriod

HEAD: Final = "mai"
"""The training office's head of office, who reads every report."""


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("code", choices=sorted(rule_book().reports), help=_("which report"))
    parser.add_argument(
        "--period",
        type=named_period,
        required=True,
        help=_("2026, 2026-H1, 2026-Q2, 2026-11 or 2026-01-01..2026-03-31"),
    )
    parser.add_argument("--into", type=Path, help=_("folder for the report's files"))


def run(options: Namespace) -> Outcome:
    """Compose the report, or read it as it was frozen, and write its files; `off` says why nobody asks for it.

    DeskError as `composed`.
    """
    period: NamedPeriod = options.period
    with opened_office(options, HEAD) as office:
        made = composed(office, options.code, period.code)
        off = next((one.why_off for one in report_kinds(office) if one.code == options.code), "")
        files: list[Path] = []
        if options.into is not None:
            folder = made_folder(options.into)
            name = export_office_report(office, options.code, period.code, folder).id
            files = [folder / f"{name}.{kind}" for kind in KINDS]
    return Outcome({**_facts(made, files), "off": off}, (*_lines(made, files), *filter(None, (off,))))


def _facts(made: Composed, files: list[Path]) -> dict[str, Any]:
    document = made.document
    return {
        "report": document.code,
        "period": document.period,
        "state": made.state,
        "counted_on": document.counted_on.isoformat(),
        "number": document.number,
        "sha256": made.sha256,
        "figures": [_figure(one) for one in made.figures],
        "adjustments": [
            {"period": one.period, "number": one.number, "code": one.code, "was": one.was, "now": one.now}
            for one in made.adjustments
        ],
        "files": [str(path) for path in files],
    }


def _figure(one: Figure) -> dict[str, Any]:
    said = {"code": one.code, "label": one.label, "value": one.value, "unit": one.unit}
    return {**said, "subject": one.subject, "records": list(one.records)}


def _lines(made: Composed, files: list[Path]) -> tuple[str, ...]:
    named = [one for one in made.figures if "@" not in one.code]
    written = (_("Written: {path}").format(path=path) for path in files)
    return (
        made.document.subject,
        *(f"{one.label}: {format_dong(one.value)}" for one in named),
        *written,
    )
