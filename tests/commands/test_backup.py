"""`backup` and `restore` on the command line: the same acts as in the window."""

import json
import shutil
from pathlib import Path

import pytest

from hn_desk import office_keys
from hn_desk.actions.backup_making import BACKUPS, DATABASE, KEYS
from hn_desk.actions.office import open_keys
from hn_desk.cli import main
from hn_desk.commands import restore
from hn_desk.recovery import new_recovery, recovery_words
from tests.actions.conftest import PASSPHRASE, office_folder, office_template

__all__ = ["office_folder", "office_template"]
SHEET = new_recovery()


@pytest.fixture
def folder(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    return office_folder


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_a_backup_is_made_and_restored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "--json", "--data", str(folder), "--login", "mai"]) == 0
    made = answer(capsys)
    assert Path(str(made["file"])).exists()
    (folder / DATABASE).write_bytes(b"damaged" * 500)

    source = ["--from", str(folder / BACKUPS), "--number", "2026/XN-UBND/125", "--file-code", "2026-000015"]
    assert main(["restore", "--json", "--data", str(folder), "--login", "mai", *source]) == 0

    told = answer(capsys)
    assert (told["ok"], told["epoch"], told["bad"]) == (True, 2, [])
    assert (folder / str(told["aside"]) / DATABASE).read_bytes() == b"damaged" * 500


def test_every_backup_goes_to_the_second_folder_too(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    assert main(["backup", "--json", "--data", str(folder), "--login", "anh", "--second", str(stick)]) == 0

    assert [path.name for path in stick.iterdir()] == [Path(str(answer(capsys)["file"])).name]


def test_the_recovery_sheet_opens_a_backup_on_a_new_pc(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = office_keys.load(folder / KEYS)
    opened = open_keys(folder, "mai", PASSPHRASE)
    office_keys.save(office_keys.with_recovery(keys, opened, SHEET), folder / KEYS)
    assert main(["backup", "--json", "--data", str(folder), "--login", "mai"]) == 0
    capsys.readouterr()
    (tmp_path / "words").write_text("\n".join(recovery_words(SHEET)), encoding="utf-8")
    (tmp_path / "passphrase").write_text("mot cau moi de nho", encoding="utf-8")

    new = tmp_path / "new-pc"
    source = ["--from", str(folder / BACKUPS), "--words", str(tmp_path / "words")]
    assert main(["restore", "--json", "--data", str(new), "--login", "mai", *source]) == 0

    assert answer(capsys)["epoch"] == 2
    assert open_keys(new, "mai", "mot cau moi de nho").second is not None


def test_a_refusal_names_every_bad_backup(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "--json", "--data", str(folder), "--login", "mai"]) == 0
    path = Path(str(answer(capsys)["file"]))
    path.write_bytes(path.read_bytes()[:-1])
    shutil.copy(path, path.with_name("HN-other.hnbackup"))

    assert main(["restore", "--json", "--data", str(folder), "--login", "mai", "--from", str(path.parent)]) == 1

    told = answer(capsys)
    assert told["reason"] == "no-good-backup"
    assert len(told["problems"]) == 2  # type: ignore[arg-type]  # a list of problems


@pytest.mark.parametrize("wrong", ["2026-XN", "2026/125", "x/XN/1"])
def test_a_number_that_is_none_is_wrong_use(folder: Path, wrong: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["restore", "--data", str(folder), "--from", str(folder), "--number", wrong])
    assert ended.value.code == 2
    assert restore.__doc__
