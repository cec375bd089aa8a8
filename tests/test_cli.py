"""The command line: the same actions, JSON, exit codes."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import hn_desk
from hn_desk import cli
from hn_desk.actions.sample import TRAINING_PASSPHRASE
from hn_desk.city.desk import open_desk
from hn_desk.city.handovers import PACKET, RECEIPT, handover_book
from hn_desk.cli import main
from tests.pair import CITY_PASSPHRASE, pair_template

__all__ = ["pair_template"]
HOUSE = Path(hn_desk.__file__).resolve().parent.parent


def asked(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON answer of a command."""
    code = main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "office"
    assert main(["sample", "--data", str(folder), "--households", "3", "--people", "4", "--seed", "7"]) == 0
    return folder


@pytest.mark.parametrize("secret", [None, "", "tap huan moi ngay"])
def test_a_real_city_is_never_set_up_with_the_passphrase_of_training(
    secret: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HN_DESK_PASSPHRASE_FILE", raising=False)
    if secret is not None:
        (tmp_path / "secret").write_text(secret)
        monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(tmp_path / "secret"))

    code, answer = asked(capsys, "keys", "root", "--city", tmp_path / "city", "--desk", "STC", "--real")

    assert (code, answer["reason"]) == (1, "passphrase-training")
    assert not (tmp_path / "city").exists()


def test_a_whole_round_runs_by_commands(
    sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, city, stick, back = (tmp_path / name for name in ("office", "city", "stick", "back"))
    shutil.copytree(sample_template, office)
    monkeypatch.setenv("HN_DESK_DATA", str(office))

    assert asked(capsys, "keys", "root", "--city", city, "--desk", "STC")[0] == 0
    _code, request = asked(capsys, "keys", "request", "--into", stick)
    words = " ".join(request["words"])
    assert asked(capsys, "keys", "issue", "--city", city, request["request"], "--words", words)[0] == 0
    _code, pack = asked(capsys, "keys", "trust", "--city", city, "--into", stick)
    _code, state = asked(capsys, "keys", "install", pack["pack"])
    _code, sealed = asked(capsys, "seal", "--desk", "STC", "--into", stick)
    _code, collected = asked(capsys, "collect", "--city", city, "--desk", "STC", "--into", back, sealed["file"])
    code, received = asked(capsys, "receive", *collected["receipts"])
    _code, counted = asked(capsys, "city-counts", "--city", city)
    with closing(open_desk(city, "STC", TRAINING_PASSPHRASE)) as desk:
        in_the_book = {one.kind for one in handover_book(desk)}
    checks = [asked(capsys, "verify", path, "--trust", stick / "trust") for path in collected["receipts"]]
    checks.append(asked(capsys, "verify", pack["pack"], "--trust", stick / "trust"))
    outer = asked(capsys, "verify", sealed["file"], "--trust", stick / "trust")
    again = asked(capsys, "seal", "--desk", "STC", "--into", stick)

    assert state["is_usable"]
    assert in_the_book == {PACKET, RECEIPT}
    assert (code, list(received["packets"].values())) == (0, ["received"])
    assert counted["counts"]["groups"] == 24
    assert sum(counted["counts"].values()) == sealed["rows"]
    assert [(check[0], check[1]["kind"], check[1]["environment"]) for check in checks] == [
        (0, "receipt", "training"),
        (0, "trust", "training"),
    ]
    assert (outer[0], outer[1]["reason"]) == (1, "sealed")
    assert (again[0], again[1]["reason"]) == (1, "nothing-to-send")


def test_words_that_differ_issue_nothing(
    sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], pair_template: Path
) -> None:
    shutil.copytree(sample_template, tmp_path / "office")
    request = asked(capsys, "keys", "request", "--data", tmp_path / "office", "--into", tmp_path)[1]["request"]

    code, answer = asked(
        capsys, "keys", "issue", "--city", pair_template / "city", request, "--words", "một hai ba bốn"
    )

    assert (code, answer["reason"]) == (1, "words")


def test_a_collected_file_that_is_no_packet_exits_with_one(
    pair_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(pair_template / "city", tmp_path / "city")
    secret = tmp_path / "passphrase.txt"
    secret.write_text(f"{CITY_PASSPHRASE}\n", encoding="utf-8")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(secret))

    code, answer = asked(capsys, "collect", "--city", tmp_path / "city", "--desk", "STC", secret)

    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "goi.txt").write_bytes(b"Kinh gui")
    fed = [asked(capsys, "collect", "--city", tmp_path / "city", "--desk", "STC", "--from", folder) for _ in range(2)]

    assert (code, answer["reason"]) == (1, "text-other")
    assert [(code, [one["reason"] for one in said["packets"]]) for code, said in fed] == [(1, ["text-other"]), (0, [])]


def test_a_wrong_passphrase_is_refused_with_its_reason(
    sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "passphrase.txt"
    secret.write_text("sai rồi sai rồi", encoding="utf-8")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(secret))

    code, answer = asked(capsys, "keys", "state", "--data", sample_template)

    assert (code, answer["reason"]) == (1, "passphrase")


def test_a_passphrase_file_that_is_no_text_is_named(
    sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe\xfa")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(tmp_path / "secret"))

    assert asked(capsys, "keys", "state", "--data", sample_template)[1]["reason"] == "passphrase-file"


def test_a_folder_without_an_office_is_refused_in_plain_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["keys", "state", "--data", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().err.startswith("no-office: ")


@pytest.mark.parametrize("data", [b"nothing", b"PK\x03\x04", b"%PDF-1.7 nothing", b"%PDF-1.7 /ByteRange"])
def test_a_file_that_is_not_signed_does_not_verify(
    pair_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    code, answer = asked(capsys, "verify", path, "--trust", pair_template / "city" / "authority" / "trust")

    assert code == 1
    assert answer["reason"]


@pytest.mark.parametrize("words", [["seal"], ["nothing"], ["keys"], ["verify", "x"], ["sample", "--nothing"]])
def test_wrong_use_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert capsys.readouterr().err


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])

    shown = capsys.readouterr().out
    assert end.value.code == 0
    assert all(name in shown for name in cli.COMMANDS)


def test_the_self_check_passes_and_fails_when_a_resource_is_taken_away(tmp_path: Path) -> None:
    for name in ("hn_desk", "resources"):
        shutil.copytree(HOUSE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    whole = self_checked(tmp_path)
    (tmp_path / "resources" / "fonts" / "LiberationSerif-Bold.ttf").unlink()
    (tmp_path / "resources" / "programmes" / "gqvl.toml").unlink()
    (tmp_path / "hn_desk" / "models" / "migrations" / "versions" / "0001_first.py").unlink()

    lacking = self_checked(tmp_path)

    assert whole.returncode == 0, whole.stdout
    assert lacking.returncode == 1
    missing = {name for one in json.loads(lacking.stdout)["found"] for name in one["missing"]}
    assert missing == {"LiberationSerif-Bold.ttf", "gqvl", "0001"}


def self_checked(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "hn_desk", "--self-check", "--json"]
    return subprocess.run(
        words, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )


def test_the_command_line_loads_no_database_before_it_knows_the_command() -> None:
    code = (
        "import sys, hn_desk.cli; print([n for n in ('sqlalchemy', 'cryptography', 'reportlab') if n in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
