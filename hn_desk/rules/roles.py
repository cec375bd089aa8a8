"""Who may do what: one table of roles and actions as data, and which functions on which records each line opens."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what an action is called, who may take it, and its functions with their record kinds."""

    label: str
    roles: frozenset[str]
    opens: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Functions that one line alone doesn't open: every one of `all_of`, and, if any are named, one of `one_of`.

    A function may stand in several rules: for other kinds of records, or at another time, which `when` says in words.
    """

    functions: tuple[str, ...]
    kinds: tuple[str, ...]
    all_of: tuple[str, ...]
    one_of: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One function on one kind of record, and what it needs: one action of each group."""

    function: str
    kind: str
    when: str
    needs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RoleTable:
    """Who may do what. `labels` and `short` name roles, `kinds` kinds of records; `words` read no record at all."""

    lines: Mapping[str, Line]
    rules: tuple[Rule, ...]
    words: tuple[str, ...]
    labels: Mapping[str, str]
    short: Mapping[str, str]
    kinds: Mapping[str, str]

    @property
    def actions(self) -> dict[str, frozenset[str]]:
        """The roles that may take each action."""
        return {action: line.roles for action, line in self.lines.items()}

    def cells(self) -> Iterator[Cell]:
        """Every function on every kind of record that it touches, of lines and rules."""
        for action, line in self.lines.items():
            for function, kinds in line.opens.items():
                yield from (Cell(function, kind, "", ((action,),)) for kind in kinds)
        for rule in self.rules:
            groups = (*((action,) for action in rule.all_of), *((rule.one_of,) if rule.one_of else ()))
            for function, kind in product(rule.functions, rule.kinds):
                yield Cell(function, kind, rule.when, groups)

    def main_kind(self, action: str) -> str:
        """The kind of record that an action is about first of all, for the log; empty when it opens nothing itself."""
        kinds = (kind for of in self.lines[action].opens.values() for kind in of)
        return next(kinds, "")


def may(table: RoleTable, roles: Collection[str], action: str) -> bool:
    """Whether one of an officer's `roles` may take `action`; KeyError for an action that does not exist."""
    return not table.lines[action].roles.isdisjoint(roles)


def may_call(table: RoleTable, roles: Collection[str], cell: Cell) -> bool:
    """Whether an officer with these `roles`, taken together, may do what `cell` says."""
    return all(any(may(table, roles, action) for action in group) for group in cell.needs)


def check_may(table: RoleTable, roles: Collection[str], action: str) -> None:
    """Raise RoleError, naming the roles that may, when none of `roles` may take `action`."""
    if may(table, roles, action):
        return
    able = ", ".join(table.labels[role] for role in ROLES if role in table.lines[action].roles)
    raise RoleError(_("Your role does not allow this."), do=_("Ask one of: {roles}.").format(roles=able))


def load_roles(data: Mapping[str, object], name: str) -> RoleTable:
    """Make the table of a file's tables; ResourceError tells all that is wrong."""
    reader = Reader(data, name)
    names, short, kinds = reader.table("names"), reader.table("short"), _texts(reader.table("kinds"))
    actions = reader.table("actions")
    lines = {action: _line(actions.table(action), kinds) for action in actions.names()}
    rules = tuple(_rule(row, kinds, lines) for row in reader.tables("rules"))
    table = RoleTable(
        lines,
        rules,
        reader.table("words").texts("functions"),
        {role: names.text(role) for role in ROLES},
        {role: short.text(role) for role in ROLES},
        kinds,
    )
    for function in _twice(table):
        reader.problem("actions", _("{function} stands on several lines").format(function=function))
    reader.finish()
    return table


def _texts(reader: Reader) -> dict[str, str]:
    return {key: reader.text(key) for key in reader.names()}


def _line(reader: Reader, kinds: Collection[str]) -> Line:
    opens = reader.table("opens") if reader.has("opens") else Reader({}, reader.name)
    return Line(
        reader.text("label"),
        frozenset(reader.texts("roles", ROLES, optional=False)),
        {function: opens.texts(function, kinds) for function in opens.names()},
    )


def _rule(reader: Reader, kinds: Collection[str], lines: Collection[str]) -> Rule:
    functions, of = reader.texts("functions", optional=False), reader.texts("kinds", kinds, optional=False)
    all_of, one_of = reader.texts("all_of", lines), reader.texts("one_of", lines)
    if not all_of and not one_of:
        reader.problem("all_of", _("is missing"))
    return Rule(functions, of, all_of, one_of, reader.text("when", optional=True))


def _twice(table: RoleTable) -> list[str]:
    """The functions of which more than one place says who may call them."""
    places = [(cell.function, cell.kind, cell.when) for cell in table.cells()]
    places += [(word, "", "") for word in table.words]
    opened = [function for line in table.lines.values() for function in line.opens]
    ruled = {function for rule in table.rules for function in rule.functions}
    doubled = {place[0] for place in places if places.count(place) > 1}
    doubled |= {function for function in opened if opened.count(function) > 1}
    return sorted(doubled | (ruled & set(opened)) | (set(table.words) & {*opened, *ruled}))
