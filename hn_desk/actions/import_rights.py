"""Who may take in what: each subject is opened by its own right."""

from collections.abc import Mapping
from typing import Final

from hn_desk.actions.import_plan import GROUPS, HOUSEHOLDS, PEOPLE
from hn_desk.actions.office import Office

RIGHTS: Final[Mapping[str, tuple[str, str]]] = {
    HOUSEHOLDS: ("households.write", "imports"),
    GROUPS: ("groups.write", "groups"),
    PEOPLE: ("credit.enter", "people"),
}
"""Subject → the right that opens it, and the kind of record that a refusal names in the log."""


def importable(office: Office) -> tuple[str, ...]:
    """The subjects that this officer may take in."""
    return tuple(subject for subject, (right, _kind) in RIGHTS.items() if office.may(right))


def require_subject(office: Office, subject: str) -> None:
    """Raise RoleError unless this officer may take in `subject`; KeyError for an unknown one."""
    office.require(*RIGHTS[subject])


def require_any(office: Office) -> tuple[str, ...]:
    """The subjects that this officer may take in; RoleError when there is none."""
    subjects = importable(office)
    require_subject(office, next(iter(subjects), HOUSEHOLDS))
    return subjects
