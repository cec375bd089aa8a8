"""Edits of confirmed records by who holds the database's keys: the short form of `make campaign-edits`."""

import os

import pytest

from tests.campaigns.confirmed_edits import EDITS, run
from tests.campaigns.running import campaign


def test_every_edit_of_a_confirmed_record_is_found_and_named() -> None:
    outcome = run(60, 7)
    assert outcome["missed"] == {}
    assert set(outcome["kinds"]) == {edit.__name__ for edit in EDITS}


CHECKS = ["signature", "keys", "files", "log"] if "CAMPAIGN" in os.environ else ["keys"]


@pytest.mark.parametrize("check", CHECKS)
def test_without_a_check_the_campaign_turns_red(check: str) -> None:
    code, seen = campaign("confirmed_edits", N=60, SEED=7, SABOTAGE=check)
    assert code == 1
    assert seen["missed"]
