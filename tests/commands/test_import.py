"""`hn-desk import`: rows with outcomes and values, totals that add up, and what was not taken in as a workbook."""

import json
from pathlib import Path
from typing import Any

import pytest

from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from tests.actions.conftest import PASSPHRASE, office_folder, office_template

__all__ = ["office_folder", "office_template"]
ROWS = (
    "DANH SÁCH HỘ KINH DOANH;;;;;",
    "Tên hộ kinh doanh;Chủ hộ;Số CCCD;Mã số thuế;Vốn (triệu đồng);Ngày đăng ký;Ngành nghề;Lạ",
    "Quán An;Lê Văn An;1080012345;0100109106;50;31/12/88;4711;a",
    "Quán An;Lê Văn An;1080012345;0100109106;50;31/12/88;4711;a",
    "Quán Bình;Trần Thị Bình;00108;;20;5/3/2020",
    "Tổng cộng;;;;70;",
)


@pytest.fixture
def said(
    office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Runs the command on the workbook; its exit code and JSON."""
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "pass"))
    path = tmp_path / "ho.csv"
    path.write_text("\n".join(ROWS), encoding="utf-8")

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["import", str(path), "--as", "households", "--data", str(office_folder), "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_each_row_is_told_with_its_values_and_totals_add_up(said: Any) -> None:
    code, facts = said()

    first, second, third, total = facts["rows"]
    assert code == 0
    assert [(one["row"], one["outcome"]) for one in facts["rows"]] == [
        (3, "new"),
        (4, "same"),
        (5, "error"),
        (6, "skipped"),
    ]
    assert first["values"]["name"] == "Quán An"
    assert first["values"]["owner_id"] == "001080012345"
    assert first["values"]["capital"] == 50_000_000
    assert first["values"]["industry"].startswith("4711 ")
    assert (facts["sheets"], facts["unread"]) == ({"ho": 6}, ["Lạ"])
    assert first["values"]["registered_on"] == "1988-12-31"
    assert {one["rule"] for one in first["normalisations"]} >= {"leading-zero", "short-year", "money-unit"}
    assert (second["record"], third["reasons"][0]["field"]) == ("row:3", "owner_id")
    assert total["reasons"][0]["code"] == "kind.total"
    assert facts["totals"] == {
        "rows": 4,
        "new": 1,
        "update": 0,
        "same": 1,
        "possible_duplicate": 0,
        "error": 1,
        "skipped": 1,
    }


def test_writing_keeps_what_is_new_and_saves_the_rest_beside_the_file(said: Any, tmp_path: Path) -> None:
    code, facts = said("--write")
    again = said("--write")[1]

    assert code == 0
    assert facts["batch"]
    assert facts["failures"] == str(tmp_path / "ho-loi.xlsx")
    assert (tmp_path / "ho-loi.xlsx").exists()
    assert again["totals"]["new"] == 0
    assert again["totals"]["same"] == 2
    assert again["batch"] == ""
    assert again["imported"][0]["by"] == "Nguyễn Thị Lan"
    assert again["failures"] == str(tmp_path / "ho-loi-2.xlsx")


def test_an_unknown_template_is_refused_with_its_name(said: Any) -> None:
    code, facts = said("--template", "Chi cục thuế")

    assert (code, facts["reason"]) == (1, "no-template")
    assert "Chi cục thuế" in facts["what"]


def test_a_named_code_of_letters_is_taken_for_the_whole_sheet(said: Any) -> None:
    facts = said("--encoding", "vni")[1]

    assert set(facts["encodings"].values()) == {"vni"}
