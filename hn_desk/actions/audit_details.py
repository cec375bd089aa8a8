"""What an entry of the log holds, in words: each kept value with its name, codes by what the screens call them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hn_desk.actions import labels
from hn_desk.actions.credit_labels import kind_label, state_label, verdict_label
from hn_desk.actions.register_words import register_names
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.roles import ROLES, RoleTable

SHORTEST_HASH: Final = 12
"""Digits of a hash that are shown; the entry keeps all."""
SILENT: Final = frozenset({"household", "receipt", "twin", "root", "seed", "hidden", "salt"})
"""Kept for checking the log, of no use to its reader."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one entry keeps, and on what subject."""

    subject: str
    content: Mapping[str, Any]


def detail_words(kept: Kept, roles: RoleTable) -> str:
    """The content in words, `name: value; …`; what is empty or of no use to a reader is left out."""
    return "; ".join(_parts(kept, roles))


def _parts(kept: Kept, roles: RoleTable) -> Iterator[str]:
    names = _names()
    for key, value in kept.content.items():
        if key in SILENT or value in ("", None, {}, []):
            continue
        told = str(value)
        if key == "roles":
            told = ", ".join(roles.labels[role] for role in ROLES if role in value)
        elif key == "action" and told in roles.lines:
            told = roles.lines[told].label
        elif key == "state":
            told = _state(kept.subject, told)
        elif key in _readers():
            told = _readers()[key](value)
        yield f"{names.get(key, key)}: {told}"


def _names() -> dict[str, str]:
    return {**_of_papers(), **_of_packets(), **_of_imports(), **_of_office()}


def _of_papers() -> dict[str, str]:
    return {
        "file_code": _("file"),
        "verdict": _("check"),
        "state": _("now"),
        "before": _("before"),
        "edition": _("edition"),
        "hash": _("hash"),
        "lines": _("lines"),
        "month": _("month"),
        "number": _("number"),
        "series": _("series"),
        "year": _("year"),
        "quarter": _("quarter"),
        "target": _("what is to be reached"),
        "paper": _("paper"),
        "what": _("print"),
        "copies": _("copies"),
        "register": _("register"),
        "accepted": _("reasons given"),
        "reason": _("reason"),
        "corrects": _("corrects"),
        "bytes": _("bytes"),
    }


def _of_packets() -> dict[str, str]:
    return {
        "desk": _("desk"),
        "epoch": _("numbering"),
        "rows": _("rows"),
        "sha256": _("hash"),
        "report": _("report"),
        "kind": _("kind"),
        "from": _("from"),
        "to": _("until"),
    }


def _of_imports() -> dict[str, str]:
    return {
        "rows": _("rows"),
        "new": _("new ones"),
        "update": _("changed ones"),
        "same": _("nothing new"),
        "possible_duplicate": _("possible duplicates"),
        "error": _("mistakes"),
        "skipped": _("left out"),
    }


def _of_office() -> dict[str, str]:
    return {
        "roles": _("roles"),
        "active": _("in use"),
        "form": _("form"),
        "passphrase": _("new passphrase"),
        "action": _("what was asked for"),
        "office": _("office"),
        "environment": _("use"),
        "households": _("household businesses"),
        "people": _("people"),
        "last_day": _("last day"),
        "began": _("first day"),
        "former_version": _("former version"),
        "new_version": _("new version"),
        "groups_ended": _("groups that ended"),
        "groups_begun": _("groups that began"),
    }


def _readers() -> dict[str, Callable[[Any], str]]:
    return {
        "verdict": verdict_label,
        "before": state_label,
        "hash": _short,
        "sha256": _short,
        "active": _yes_or_no,
        "passphrase": _yes_or_no,
        "accepted": _reasons,
        "paper": _paper,
        "what": _print,
        "kind": _report_kind,
        "from": _day,
        "to": _day,
        "last_day": _day,
        "began": _day,
        "environment": _use,
        "register": _register,
    }


def _state(subject: str, state: str) -> str:
    known = labels.conversion_states() if subject == "conversions" else labels.event_states()
    return known.get(state, state)


def _short(digits: str) -> str:
    return digits[:SHORTEST_HASH]


def _register(code: str) -> str:
    return register_names().get(code, code)


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _reasons(accepted: Any) -> str:
    """The reasons alone; of entries that keep only what was accepted, how many there are."""
    return "; ".join(accepted.values()) if isinstance(accepted, dict) else str(len(accepted))


def _paper(kind: str) -> str:
    own = {"event": _("minutes"), "slip": _("advice slip")} | {"overlay": _("overlay"), "notice": _("notice")}
    return own[kind] if kind in own else kind_label(kind)


def _print(what: str) -> str:
    return {"copy": _("first print"), "reprint": _("printed again")}.get(what, what)


def _report_kind(kinds: str) -> str:
    words = {"xlsx": _("Excel file"), "xlsx-posted": _("Excel file for posting"), "docx": _("Word file")}
    return ", ".join(words.get(kind, kind) for kind in kinds.split(", "))


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _use(environment: str) -> str:
    return {"training": _("For training"), "real": _("For real work")}.get(environment, environment)
