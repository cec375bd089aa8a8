"""The self-check names whatever is taken away, and its list knows every file that the program brings."""

import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.self_check import CATALOGUE, self_check
from hn_desk.cli import main
from hn_desk.errors import ResourceError
from hn_desk.models.formats import REVISIONS
from hn_desk.settings import resource, resources
from installer.compile_locale import merged, po_files

SOURCES = "locale"
"""Catalogues of the rooms: what is read of them is the compiled one, whose sentences are counted."""


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the resources, from which the program reads as it does when it is installed."""
    copy = shutil.copytree(resources(), tmp_path / "bundle" / "resources")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    rule_book.cache_clear()
    yield Path(copy)
    rule_book.cache_clear()


def missing() -> dict[str, tuple[str, ...]]:
    return {found.kind: found.missing for found in self_check() if found.missing}


def test_nothing_is_missing(bundle: Path) -> None:
    assert missing() == {}
    assert main(["--self-check", "--json"]) == 0


@pytest.mark.parametrize(
    ("kind", "name", "file"),
    [
        ("programmes", "qd22", "programmes/qd22.toml"),
        ("forms", "withdrawal", "forms/withdrawal.toml"),
        ("reports", "qd08", "reports/qd08.toml"),
        ("fonts", "LiberationSans-Bold.ttf", "fonts/LiberationSans-Bold.ttf"),
        ("files", "help/vi/credit.md", "help/vi/credit.md"),
        ("files", "icons/home.svg", "icons/home.svg"),
    ],
)
def test_a_file_that_is_taken_away_is_named(
    kind: str, name: str, file: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / file).unlink()

    assert missing() == {kind: (name,)}
    assert main(["--self-check"]) == 1
    assert name in capsys.readouterr().err


def test_a_font_without_content_is_missing(bundle: Path) -> None:
    (bundle / "fonts" / "LiberationSans-Bold.ttf").write_bytes(b"")

    assert missing() == {"fonts": ("LiberationSans-Bold.ttf",)}


def test_a_desk_that_is_taken_away_is_named(bundle: Path) -> None:
    desks = (bundle / "desks.toml").read_text(encoding="utf-8")
    (bundle / "desks.toml").write_text(desks.replace('code = "STC"', 'code = "SXX"'), encoding="utf-8")

    assert missing() == {"desks": ("STC",)}


def test_lost_communes_are_counted(bundle: Path) -> None:
    path = bundle / "reference" / "hanoi_communes.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")

    assert missing() == {"communes": ("125 of 126",)}


def test_lost_translations_are_counted(bundle: Path) -> None:
    room = po_files()[:1]
    with (bundle / CATALOGUE).open("wb") as stream:
        write_mo(stream, merged(room))

    assert list(missing()) == ["translations"]
    assert main(["--self-check"]) == 1


@pytest.mark.parametrize("file", ["manifest.toml", "desks.toml", "roles.toml", "reference/vsic.csv"])
def test_a_file_that_everything_needs_is_named_in_the_refusal(
    file: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / file).unlink()

    assert main(["--self-check"]) == 1
    assert Path(file).name in capsys.readouterr().err


def test_without_the_compiled_catalogue_the_check_is_refused(bundle: Path) -> None:
    (bundle / CATALOGUE).unlink()

    with pytest.raises(ResourceError, match="Vietnamese texts are missing"):
        self_check()


def test_every_file_that_is_there_is_looked_for() -> None:
    manifest = tomllib.loads(resource("manifest.toml").read_text(encoding="utf-8"))
    known = {
        "manifest.toml",
        *manifest["files"],
        *(f"programmes/{code}.toml" for code in manifest["programmes"]),
        *(f"forms/{name}.toml" for name in manifest["forms"]),
        *(f"reports/{code}.toml" for code in manifest["reports"]),
        *(f"fonts/{name}" for name in manifest["fonts"]),
    }
    there = {path.relative_to(resources()) for path in resources().rglob("*") if path.is_file()}

    assert sorted(path.as_posix() for path in there if path.parts[0] != SOURCES) == sorted(known)


def test_the_list_knows_every_revision_and_nearly_every_sentence() -> None:
    listed = tomllib.loads(resource("manifest.toml").read_text(encoding="utf-8"))
    assert tuple(listed["migrations"]) == REVISIONS
    assert listed["translations"] > 0.9 * len(merged(po_files()))
