"""Where the program lies, and how it begins itself anew."""

import subprocess
import sys

import pytest

from hn_desk import __version__
from hn_desk.settings import own_command


def test_the_program_begins_itself_anew() -> None:
    done = subprocess.run([*own_command(), "--version"], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == __version__


@pytest.mark.parametrize("built", ["/opt/hn-desk/hn-desk", "/opt/hn-desk/hn-desk-cli.exe"])
def test_a_built_program_is_begun_by_its_own_file(monkeypatch: pytest.MonkeyPatch, built: str) -> None:
    monkeypatch.setattr(sys, "executable", built)

    assert own_command() == (built,)
