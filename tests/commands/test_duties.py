"""`duties`: fifteen rows in order, each with its state and evidence, as JSON and in words."""

import json
from pathlib import Path

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
    add_event(office, topic="kh296")
    office.close()
    return office_folder


def test_it_answers_fifteen_duties_in_order_with_their_evidence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", "--data", str(folder), "--year", "2026", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in facts["duties"]] == [f"D{number}" for number in range(1, 16)]
    states = {row["code"]: row["state"] for row in facts["duties"]}
    assert (states["D3"], states["D4"], states["D12"]) == ("not_begun", "done", "off")
    (event,) = facts["duties"][3]["evidence"]
    assert (event["text"], event["page"], event["day"]) == ("Phổ biến Đề án", "outreach", "2026-10-05")


def test_it_tells_them_in_words_and_refuses_a_year_to_come(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duties", "--data", str(folder), "--year", "2026"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 15
    assert lines[3].startswith("D4 đã làm đủ · Phòng ngừa tội phạm")
    assert main(["duties", "--data", str(folder), "--year", "2999"]) == 1
    assert "2999" not in capsys.readouterr().out
