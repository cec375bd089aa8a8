"""`report`: the figures with their records as JSON, the files directly in the folder, wrong words refused."""

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
    return office_folder


def test_it_answers_figures_with_their_records_and_writes_three_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    event = add_event(office, topic="kh297")
    office.close()
    into = tmp_path / "into"
    asked = ["report", "kh297", "--period", "2026-H2", "--data", str(folder), "--json"]
    assert main(asked) == 1, "the report is not written for the second half"
    asked[3] = "2026"
    capsys.readouterr()
    assert main([*asked, "--into", str(into)]) == 0
    facts = json.loads(capsys.readouterr().out)
    figures = {row["code"]: row for row in facts["figures"]}
    assert figures["events"] == {
        "code": "events",
        "label": "Đợt tuyên truyền",
        "value": 1,
        "unit": "count",
        "subject": "events",
        "records": [event],
    }
    assert figures["people"]["value"] == 45
    assert sorted(path.name for path in into.iterdir()) == [
        "BAO-CAO-KH297-2026.docx",
        "BAO-CAO-KH297-2026.pdf",
        "BAO-CAO-KH297-2026.xlsx",
    ]
    assert facts["files"] == [str(into / f"BAO-CAO-KH297-2026.{kind}") for kind in ("pdf", "docx", "xlsx")]


def test_it_answers_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "sme", "--period", "2026", "--data", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Kết quả tuyên truyền, vận động hộ kinh doanh chuyển đổi thành doanh nghiệp năm 2026" in said
    assert "Tổ dân phố, thôn trên địa bàn: 5" in said


def test_a_report_that_nobody_asks_for_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "gqvl", "--period", "2026", "--data", str(folder), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["state"], "D12" in facts["off"]) == ("draft", True)


@pytest.mark.parametrize("words", [["nothing", "--period", "2026"], ["kh297", "--period", "half"], ["kh297"]])
def test_an_unknown_report_or_period_is_wrong_use(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", *words])
    assert ended.value.code == 2
