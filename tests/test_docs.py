"""The pages for the person who installs: their pictures, their honest label, the program's own words."""

import re
import struct
from pathlib import Path

import pytest

from installer.compile_locale import merged, po_files
from installer.doc_pictures import FROM_WINE, NAMES, PLACE, WIDTH

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = ("cai-dat.md", "diet-vi-rut.md", "kiem-tra-may-that.md")
LABEL = "Dựng trên Linux, kiểm thử tự động trong Wine; chưa chạy trên máy Windows thật; chưa ký số."
LARGEST = 60_000
WINDOWS_OWN = {"Vẫn chạy", "Thông tin thêm"}


@pytest.fixture(scope="module")
def words() -> set[str]:
    found = {str(message.string) for message in merged(po_files()) if message.id}
    return {text.replace("&", "") for text in found}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_what_was_never_tried(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8").split("\n")[2] == f"> {LABEL}"


def test_every_picture_is_shown_and_every_one_that_is_shown_can_be_made_anew() -> None:
    shown = set(re.findall(r"!\[[^\]]{10,}\]\(pictures/([\w-]+)\.png\)", (DOCS / PAGES[0]).read_text(encoding="utf-8")))
    assert shown == {*NAMES.values(), *FROM_WINE} == {path.stem for path in PLACE.iterdir()}


@pytest.mark.parametrize("name", [*NAMES.values(), *FROM_WINE])
def test_a_picture_is_small(name: str) -> None:
    data = (PLACE / f"{name}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20])[0] == WIDTH or name in FROM_WINE
    assert 1_000 < len(data) < LARGEST


@pytest.mark.parametrize("page", PAGES)
def test_buttons_and_pages_are_called_as_the_program_calls_them(page: str, words: set[str]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    buttons = set(re.findall(r"(?:bấm|nút|Bấm) \*\*([^*]+)\*\*", text)) - WINDOWS_OWN
    places = {part for path in re.findall(r"\*+(Quản trị → [^*]+)\*+", text) for part in path.split(" → ")}
    assert page != PAGES[0] or {"Xem tờ để in…", "Tạo đơn vị"} <= buttons
    assert (buttons | places) - words == set()
