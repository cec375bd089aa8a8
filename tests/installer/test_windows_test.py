"""The test in Wine counts honestly: what fails fails the run, and where nothing can be tried that is said loudly."""

import json
from pathlib import Path

import pytest

from hn_desk.updates.setup import UNINSTALL_KEY
from installer import build_setup
from installer.layout import LIST
from installer.windows_test import __main__ as whole
from installer.windows_test import registry, tools
from installer.windows_test.ground import CheckError, Ground, answered, content_of, digest_of, expect_whole
from installer.windows_test.made import Release, newer_version
from installer.windows_test.wine import USER, Ran, Wine


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    tree = tmp_path / "tree"
    (tree / "lib").mkdir(parents=True)
    (tree / "lib" / "a.pyd").write_bytes(b"library")
    (tree / "uninstall.exe").write_bytes(b"remover")
    (tree / LIST).write_text(f"{digest_of(tree / 'lib' / 'a.pyd')}  lib/a.pyd\n", encoding="utf-8")
    return Ground(tmp_path, Wine(tmp_path), Release("0.6.0", tree, tmp_path, tmp_path / "setup.exe"))


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch, ground: Ground) -> None:
    monkeypatch.setattr(tools, "provide", lambda: "")
    monkeypatch.setattr(whole, "_ground", lambda **_how: ground)
    monkeypatch.setattr(Wine, "end", lambda _self: None)


def good(_ground: Ground) -> str:
    """What holds."""
    return "seen"


def bad(_ground: Ground) -> str:
    """What doesn't hold."""
    raise CheckError("the program is gone")


def test_every_check_is_counted_and_a_failed_one_fails_the_run(
    nothing_runs: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(whole, "LONG", (good, bad, good))

    assert whole.main([]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[-1]) == {"checks": 3, "passed": 2, "failed": 1}
    assert lines[-2] == "2 passed, 1 failed"
    assert any(line.startswith("FAILED  What doesn't hold.") for line in lines)
    assert any("the program is gone" in line for line in lines)


def test_when_all_hold_the_run_is_good(nothing_runs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "SHORT", (good, good))

    assert whole.main(["--short"]) == 0


def test_a_run_of_no_check_is_no_good_one(nothing_runs: None) -> None:
    assert whole.main(["--short", "--only", "no_such_check"]) == 1


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--short", "--where-possible"), 0)])
def test_without_wine_it_says_loudly_why_not(
    words: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "provide", lambda: "wine is missing")

    assert whole.main(words) == code
    assert "NOT TRIED IN WINE: wine is missing" in capsys.readouterr().out


def test_a_whole_tree_is_known_by_its_list(ground: Ground) -> None:
    assert expect_whole(ground.release.tree, ground.release) is ground.release


@pytest.mark.parametrize(
    "damage",
    [
        lambda tree: (tree / "lib" / "a.pyd").write_bytes(b"eaten"),
        lambda tree: (tree / "lib" / "a.pyd").unlink(),
        lambda tree: (tree / "left.tmp").write_bytes(b""),
        lambda tree: (tree / "uninstall.exe").unlink(),
        lambda tree: (tree / LIST).unlink(),
    ],
    ids=["changed", "missing", "left over", "no uninstaller", "no list"],
)
def test_a_tree_that_is_not_whole_is_told(ground: Ground, damage: object, tmp_path: Path) -> None:
    damage(ground.release.tree)  # type: ignore[operator]  # one of the above

    with pytest.raises(CheckError):
        expect_whole(ground.release.tree, ground.release)


def test_a_tree_of_no_release_is_told(ground: Ground, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / LIST).write_bytes(b"another list")

    with pytest.raises(CheckError, match="no release"):
        expect_whole(other, ground.release)


def test_paths_are_named_as_windows_does(ground: Ground) -> None:
    assert ground.wine.windows(ground.data) == rf"C:\users\{USER}\AppData\Local\HN Desk"
    assert ground.wine.windows(Path("/tmp/que USB")) == r"Z:\tmp\que USB"


def test_a_refusal_or_other_words_are_no_answer() -> None:
    assert answered(Ran(0, '{"ok": true}', "")) == {"ok": True}
    with pytest.raises(CheckError, match="exit code 1"):
        answered(Ran(1, "{}", "refused"))
    with pytest.raises(CheckError, match="no JSON"):
        answered(Ran(0, "Traceback", ""))


def test_what_lies_in_a_folder_is_known_by_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "dữ liệu").mkdir()
    (tmp_path / "dữ liệu" / "a.db").write_bytes(b"1")
    before = content_of(tmp_path)
    (tmp_path / "dữ liệu" / "a.db").write_bytes(b"2")

    assert list(before) == ["dữ liệu/a.db"]
    assert content_of(tmp_path) != before


def test_the_next_version_rises() -> None:
    assert newer_version("0.6.0") == "0.6.1"


def test_setup_program_and_test_mean_the_same_entry_of_windows_list_of_programs() -> None:
    assert registry.UNINSTALL == UNINSTALL_KEY
    assert f'!define UNINSTALL_KEY "{UNINSTALL_KEY}"' in build_setup.SCRIPT.read_text(encoding="utf-8")
