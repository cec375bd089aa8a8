"""Text from before Unicode: every letter, how it is found, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.intake.headings import guess_headings
from hn_desk.intake.legacy import Encoding, decode, find_encodings, samples
from hn_desk.intake.opening import Sheet, open_table
from hn_desk.intake.syllables import is_syllable
from hn_desk.intake.trial import encoding_of
from tests.imports.legacy_letters import tcvn3, vni
from tests.imports.messy import FAMILIES, GIVEN, MIDDLES, STREETS, TRADES, Scene, make
from tests.imports.scenes import ALL
from tests.intake.books import households, read

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
NAMES = [f"{one} {two} {three}" for one in FAMILIES for two in MIDDLES[:4] for three in GIVEN[:5]]
PLACES = [f"Số {number} phố {street}, ngõ {number}" for number, street in enumerate(STREETS, 1)]


def test_every_letter_of_tcvn3_is_read() -> None:
    assert decode(tcvn3(SMALL + "ĂÂÊÔƠƯĐ"), Encoding.TCVN3) == SMALL + "ĂÂÊÔƠƯĐ"


def test_every_letter_of_vni_is_read_small_and_capital() -> None:
    assert decode(vni(" ".join(SMALL)), Encoding.VNI) == " ".join(SMALL)
    assert decode(vni(" ".join(SMALL.upper())), Encoding.VNI) == " ".join(SMALL.upper())


@pytest.mark.parametrize(
    ("legacy", "text"),
    [
        ("NGUYÔN V¡N A", "NGUYỄN VĂN A"),
        ("HKD NguyÔn", "HKD Nguyễn"),
        ("Hµ Néi", "Hà Nội"),
        ("¸nh", "Ánh"),
        ("TX §«ng", "TX Đông"),
    ],
)
def test_capitals_that_tcvn3_lacks_are_raised(legacy: str, text: str) -> None:
    assert decode(legacy, Encoding.TCVN3) == text


def test_a_font_of_capitals_shows_small_letters_as_capitals() -> None:
    assert decode(tcvn3("nguyễn văn a"), Encoding.TCVN3_CAPITALS) == "NGUYỄN VĂN A"


@pytest.mark.parametrize("texts", [NAMES, PLACES, list(TRADES), NAMES[:1]])
@pytest.mark.parametrize(("write", "encoding"), [(tcvn3, Encoding.TCVN3), (vni, Encoding.VNI), (str, Encoding.UNICODE)])
def test_a_column_is_known_by_trial(texts: list[str], write: object, encoding: Encoding) -> None:
    assert callable(write)
    assert encoding_of([write(text) for text in texts]) == encoding


@pytest.mark.parametrize(
    "texts",
    [
        ["Coffee House", "No. 5 Street", "ABC-123"],
        ["Café de Paris", "Señor Ñandú"],
        ["Lê Hà", "Lý Tô", "Cô Lê"],
        ["45 m²", "25 °C", "§ 5"],
        ["01R8017431", "0101234567-001"],
    ],
)
def test_plain_and_foreign_words_stay_as_they_are(texts: list[str]) -> None:
    assert encoding_of(texts) == Encoding.UNICODE


@pytest.mark.parametrize(
    ("font", "written", "encoding"),
    [
        (".VnTime", "Hµ Néi", Encoding.TCVN3),
        (".VnTimeH", "hµ néi", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", "Haø Noäi", Encoding.VNI),
        (".VnTime", "Hà Nội", Encoding.UNICODE),
        (".VnTime", "Ha Noi", Encoding.UNICODE),
        ("Arial", "Hµ Néi", Encoding.TCVN3),
    ],
)
def test_the_font_tells_unless_the_text_says_otherwise(font: str, written: str, encoding: Encoding) -> None:
    assert encoding_of([written], font) == encoding


def test_one_odd_cell_does_not_change_its_column() -> None:
    assert encoding_of([*map(tcvn3, NAMES), "Đặng Thùy"]) == Encoding.TCVN3
    assert encoding_of([*NAMES, tcvn3("Đặng Thùy")]) == Encoding.UNICODE


def test_a_whole_list_in_tcvn3_is_read_headings_and_all() -> None:
    rows = [["STT", "Tªn hé kinh doanh", "Hä vµ tªn chñ hé", "§Þa chØ", "MST"]]
    rows += [[str(n), f"Qu¸n {n}", tcvn3(name), tcvn3(PLACES[n % 10]), f"01{n:08}"] for n, name in enumerate(NAMES)]
    sheet = Sheet("S", rows)
    headings = guess_headings(sheet, households())

    assert headings.texts[3] == "Địa chỉ"
    assert find_encodings(sheet, headings)[4] == Encoding.UNICODE
    assert samples(sheet, headings, 2, Encoding.TCVN3)[1] == (tcvn3(NAMES[1]), NAMES[1])
    assert [row.values["owner_name"] for row in read(sheet)] == NAMES


@pytest.mark.parametrize("scene", [one for one in ALL if one.legacy], ids=lambda scene: scene.name)
def test_the_corpus_in_old_codes_is_read_right_by_letters(scene: Scene) -> None:
    made = make(scene)
    sheet = max(open_table(made.file_name, made.data).sheets, key=lambda one: len(one.rows))
    rows = {row.row: row.values for row in read(sheet)}
    texts = [
        (one.values[field], str(rows[one.row][field]))
        for one in made.expected
        for field in ("name", "owner_name", "address")
        if one.wrong != field
    ]

    letters = sum(len(meant) for meant, _read in texts)
    right = sum(a == b for meant, got in texts for a, b in zip(meant, got, strict=True))

    assert letters > 1000
    assert right / letters >= 0.995


@pytest.mark.parametrize(
    "word", ["nguyễn", "quỳnh", "khuê", "giặt", "nghĩa", "oanh", "ưng", "thuở", "khuya", "y", "của"]
)
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nguyeãn", "hµ", "caâu", "señor", "bàá", "zô", "ngaỳ̀"])
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)


@settings(max_examples=200)
@given(st.text(SMALL + SMALL.upper() + " .,-0123456789", max_size=40))
def test_what_vni_writes_is_read_back(text: str) -> None:
    assert decode(vni(text), Encoding.VNI) == text


@settings(max_examples=200)
@given(st.text(SMALL + "ĂÂÊÔƠƯĐ" + " .,-0123456789", max_size=40))
def test_what_tcvn3_writes_is_read_back_but_for_capitals(text: str) -> None:
    assert decode(tcvn3(text), Encoding.TCVN3).lower() == text.lower()
