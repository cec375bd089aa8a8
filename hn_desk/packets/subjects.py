"""What travels in a packet: one strict row model a subject, with the Vietnamese headings of its sheet. PACKET §2.

Amounts are whole đồng. A row that is withdrawn or erased carries nothing but its first three columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hn_desk.packets.cover import FIRST_FORMAT, FORMAT, SECOND_FORMAT, THIRD_FORMAT, Identifier
from hn_desk.packets.sheet_profile import NUMBER_LIMIT, Column, SheetHead

Whole = Annotated[int, Field(ge=0, lt=NUMBER_LIMIT)]
Flag = Literal[0, 1]
Code = Annotated[str, Field(max_length=64)]
Text = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=4000)]
SignedFacts = Annotated[str, Field(max_length=8000)]
"""Signed facts as JSON, byte by byte as they were signed."""

_PLAIN: Final = TypeAdapter(dict[str, Any])


def column(heading: str, width: int = 18, *, is_money: bool = False) -> Any:
    """Describe one optional column: its heading and its width in characters."""
    return Field(default=None, title=heading, json_schema_extra={"width": width, "is_money": is_money})


class Row(BaseModel):
    """The first columns of every sheet."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: Identifier = Field(title="Mã bản ghi", json_schema_extra={"width": 38})
    version: Annotated[int, Field(ge=1, lt=10**9)] = Field(title="Phiên bản", json_schema_extra={"width": 11})
    operation: Literal["put", "withdraw", "erase"] = Field(title="Thao tác", json_schema_extra={"width": 11})


class FirstGroupRow(Row):
    """A residential group of the office."""

    name: Text | None = column("Tên", 34)
    kind: Code | None = column("Loại")
    active: Flag | None = column("Đang hoạt động", 12)


class GroupRow(FirstGroupRow):
    """The same from its first day to its last; none: always, still."""

    started_on: date | None = column("Từ ngày", 12)
    ended_on: date | None = column("Đến ngày", 12)


class GroupSuccessionRow(Row):
    """That a residential group followed another when it was split or merged; `day` is its first."""

    old_id: Identifier | None = column("Mã tổ dân phố cũ", 38)
    old_name: Text | None = column("Tổ dân phố cũ", 34)
    new_id: Identifier | None = column("Mã tổ dân phố mới", 38)
    new_name: Text | None = column("Tổ dân phố mới", 34)
    day: date | None = column("Từ ngày", 12)


class EventRow(Row):
    """An outreach event; counts of people, never names of them."""

    topic: Code | None = column("Chủ đề", 20)
    title: Text | None = column("Tên hoạt động", 44)
    form: Code | None = column("Hình thức", 24)
    state: Code | None = column("Trạng thái", 14)
    starts_on: date | None = column("Từ ngày", 12)
    ends_on: date | None = column("Đến ngày", 12)
    place: Text | None = column("Địa điểm", 34)
    leader: Text | None = column("Đơn vị chủ trì", 28)
    people: Whole | None = column("Số người dự", 10)
    women: Whole | None = column("Trong đó nữ", 10)
    times: Whole | None = column("Số lượt tiếp cận", 10)
    broadcasts: Whole | None = column("Số lần phát thanh", 10)
    posts: Whole | None = column("Số tin, bài", 10)
    leaflets: Whole | None = column("Số tờ rơi", 10)
    cost: Whole | None = column("Kinh phí (đồng)", 16, is_money=True)


class EventGroupRow(Row):
    """That an event reached a residential group."""

    event_id: Identifier | None = column("Mã hoạt động", 38)
    group_id: Identifier | None = column("Mã tổ dân phố", 38)
    group_name: Text | None = column("Tổ dân phố", 34)


class ConversionRow(Row):
    """A household business on its way to an enterprise; `supported` says whether it meets the support condition."""

    state: Code | None = column("Trạng thái", 16)
    group_name: Text | None = column("Tổ dân phố", 34)
    listed_on: date | None = column("Ngày đưa vào danh sách", 14)
    submitted_on: date | None = column("Ngày nộp hồ sơ", 14)
    enterprise_name: Text | None = column("Tên doanh nghiệp", 44)
    enterprise_code: Code | None = column("Mã số doanh nghiệp", 18)
    enterprise_kind: Code | None = column("Loại hình", 16)
    certificate_on: date | None = column("Ngày cấp giấy chứng nhận", 14)
    capital: Whole | None = column("Vốn (đồng)", 18, is_money=True)
    workers: Whole | None = column("Số lao động", 10)
    industry: Code | None = column("Mã ngành chính", 12)
    supported: Flag | None = column("Đủ điều kiện hỗ trợ", 12)


class ContactCountRow(Row):
    """How many contacts a residential group had in a month (2026-11); obstacles and supports as code=count lines."""

    month: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] | None = column("Tháng", 10)
    group_id: Identifier | None = column("Mã tổ dân phố", 38)
    group_name: Text | None = column("Tổ dân phố", 34)
    contacts: Whole | None = column("Số lượt vận động", 10)
    considering: Whole | None = column("Đang cân nhắc", 10)
    agreed: Whole | None = column("Đồng ý", 10)
    refused: Whole | None = column("Từ chối", 10)
    obstacles: LongText | None = column("Vướng mắc", 40)
    supports: LongText | None = column("Hỗ trợ mong muốn", 40)
    capital_demand: Whole | None = column("Nhu cầu vốn (đồng)", 18, is_money=True)


class FirstCaseRow(Row):
    """A loan case without name, number or address; `commitment` binds it to its papers."""

    programme: Code | None = column("Chương trình", 16)
    applicant: Literal["person", "establishment"] | None = column("Đối tượng", 16)
    sex: Code | None = column("Giới tính", 10)
    age_band: Code | None = column("Nhóm tuổi", 12)
    purpose: Code | None = column("Mục đích", 24)
    amount: Whole | None = column("Số tiền (đồng)", 18, is_money=True)
    term_months: Whole | None = column("Thời hạn (tháng)", 10)
    state: Code | None = column("Trạng thái", 16)
    decided_on: date | None = column("Ngày quyết định", 14)
    commitment: Code | None = column("Mã cam kết", 64)


class CaseRow(FirstCaseRow):
    """The same with the approver's signature, which any desk can check by the open facts of the row alone."""

    confirmation_id: Identifier | None = column("Mã xác nhận", 38)
    edition: Whole | None = column("Lần xác nhận", 10)
    approved_on: date | None = column("Ngày ký trên máy", 12)
    private_commitment: Code | None = column("Mã cam kết phần riêng", 64)
    key_id: Code | None = column("Khóa cán bộ", 34)
    signature: Text | None = column("Chữ ký cán bộ", 64)


class FirstPaperRow(Row):
    """An issued list, plan or application with names, for the bank only."""

    programme: Code | None = column("Chương trình", 16)
    kind: Literal["list", "plan", "application"] | None = column("Loại văn bản", 14)
    number: Code | None = column("Số", 10)
    series: Code | None = column("Ký hiệu", 14)
    year: Whole | None = column("Năm", 8)
    version_of: Identifier | None = column("Thay cho văn bản", 38)
    signed_on: date | None = column("Ngày ký", 12)
    signer: Text | None = column("Người ký", 28)
    place_date: Text | None = column("Địa danh, ngày tháng", 34)
    police_number: Code | None = column("Số danh sách Công an", 18)
    police_on: date | None = column("Ngày danh sách Công an", 14)
    establishment_name: Text | None = column("Tên cơ sở", 44)
    establishment_code: Code | None = column("Mã số cơ sở", 18)
    establishment_address: Text | None = column("Địa chỉ cơ sở", 44)
    lines: Whole | None = column("Số dòng", 8)
    amount: Whole | None = column("Tổng số tiền (đồng)", 18, is_money=True)
    hash: Code | None = column("Mã băm", 66)


class PaperRow(FirstPaperRow):
    """The same with two signatures: the approver's over both parts, and the records clerk's over number and day."""

    open: SignedFacts | None = column("Phần mở", 40)
    private: SignedFacts | None = column("Phần riêng", 40)
    salt: Code | None = column("Muối", 34)
    key_id: Code | None = column("Khóa cán bộ", 34)
    signature: Text | None = column("Chữ ký cán bộ", 64)
    issued_on: date | None = column("Ngày ban hành", 12)
    issue_key_id: Code | None = column("Khóa văn thư", 34)
    issue_signature: Text | None = column("Chữ ký văn thư", 64)


class FirstPaperLineRow(Row):
    """One person in an issued paper; `birth` is a day or a year as written."""

    paper_id: Identifier | None = column("Mã văn bản", 38)
    line: Whole | None = column("Dòng", 8)
    name: Text | None = column("Họ và tên", 30)
    birth: Code | None = column("Ngày hoặc năm sinh", 14)
    sex: Code | None = column("Giới tính", 10)
    id_number: Code | None = column("Số định danh", 16)
    address: Text | None = column("Nơi cư trú", 44)
    group_name: Text | None = column("Tổ dân phố", 34)
    purpose: Text | None = column("Mục đích", 34)
    amount: Whole | None = column("Số tiền (đồng)", 18, is_money=True)
    term_months: Whole | None = column("Thời hạn (tháng)", 10)
    completed_on: date | None = column("Ngày hoàn thành", 14)


class PaperLineRow(FirstPaperLineRow):
    """The same with the approver's signature over the line's own two parts."""

    open: SignedFacts | None = column("Phần mở", 40)
    private: SignedFacts | None = column("Phần riêng", 40)
    salt: Code | None = column("Muối", 34)
    key_id: Code | None = column("Khóa cán bộ", 34)
    signature: Text | None = column("Chữ ký cán bộ", 64)


class OfficerKeyRow(Row):
    """An officer's signing key, certified by standing in a packet that the office's key signs; nobody's name."""

    key_id: Code | None = column("Mã khóa", 34)
    roles: Text | None = column("Vai trò", 28)
    public_key: Code | None = column("Khóa công khai", 66)
    valid_from: date | None = column("Dùng từ ngày", 12)
    valid_until: date | None = column("Đến hết ngày", 12)


class FirstFigureRow(Row):
    """One figure of a report."""

    report: Code | None = column("Báo cáo", 20)
    period: Code | None = column("Kỳ", 14)
    key: Code | None = column("Chỉ tiêu (mã)", 28)
    label: Text | None = column("Chỉ tiêu", 54)
    value: Annotated[int, Field(gt=-NUMBER_LIMIT, lt=NUMBER_LIMIT)] | None = column("Giá trị", 18, is_money=True)


class FigureRow(FirstFigureRow):
    """The same, in which unit; of an official report that was sent its number, day and the hash of what was frozen."""

    unit: Literal["count", "money", "percent"] | None = column("Đơn vị tính", 12)
    number: Code | None = column("Số báo cáo", 14)
    issued_on: date | None = column("Ngày báo cáo", 12)
    hash: Code | None = column("Mã băm", 66)


class ExampleCountRow(Row):
    """How many models, collectives or persons were held up in a year; `groups` as code=count lines, nobody's name."""

    topic: Code | None = column("Chủ đề", 20)
    year: Whole | None = column("Năm", 8)
    kind: Literal["model", "collective", "person"] | None = column("Loại", 14)
    examples: Whole | None = column("Số lượng", 10)
    helped: Whole | None = column("Số người được giúp", 10)
    groups: LongText | None = column("Nhóm được giúp đỡ", 40)


class AnswerRow(Row):
    """The office's answer to a question, whose id the row has; `office` is where somebody moved to or came from."""

    subject: Code | None = column("Loại bản ghi", 16)
    record: Identifier | None = column("Bản ghi được hỏi", 38)
    text: LongText | None = column("Trả lời", 60)
    move: Literal["out", "in"] | None = column("Chuyển nơi cư trú (out: đi, in: đến)", 18)
    office: Code | None = column("Mã đơn vị kia", 14)
    answered_on: date | None = column("Ngày trả lời", 12)


@dataclass(frozen=True, slots=True)
class SubjectSheet:
    """One subject: the model of its rows and the head of its sheet."""

    rows: type[Row]
    head: SheetHead

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row in their order."""
        return tuple(one.field for one in self.head.columns)


def _subject(rows: type[Row], sheet: str, title: str) -> SubjectSheet:
    return SubjectSheet(rows, SheetHead(sheet, title, tuple(_column(field, rows) for field in rows.model_fields)))


def _column(field: str, rows: type[Row]) -> Column:
    info = rows.model_fields[field]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return Column(field, info.title or field, int(str(extra["width"])), is_money=extra.get("is_money") is True)


FIRST_SUBJECTS: Final[Mapping[str, SubjectSheet]] = {
    "groups": _subject(FirstGroupRow, "Tổ dân phố", "DANH MỤC TỔ DÂN PHỐ, THÔN"),
    "events": _subject(EventRow, "Tuyên truyền", "HOẠT ĐỘNG TUYÊN TRUYỀN, VẬN ĐỘNG"),
    "event_groups": _subject(EventGroupRow, "Tổ được tuyên truyền", "TỔ DÂN PHỐ ĐƯỢC TUYÊN TRUYỀN"),
    "conversions": _subject(ConversionRow, "Chuyển đổi", "HỘ KINH DOANH CHUYỂN ĐỔI THÀNH DOANH NGHIỆP"),
    "contact_counts": _subject(ContactCountRow, "Lượt vận động", "SỐ LƯỢT VẬN ĐỘNG THEO TỔ DÂN PHỐ"),
    "cases": _subject(FirstCaseRow, "Hồ sơ", "HỒ SƠ KHÔNG CÓ THÔNG TIN CÁ NHÂN"),
    "papers": _subject(FirstPaperRow, "Văn bản", "VĂN BẢN ĐÃ PHÁT HÀNH"),
    "paper_lines": _subject(FirstPaperLineRow, "Chi tiết văn bản", "CHI TIẾT VĂN BẢN ĐÃ PHÁT HÀNH"),
    "figures": _subject(FirstFigureRow, "Số liệu", "SỐ LIỆU BÁO CÁO"),
}
"""Those of the first format (version 0.1), which had no officers' signatures."""
SECOND_SUBJECTS: Final[Mapping[str, SubjectSheet]] = {
    **FIRST_SUBJECTS,
    "cases": _subject(CaseRow, "Hồ sơ", "HỒ SƠ KHÔNG CÓ THÔNG TIN CÁ NHÂN"),
    "papers": _subject(PaperRow, "Văn bản", "VĂN BẢN ĐÃ PHÁT HÀNH"),
    "paper_lines": _subject(PaperLineRow, "Chi tiết văn bản", "CHI TIẾT VĂN BẢN ĐÃ PHÁT HÀNH"),
    "officers": _subject(OfficerKeyRow, "Cán bộ", "KHÓA KÝ CỦA CÁN BỘ"),
}
"""Those of the second format (versions 0.2 to 0.4), whose residential groups had no days."""
THIRD_SUBJECTS: Final[Mapping[str, SubjectSheet]] = {
    **SECOND_SUBJECTS,
    "groups": _subject(GroupRow, "Tổ dân phố", "DANH MỤC TỔ DÂN PHỐ, THÔN"),
    "figures": _subject(FigureRow, "Số liệu", "SỐ LIỆU BÁO CÁO"),
    "group_successions": _subject(GroupSuccessionRow, "Chia, nhập tổ", "TỔ DÂN PHỐ, THÔN CHIA TÁCH, SÁP NHẬP"),
    "example_counts": _subject(ExampleCountRow, "Mô hình", "SỐ MÔ HÌNH, ĐIỂN HÌNH"),
}
"""Those of the third format (version 0.5), which had no answers."""
SUBJECTS: Final[Mapping[str, SubjectSheet]] = {
    **THIRD_SUBJECTS,
    "answers": _subject(AnswerRow, "Trả lời", "TRẢ LỜI CÂU HỎI CỦA THÀNH PHỐ"),
}
"""By the key that the cover counts them under, in the order of their sheets."""
SUBJECTS_OF: Final[Mapping[str, Mapping[str, SubjectSheet]]] = {
    FIRST_FORMAT: FIRST_SUBJECTS,
    SECOND_FORMAT: SECOND_SUBJECTS,
    THIRD_FORMAT: THIRD_SUBJECTS,
    FORMAT: SUBJECTS,
}
"""What a packet may hold, by the format that its cover names."""


def json_of(payload: Mapping[str, Any]) -> str:
    """Plain values as JSON, four times as quickly as the standard library writes it."""
    return _PLAIN.dump_json(dict(payload)).decode()
