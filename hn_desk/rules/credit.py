"""The way of an application, of a list and of a confirmation, and who may take which step."""

from collections.abc import Mapping
from typing import Final

from hn_desk.errors import RoleError
from hn_desk.i18n import _
from hn_desk.rules.programme import BY_LIST
from hn_desk.rules.steps import Steps

DRAFT: Final = "draft"
LISTED: Final = "listed"
CHECKED: Final = "checked"
PRESENTED: Final = "presented"
SIGNED: Final = "signed"
ISSUED: Final = "issued"
RETURNED: Final = "returned"
REFUSED: Final = "refused"
SENT: Final = "sent"
BANK_APPROVED: Final = "bank_approved"
BANK_REFUSED: Final = "bank_refused"
DISBURSED: Final = "disbursed"
FOLLOWED: Final = "followed"
SETTLED: Final = "settled"
WITHDRAWN: Final = "withdrawn"
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    DRAFT: (LISTED, CHECKED, REFUSED, WITHDRAWN),
    LISTED: (CHECKED, RETURNED, REFUSED, WITHDRAWN),
    CHECKED: (PRESENTED, DRAFT, LISTED, REFUSED, WITHDRAWN),
    PRESENTED: (SIGNED, RETURNED, REFUSED, WITHDRAWN),
    SIGNED: (ISSUED, RETURNED, WITHDRAWN),
    ISSUED: (SENT, WITHDRAWN),
    RETURNED: (DRAFT, LISTED, CHECKED, WITHDRAWN),
    REFUSED: (),
    SENT: (BANK_APPROVED, BANK_REFUSED),
    BANK_APPROVED: (DISBURSED, BANK_REFUSED),
    BANK_REFUSED: (),
    DISBURSED: (FOLLOWED, SETTLED),
    FOLLOWED: (FOLLOWED, SETTLED),
    SETTLED: (),
    WITHDRAWN: (),
}
LIST_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    DRAFT: (CHECKED, WITHDRAWN),
    CHECKED: (PRESENTED, DRAFT, WITHDRAWN),
    PRESENTED: (SIGNED, RETURNED, WITHDRAWN),
    SIGNED: (ISSUED, RETURNED, WITHDRAWN),
    ISSUED: (SENT, WITHDRAWN),
    RETURNED: (DRAFT, CHECKED, WITHDRAWN),
    SENT: (),
    WITHDRAWN: (),
}
LOCKED: Final = frozenset({SIGNED, ISSUED, SENT, BANK_APPROVED, BANK_REFUSED, DISBURSED, FOLLOWED, SETTLED})
NEEDS_REASON: Final = frozenset({RETURNED, REFUSED, WITHDRAWN, BANK_REFUSED})
IN_TERM: Final = "in_term"
DUE: Final = "due"
OVERDUE: Final = "overdue"
AT_RISK: Final = "at_risk"
DEBT_STATES: Final = (IN_TERM, DUE, OVERDUE, AT_RISK)


def state_label(state: str) -> str:
    """What the screen calls an application's or list's state; KeyError for an unknown one."""
    return {
        DRAFT: _("Draft"),
        LISTED: _("In a police list"),
        CHECKED: _("Checked"),
        PRESENTED: _("Presented for signature"),
        SIGNED: _("Signed"),
        ISSUED: _("Numbered and stamped"),
        RETURNED: _("Returned to be mended"),
        REFUSED: _("Not confirmed"),
        SENT: _("Sent to the bank"),
        BANK_APPROVED: _("Approved by the bank"),
        BANK_REFUSED: _("Refused by the bank"),
        DISBURSED: _("Paid out"),
        FOLLOWED: _("Debt followed"),
        SETTLED: _("Settled"),
        WITHDRAWN: _("Withdrawn"),
    }[state]


def debt_label(state: str) -> str:
    """What the screen calls the state of a debt; KeyError for an unknown one."""
    return {
        IN_TERM: _("In term"),
        DUE: _("Due"),
        OVERDUE: _("Overdue"),
        AT_RISK: _("At risk"),
    }[state]


STEPS: Final = Steps(STATES, state_label)
LIST_STEPS: Final = Steps(LIST_STATES, state_label)


def allowed(state: str) -> tuple[str, ...]:
    """States that may follow an application's `state`, whatever its programme."""
    return STEPS.allowed(state)


def allowed_for(state: str, confirmation: str) -> tuple[str, ...]:
    """States that may follow, given what is confirmed: lines of a list are `listed` before checking, others never."""
    following = STEPS.allowed(state)
    if confirmation != BY_LIST:
        return tuple(step for step in following if step != LISTED)
    return tuple(step for step in following if not (state == DRAFT and step == CHECKED))


def is_locked(state: str) -> bool:
    """Whether the facts may no longer change: a correction is a new version."""
    return state in LOCKED


def needs_reason(state: str) -> bool:
    """Whether a step into `state` must say why."""
    return state in NEEDS_REASON


def check_confirmer(entered_by: str, officer: str, *, action: str = "credit.confirm", kind: str = "") -> None:
    """Raise RoleError when the officer who entered a record would also confirm or record its signature."""
    if entered_by == officer:
        raise RoleError(
            _("The one who entered a record may not confirm it."),
            do=_("Ask another officer to confirm it."),
            action=action,
            kind=kind,
        )
