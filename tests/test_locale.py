"""Every sentence of the screen has one Vietnamese translation with the same places, and nothing is left over."""

import ast
import string
from pathlib import Path

import pytest

import hn_desk
from installer.compile_locale import entries, merged, po_files

HOUSE = Path(hn_desk.__file__).parent


def sentences() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                sentence = getattr(node.args[0], "value", None)
                assert isinstance(sentence, str), f"{path}:{node.lineno}: _() takes a plain sentence"
                found[sentence] = path
    return found


def translations() -> dict[str, str]:
    return {str(m.id): str(m.string) for path in po_files() for m in entries(path)}


def places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


def test_every_sentence_is_translated() -> None:
    known = translations()

    assert {text: path.name for text, path in sentences().items() if text not in known} == {}


def test_no_translation_is_left_over() -> None:
    assert sorted(set(translations()) - set(sentences())) == []


@pytest.mark.parametrize("path", po_files(), ids=lambda path: path.name)
def test_a_translation_keeps_the_named_places(path: Path) -> None:
    assert [m.id for m in entries(path) if places(str(m.id)) != places(str(m.string))] == []


@pytest.mark.parametrize("path", po_files(), ids=lambda path: path.name)
def test_translations_are_composed_text(path: Path) -> None:
    import unicodedata

    assert [m.id for m in entries(path) if unicodedata.normalize("NFC", str(m.string)) != m.string] == []


def test_the_rooms_agree_on_shared_sentences() -> None:
    assert len(merged(po_files())) > 0
