"""What the screens call verdicts, ways of signing and kinds of what is confirmed."""

from hn_desk.actions.confirmations import PAPER, WINDOW
from hn_desk.i18n import _
from hn_desk.rules.credit import state_label
from hn_desk.rules.findings import ASK, PASS, REFUSE, WARN
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST, BY_PLAN

__all__ = ["kind_label", "state_label", "verdict_label", "way_label"]


def verdict_label(verdict: str) -> str:
    """What a check, or all of them, came to; KeyError for an unknown one."""
    return {
        PASS: _("Met"),
        WARN: _("Met with a doubt"),
        ASK: _("Facts are missing"),
        REFUSE: _("Not met"),
    }[verdict]


def way_label(way: str) -> str:
    """How a confirmation was signed; KeyError for an unknown one."""
    return {
        WINDOW: _("Confirmed in the window, then signed"),
        PAPER: _("Signed on paper only"),
        "": _("Not signed yet"),
    }[way]


def kind_label(kind: str) -> str:
    """What is confirmed; KeyError for an unknown one."""
    return {
        BY_APPLICATION: _("Single application"),
        BY_PLAN: _("Establishment's plan"),
        BY_LIST: _("Police list"),
    }[kind]
