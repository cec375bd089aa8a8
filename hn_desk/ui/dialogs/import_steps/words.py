"""Words of the import on the screen: outcomes, ways of reading a cell, values as they would be stored."""

from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth, format_date
from hn_desk.rules.money import format_dong

ENCODINGS: Final = ("unicode", "tcvn3", "tcvn3-capitals", "vni")
KINDS: Final = "*.xlsx *.xls *.ods *.csv"


def subject_label(subject: str) -> str:
    """What is taken in, in words; KeyError for an unknown subject."""
    return {
        "households": _("Household businesses"),
        "people": _("People"),
        "groups": _("Residential groups"),
    }[subject]


def outcome_label(outcome: str) -> str:
    """What becomes of a row, in words; KeyError for an unknown outcome."""
    return {
        "new": _("✓ new"),
        "update": _("↑ updated"),
        "same": _("= the same"),
        "possible_duplicate": _("⚠ possible duplicate"),
        "error": _("✗ mistake"),
        "skipped": _("– left out"),
    }[outcome]


def counted_label(outcome: str, number: int) -> str:
    """An outcome with its number, as on the buttons of the check and in the totals."""
    return f"{outcome_label(outcome) if outcome else _('All rows')}: {dotted(number)}"


def dotted(number: int) -> str:
    """A number with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def rule_label(rule: str) -> str:
    """How a cell was read otherwise than it stands in the file; "" for a way without words of its own."""
    return {
        "spaces": _("spaces put right"),
        "nfc": _("letters and marks joined"),
        "legacy": _("old font turned into Unicode"),
        "same-as-above": _("the same as the row above"),
        "empty-mark": _("these words mean that nothing is known"),
        "day-in-text": _("day found among words"),
        "serial-date": _("day kept by Excel as a number"),
        "short-year": _("year written with two digits"),
        "year-first": _("day written with the year first"),
        "year-only": _("only the year is known"),
        "money-word": _("amount written in words"),
        "money-unit": _("the heading says in which unit amounts are"),
        "money-marks": _("marks in an amount left out"),
        "whole-number": _("number read without what stands around it"),
        "case": _("capitals put right"),
        "choice": _("one of the known wordings"),
        "digits": _("marks between the digits left out"),
        "leading-zero": _("lost zero at the front put back"),
        "phone": _("telephone number put right"),
        "first-of-several": _("the first of several numbers"),
    }.get(rule, "")


def encoding_label(encoding: str) -> str:
    """A code of letters in words; KeyError for an unknown one."""
    return {
        "unicode": _("Unicode"),
        "tcvn3": _("TCVN3 (.VnTime)"),
        "tcvn3-capitals": _("TCVN3 capitals (.VnTimeH)"),
        "vni": _("VNI (VNI-Times)"),
    }[encoding]


def shown_value(value: object, kind: str) -> str:
    """A value as it would be stored, the way it stands on the screen."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind == "money" and isinstance(value, int):
        return format_dong(value)
    if kind == "birth" and isinstance(value, str) and value:
        return format_birth(value)
    return str(value)
