"""`make test` fails when less is covered than a room owes."""

import subprocess
import sys
from pathlib import Path

import pytest

from installer.test import memory, not_covered

HALF = "import sys\n\nif len(sys.argv) > 1:\n    print('never reached')\n"
"""Two statements of three are run, and one way of two is taken: (2 + 1) / (3 + 2) = 60 %."""


@pytest.fixture(autouse=True)
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder where a program was run with its coverage measured."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "COVERAGE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "half.py").write_text(HALF, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "coverage", "run", "--branch", "half.py"], check=True)


def test_what_is_owed_is_enough_and_the_total_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert not_covered("half.py", 60) == 0
    assert capfd.readouterr().out.splitlines()[-1].endswith("60%")


def test_nothing_missing_is_told_as_a_hundred_percent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "half.py").write_text("whole = 1\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "coverage", "run", "--branch", "half.py"], check=True)
    assert not_covered("half.py", 100) == 0
    assert capfd.readouterr().out.splitlines()[-1].endswith("100%")


def test_less_than_owed_fails_and_names_the_lines(capfd: pytest.CaptureFixture[str]) -> None:
    assert not_covered("half.py", 61) == 1
    assert "half.py" in (said := capfd.readouterr().out)
    assert "60%" in said


def test_files_that_were_never_measured_fail() -> None:
    assert not_covered("missing/*", 1) == 1


def test_files_lie_in_memory_only_where_there_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("installer.test.MEMORY", tmp_path)
    monkeypatch.setattr("installer.test.ENOUGH", 0)
    assert memory() == tmp_path
    monkeypatch.setattr("installer.test.ENOUGH", 10**18)
    assert memory() is None
    monkeypatch.setattr("installer.test.MEMORY", tmp_path / "missing")
    assert memory() is None
