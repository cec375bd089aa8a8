"""Which acts on an application or a list are open to this officer now."""

from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.confirmation_rows import editors, newest
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Office
from hn_desk.rules.credit import (
    CHECKED,
    DRAFT,
    ISSUED,
    LIST_STATES,
    LISTED,
    PRESENTED,
    REFUSED,
    RETURNED,
    SENT,
    SIGNED,
    WITHDRAWN,
    allowed_for,
)
from hn_desk.rules.programme import BY_LIST

SAVE: Final = "save"
CHECK: Final = "check"
PRESENT: Final = "present"
RETURN: Final = "return"
REFUSE: Final = "refuse"
WITHDRAW: Final = "withdraw"
CONFIRM: Final = "confirm"
RECORD_SIGNATURE: Final = "record_signature"
RECORD_NUMBER: Final = "record_number"
MARK_SENT: Final = "mark_sent"
PRINT: Final = "print"
CORRECT: Final = "correct"
SCANS: Final = "scans"
EDITABLE: Final = frozenset({DRAFT, LISTED, CHECKED, RETURNED})
STEPS: Final = {CHECKED: CHECK, PRESENTED: PRESENT, RETURNED: RETURN, REFUSED: REFUSE, WITHDRAWN: WITHDRAW}
ROLES: Final = {
    SAVE: "credit.enter",
    CHECK: "credit.enter",
    PRESENT: "credit.present",
    RETURN: "credit.return",
    CONFIRM: "credit.confirm",
    RECORD_SIGNATURE: "credit.record_signature",
    RECORD_NUMBER: "credit.record_signature",
    MARK_SENT: "credit.record_signature",
    PRINT: "forms.print",
    CORRECT: "credit.enter",
    SCANS: "credit.read",
}
NEVER_THE_ENTERER: Final = frozenset({CONFIRM, RECORD_SIGNATURE})
OPEN_IN: Final = {
    PRESENTED: frozenset({CONFIRM, RECORD_SIGNATURE}),
    SIGNED: frozenset({RECORD_SIGNATURE, RECORD_NUMBER}),
    ISSUED: frozenset({MARK_SENT}),
}


def acts_on(session: Session, office: Office, subject: Subject, state: str) -> frozenset[str]:
    """The acts on an application in `state`; a line of a list is confirmed with its list, not here."""
    acts = {STEPS[step] for step in allowed_for(state, subject.kind) if step in STEPS}
    if state in EDITABLE:
        acts.add(SAVE)
    if subject.kind == BY_LIST:
        acts -= {PRESENT} if state == CHECKED else {RETURN} if state == SIGNED else set()
        return _allowed(office, acts, state)
    return _allowed(office, acts, state) | confirmation_acts(session, office, subject)


def acts_on_list(session: Session, office: Office, list_id: str, state: str) -> frozenset[str]:
    """The acts on a list in `state`; presenting a presented list again takes in the lines checked since."""
    acts = {STEPS[step] for step in LIST_STATES[state] if step in STEPS} - {CHECK}
    if state in EDITABLE:
        acts |= {SAVE, PRESENT}
    if state == PRESENTED:
        acts.add(PRESENT)
    if state in (ISSUED, SENT):
        acts.add(CORRECT)
    kept = _allowed(office, acts - {WITHDRAW}, state) | confirmation_acts(session, office, Subject(BY_LIST, list_id))
    return kept | {WITHDRAW} if WITHDRAW in acts and office.may("credit.return") else kept


def confirmation_acts(session: Session, office: Office, subject: Subject) -> frozenset[str]:
    """The acts on the newest confirmation of a subject."""
    row = newest(session, subject)
    if row is None:
        return frozenset()
    acts = set(OPEN_IN.get(row.state, frozenset()))
    if row.state == SIGNED and not row.confirmed_by:
        acts.discard(RECORD_SIGNATURE)
    if row.state in (PRESENTED, SIGNED, ISSUED, SENT):
        acts.add(PRINT)
    if row.state in (SIGNED, ISSUED, SENT):
        acts.add(SCANS)
    if office.officer.id in editors(session, subject):
        acts -= NEVER_THE_ENTERER
    return _allowed(office, acts, row.state)


def role_to_leave(state: str) -> str:
    """Who may refuse or withdraw: the enterer before it is presented, the head or approver after."""
    return "credit.enter" if state in EDITABLE else "credit.return"


def _allowed(office: Office, acts: set[str], state: str) -> frozenset[str]:
    roles = {REFUSE: role_to_leave(state), WITHDRAW: role_to_leave(state), **ROLES}
    return frozenset(act for act in acts if office.may(roles[act]))
