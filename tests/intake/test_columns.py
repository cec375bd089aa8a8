"""Which column is which: by the wordings offices use, and by what stands below them."""

from collections.abc import Sequence
from typing import Any

import pytest

from hn_desk.actions.rulebook import rule_book
from hn_desk.intake.columns import Match, match_columns
from hn_desk.intake.headings import headings_at
from hn_desk.intake.opening import Sheet
from hn_desk.intake.wording import score
from tests.intake.books import households

IDS = ["001085000123", "001185000124", "001085000125"]
PHONES = ["0912345678", "0987654321", "0355555555"]


def matched(headings: Sequence[str], *rows: Sequence[Any], subject: str = "households") -> dict[str, Match]:
    sheet = Sheet("S", [headings, *rows])
    found = match_columns(sheet, headings_at(sheet, 0, 1), {}, rule_book().imports[subject])
    return {match.field: match for match in found}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Tên HKD", "name"),
        ("TÊN HỘ KINH DOANH", "name"),
        ("Ten ho kinh doanh", "name"),
        ("Họ và tên chủ hộ", "owner_name"),
        ("Ho ten chu ho", "owner_name"),
        ("Chủ hộ – Họ và tên", "owner_name"),
        ("Thông tin chung – Địa chỉ", "address"),
        ("Địa chỉ kinh doanh (số nhà, đường)", "address"),
        ("Địa chỉ chủ hộ", "owner_address"),
        ("Nơi thường trú", "owner_address"),
        ("Số CCCD/CMND", "owner_id"),
        ("Số định danh cá nhân", "owner_id"),
        ("Số CMND cũ", "owner_old_id"),
        ("MST", "tax_code"),
        ("Mã số thuế (MST)", "tax_code"),
        ("Số GCN ĐKKD", "business_code"),
        ("Mã số hộ kinh doanh", "business_code"),
        ("Vốn kinh doanh (triệu đồng)", "capital"),
        ("Ngành, nghề KD", "industry"),
        ("Mã ngành", "industry_code"),
        ("Tổ dân phố số", "group"),
        ("TDP", "group"),
        ("SĐT", "owner_phone"),
        ("Số lao đọng", "workers"),
        ("Ngày cấp GCN", "registered_on"),
        ("Ngày bắt đầu kinh doanh", "started_on"),
        ("Doanh thu năm (triệu đồng)", "revenue_band"),
        ("Tình trạng hoạt động", "status"),
        ("Ghi chú", "note"),
        ("Ngày sinh", "owner_birth"),
        ("Giới tính", "owner_sex"),
        ("Tên", "name"),
        ("Hộ KD", "name"),
        ("Chủ HKD", "owner_name"),
        ("Chủ sở hữu", "owner_name"),
        ("Nơi KD", "address"),
        ("Đ/c", "address"),
        ("Vị trí", "address"),
        ("Đ/c chủ hộ", "owner_address"),
        ("Số GCNĐKHKD", "business_code"),
        ("Ngày, tháng, năm cấp", "registered_on"),
        ("Mã NNT", "tax_code"),
    ],
)
def test_a_heading_names_its_field(heading: str, field: str) -> None:
    assert list(matched([heading, "Cột lạ"])) == [field]


@pytest.mark.parametrize(
    "heading",
    [
        "STT",
        "Ngày cấp CCCD",
        "Nơi cấp",
        "Cán bộ quản lý",
        "Email",
        "Cột lạ",
        "Tên vật nuôi",
        "Ngày tháng năm cấp CCCD",
        "",
    ],
)
def test_what_nobody_asks_for_is_left_out(heading: str) -> None:
    assert matched([heading, ""]) == {}


def test_two_letters_are_revenue_above_amounts_and_telephone_above_numbers() -> None:
    assert list(matched(["DT"], *([one] for one in ("700350000", "650.000.000", "820500000")))) == ["revenue_band"]
    assert list(matched(["ĐT"], *([one] for one in PHONES))) == ["owner_phone"]


def test_each_field_and_each_column_is_used_once() -> None:
    found = matched(["Địa chỉ", "Địa chỉ kinh doanh", "Địa chỉ thường trú", "Chủ hộ", "Họ và tên chủ hộ"])

    assert {field: match.column for field, match in found.items()} == {
        "address": 0,
        "owner_address": 2,
        "owner_name": 3,
    }


def test_what_stands_below_a_heading_makes_it_surer_or_less_sure() -> None:
    sure = matched(["Căn cước công dân chủ"], *([one] for one in IDS))["owner_id"].confidence
    alone = matched(["Căn cước công dân chủ"])["owner_id"].confidence
    doubtful = matched(["Căn cước công dân chủ"], *([one] for one in ("Phở", "Bún", "Miến")))["owner_id"].confidence

    assert doubtful < alone < sure


def test_numbers_that_can_be_nothing_else_are_known_without_a_heading() -> None:
    found = matched(["Cột 1", "Cột 2"], *zip(IDS, PHONES, strict=True))

    assert {field: match.column for field, match in found.items()} == {"owner_id": 0, "owner_phone": 1}
    assert found["owner_id"].confidence < 60


def test_twelve_digits_under_a_heading_of_both_cards_are_the_new_card() -> None:
    assert list(matched(["CCCD/CMND chủ hộ"], *([one] for one in IDS))) == ["owner_id"]


def test_samples_are_readable_and_different() -> None:
    assert matched(["Chủ hộ"], [" Nguyễn  A"], ["Nguyễn A"], [""], ["Trần B"])["owner_name"].samples == (
        "Nguyễn A",
        "Trần B",
    )


def test_people_and_groups_have_their_own_headings() -> None:
    assert set(matched(["Họ và tên", "Ngày sinh", "Số CCCD", "Nơi ở hiện nay"], subject="people")) == {
        *("name", "birth", "id_number", "address"),
    }
    assert set(matched(["STT", "Tên tổ dân phố", "Tổ trưởng"], subject="groups")) == {"name"}


@pytest.mark.parametrize("subject", ["households", "people", "groups"])
def test_every_field_is_named_by_its_own_label_and_synonyms_best(subject: str) -> None:
    fields = rule_book().imports[subject]
    for one in fields.fields:
        for wording in one.synonyms:
            best = max(fields.fields, key=lambda other: score(wording, other))
            assert score(wording, one) == score(wording, best), (wording, best.code)


def test_needed_fields_are_few() -> None:
    assert [one.code for one in households().fields if one.needed] == ["name", "owner_name"]
