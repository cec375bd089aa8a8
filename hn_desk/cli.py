"""The command line: the window's actions, each with --json and exit codes (0 good, 1 refused, 2 wrong use)."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from hn_desk import __version__
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import LANGUAGES, _, use_language

COMMANDS: Final = {
    "keys": "hn_desk.commands.keys",
    "ca": "hn_desk.commands.ca",
    "seal": "hn_desk.commands.seal",
    "collect": "hn_desk.commands.collect",
    "receipts": "hn_desk.commands.receipts",
    "differences": "hn_desk.commands.differences",
    "questions": "hn_desk.commands.questions",
    "receive": "hn_desk.commands.receive",
    "verify": "hn_desk.commands.verify",
    "check": "hn_desk.commands.check",
    "support": "hn_desk.commands.support",
    "judge": "hn_desk.commands.judge",
    "cases": "hn_desk.commands.cases",
    "coverage": "hn_desk.commands.coverage",
    "sample": "hn_desk.commands.sample",
    "import": "hn_desk.commands.take_in",
    "duties": "hn_desk.commands.duties",
    "report": "hn_desk.commands.report",
    "database": "hn_desk.commands.database",
    "city-counts": "hn_desk.commands.city_counts",
    "board": "hn_desk.commands.board",
    "reference": "hn_desk.commands.reference",
    "backup": "hn_desk.commands.backup",
    "restore": "hn_desk.commands.restore",
    "update": "hn_desk.commands.update",
    "self-check": "hn_desk.commands.self_check",
    "day": "hn_desk.commands.day",
}
"""Command → the module that knows it, imported only when it is asked for.

Such a module has `arguments(parser)`, which adds its options, and `run(options) -> Outcome`.
"""
GOOD: Final = 0
REFUSED: Final = 1
WINDOW: Final = "hn_desk.ui.application"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without a command the window opens. Wrong use exits with 2."""
    words = ["self-check" if word == "--self-check" else word for word in (sys.argv[1:] if argv is None else argv)]
    name = next((word for word in words if word in COMMANDS), "")
    if not name and _is_for_the_window(words):
        code: int = import_module(WINDOW).main(words)
        return code
    language, rest = _language(words)
    use_language(language)
    module = import_module(COMMANDS[name]) if name else None
    return _run(_parser(name, module).parse_args(rest), module)


def _is_for_the_window(words: Sequence[str]) -> bool:
    if {"-h", "--help", "--version"} & set(words):
        return False
    return not words or words[0].startswith("-") or Path(words[0]).is_file()


def _language(words: list[str]) -> tuple[str, list[str]]:
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", choices=LANGUAGES, default="vi")
    known, rest = first.parse_known_args(words)
    return known.lang, rest


def _parser(chosen: str, module: ModuleType | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hn-desk", description=_("HN Desk: records, papers and sealed packets of a ward."), allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--lang", choices=LANGUAGES, help=_("language of the answers"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in _summaries().items():
        command = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        command.add_argument("--json", action="store_true", help=_("answer in JSON"))
        if module is not None and name == chosen:
            module.arguments(command)
    return parser


def _summaries() -> dict[str, str]:
    return {
        "keys": _("make and exchange the keys of an office and of the city"),
        "ca": _("the city's authority: certificates issued, renewed, revoked; its lists, keys and second holders"),
        "seal": _("seal the next packet for a desk"),
        "collect": _("the city's desk reads packets and answers with a receipt"),
        "receipts": _("the city's desk writes receipts for its offices"),
        "differences": _("what new numberings of offices said otherwise than what the city's desk knew"),
        "questions": _("what the city's desk asks its offices about their records"),
        "receive": _("read receipts and trust packs of the city"),
        "verify": _("check one signed file against a folder of trusted certificates"),
        "support": _("write a bundle for whoever looks after the program, without personal data"),
        "check": _("prove the log and say where it breaks"),
        "judge": _("say what a programme's checks find in facts from a file"),
        "cases": _("judge every case of every programme"),
        "coverage": _("say which residential groups the outreach of a period reached, and which are left"),
        "sample": _("make a training office with invented people"),
        "import": _("take a workbook in: say what each row would become, or write it"),
        "report": _("write an official report of a period: figures, PDF, Word, Excel"),
        "duties": _("say what the office owes and how far each duty is"),
        "city-counts": _("count what the city's desks hold"),
        "reference": _("edit the regulations' data that the city signs into its next trust pack"),
        "board": _("say which packets of each office have come to the city's desks and which are missing"),
        "database": _("say where a city desk's records lie, or move them to a PostgreSQL server or back"),
        "backup": _("make a verified backup of the office"),
        "restore": _("put the newest good backup in place, as a new numbering"),
        "update": _("install a newer version from a stick, with a way back"),
        "self-check": _("check that nothing of the program is missing"),
        "day": _("drive the real windows through a whole day"),
    }


def _run(options: argparse.Namespace, module: ModuleType | None) -> int:
    if module is None:
        raise ValueError(options.command)
    try:
        outcome: Outcome = module.run(options)
    except DeskError as error:
        return _refuse(error, as_json=options.json)
    _answer(outcome, as_json=options.json)
    return GOOD if outcome.is_good else REFUSED


def _answer(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        _print_json(outcome.facts if outcome.is_bare else {"ok": outcome.is_good, **outcome.facts})
    else:
        print("\n".join(outcome.lines), file=sys.stdout if outcome.is_good else sys.stderr)


def _refuse(error: DeskError, *, as_json: bool) -> int:
    problems = [{"field": one.field, "what": one.what} for one in error.problems]
    if as_json:
        _print_json({"ok": False, "reason": error.reason, "what": error.what, "do": error.do, "problems": problems})
    else:
        lines = [f"{error.reason}: {error}", *(f"- {problem.what}" for problem in error.at_fields)]
        print("\n".join(lines), file=sys.stderr)
    return REFUSED


def _print_json(facts: object) -> None:
    print(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
