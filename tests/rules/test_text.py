import ctypes
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import PySide6
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.rules.text import (
    clean_line,
    clean_text,
    fold,
    is_clean,
    name_key,
    nfc,
    place_key,
    search_words,
    text_key,
    words,
)

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèéẹếệìíỉọốờợúữựýỵAĂÂDĐEÊOƠÔUƯÁẶỆỢ fjwz019_-,;:.'()/&"
vietnamese = st.text(alphabet=VIETNAMESE, max_size=8)


def test_decomposed_text_is_composed() -> None:
    assert nfc("Nguye\u0302\u0303n") == "Nguyễn"


def test_a_line_keeps_no_tabs_breaks_or_unseen_characters() -> None:
    assert clean_line("\u202e Nguyễn\t Văn\u00a0\u200b \r\nA\ue000 \u2028B\ufffe") == "Nguyễn Văn A B"


def test_several_lines_end_with_a_plain_newline_only() -> None:
    assert clean_text("\r\n một \r\nhai\t ba\rbốn\u2029năm\n\n") == "một\nhai ba\nbốn\nnăm"


@given(st.text())
def test_clean_text_is_already_clean(text: str) -> None:
    assert is_clean(clean_text(text))
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_line(text) == clean_text(clean_line(text))


def test_text_with_a_bidi_mark_is_not_clean() -> None:
    assert not is_clean("An\u202e")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Đặng Thị Hoà", "dang thi hoa"), ("hòa", "hoa"), ("THUÝ", "thuy"), ("thúy", "thuy"), ("Ươ", "uo")],
)
def test_marks_case_and_the_two_spellings_fold_away(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_and_both_forms_fold_alike(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


def test_words_are_folded_and_split_at_signs() -> None:
    assert words("Phở_Bò (số 5), Hàng-Bạc") == ("pho", "bo", "so", "5", "hang", "bac")


def test_search_words_are_distinct_and_sorted() -> None:
    assert search_words("Nguyễn Văn A", "văn phòng") == ("a", "nguyen", "phong", "van")


def test_people_sort_by_given_name_in_vietnamese_order() -> None:
    people = [
        "Trần Thị Ân",
        "Nguyễn Văn Ba",
        "Lê An",
        "Đỗ Ấn",
        "Lê Ăn",
        "Vũ Đức",
        "Vũ Dung",
        "Ngô Ánh",
        "Cao Bá",
        "Bùi An",
    ]
    assert sorted(people, key=name_key) == [
        "Bùi An",
        "Lê An",
        "Ngô Ánh",
        "Lê Ăn",
        "Trần Thị Ân",
        "Đỗ Ấn",
        "Nguyễn Văn Ba",
        "Cao Bá",
        "Vũ Dung",
        "Vũ Đức",
    ]


def test_capitals_stand_beside_the_same_given_name() -> None:
    people = ["TRẦN VĂN AN", "Lê Bình", "Bùi Văn An", "VŨ THỊ AN"]
    assert sorted(people, key=name_key) == ["Bùi Văn An", "TRẦN VĂN AN", "VŨ THỊ AN", "Lê Bình"]


def test_tones_count_after_the_letters() -> None:
    syllables = ["mạ", "má", "mã", "mả", "mà", "ma", "man"]
    assert sorted(syllables, key=text_key) == ["ma", "mà", "mả", "mã", "má", "mạ", "man"]


def test_a_mark_that_composes_with_no_letter_sorts_after_the_letter_alone() -> None:
    assert sorted(["q\u0301", "qa", "q"], key=text_key) == ["q", "q\u0301", "qa"]


def test_an_empty_name_has_a_key_before_all_others() -> None:
    assert name_key("") < name_key("A")


@given(st.text())
def test_keys_are_plain_ascii_and_the_same_for_both_forms(text: str) -> None:
    assert text_key(text).isascii()
    assert text_key(text) == text_key(unicodedata.normalize("NFD", text))
    assert name_key(text).isascii()


def icu_compare() -> Callable[[str, str], int]:
    folder = Path(PySide6.__file__).parent / "Qt" / "lib"
    if not sys.platform.startswith("linux") or not (folder / "libicui18n.so.73").exists():
        pytest.skip("this platform's Qt brings no ICU")
    for name in ("libicudata.so.73", "libicuuc.so.73"):
        ctypes.CDLL(str(folder / name), mode=ctypes.RTLD_GLOBAL)
    icu = ctypes.CDLL(str(folder / "libicui18n.so.73"))
    icu.ucol_open_73.restype = ctypes.c_void_p
    collator = ctypes.c_void_p(icu.ucol_open_73(b"vi", ctypes.byref(ctypes.c_int(0))))

    def compare(left: str, right: str) -> int:
        first, second = left.encode("utf-16-le"), right.encode("utf-16-le")
        return int(icu.ucol_strcoll_73(collator, first, len(first) // 2, second, len(second) // 2))

    return compare


def test_the_key_sorts_exactly_as_icu_does() -> None:
    compare = icu_compare()

    @settings(max_examples=2000, deadline=None)
    @given(vietnamese, vietnamese)
    def agree(left: str, right: str) -> None:
        mine, other = text_key(left), text_key(right)
        assert (mine > other) - (mine < other) == compare(left, right)

    agree()


def test_numbered_places_sort_by_their_number() -> None:
    names = ["Tổ dân phố số 10", "Tổ dân phố số 2", "Thôn 1"]
    assert sorted(names, key=place_key) == ["Thôn 1", "Tổ dân phố số 2", "Tổ dân phố số 10"]
