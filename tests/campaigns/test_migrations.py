"""The short form of `make campaign-migrations`: a killed upgrade leaves the old database or the new one."""

import os

import pytest

from tests.campaigns.running import campaign


def test_a_killed_upgrade_is_whole_or_not_there_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("migrations", N=6, SEED="short")
    assert (code, seen["between"], seen["lost"], seen["broken"]) == (0, 0, 0, 0)
    assert seen["databases"] > 0
    assert seen["kills"] >= 6 * seen["databases"]
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_without_a_transaction_turns_the_campaign_red() -> None:
    code, seen = campaign("migrations", N=20, SEED="short", SABOTAGE="no-begin")
    assert code == 1
    assert seen["between"] + seen["broken"] + seen["lost"] > 0
