"""The records of offices in words: codes become what the screens call them, days and amounts are written out."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from hn_desk.actions import labels
from hn_desk.actions.credit_facts import SUBJECT_KINDS
from hn_desk.actions.credit_labels import kind_label, state_label
from hn_desk.actions.register_words import example_kinds
from hn_desk.actions.rulebook import RuleBook
from hn_desk.i18n import _
from hn_desk.rules.credit import STATES as CREDIT_STATES
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.rules.outreach import topics_with

HIDDEN: Final = frozenset(
    {"event_id", "group_id", "paper_id", "version_of", "commitment", "hash", "report", "key", "old_id", "new_id"}
)
"""Fields that only machines compare."""
PLAIN_NUMBERS: Final = frozenset({"year", "number", "line"})
FLAGS: Final = frozenset({"active", "supported"})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_COUNTED: Final = re.compile(r"([a-z_0-9]+)=([0-9]+)")
Words = Mapping[tuple[str, str], Mapping[str, str]]


def words(book: RuleBook) -> Words:
    """What codes are called, by (subject, field); subject "" for any."""
    rules = [rule for programme in book.programmes.values() for rule in programme.applicants.items()]
    return {
        ("", "programme"): {code: one.name for code, one in book.programmes.items()},
        ("", "sex"): labels.sexes(),
        ("events", "topic"): {one.code: one.label for one in topics_with(book.outreach, book.programmes.values())},
        ("events", "form"): labels.by_code(book.outreach.forms),
        ("events", "state"): labels.event_states(),
        ("conversions", "state"): labels.conversion_states(),
        ("conversions", "enterprise_kind"): {kind.code: kind.label for kind in book.conversion.kinds},
        ("contact_counts", "obstacles"): labels.by_code(book.conversion.obstacles),
        ("contact_counts", "supports"): labels.by_code(book.conversion.supports),
        ("cases", "applicant"): {code: rule.label for code, rule in rules},
        ("cases", "purpose"): {one.code: one.label for _code, rule in rules for one in rule.purposes},
        ("cases", "state"): {state: state_label(state) for state in CREDIT_STATES},
        ("figures", "unit"): {"count": _("count"), "money": _("đồng"), "percent": "%"},
        ("example_counts", "topic"): {one.code: one.label for one in book.outreach.topics},
        ("example_counts", "kind"): example_kinds(),
        ("example_counts", "groups"): {
            one.code: one.label for topic in book.outreach.topics for one in topic.audiences
        },
        ("papers", "kind"): {kind: kind_label(kind) for kind in SUBJECT_KINDS},
    }


def shown(subject: str, field: str, value: Any, called: Words) -> str:
    """One value of a record as the table shows it."""
    if value is None or value == "":
        return ""
    if field in FLAGS:
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value) if field in PLAIN_NUMBERS else format_dong(value)
    names = called.get((subject, field)) or called.get(("", field))
    if names is not None:
        return names.get(value) or _counted(value, names)
    return _written(value)


def visible(fields: Iterable[str]) -> list[int]:
    """The places of the fields that a person reads."""
    return [place for place, field in enumerate(fields) if field not in HIDDEN]


def _written(text: str) -> str:
    """A day or a month as paper shows it; any other text as it is."""
    if _DAY.fullmatch(text):
        return format_date(date.fromisoformat(text))
    return f"{text[5:]}/{text[:4]}" if _MONTH.fullmatch(text) else text


def _counted(value: str, names: Mapping[str, str]) -> str:
    """`price=3` lines as `Giá thuê: 3`."""
    found = _COUNTED.findall(value)
    return "; ".join(f"{names.get(code, code)}: {count}" for code, count in found) if found else value
