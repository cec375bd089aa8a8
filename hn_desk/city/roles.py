"""The table of roles of the city's desks, read once."""

from functools import cache
from typing import Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.rules.city_roles import CityRoleTable, load_city_roles
from hn_desk.settings import resource

ROLES_FILE: Final = "city_roles.toml"


@cache
def city_roles() -> CityRoleTable:
    """Who may do what at a desk. ResourceError says what is wrong with the file."""
    return load_city_roles(read_toml(resource(ROLES_FILE)), ROLES_FILE)
