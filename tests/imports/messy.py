"""Messy workbooks of household businesses, made with what each row ought to become: the import is judged by them."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any, Final
from unicodedata import normalize

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.imports.legacy_letters import tcvn3, vni

EPOCH: Final = date(1899, 12, 30)
FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
MIDDLES: Final = ("Văn", "Thị", "Đức", "Quỳnh", "Hữu", "Ngọc", "Thuý", "Mỹ", "Xuân", "Kỳ")
GIVEN: Final = (
    "Ánh",
    "Bình",
    "Chữ",
    "Dũng",
    "Giỏi",
    "Hạnh",
    "Khuê",
    "Lộc",
    "Mẫn",
    "Nghĩa",
    "Oanh",
    "Phượng",
    "Sửu",
    "Tuyết",
    "Ưng",
    "Vỹ",
    "Yến",
)
TRADES: Final = (
    "Tạp hoá",
    "Phở gà",
    "Sửa xe",
    "Cắt tóc",
    "Nước giải khát",
    "Vật liệu xây dựng",
    "May mặc",
    "Điện tử",
    "Cơm bình dân",
    "Giặt là",
)
STREETS: Final = (
    "Hàng Bông",
    "Láng Hạ",
    "Nguyễn Trãi",
    "Đội Cấn",
    "Kim Mã",
    "Thuỵ Khuê",
    "Bưởi",
    "Ngọc Khánh",
    "Chùa Bộc",
    "Tây Sơn",
)
FIELDS: Final = (
    *("name", "owner_name", "owner_id", "business_code", "tax_code", "address", "owner_phone"),
    *("capital", "workers", "registered_on"),
)
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("Tên hộ kinh doanh", "Tên HKD", "Tên cơ sở kinh doanh"),
    "owner_name": ("Họ và tên chủ hộ", "Chủ hộ kinh doanh", "Họ tên chủ cơ sở"),
    "owner_id": ("Số CCCD", "Số định danh cá nhân", "CCCD/CMND chủ hộ"),
    "business_code": ("Mã số hộ kinh doanh", "Số GCN ĐKKD", "Mã số đăng ký hộ kinh doanh"),
    "tax_code": ("Mã số thuế", "MST", "Mã số thuế (MST)"),
    "address": ("Địa chỉ kinh doanh", "Địa điểm kinh doanh", "Địa chỉ"),
    "owner_phone": ("Điện thoại", "Số điện thoại", "SĐT"),
    "capital": ("Vốn kinh doanh (đồng)", "Vốn đăng ký", "Số vốn kinh doanh"),
    "workers": ("Số lao động", "Lao động", "Số lượng lao động"),
    "registered_on": ("Ngày đăng ký", "Ngày cấp", "Ngày cấp GCN"),
}
GROUPED: Final = {"owner_name": "Chủ hộ", "owner_id": "Chủ hộ", "owner_phone": "Chủ hộ"}
"""Columns that stand under one wide heading where headings have two rows."""
LEGACY: Final = {"tcvn3": (tcvn3, ".VnTime"), "vni": (vni, "VNI-Times")}
TITLES: Final = (
    "UBND PHƯỜNG LÁNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "DANH SÁCH HỘ KINH DOANH TRÊN ĐỊA BÀN NĂM 2026",
    "(Kèm theo Công văn số 12/CV-CCT ngày 05/3/2026)",
)


@dataclass(frozen=True)
class Scene:
    """One workbook: its size, its kind of file, and the oddities in it."""

    name: str
    rows: int = 40
    kind: str = "xlsx"
    legacy: str = ""
    has_fonts: bool = True
    ids: str = "text"
    """text, number (leading zeros lost) or spaced"""
    days: str = "date"
    """date, serial, text, short or iso"""
    money: str = "number"
    """number, dotted, words or millions"""
    odd: frozenset[str] = frozenset()
    """nfd titles two-rows numbers capitals above totals signature blanks repeats doubts wrong shuffled extra cover
    again spaces"""

    def has(self, oddity: str) -> bool:
        return oddity in self.odd


@dataclass(frozen=True)
class Expected:
    """What one row of the sheet (from 1) ought to become: its outcome, its values, the field that is wrong."""

    row: int
    outcome: str
    values: dict[str, Any]
    wrong: str = ""


@dataclass
class Made:
    """A workbook's bytes under a name, and what its rows ought to become."""

    file_name: str
    data: bytes
    expected: list[Expected]


@dataclass
class _Grid:
    cells: list[list[Any]] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, cells: Sequence[Any]) -> int:
        self.cells.append(list(cells))
        return len(self.cells)


def clean_record(rng: random.Random, number: int) -> dict[str, Any]:
    """A household business that nobody need doubt; `number` makes its codes its own."""
    owner = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"
    sex, year = rng.choice((0, 1)), rng.randrange(55, 99)
    owner_id = f"001{sex}{year}{number:06}"
    return {
        "name": f"{rng.choice(TRADES)} {owner.split()[-1]} {number}",
        "owner_name": owner,
        "owner_id": owner_id,
        "business_code": f"01{chr(65 + number % 26)}8{number:06}",
        "tax_code": tax_code(number),
        "address": f"Số {number} phố {rng.choice(STREETS)}",
        "owner_phone": f"09{12000000 + number:08}",
        "capital": rng.randrange(10, 900) * 1_000_000,
        "workers": rng.randrange(1, 9),
        "registered_on": date(2005, 1, 1) + timedelta(days=rng.randrange(7000)),
    }


def tax_code(number: int) -> str:
    """A tax code of ten digits with its check digit, beginning with Hanoi's 01."""
    for attempt in range(number * 10, number * 10 + 10):
        digits = f"01{attempt % 10_000_000:07}"
        weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
        check = 10 - sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError(number)


def make(scene: Scene, seed: int = 1) -> Made:
    """The workbook of `scene`; the same for the same seed."""
    rng = random.Random(f"{scene.name}/{seed}")
    grid = _Grid()
    columns = list(FIELDS)
    if scene.has("shuffled"):
        rng.shuffle(columns)
    if scene.has("extra"):
        columns = ["order", *columns, "remark"]
    if scene.has("titles"):
        for title in TITLES:
            grid.add([_worded(scene, title)])
        grid.add([])
    above = len(grid.cells)
    _headings(scene, rng, grid, columns)
    headings = grid.cells[above:]
    if scene.has("numbers"):
        grid.add([f"({place + 1})" for place in range(len(columns))])
    _fill(scene, rng, grid, columns, headings)
    if scene.has("totals"):
        total = {"name": _worded(scene, "Tổng cộng"), "workers": 1234}
        grid.add([total.get(column) for column in columns])
    if scene.has("signature"):
        grid.add([])
        grid.add([*[None] * (len(columns) - 2), _worded(scene, "Hà Nội, ngày 05 tháng 3 năm 2026")])
        grid.add([None, _worded(scene, "NGƯỜI LẬP BIỂU"), *[None] * 4, _worded(scene, "TM. ỦY BAN NHÂN DÂN")])
        grid.add([None, _worded(scene, "Nguyễn Văn Lập")])
    data = {"xlsx": _xlsx, "xls": _xls, "csv": _csv}[scene.kind](scene, grid)
    return Made(f"{scene.name}.{scene.kind}", data, grid.expected)


def _headings(scene: Scene, rng: random.Random, grid: _Grid, columns: list[str]) -> None:
    said = {**{name: rng.choice(wordings) for name, wordings in HEADINGS.items()}, "order": "STT", "remark": "Ghi chú"}
    if scene.money == "millions":
        said["capital"] = "Vốn kinh doanh (triệu đồng)"
    written = [said[column].upper() if scene.has("capitals") else said[column] for column in columns]
    if scene.has("two-rows"):
        top = [GROUPED.get(column, one) for column, one in zip(columns, written, strict=True)]
        above: list[Any] = []
        for place, column in enumerate(columns):
            is_first = not place or GROUPED.get(columns[place - 1]) != GROUPED.get(column) or column not in GROUPED
            above.append(_worded(scene, top[place]) if is_first else None)
        row = grid.add(above) - 1
        grid.merged += _wide(columns, row)
        grid.merged += [(row, place, row + 1, place) for place, one in enumerate(columns) if one not in GROUPED]
        grid.add(
            [_worded(scene, one) if column in GROUPED else None for column, one in zip(columns, written, strict=True)]
        )
    else:
        grid.add([_worded(scene, one) for one in written])


def _wide(columns: list[str], row: int) -> list[tuple[int, int, int, int]]:
    """The ranges of neighbouring columns that share a heading above."""
    ranges: list[tuple[int, int, int, int]] = []
    start = 0
    for place in range(1, len(columns) + 1):
        is_on = place < len(columns) and columns[place] in GROUPED and columns[start] in GROUPED
        if not is_on:
            if place - start > 1:
                ranges.append((row, start, row, place - 1))
            start = place
    return ranges


def _fill(scene: Scene, rng: random.Random, grid: _Grid, columns: list[str], headings: list[list[Any]]) -> None:
    before: dict[str, Any] | None = None
    for number in range(1, scene.rows + 1):
        record = clean_record(rng, number)
        cells = _cells(scene, rng, columns, record, number)
        if scene.has("above") and before and number % 5 == 0:
            record["address"] = before["address"]
            cells[columns.index("address")] = _worded(scene, rng.choice(("nt", "Nt", "như trên", "-nt-", '"')))
        wrong = _spoil(columns, cells, number) if scene.has("wrong") and number % 7 == 0 else ""
        row = grid.add(cells)
        grid.expected.append(Expected(row, "error" if wrong else "new", record, wrong))
        if wrong:
            before = None
            continue
        before = record
        if scene.has("repeats") and number % 6 == 0:
            grid.expected.append(Expected(grid.add(cells), "same", record))
        if scene.has("doubts") and number % 6 == 3:
            other = {**record, "name": f"Quán khác {number}", "business_code": "", "tax_code": ""}
            doubtful = _cells(scene, rng, columns, other, number)
            grid.expected.append(Expected(grid.add(doubtful), "possible_duplicate", other))
        if scene.has("blanks") and number % 9 == 0:
            grid.add([])
        if scene.has("again") and number == scene.rows // 2:
            for again in headings:
                grid.add(again)


def _spoil(columns: list[str], cells: list[Any], number: int) -> str:
    """Make one cell of a row wrong; the field's name."""
    name, value = (
        ("name", None),
        ("registered_on", "31/02/2020"),
        ("capital", "không rõ"),
        ("owner_id", "0011985"),
    )[number // 7 % 4]
    cells[columns.index(name)] = value
    return name


def _cells(scene: Scene, rng: random.Random, columns: list[str], record: dict[str, Any], number: int) -> list[Any]:
    return [_cell(scene, rng, column, record.get(column), number) for column in columns]


def _cell(scene: Scene, rng: random.Random, column: str, value: Any, number: int) -> Any:
    if column == "order":
        return number
    if value is None or value == "":
        return None
    if column in ("owner_id", "tax_code", "owner_phone"):
        return _number(scene, value)
    if column == "capital":
        return _money(scene, value)
    if column == "registered_on":
        return _day(scene, value)
    if isinstance(value, str):
        return _worded(scene, _spaced(rng, value) if scene.has("spaces") else value)
    return value


def _number(scene: Scene, value: str) -> Any:
    if scene.ids == "number":
        return int(value)
    if scene.ids == "spaced":
        return " ".join((value[:3], value[3:6], value[6:])) + "\u00a0"
    return value


def _money(scene: Scene, value: int) -> Any:
    if scene.money == "dotted":
        return f"{value:,}".replace(",", ".") + " đ"
    if scene.money == "words":
        return f"{value // 1_000_000} triệu"
    return value // 1_000_000 if scene.money == "millions" else value


def _day(scene: Scene, value: date) -> Any:
    return {
        "date": value,
        "serial": (value - EPOCH).days,
        "text": f"{value:%d/%m/%Y}",
        "short": f"{value.day}/{value.month}/{value:%y}",
        "iso": value.isoformat(),
    }[scene.days]


def _spaced(rng: random.Random, text: str) -> str:
    return f"  {text.replace(' ', rng.choice(('  ', chr(0xA0), ' ')))} "


def _worded(scene: Scene, text: str) -> str:
    if scene.legacy:
        return LEGACY[scene.legacy][0](text)
    return normalize("NFD", text) if scene.has("nfd") else text


def _xlsx(scene: Scene, grid: _Grid) -> bytes:
    book = Workbook(write_only=False)
    sheet = book.worksheets[0]
    if scene.has("cover"):
        sheet.title = "Bìa"
        sheet.append(["BÁO CÁO NĂM 2026"])
        sheet = book.create_sheet("Danh sách")
    font = Font(name=LEGACY[scene.legacy][1]) if scene.legacy and scene.has_fonts else None
    for row in grid.cells:
        sheet.append(row)
        if font:
            for cell in sheet[sheet.max_row]:
                cell.font = font
    for first_row, first, last_row, last in grid.merged:
        sheet.merge_cells(start_row=first_row + 1, start_column=first + 1, end_row=last_row + 1, end_column=last + 1)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls(scene: Scene, grid: _Grid) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    if scene.has("cover"):
        book.add_sheet("Bìa").write(0, 0, "BÁO CÁO NĂM 2026")
    sheet = book.add_sheet("Danh sách")
    fonts = {"font": LEGACY[scene.legacy][1] if scene.legacy and scene.has_fonts else "Times New Roman"}
    plain = xlwt.easyxf(f"font: name {fonts['font']}")
    dated = xlwt.easyxf(f"font: name {fonts['font']}", num_format_str="DD/MM/YYYY")
    for row, cells in enumerate(grid.cells):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value, dated if isinstance(value, date) else plain)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(scene: Scene, grid: _Grid) -> bytes:
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";")
    for row in grid.cells:
        writer.writerow(["" if one is None else f"{one:%d/%m/%Y}" if isinstance(one, date) else one for one in row])
    return stream.getvalue().encode("utf-8-sig")
