"""The command: what a stick holds, with an office and without one."""

import json
from pathlib import Path
from typing import Any

import pytest

from hn_desk import __version__
from hn_desk.cli import main
from hn_desk.commands import access
from tests.actions.conftest import PASSPHRASE
from tests.updates.sticks import NEWER, stick


@pytest.fixture
def passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(access.PASSPHRASE_FILE, str(file))


def asked(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    code = main(["update", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("passphrase")
def test_the_administrator_looks_and_others_may_not(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb = stick(tmp_path / "usb")
    code, facts = asked(capsys, usb, "--look", "--data", office_folder, "--login", "anh")
    assert (code, facts["version"], facts["current"]) == (0, NEWER, __version__)
    code, facts = asked(capsys, usb, "--look", "--data", office_folder, "--login", "lan")
    assert (code, facts["reason"]) == (1, "role")
    code, facts = asked(capsys, usb, "--data", office_folder, "--login", "anh")
    assert (code, facts["reason"]) == (1, "update-not-installed")
    assert not (office_folder / "update").exists()


def test_where_no_office_lies_the_release_is_proved_and_its_setup_is_run_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb, nothing = stick(tmp_path / "usb"), tmp_path / "nothing"
    assert asked(capsys, usb, "--look", "--data", nothing)[1]["version"] == NEWER
    code, facts = asked(capsys, usb, "--data", nothing)
    assert (code, facts["reason"]) == (1, "update-by-hand")
    code, facts = asked(capsys, stick(tmp_path / "old", __version__), "--data", nothing)
    assert (code, facts["reason"]) == (1, "update-not-newer")


def test_without_a_file_it_tells_how_the_last_one_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "--data", tmp_path) == (0, {"ok": True, "step": ""})
