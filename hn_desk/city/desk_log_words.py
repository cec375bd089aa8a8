"""What the log of a city desk calls its acts, and what an entry keeps, in words."""

from collections.abc import Mapping
from typing import Any, Final

from hn_desk.actions.audit_labels import action_label
from hn_desk.city.roles import city_roles
from hn_desk.i18n import _

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
    table = city_roles()
    if key == "role" and value in table.labels:
        return table.labels[value]
    if key == "action" and value in table.lines:
        return table.lines[value].label
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and len(value) == HASH_LENGTH:
        return f"{value[:SHORTEST_HASH]}…"
    return _("yes") if value is True else str(value)


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
    }
