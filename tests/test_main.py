"""Consoles of Windows: other code pages, none at all, and a program that lost files of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hn_desk import __main__ as begun
from hn_desk import streams
from hn_desk.cli import main
from hn_desk.commands import self_check
from hn_desk.updates import tree as trees
from tests.updates.sticks import tree

VIETNAMESE = "Đã giữ: Hộ kinh doanh Nguyễn Thị Ổi ✓"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "ascii"])
def test_vietnamese_is_printed_on_every_code_page(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    streams.ready()
    print(VIETNAMESE + "\udcff", flush=True)
    assert raw.getvalue().decode("utf-8").rstrip("\r\n") == VIETNAMESE + "\\udcff"


def test_a_program_without_a_console_prints_into_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert not streams.ready()
    print(VIETNAMESE)
    print(VIETNAMESE, file=sys.stderr)


def test_the_whole_command_speaks_vietnamese_on_an_old_code_page(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "hn_desk", "update", "--data", str(tmp_path)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1258"},
    )
    assert "Không có bản cập nhật nào đang thực hiện." in answer.stdout.decode("utf-8")


def test_a_program_that_lost_a_module_names_its_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    installed = tree(tmp_path / "HN Desk", "1.0.0")
    (installed / "app" / "version.txt").unlink()
    monkeypatch.setattr(begun, "installed_tree", lambda: installed)
    monkeypatch.setattr(begun, "import_module", lambda _name: (_ for _ in ()).throw(ImportError("DLL load failed")))
    assert begun.main() == begun.BROKEN
    told = capsys.readouterr().err
    assert "app/version.txt" in told
    assert "diệt vi-rút" in told


def test_the_self_check_names_what_is_gone_and_what_is_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    installed = tree(tmp_path / "HN Desk", "1.0.0")
    monkeypatch.setattr(self_check, "installed_tree", lambda: installed)
    assert main(["--self-check", "--lang", "en"]) == 0
    assert "installed files: 4, all as they were" in capsys.readouterr().out

    (installed / "hn-desk.exe").write_text("other bytes", encoding="utf-8")
    (installed / "app" / "version.txt").unlink()
    assert trees.look_over(installed).changed == ()
    assert main(["--self-check", "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "missing: app/version.txt" in told
    assert "changed: hn-desk.exe" in told
    assert "antivirus" in told


def test_an_emptied_file_and_a_list_without_lines_are_seen_by_the_quick_look(tmp_path: Path) -> None:
    installed = tree(tmp_path / "HN Desk", "1.0.0")
    assert trees.look_over(installed).is_whole
    (installed / "hn-desk.exe").write_bytes(b"")
    assert trees.look_over(installed).changed == ("hn-desk.exe",)
    (installed / trees.LIST).write_bytes(b"\0\0\0")
    assert trees.look_over(installed).changed == (trees.LIST,)
    (installed / trees.LIST).unlink()
    assert trees.look_over(installed).missing == (trees.LIST,)
