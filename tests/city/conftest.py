"""Every test of the city has an office that sends and a city that receives."""

from tests.pair import pair, pair_template

__all__ = ["pair", "pair_template"]
