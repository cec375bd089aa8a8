"""What the administration screens hand in and get back: staff, residential groups, the office, the log."""

from dataclasses import dataclass
from datetime import date

from hn_desk.actions.group_lives import dated_name
from hn_desk.rules.coverage import Days


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
    started_on: date | None = None
    ended_on: date | None = None

    @property
    def label(self) -> str:
        """The name; of a group that ends with its last day, since a later one may have the same name."""
        return dated_name(self.name, self.ended_on)

    def lived(self, first: date, last: date) -> bool:
        """Whether the group is there on a day from `first` to `last`; one set aside by hand is there on none."""
        is_aside = not self.is_active and self.ended_on is None
        return not is_aside and Days(first, last).meet(self.started_on, self.ended_on)


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A residential group as typed; one that was closed stays so."""

    id: str | None = None
    version: int | None = None
    name: str = ""
    kind: str = ""
    is_active: bool = True
    started_on: date | None = None


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
