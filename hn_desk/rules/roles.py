"""Who may do what: roles and actions as data, one question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from hn_desk.errors import RoleError
from hn_desk.i18n import _
from hn_desk.rules.reading import Reader

ECONOMY: Final = "economy"
SOCIAL: Final = "social"
POLICE: Final = "police"
HEAD: Final = "head"
RECORDS: Final = "records"
APPROVER: Final = "approver"
ADMINISTRATOR: Final = "administrator"
AUDITOR: Final = "auditor"
ROLES: Final = (ECONOMY, SOCIAL, POLICE, HEAD, RECORDS, APPROVER, ADMINISTRATOR, AUDITOR)
ACTIONS: Final = (
    "households.read",
    "households.write",
    "conversions.write",
    "outreach.read",
    "outreach.write",
    "groups.write",
    "credit.read",
    "credit.enter",
    "credit.present",
    "credit.confirm",
    "credit.return",
    "credit.record_signature",
    "credit.follow",
    "forms.print",
    "packets.read",
    "packets.seal",
    "packets.receive",
    "reports.read",
    "staff.write",
    "keys.write",
    "backup.write",
    "log.read",
)


@dataclass(frozen=True, slots=True)
class RoleTable:
    """The roles that may take each action, and the Vietnamese name of each role."""

    actions: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]


def may(table: RoleTable, roles: Collection[str], action: str) -> bool:
    """Whether one of an officer's `roles` may take `action`; KeyError for an action that does not exist."""
    return not table.actions[action].isdisjoint(roles)


def check_may(table: RoleTable, roles: Collection[str], action: str) -> None:
    """Raise RoleError, naming the roles that may, when none of `roles` may take `action`."""
    if may(table, roles, action):
        return
    able = ", ".join(table.labels[role] for role in ROLES if role in table.actions[action])
    raise RoleError(_("Your role does not allow this."), do=_("Ask one of: {roles}.").format(roles=able))


def load_roles(data: Mapping[str, object], name: str) -> RoleTable:
    """Make the table of a file's tables, with every action and role in it; ResourceError tells all that is wrong."""
    reader = Reader(data, name)
    names = reader.table("names")
    labels = {role: names.text(role) for role in ROLES}
    table = reader.table("actions")
    actions = {action: frozenset(table.texts(action, ROLES, optional=False)) for action in ACTIONS}
    reader.finish()
    return RoleTable(actions, labels)
