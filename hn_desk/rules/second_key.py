"""Who holds the second key: the key to what gives a person away."""

from collections.abc import Collection
from typing import Final

from hn_desk.rules.roles import RoleTable, may

READING: Final = "credit.read"


def holds_second_key(table: RoleTable, roles: Collection[str]) -> bool:
    """Whether officers with `roles` are to hold it: those who may read credit files."""
    return may(table, roles, READING)
