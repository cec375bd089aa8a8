"""The rooms' Vietnamese becomes one catalogue, or nothing does."""

from pathlib import Path

import pytest

from installer.compile_locale import entries, merged, po_files

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'


def room(folder: Path, name: str, *lines: str) -> Path:
    """A room's catalogue with these lines after its head."""
    path = folder / f"{name}.po"
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return path


def entry(sentence: str, translation: str) -> str:
    return f'msgid "{sentence}"\nmsgstr "{translation}"\n'


def test_rooms_become_one_catalogue(tmp_path: Path) -> None:
    desk = room(tmp_path, "desk", entry("Save", "Lưu"), entry("Close", "Đóng"))
    city = room(tmp_path, "city", entry("Receive", "Nhận"))

    catalogue = merged([desk, city])

    assert {str(m.id): m.string for m in catalogue if m.id} == {"Save": "Lưu", "Close": "Đóng", "Receive": "Nhận"}


def test_two_rooms_may_say_the_same(tmp_path: Path) -> None:
    rooms = [room(tmp_path, name, entry("Save", "Lưu")) for name in ("desk", "city")]

    assert len(merged(rooms)) == 1


def test_two_different_translations_are_refused(tmp_path: Path) -> None:
    rooms = [room(tmp_path, "desk", entry("Save", "Lưu")), room(tmp_path, "city", entry("Save", "Ghi"))]

    with pytest.raises(ValueError, match=r"city\.po: two translations of 'Save'"):
        merged(rooms)


def test_a_fuzzy_translation_is_refused(tmp_path: Path) -> None:
    path = room(tmp_path, "desk", "#, fuzzy", entry("Save", "Lưu"))

    with pytest.raises(ValueError, match=r"desk\.po: no translation of 'Save'"):
        merged([path])


def test_an_empty_translation_is_refused(tmp_path: Path) -> None:
    path = room(tmp_path, "desk", entry("Save", ""))

    with pytest.raises(ValueError, match=r"desk\.po: no translation of 'Save'"):
        merged([path])


def test_the_head_of_a_catalogue_is_no_sentence() -> None:
    assert all(message.id for path in po_files() for message in entries(path))
