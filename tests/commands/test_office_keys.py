"""`keys change` and `keys recover`: new keys for the office, and coming in by the recovery sheet, without a window."""

from datetime import date
from pathlib import Path

import pytest

from hn_desk import cli
from hn_desk.actions.office import open_keys, set_up
from hn_desk.actions.recovery_sheet import new_sheet
from hn_desk.commands.access import PASSPHRASE_FILE
from tests.actions.conftest import PASSPHRASE, PLAN, QUICK

SHEET = new_sheet("Phường Hoàn Kiếm", date(2026, 11, 20), is_training=True)
SECRET = "nam bon ba hai mot"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_up(tmp_path / "office", PLAN, cost=QUICK, recovery=SHEET.secret)
    return tmp_path / "office"


def passphrase_in(monkeypatch: pytest.MonkeyPatch, folder: Path, words: str) -> None:
    (folder.parent / "passphrase").write_text(words, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(folder.parent / "passphrase"))


def test_the_keys_change_at_one_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_keys(folder, "lan", PASSPHRASE)
    passphrase_in(monkeypatch, folder, PASSPHRASE)
    assert cli.main(["keys", "change", "--data", str(folder), "--login", "mai"]) == 0
    after = open_keys(folder, "lan", PASSPHRASE)
    assert after.database_keys != before.database_keys
    assert after.seconds != before.seconds


def test_who_lost_the_passphrase_comes_in_by_the_sheet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "words").write_text("\n".join(SHEET.words), encoding="utf-8")
    passphrase_in(monkeypatch, folder, SECRET)
    words = ["--words", str(folder.parent / "words")]
    assert cli.main(["keys", "recover", "--data", str(folder), "--login", "nobody", *words]) == 1
    assert cli.main(["keys", "recover", "--data", str(folder), "--login", "lan", *words]) == 0
    assert open_keys(folder, "lan", SECRET).seconds


def test_a_wait_after_wrong_passphrases_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    passphrase_in(monkeypatch, folder, "sai mat khau roi")
    for _number in range(4):
        assert cli.main(["--lang", "en", "keys", "state", "--data", str(folder)]) == 1
    assert "wait" in capsys.readouterr().err.splitlines()[-1]
