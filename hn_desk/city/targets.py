"""What the city aims at, as its file says: read once; and the topics whose events count for coverage at a desk."""

from functools import cache
from typing import Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.rules.city_targets import COVERED, CityRules, load_city_rules
from hn_desk.settings import resource

RULES_FILE: Final = "city_targets.toml"


@cache
def city_rules() -> CityRules:
    """The city's targets and limits. ResourceError says what is wrong with their file."""
    return load_city_rules(read_toml(resource(RULES_FILE)), RULES_FILE)


def counted_topics(desk: str) -> frozenset[str]:
    """The topics whose events count for coverage at this desk: those of its targets of coverage."""
    return frozenset(one.topic for one in city_rules().targets if one.desk == desk and one.measure == COVERED)
