"""`self-check`: nothing of the program is missing, and every file that the setup installed is as it was."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from importlib import import_module
from typing import Any

from hn_desk.commands.outcome import Outcome
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.updates.tree import Damage, check_files, installed_tree, refuse_damaged

MOST_NAMES = 20


def arguments(_parser: ArgumentParser) -> None:
    """There are no options."""


def run(_options: Namespace) -> Outcome:
    """Compare the installed files first: what counts the rest could not begin without one of them."""
    tree = installed_tree()
    damage = check_files(tree) if tree else None
    if damage is not None and not damage.is_whole:
        return Outcome({"files": asdict(damage), "reason": "program-damaged"}, tuple(_damaged(damage)), is_good=False)
    found = import_module("hn_desk.actions.self_check").self_check()
    is_whole = not any(one.missing for one in found)
    lines = [_line(one) for one in found]
    facts: dict[str, Any] = {"found": [asdict(one) for one in found], "reason": "" if is_whole else "missing"}
    if damage is not None:
        facts["files"] = asdict(damage)
        lines.append(_("installed files: {n}, all as they were").format(n=damage.count))
    return Outcome(facts, tuple(lines), is_whole)


def _line(one: Any) -> str:
    if not one.missing:
        return f"{one.kind}: {one.count}"
    return _("{kind}: {count}, missing: {names}").format(kind=one.kind, count=one.count, names=", ".join(one.missing))


def _damaged(damage: Damage) -> list[str]:
    lines = [_("missing: {name}").format(name=name) for name in damage.missing[:MOST_NAMES]]
    lines += [_("changed: {name}").format(name=name) for name in damage.changed[:MOST_NAMES]]
    left = len(damage.missing) + len(damage.changed) - len(lines)
    if left:
        lines.append(_("and {n} more").format(n=left))
    try:
        refuse_damaged(damage)
    except StorageError as refusal:
        lines.append(refusal.do)
    return lines
