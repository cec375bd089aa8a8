"""The short form of `make campaign-faults`: a failing write is a plain sentence, and nothing is lost or half done."""

import os

import pytest

from tests.campaigns.running import campaign


def test_a_disk_that_fails_anywhere_loses_nothing_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("faults", N=1, SEED="short")
    bad = {sort: seen[sort] for sort in ("lost", "half", "broken", "unplain", "stuck")}
    assert (code, bad) == (0, dict.fromkeys(bad, 0))
    assert seen["refused"] > 0
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_that_shows_the_librarys_own_errors_turns_the_campaign_red() -> None:
    code, seen = campaign("faults", N=1, SEED="short", SABOTAGE="raw-errors")
    assert code == 1
    assert seen["unplain"] > 0
