"""`coverage`: what a period's outreach reached, as JSON and in words; wrong words are wrong use."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.office import unlock
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from tests.actions.conftest import NOW, PASSPHRASE, office_folder, office_template
from tests.actions.records import add_event

__all__ = ["office_folder", "office_template"]


@pytest.fixture
def folder(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "pass"))
    office = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    add_event(office)
    office.close()
    return office_folder


def asked(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["coverage", "--data", str(folder), "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_each_topic_says_who_is_left_and_each_group_how_often_it_was_reached(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, facts = asked(capsys, folder, "--period", "2026-Q4", "--topic", "sme")
    assert (code, facts["ok"], facts["period"], facts["from"], facts["to"]) == (
        *(0, True, "2026-Q4"),
        *("2026-10-01", "2026-12-31"),
    )
    (sme,) = facts["topics"]
    assert (sme["reached"], sme["active"], sme["percent"], sme["events"]) == (2, 5, 40, 1)
    assert sme["left"] == [f"Tổ dân phố số {n}" for n in (3, 4, 5)]
    assert [row["counts"] for row in facts["groups"]] == [{"sme": n} for n in (1, 1, 0, 0, 0)]
    assert asked(capsys, folder, "--period", "2026-Q3", "--topic", "sme")[1]["topics"][0]["percent"] == 0
    assert len(asked(capsys, folder, "--period", "2026")[1]["topics"]) > 3


def test_it_is_told_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--data", str(folder), "--period", "2026", "--topic", "sme"]) == 0
    told = capsys.readouterr().out
    assert "2/5" in told or "2 trên 5" in told or "2 of 5" in told
    assert "- Tổ dân phố số 3" in told


def test_an_unknown_topic_is_refused_and_a_wrong_period_is_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, folder, "--period", "2026", "--topic", "no")[1]["reason"] == "no-topic"
    with pytest.raises(SystemExit) as wrong:
        main(["coverage", "--data", str(folder), "--period", "2026-H3"])
    assert wrong.value.code == 2


def test_the_day_counted_to_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert date.fromisoformat(asked(capsys, folder, "--period", "2026-10")[1]["counted_to"]) <= date(2026, 10, 31)
