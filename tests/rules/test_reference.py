import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.reference import Commune, find_communes, find_industries, load_communes, load_industries
from hn_desk.rules.text import fold, is_clean
from tests.rules.places import rows

COMMUNES = load_communes(rows("reference/hanoi_communes.csv"), "hanoi_communes.csv")
INDUSTRIES = load_industries(rows("reference/vsic.csv"), "vsic.csv")


def test_the_city_has_fifty_one_wards_and_seventy_five_communes() -> None:
    assert len(COMMUNES) == 126
    assert len([commune for commune in COMMUNES if commune.kind == "Phường"]) == 51
    assert len({commune.code for commune in COMMUNES}) == 126


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hoan kiem", "Phường Hoàn Kiếm"),
        ("Phường Hoàn", "Phường Hoàn Kiếm"),
        ("00070", "Phường Hoàn Kiếm"),
        ("HOÀI ĐỨC", "Xã Hoài Đức"),
        ("kiem hoan", "Phường Hoàn Kiếm"),
        ("son", "Xã Sơn Đồng"),
    ],
)
def test_a_commune_is_found_with_or_without_accents(typed: str, first: str) -> None:
    assert find_communes(COMMUNES, typed)[0].full_name == first


def test_the_kind_alone_narrows_and_nothing_typed_shows_all() -> None:
    assert {commune.kind for commune in find_communes(COMMUNES, "xã")} == {"Xã"}
    assert len(find_communes(COMMUNES, "  ")) == 126
    assert find_communes(COMMUNES, "Sài Gòn") == ()


@given(st.sampled_from(COMMUNES))
def test_every_commune_is_found_first_by_its_folded_name(commune: Commune) -> None:
    found = find_communes(COMMUNES, fold(commune.full_name))
    assert found[0] == commune or fold(found[0].full_name) == fold(commune.full_name)


def test_industries_are_found_by_code_or_words() -> None:
    assert find_industries(INDUSTRIES, "5610")[0].name.startswith("Nhà hàng")
    assert {industry.code[:2] for industry in find_industries(INDUSTRIES, "56")} == {"56"}
    assert "4772" in {industry.code for industry in find_industries(INDUSTRIES, "ban le thuoc")}


def test_at_least_sixty_industries_stand_once_in_clean_text() -> None:
    assert len({industry.code for industry in INDUSTRIES}) == len(INDUSTRIES) >= 60
    assert all(is_clean(industry.name) for industry in INDUSTRIES)


@pytest.mark.parametrize(
    "row",
    [
        {"ma_xa": "70", "ten_day_du": "Phường Hoàn Kiếm", "loai": "Phường"},
        {"ma_xa": "٠٠٠٧٠", "ten_day_du": "Phường Hoàn Kiếm", "loai": "Phường"},
        {"ma_xa": "00070", "ten_day_du": "Hoàn Kiếm", "loai": "Phường"},
        {"ma_xa": "00070", "ten_day_du": "Quận Hoàn Kiếm", "loai": "Quận"},
        {},
    ],
)
def test_a_wrong_commune_is_refused_by_its_line(row: dict[str, str]) -> None:
    with pytest.raises(ResourceError, match=r"hanoi_communes.csv is wrong in line 2"):
        load_communes([row], "hanoi_communes.csv")


@pytest.mark.parametrize(
    "row",
    [
        {"code": "1", "name": "x", "edition": "y"},
        {"code": "4711", "name": "", "edition": "y"},
        {"code": "4711", "name": "x"},
    ],
)
def test_a_wrong_industry_is_refused_by_its_line(row: dict[str, str]) -> None:
    with pytest.raises(ResourceError, match=r"vsic.csv is wrong in line 2"):
        load_industries([row], "vsic.csv")
