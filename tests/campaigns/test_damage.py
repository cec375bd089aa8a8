"""The short form of `make campaign-damage`: a flipped bit, a lost page, a cut end is noticed before any write."""

import os

import pytest

from tests.campaigns.running import campaign


def test_every_stroke_is_noticed_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("damage", N=150, SEED="short")
    assert (code, seen["unnoticed"], seen["written"], seen["search"]) == (0, 0, 0, 0)
    assert seen["damages"] == 150
    assert seen["searches"] > 0
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_that_does_not_look_turns_the_campaign_red() -> None:
    code, seen = campaign("damage", N=100, SEED="short", SABOTAGE="no-look")
    assert code == 1
    assert seen["unnoticed"] > 0
