"""The short form of `make campaign-model`: whatever befalls packets and PCs, offices and city are as they should be."""

from tests.campaigns.model.sabotage import SABOTAGES
from tests.campaigns.running import campaign


def test_offices_and_city_are_as_the_reference_says_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("model", N=25, SEED="short")
    assert (code, seen["violations"], seen["schedules"]) == (0, 0, 25)
    assert {"applied", "repeat", "waiting", "backup", "clone", "quarantined"} <= set(seen["seen"])
    assert seen["twins"] == dict.fromkeys(SABOTAGES, True)
