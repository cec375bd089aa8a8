"""The short form of `make campaign-power`: no power cut loses what was promised, and every twin loses something."""

import os

import pytest

from tests.campaigns.running import campaign


def test_no_power_cut_loses_or_damages_anything_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("power", N=400, SEED="short")
    assert (code, seen["lost"], seen["damaged"]) == (0, 0, 0)
    assert seen["states"] >= 400
    assert min(seen["unix"], seen["windows"], seen["second_cuts"]) > 20
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_that_deletes_its_journal_turns_the_campaign_red() -> None:
    code, seen = campaign("power", N=200, SEED="short", SABOTAGE="delete-full")
    assert code == 1
    assert seen["lost"] > 0
