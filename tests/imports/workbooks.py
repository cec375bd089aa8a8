"""Small workbooks for tests: rows of household businesses as cells under plain headings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hn_desk.actions.import_facts import ImportDone, Preview, RowOutcome
from hn_desk.actions.import_plan import HOUSEHOLDS, ImportPlan
from hn_desk.actions.imports import preview, suggest, write
from hn_desk.actions.office import Office
from hn_desk.intake.opening import Opened, open_table
from hn_desk.sheets import SheetColumn, make_workbook

HEADINGS: Mapping[str, str] = {
    "name": "Tên hộ kinh doanh",
    "owner_name": "Họ và tên chủ hộ",
    "owner_id": "Số CCCD",
    "owner_old_id": "Số CMND cũ",
    "owner_phone": "Số điện thoại",
    "business_code": "Mã số hộ kinh doanh",
    "tax_code": "Mã số thuế",
    "address": "Địa chỉ kinh doanh",
    "group": "Tổ dân phố",
    "industry": "Ngành nghề kinh doanh",
    "capital": "Vốn kinh doanh (đồng)",
    "workers": "Số lao động",
    "registered_on": "Ngày đăng ký",
    "changed_on": "Ngày thay đổi",
    "revenue_band": "Doanh thu năm",
    "status": "Tình trạng",
    "note": "Ghi chú",
}
PHO: Mapping[str, Any] = {
    "name": "Phở gà Ánh",
    "owner_name": "Nguyễn Thị Ánh",
    "owner_id": "001180012345",
    "business_code": "01A8012345",
    "tax_code": "0100109106",
    "address": "Số 5 phố Hàng Bông",
    "owner_phone": "0912345678",
    "capital": 50_000_000,
    "group": "TDP 3",
}
TRA: Mapping[str, Any] = {
    "name": "Trà đá Bình",
    "owner_name": "Trần Văn Bình",
    "owner_id": "001085054321",
    "business_code": "01B8054321",
    "tax_code": "0101243150",
    "address": "Số 9 phố Láng Hạ",
    "owner_phone": "0987654321",
    "capital": 20_000_000,
    "group": "Tổ 5",
}


def workbook(*rows: Mapping[str, Any]) -> Opened:
    """The rows as a file, opened; the first stands in row 3, below a title and the headings."""
    columns = [SheetColumn(heading) for heading in HEADINGS.values()]
    cells: Sequence[Sequence[Any]] = [[row.get(field) for field in HEADINGS] for row in rows]
    return open_table("danh-sach.xlsx", make_workbook("Danh sách hộ kinh doanh", columns, cells))


def planned(office: Office, opened: Opened, **what: Any) -> ImportPlan:
    """How the file is read, with the clerk's decisions."""
    return replace(suggest(office, opened, HOUSEHOLDS), **what)


def looked(office: Office, *rows: Mapping[str, Any], **what: Any) -> Preview:
    """What would become of the rows."""
    opened = workbook(*rows)
    return preview(office, opened, planned(office, opened, **what))


def only(office: Office, *rows: Mapping[str, Any], **what: Any) -> RowOutcome:
    """What would become of the last row."""
    return looked(office, *rows, **what).rows[-1]


def taken_in(office: Office, *told: Mapping[str, Any], **what: Any) -> ImportDone:
    """The rows written."""
    opened = workbook(*told)
    return write(office, opened, planned(office, opened, **what))
