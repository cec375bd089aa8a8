"""How a campaign is asked for: a wrong name is no catch."""

import pytest

from tests.campaigns.outcome import WRONG_USE, Asked, asked


def test_an_unknown_twin_ends_with_another_code_than_a_caught_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SABOTAGE", "no-logs")
    with pytest.raises(SystemExit) as ended:
        asked(10, ("no-log", "no-journal"))
    assert ended.value.code == WRONG_USE
    assert "no-log, no-journal" in capsys.readouterr().err


def test_number_seed_and_twin_are_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"N": "", "SEED": "a1", "SABOTAGE": "no-log"}.items():
        monkeypatch.setenv(name, value)
    assert asked(10, ("no-log",)) == Asked(10, "a1", "no-log")
    monkeypatch.setenv("N", "3")
    monkeypatch.setenv("SEED", "")
    monkeypatch.setenv("SABOTAGE", "")
    assert asked(10, ("no-log",)).number == 3
    assert asked(10, ()).seed != asked(10, ()).seed
