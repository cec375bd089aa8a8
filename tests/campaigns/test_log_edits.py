"""Edits of the log by who holds the database key: the short form of `make campaign-edits`."""

import pytest

from tests.campaigns.log_edits import EDITS, run
from tests.campaigns.running import campaign


def test_every_edit_of_the_log_is_found() -> None:
    outcome = run(90, 7)
    assert outcome["missed"] == {}
    assert set(outcome["kinds"]) == {edit.__name__ for edit in EDITS}


@pytest.mark.parametrize("check", ["signature", "witness"])
def test_without_a_check_the_campaign_turns_red(check: str) -> None:
    code, seen = campaign("log_edits", N=60, SEED=7, SABOTAGE=check)
    assert code == 1
    assert seen["missed"]
