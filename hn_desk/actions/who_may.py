"""The table of roles and actions as its page shows it."""

from dataclasses import dataclass

from hn_desk.actions.office import Office
from hn_desk.rules.roles import RoleTable


@dataclass(frozen=True, slots=True)
class WhoMayRow:
    """One line: an action, what it is called, the kinds of records it touches, the roles that may take it."""

    id: str
    label: str
    kinds: tuple[str, ...]
    roles: frozenset[str]


def who_may(office: Office) -> tuple[WhoMayRow, ...]:
    """Every action with the roles that may take it, in the table's order."""
    office.require("roles.read")
    table = office.book.roles
    return tuple(WhoMayRow(code, line.label, _kinds(table, code), line.roles) for code, line in table.lines.items())


def _kinds(table: RoleTable, action: str) -> tuple[str, ...]:
    """The kinds of records of the functions that an action opens, alone or together with others."""
    kinds = (cell.kind for cell in table.cells() if any(action in group for group in cell.needs))
    return tuple(table.kinds[kind] for kind in dict.fromkeys(kinds))
