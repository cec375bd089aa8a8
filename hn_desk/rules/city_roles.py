"""Who may do what at a receiving desk of the city: roles, actions and the functions that each action opens, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.reading import Reader

KEEPER: Final = "keeper"
RECEIVER: Final = "receiver"
QUESTIONS: Final = "questions"
READER: Final = "reader"
AUDITOR: Final = "auditor"
CITY_ROLES: Final = (KEEPER, RECEIVER, QUESTIONS, READER, AUDITOR)


@dataclass(frozen=True, slots=True)
class CityLine:
    """One line of the table: what an action is called, who may take it, the functions (`module.name`) it opens."""

    label: str
    roles: frozenset[str]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityRoleTable:
    """Who may do what at a desk; `labels` names the roles; `words` are functions that read no record.

    `personal` holds by subject the fields that lists cover.
    """

    lines: Mapping[str, CityLine]
    labels: Mapping[str, str]
    words: tuple[str, ...]
    personal: Mapping[str, frozenset[str]]

    def may(self, role: str, action: str) -> bool:
        """Whether `role` may take `action`; KeyError for an action that does not exist."""
        return role in self.lines[action].roles

    def able(self, action: str) -> str:
        """The roles that may take `action`, in words."""
        return ", ".join(self.labels[role] for role in CITY_ROLES if self.may(role, action))


def load_city_roles(data: Mapping[str, object], name: str) -> CityRoleTable:
    """Make the table of a file's tables; ResourceError tells all that is wrong."""
    reader = Reader(data, name)
    names, actions, covered = (reader.table(key) for key in ("names", "actions", "personal"))
    labels = {role: names.text(role) for role in CITY_ROLES}
    lines = {action: _line(actions.table(action)) for action in actions.names()}
    words = reader.table("words").texts("functions")
    opened = [*words, *(function for line in lines.values() for function in line.opens)]
    for function in sorted({one for one in opened if opened.count(one) > 1}):
        reader.problem("actions", _("{function} stands on several lines").format(function=function))
    personal = {subject: frozenset(covered.texts(subject, optional=False)) for subject in covered.names()}
    reader.finish()
    return CityRoleTable(lines, labels, words, personal)


def _line(reader: Reader) -> CityLine:
    roles = frozenset(reader.texts("roles", CITY_ROLES, optional=False))
    return CityLine(reader.text("label"), roles, reader.texts("opens"))
