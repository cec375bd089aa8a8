"""Edits of the log by who holds the database key: the short form of `make campaign-edits`."""

import os
import subprocess
import sys

import pytest

from tests.campaigns.log_edits import EDITS, run


def test_every_edit_of_the_log_is_found() -> None:
    outcome = run(90, 7)
    assert outcome["missed"] == {}
    assert set(outcome["kinds"]) == {edit.__name__ for edit in EDITS}


@pytest.mark.parametrize("check", ["signature", "witness"])
def test_without_a_check_the_campaign_turns_red(check: str) -> None:
    environment = os.environ | {"SABOTAGE": check, "N": "60", "SEED": "7"}
    command = [sys.executable, "-m", "tests.campaigns.log_edits"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
