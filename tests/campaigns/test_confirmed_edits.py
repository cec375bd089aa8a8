"""Edits of confirmed records by who holds the database's keys: the short form of `make campaign-edits`."""

import os
import subprocess
import sys

import pytest

from tests.campaigns.confirmed_edits import EDITS, run


def test_every_edit_of_a_confirmed_record_is_found_and_named() -> None:
    outcome = run(60, 7)
    assert outcome["missed"] == {}
    assert set(outcome["kinds"]) == {edit.__name__ for edit in EDITS}


CHECKS = ["signature", "keys", "files", "log"] if "CAMPAIGN" in os.environ else ["keys"]


@pytest.mark.parametrize("check", CHECKS)
def test_without_a_check_the_campaign_turns_red(check: str) -> None:
    environment = os.environ | {"SABOTAGE": check, "N": "60", "SEED": "7"}
    command = [sys.executable, "-m", "tests.campaigns.confirmed_edits"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert '"missed": {"' in done.stdout
