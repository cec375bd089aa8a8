"""`self-check`: nothing of the program is missing."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from hn_desk.actions.self_check import self_check
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(_parser: ArgumentParser) -> None:
    """There are no options."""


def run(_options: Namespace) -> Outcome:
    """Count and compare."""
    found = self_check()
    is_whole = not any(one.missing for one in found)
    missing = _("{kind}: {count}, missing: {names}")
    lines = [
        missing.format(kind=one.kind, count=one.count, names=", ".join(one.missing))
        if one.missing
        else f"{one.kind}: {one.count}"
        for one in found
    ]
    reason = "" if is_whole else "missing"
    return Outcome({"found": [asdict(one) for one in found], "reason": reason}, tuple(lines), is_whole)
