"""The short form of `make campaign-crash`: what was acknowledged survives every kill, and the twins are caught."""

import os

import pytest

from tests.campaigns.running import campaign


def test_a_killed_office_keeps_what_it_acknowledged_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("crash", N=10, SEED="short")
    assert (code, seen["lost"], seen["half"], seen["broken"]) == (0, 0, 0, 0)
    assert seen["kills"] == 10
    assert seen["inside"] >= 0.5
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_that_keeps_no_log_turns_the_campaign_red() -> None:
    code, seen = campaign("crash", N=10, SEED="short", SABOTAGE="no-log")
    assert code == 1
    assert seen["half"] > 0
