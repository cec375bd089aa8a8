"""The short form of `make campaign-model`: whatever befalls packets and PCs, offices and city are as they should be."""

from typing import Final

from tests.campaigns.running import campaign

QUICKLY_CAUGHT: Final = "number twin damage receipts"


def test_offices_and_city_are_as_the_reference_says_and_worse_programs_are_caught() -> None:
    code, seen = campaign("model", N=25, SEED="short", TWINS=QUICKLY_CAUGHT)
    assert (code, seen["violations"], seen["schedules"]) == (0, 0, 25)
    assert {"applied", "repeat", "waiting", "backup", "clone", "quarantined"} <= set(seen["seen"])
    assert seen["twins"] == dict.fromkeys(QUICKLY_CAUGHT.split(), True)
