"""A wrong file, folder or disk is told by the command line: a sentence, what to do, a reason, exit code 1."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hn_desk import i18n
from hn_desk.actions.packets import seal_packet
from hn_desk.cli import main
from tests.actions.conftest import PASSPHRASE
from tests.journeys.a_day import HOUSE
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair

MOUNT = 'mount -t tmpfs -o "$1" none "$2" && shift 2 && exec "$@"'
MAY_MOUNT = (
    bool(shutil.which("unshare"))
    and subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    ).returncode
    == 0
)
NEEDS_MOUNT = pytest.mark.skipif(not MAY_MOUNT, reason="no disk of its own may be made here")


@pytest.fixture(autouse=True)
def _secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The passphrase to sign in at the office; afterwards the language of the tests again."""
    keep_passphrase(tmp_path, monkeypatch, PASSPHRASE)
    yield
    i18n.use_language("en")


def keep_passphrase(folder: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    (folder / "secret.txt").write_text(passphrase, encoding="utf-8")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(folder / "secret.txt"))


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    """What a command answers that must be refused; its sentence is in English."""
    code = main([*map(str, words), "--json", "--lang", "en"])
    return answer_of(code, capsys.readouterr().out)


def answer_of(code: int, said: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(said)
    assert (code, answer["ok"]) == (1, False)
    assert answer["reason"]
    return answer


def is_plain(answer: dict[str, Any]) -> bool:
    """Whether it says what happened and what to do, in whole sentences."""
    return all(answer[name][0].isupper() and answer[name].endswith(".") for name in ("what", "do"))


def on_a_disk(options: str, place: Path, *words: str | Path) -> dict[str, Any]:
    """What a command answers when `place` is a disk of its own, made with these mount options."""
    place.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "hn_desk", *map(str, words), "--json", "--lang", "en"]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", MOUNT, "sh", options, place, *command],
        cwd=HOUSE,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return answer_of(done.returncode, done.stdout)


def test_a_programme_with_a_wrong_key_is_named_by_file_key_and_reason(tmp_path: Path) -> None:
    for name in ("hn_desk", "resources"):
        shutil.copytree(HOUSE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "resources" / "programmes" / "gqvl.toml"
    file.write_text(f'colour = "red"\n{file.read_text(encoding="utf-8")}', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "hn_desk", "--self-check", "--json", "--lang", "en"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    answer = answer_of(done.returncode, done.stdout)
    assert "Traceback" not in done.stderr
    assert is_plain(answer)
    assert "gqvl.toml" in answer["what"]
    assert "colour: is not a key the program knows" in answer["what"]


def test_a_workbook_that_is_no_packet_is_kept_aside(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_passphrase(tmp_path, monkeypatch, CITY_PASSPHRASE)
    book = openpyxl.Workbook()
    book.save(tmp_path / "so-lieu.xlsx")
    answer = refused(capsys, "collect", "--city", pair.city, "--desk", "STC", tmp_path / "so-lieu.xlsx")
    (one,) = answer["packets"]
    assert one["decision"] == "quarantined"
    assert is_plain({"what": one["text"], "do": one["do"]})
    assert answer["receipts"] == []


def test_a_workbook_that_is_no_packet_does_not_verify(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    openpyxl.Workbook().save(tmp_path / "so-lieu.xlsx")
    answer = refused(capsys, "verify", tmp_path / "so-lieu.xlsx", "--trust", pair.city / "authority" / "trust")
    assert is_plain(answer)


def test_a_packet_for_another_desk_is_not_opened(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    keep_passphrase(tmp_path, monkeypatch, CITY_PASSPHRASE)
    answer = refused(capsys, "collect", "--city", pair.city, "--desk", "NHCS", packet)
    (one,) = answer["packets"]
    assert (one["decision"], one["reason"]) == ("quarantined", "seal-desk")
    assert is_plain({"what": one["text"], "do": one["do"]})


@pytest.mark.parametrize("left", [b"", b"nothing of ours", bytes(100_000)])
def test_a_damaged_database_is_refused_and_stays_as_it_is(
    office_folder: Path, capsys: pytest.CaptureFixture[str], left: bytes
) -> None:
    (office_folder / "office.db").write_bytes(left)
    answer = refused(capsys, "keys", "state", "--data", office_folder, "--login", "anh")
    assert answer["reason"] == "damaged"
    assert is_plain(answer)
    assert (office_folder / "office.db").read_bytes() == left


@pytest.mark.parametrize("left", [b"", b"{}", b"\xff\xfe", b'{"version": 1}'])
def test_a_damaged_key_file_is_refused(office_folder: Path, capsys: pytest.CaptureFixture[str], left: bytes) -> None:
    (office_folder / "office.keys").write_bytes(left)
    assert is_plain(refused(capsys, "keys", "state", "--data", office_folder, "--login", "anh"))


def test_a_damaged_database_of_the_city_is_refused(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_passphrase(tmp_path, monkeypatch, CITY_PASSPHRASE)
    (pair.city / "desks" / "STC" / "city.db").write_bytes(b"")
    assert refused(capsys, "city-counts", "--city", pair.city)["reason"] == "damaged"


def test_a_folder_that_is_a_file_can_not_be_written(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stick").write_bytes(b"")
    request = ("keys", "request", "--data", office_folder, "--login", "anh", "--into", tmp_path / "stick" / "new")
    assert is_plain(refused(capsys, *request))
    assert is_plain(refused(capsys, "sample", "--data", tmp_path / "stick" / "office", "--households", "1"))
    assert is_plain(refused(capsys, "day", "--into", tmp_path / "stick" / "day"))


@NEEDS_MOUNT
@pytest.mark.parametrize(("options", "reason"), [("nr_inodes=1", "disk-full"), ("ro", "folder-read-only")])
def test_a_stick_that_takes_nothing_is_told(office_folder: Path, tmp_path: Path, options: str, reason: str) -> None:
    stick = tmp_path / "stick"
    answer = on_a_disk(options, stick, "keys", "request", "--data", office_folder, "--login", "anh", "--into", stick)
    assert answer["reason"] == reason
    assert is_plain(answer)


@NEEDS_MOUNT
@pytest.mark.parametrize(("options", "reason"), [("size=100k", "disk-full"), ("ro", "read-only")])
def test_an_office_on_a_disk_without_room_is_not_made(tmp_path: Path, options: str, reason: str) -> None:
    disk = tmp_path / "disk"
    answer = on_a_disk(options, disk, "sample", "--data", disk / "office", "--households", "1")
    assert answer["reason"] == reason
    assert is_plain(answer)


@pytest.mark.parametrize("typed", ["", "7", "00000", "Hoàn Kiếm", "000700"])
def test_an_office_that_is_no_commune_lives_no_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    answer = refused(capsys, "day", "--into", tmp_path / "day", "--office", typed)
    assert answer["reason"] == "office-code"
    assert is_plain(answer)
    assert not (tmp_path / "day").exists()
