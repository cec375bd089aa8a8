"""The yearly file for the city's SME-support system ([000], [001]): JSON by a published schema, and the same as CSV."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any, Final

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.numbers import Line, Numbers, numbers
from hn_desk.city.yearly_counts import (
    DEMAND,
    DIVISIONS,
    ELIGIBLE,
    KINDS,
    OBSTACLES,
    SUPPORTS,
    YearCounts,
    year_counts,
)
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.rules import city_measures as measures
from hn_desk.rules import desks
from hn_desk.rules.city_targets import COVERED, CityTarget

FORMAT: Final = "hn-desk-dnnvv/1"
TOPIC: Final = "sme"
PLAIN: Final = {
    "doanh_nghiep_chuyen_doi": measures.REGISTERED,
    "lao_dong": measures.WORKERS,
    "von_dong": measures.CAPITAL,
    "ho_so_da_nop": measures.SUBMITTED,
    "luot_van_dong": measures.CONTACTS,
    "to_phai_tuyen_truyen": measures.GROUPS,
    "to_da_tuyen_truyen": measures.REACHED,
    "hoat_dong_tuyen_truyen": measures.measure_of(measures.EVENTS, TOPIC),
    "nguoi_du": measures.measure_of(measures.PEOPLE, TOPIC),
}
"""Figures that are sums of the board."""
COUNTED: Final = {
    "du_dieu_kien_ho_tro": ELIGIBLE,
    "dang_can_nhac": "considering",
    "dong_y": "agreed",
    "tu_choi": "refused",
    "nhu_cau_von_dong": DEMAND,
}
"""Figures that only this file has."""
DIVIDED: Final = {
    "theo_loai_hinh": KINDS,
    "theo_nganh": DIVISIONS,
    "vuong_mac": OBSTACLES,
    "ho_tro_mong_muon": SUPPORTS,
}
"""Counts by code; the file's own lists say what the codes are called."""
MONEY: Final = frozenset({"von_dong", "nhu_cau_von_dong"})
COLUMNS: Final = ("nam", "ma_xa", "ten_don_vi", "chi_tieu", "ma_chi_tiet", "don_vi_tinh", "gia_tri")
BOM: Final = "\ufeff"


def yearly_file(desk: CityDesk, year: int) -> dict[str, bytes]:
    """The year as two files by name, `.json` and `.csv`; it is logged. DeskError at a desk without conversions."""
    desk.require("board.read")
    if not rule_book().desks[desk.code].receives(desks.CONVERSIONS):
        raise DeskError(
            _("This desk receives nothing of the SME scheme."), do=_("Make the file at the desk STC."), reason="desk"
        )
    found = numbers(desk, f"{year}")
    with desk.database.read() as session:
        counts = year_counts(session, year)
    content = _content(desk, year, found, counts)
    with desk.write() as session:
        audit.log(session, Act("city.export", "numbers", content={"period": f"{year}", "kind": "yearly"}))
    name = f"DNNVV-{desk.code}-{year}-{found.board.day:%Y%m%d}"
    plain = json.dumps(content, ensure_ascii=False, indent=1)
    return {f"{name}.json": plain.encode(), f"{name}.csv": _csv(content).encode()}


def _content(desk: CityDesk, year: int, found: Numbers, counts: Mapping[str, YearCounts]) -> dict[str, Any]:
    closed = found.snapshot
    offices = [
        {
            "ma_xa": one.code,
            "ten_don_vi": one.name,
            "goi_gan_nhat": one.last_received[:10] or None,
            **_figures(found.values.get(one.code, {}), counts.get(one.code, YearCounts())),
        }
        for one in found.board.offices
    ]
    return {
        "dinh_dang": FORMAT,
        "nam": year,
        "moi_truong": desk.environment,
        "co_quan": {"ma": desk.code, "ten": desk.name},
        "tinh_den_ngay": _until(year, found.board.day).isoformat(),
        "lap_ngay": found.board.day.isoformat(),
        "chot": {"ngay": closed.taken_on.isoformat(), "sha256": closed.sha256} if closed else None,
        "don_vi": offices,
        "toan_thanh_pho": _whole(offices),
        "muc_tieu": [_target(one, found) for one in (*_aimed(found), *found.untold)],
        "danh_muc": _lists(),
    }


def _until(year: int, day: date) -> date:
    return min(day, date(year, 12, 31))


def _figures(values: Mapping[str, int], counts: YearCounts) -> dict[str, Any]:
    return {
        **{name: values.get(measure, 0) for name, measure in PLAIN.items()},
        **{name: counts.plain[key] for name, key in COUNTED.items()},
        **{name: dict(sorted(counts.divided[key].items())) for name, key in DIVIDED.items()},
    }


def _whole(offices: list[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {name: sum(one[name] for one in offices) for name in (*PLAIN, *COUNTED)}
    for name in DIVIDED:
        codes = sorted({code for one in offices for code in one[name]})
        whole[name] = {code: sum(one[name].get(code, 0) for one in offices) for code in codes}
    return whole


def _aimed(found: Numbers) -> tuple[CityTarget, ...]:
    return tuple(one.target for one in found.lines if one.target)


def _target(target: CityTarget, found: Numbers) -> dict[str, Any]:
    line = next((one for one in found.lines if one.target is target), None)
    return {
        "ma": target.code,
        "ten": target.label,
        "don_vi_tinh": "%" if target.measure == COVERED else target.unit,
        "gia_tri": target.value,
        "da_thuc_hien": None if line is None else _done(target, line),
        "nguon": target.source,
    }


def _done(target: CityTarget, line: Line) -> int:
    """What was done in the target's own unit: of coverage, the share of the groups owed."""
    return line.value * 100 // line.of if target.measure == COVERED and line.of else line.value


def _lists() -> dict[str, dict[str, str]]:
    """What the codes are called; divisions of industries are those of VSIC."""
    data = rule_book().conversion
    return {
        "theo_loai_hinh": {one.code: one.label for one in data.kinds},
        "vuong_mac": {one.code: one.label for one in data.obstacles},
        "ho_tro_mong_muon": {one.code: one.label for one in data.supports},
    }


def _csv(content: Mapping[str, Any]) -> str:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for one in (*content["don_vi"], {"ma_xa": "", "ten_don_vi": "Toàn Thành phố", **content["toan_thanh_pho"]}):
        for name, code, value in _lines(one):
            unit = "đồng" if name in MONEY else "số lượng"
            writer.writerow((content["nam"], one["ma_xa"], one["ten_don_vi"], name, code, unit, value))
    return BOM + stream.getvalue()


def _lines(one: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    for name in (*PLAIN, *COUNTED):
        yield name, "", one[name]
    for name in DIVIDED:
        for code, value in one[name].items():
            yield name, code, value
