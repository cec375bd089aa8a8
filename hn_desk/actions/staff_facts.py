"""What the administration screens hand in and get back: staff, residential groups, the office, the log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One officer among the staff."""

    id: str
    version: int
    name: str
    login: str
    position: str
    roles: frozenset[str]
    is_active: bool


@dataclass(frozen=True, slots=True)
class OfficerDraft:
    """An officer as typed; `passphrase` None leaves the one there is.

    A new passphrase wants `own_passphrase`, that of the administrator who sets it: only it opens the office's keys.
    """

    id: str | None = None
    version: int | None = None
    name: str = ""
    login: str = ""
    position: str = ""
    roles: frozenset[str] = frozenset()
    passphrase: str | None = None
    is_active: bool = True
    own_passphrase: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One residential group."""

    id: str
    version: int
    name: str
    kind: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A residential group as typed."""

    id: str | None = None
    version: int | None = None
    name: str = ""
    kind: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office: what it is, and its sign block (`sign_for` is TM. or KT., `sign_authority` the line between)."""

    version: int
    code: str
    name: str
    kind: str
    environment: str
    instance: str
    epoch: int
    place_name: str
    upper_line: str
    sign_for: str
    sign_authority: str
    approver_title: str
    approver_name: str


@dataclass(frozen=True, slots=True)
class OfficeFactsDraft:
    """What the administrator may change of the office: the words on its papers."""

    version: int
    place_name: str = ""
    upper_line: str = ""
    sign_for: str = "TM."
    sign_authority: str = ""
    approver_title: str = ""
    approver_name: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act in the log; `detail` is its content as short text."""

    sequence: int
    at: str
    officer_name: str
    action_label: str
    subject: str
    detail: str
