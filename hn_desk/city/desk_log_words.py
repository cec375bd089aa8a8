"""What the log of a city desk calls its acts, and what an entry keeps, in words."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from hn_desk.actions.audit_labels import action_label
from hn_desk.city.handovers import kind_label as handover_label
from hn_desk.city.number_words import measure_label
from hn_desk.city.office_names import office_named
from hn_desk.city.overview import decision_label
from hn_desk.city.question_facts import kind_label as question_label
from hn_desk.city.roles import city_roles
from hn_desk.i18n import _
from hn_desk.packets.reasons import REASONS, sentences
from hn_desk.rules.dates import format_date

PLACES: Final = re.compile(r"\{[^}]*\}")
SHORTEST_HASH: Final = 12
HASH_LENGTH: Final = 64


def act_label(action: str) -> str:
    """The act in the language of the screen; the code itself when it is unknown."""
    labels = {
        "city.open": _("Desk opened"),
        "city.collect": _("Packet taken in"),
        "city.quarantine": _("File kept aside as evidence"),
        "city.aside_export": _("File kept aside handed out"),
        "city.receipt": _("Receipt made"),
        "city.request": _("Request for packets printed"),
        "city.erase": _("Record erased by law"),
        "city.person": _("Person's record opened"),
        "city.export": _("Numbers saved as a file"),
        "city.records": _("Records behind a sum looked at"),
        "city.move": _("Desk moved to another database"),
        "city.close": _("Figures of a period closed"),
        "city.questions_find": _("Questions looked for"),
        "city.question_ask": _("Question to an office written"),
        "city.question_edit": _("Question changed before it was sent"),
        "city.question_send": _("Question sent with the next receipt"),
        "city.question_drop": _("Proposed question dropped"),
        "city.question_close": _("Question closed"),
        "city.officer": _("Officer let in or given a role"),
        "city.officer_end": _("Officer's work here ended"),
        "city.passphrase": _("Passphrase or name of an officer changed"),
        "city.log_export": _("Log saved as a workbook"),
        "city.log_check": _("Log proved"),
        "city.backup": _("Backup made and checked"),
        "city.backup_place": _("Second place of backups chosen"),
        "city.receipts_back": _("Receipts of before taken back"),
        "city.restore": _("Desk restored from a backup"),
        "city.handover": _("Line of the handover book written"),
        "city.handover_print": _("Handover book printed"),
        "city.handover_received": _("Handing over confirmed"),
        "city.expire": _("What the retention rules end deleted"),
    }
    return labels.get(action) or action_label(action)


def content_words(content: Mapping[str, Any]) -> str:
    """What an entry keeps, `name: value; …`, without what is empty."""
    names = _names()
    told = ((key, _told(key, value)) for key, value in content.items())
    return "; ".join(f"{names.get(key, key)}: {words}" for key, words in told if words)


def _told(key: str, value: Any) -> str:
    if value in ("", None, [], {}, 0, False):
        return ""
    if isinstance(value, list):
        return ", ".join(_told(key, one) for one in value)
    if not isinstance(value, str):
        return _("yes") if value is True else str(value)
    if key in _WORDS:
        return _WORDS[key](value)
    return f"{value[:SHORTEST_HASH]}…" if len(value) == HASH_LENGTH else value


def _role(value: str) -> str:
    return city_roles().labels.get(value, value)


def _asked_for(value: str) -> str:
    lines = city_roles().lines
    return lines[value].label if value in lines else value


def _kind(value: str) -> str:
    """Of a question, of a line of the handover book, or of a file."""
    files = {"xlsx": "Excel", "pdf": "PDF", "yearly": _("yearly file")}
    return files.get(value) or _or_code(question_label, _or_code(handover_label, value))


def _reason(value: str) -> str:
    """Of a file that wasn't taken, of a backup, or as it was typed."""
    if value in REASONS:
        return PLACES.sub("…", sentences()[value][0])
    return {"daily": _("daily"), "asked": _("asked for")}.get(value, value)


def _moment(value: str) -> str:
    moment = datetime.fromisoformat(value).astimezone()
    return f"{format_date(moment.date())} {moment:%H:%M}"


def _or_code(label: Callable[[str], str], code: str) -> str:
    """What `label` calls a code; the code itself of one that it doesn't know."""
    try:
        return label(code)
    except KeyError:
        return code


_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "role": _role,
    "action": _asked_for,
    "office": office_named,
    "offices": office_named,
    "decision": partial(_or_code, decision_label),
    "kind": _kind,
    "reason": _reason,
    "measure": partial(_or_code, measure_label),
    "made_at": _moment,
}
"""What an entry keeps as a code → what says it in words."""


def _names() -> dict[str, str]:
    return {
        "office": _("office"),
        "offices": _("offices"),
        "reason": _("reason"),
        "role": _("role"),
        "action": _("asked for"),
        "decision": _("result"),
        "number": _("number"),
        "new": _("new rows"),
        "changed": _("changed rows"),
        "unchanged": _("unchanged rows"),
        "refused": _("refused rows"),
        "is_repeat": _("sent again"),
        "period": _("period"),
        "sha256": _("hash"),
        "hash": _("hash"),
        "file": _("file"),
        "rows": _("rows"),
        "entries": _("entries"),
        "breaks": _("breaks"),
        "second": _("second place"),
        "kind": _("kind"),
        "medium": _("how"),
        "until": _("until"),
        "count": _("count"),
        "proposed": _("proposed questions"),
        "made_at": _("made"),
        "from": _("moved from"),
        "to": _("moved to"),
        "measure": _("sum"),
        "records": _("records"),
        "signer": _("signer"),
        "inbox": _("packets as they came"),
        "packets": _("signed workbooks"),
        "quarantine": _("files kept aside"),
    }
