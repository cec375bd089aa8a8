"""The yearly file for the city's SME-support system: held by its schema, equal in both forms, without names."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from hn_desk.city.collect import collect
from hn_desk.city.yearly_file import yearly_file
from hn_desk.errors import DeskError
from hn_desk.settings import resource, resources
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.city.json_schema import mistakes
from tests.city.made_records import record, records_written
from tests.city.test_collect import sealed_packet
from tests.pair import Pair

SCHEMA: dict[str, Any] = json.loads(resource("reference/sme_year.schema.json").read_text(encoding="utf-8"))

CHANGES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"nam": "2026"}, "$.nam: integer"),
    ({"co_quan": {"ma": "STC"}}, "$.co_quan: ten missing"),
    ({"ten_chu_ho": "x"}, "$: ten_chu_ho unknown"),
    ({"lap_ngay": "1/2/2026"}, "$.lap_ngay: pattern"),
    ({"moi_truong": "thử"}, "$.moi_truong: value"),
)


@pytest.fixture
def made(pair: Pair) -> dict[str, bytes]:
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    row = {"month": "2026-03", "contacts": 5, "agreed": 2, "obstacles": "tax=2\ncost=1", "capital_demand": 700}
    with records_written(desk) as session:
        session.add(record("00070", "contact_counts", "more", row))
        session.add(record("00070", "contact_counts", "other", {**row, "month": "2025-12"}))
    return yearly_file(desk, 2026)


def content(made: dict[str, bytes]) -> Any:
    return json.loads(next(data for name, data in made.items() if name.endswith(".json")))


def test_it_stands_in_its_schema_and_counts_the_year(made: dict[str, bytes]) -> None:
    found = content(made)
    assert list(mistakes(SCHEMA, found)) == []
    (office,) = found["don_vi"]
    counts = ("doanh_nghiep_chuyen_doi", "luot_van_dong", "to_da_tuyen_truyen", "to_phai_tuyen_truyen")
    assert [office[name] for name in counts] == [1, 6, 2, 5]
    assert (office["dong_y"], office["vuong_mac"]["tax"], office["nhu_cau_von_dong"]) == (3, 2, 200_000_700)
    assert {name: office[name] for name in found["toan_thanh_pho"]} == found["toan_thanh_pho"]
    done = {one["ma"]: one["da_thuc_hien"] for one in found["muc_tieu"]}
    assert (done["new_enterprises"], done["all_groups"], done["trained"]) == (1, 40, None)


def test_the_table_says_the_same_in_excel_s_own_encoding(made: dict[str, bytes]) -> None:
    text = next(data for name, data in made.items() if name.endswith(".csv"))
    assert text.startswith("\ufeffnam,ma_xa,".encode())
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"), newline="")))
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        mine = told.setdefault(row["ma_xa"], {})
        if row["ma_chi_tiet"]:
            mine.setdefault(row["chi_tieu"], {})[row["ma_chi_tiet"]] = int(row["gia_tri"])
        else:
            mine[row["chi_tieu"]] = int(row["gia_tri"])
    found = content(made)
    for code, one in (("00070", found["don_vi"][0]), ("", found["toan_thanh_pho"])):
        assert told[code] == {name: value for name, value in one.items() if value != {} and name in told[code]}
        assert set(one) - set(told[code]) <= {"ma_xa", "ten_don_vi", "goi_gan_nhat", *(n for n in one if one[n] == {})}
    assert {row["don_vi_tinh"] for row in rows if row["chi_tieu"] == "von_dong"} == {"đồng"}


def test_no_enterprise_and_no_owner_is_named(made: dict[str, bytes]) -> None:
    words = b"".join(made.values()).decode()
    for name in ("An Phát", "0101234567", "Nguyễn Văn An", "Cửa hàng An", "001080012345"):
        assert name not in words


def test_the_schema_refuses_what_is_not_the_format(made: dict[str, bytes]) -> None:
    found = content(made)
    for change, mistake in CHANGES:
        assert list(mistakes(SCHEMA, {**found, **change})) == [mistake]


def test_a_desk_without_the_scheme_makes_none(pair: Pair) -> None:
    with pytest.raises(DeskError) as caught:
        yearly_file(pair.desk("SNV"), 2026)
    assert caught.value.reason == "desk"


def test_every_figure_is_described() -> None:
    words = Path(resources().parent, "docs", "sme-year.md").read_text(encoding="utf-8")
    for name in SCHEMA["properties"]["toan_thanh_pho"]["properties"]:
        assert f"| `{name}` |" in words
