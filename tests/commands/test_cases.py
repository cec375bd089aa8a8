"""`cases`: every case of every programme, each said to be passed or not."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.cli import main
from tests.rules.places import CASES
from tests.rules.test_programme_cases import CODES, cases_of


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["cases", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_every_case_of_every_programme_is_told_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = asked(capsys)
    assert code == 0
    assert answer == {
        "cases": [{"programme": of, "name": case.name, "passed": True} for of in CODES for case in cases_of(of)]
    }
    assert set(CODES) == set(rule_book().programmes)


def test_a_case_that_is_judged_otherwise_is_told_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(CASES, tmp_path / "cases")
    text = (folder / "qd22.toml").read_text(encoding="utf-8")
    assert "amount = 100_000_001" in text
    (folder / "qd22.toml").write_text(text.replace("amount = 100_000_001", "amount = 100_000_000"), encoding="utf-8")
    code, answer = asked(capsys, "--folder", str(folder))
    assert code == 1
    assert [one["name"] for one in answer["cases"] if not one["passed"]] == ["One đồng above 100 million is refused."]
    assert main(["cases", "--folder", str(folder), "--lang", "en"]) == 1
    assert "amount_at_most: stated refuse, judged pass" in capsys.readouterr().err


def test_a_missing_case_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(CASES, tmp_path / "cases")
    (folder / "gqvl.toml").unlink()
    code, answer = asked(capsys, "--folder", str(folder), "--lang", "en")
    assert (code, answer["what"]) == (1, "There is no case file for gqvl.")


def test_a_case_file_of_no_programme_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(CASES, tmp_path / "cases")
    shutil.copy(folder / "gqvl.toml", folder / "nowhere.toml")
    code, answer = asked(capsys, "--folder", str(folder), "--lang", "en")
    assert (code, answer["what"]) == (1, "The case file nowhere.toml belongs to no programme.")


def test_a_folder_without_cases_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["cases", "--folder", str(tmp_path), "--lang", "en"])
    assert left.value.code == 2
    assert "there are no case files in" in capsys.readouterr().err
