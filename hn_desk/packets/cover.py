"""The cover of a packet: who speaks to whom, the packet's place in its stream, how much is in it. PACKET §2."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from hn_desk.packets.reasons import refuse
from hn_desk.packets.sheet_profile import Column, SheetHead, Value
from hn_desk.packets.texts import is_clean

FORMAT: Final = "hn-desk/4"
READER: Final = 4
FIRST_FORMAT: Final = "hn-desk/1"
SECOND_FORMAT: Final = "hn-desk/2"
THIRD_FORMAT: Final = "hn-desk/3"
READERS: Final = {FIRST_FORMAT: 1, SECOND_FORMAT: 2, THIRD_FORMAT: 3, FORMAT: READER}
"""The formats that are read here, with the lowest reader version that each asks for."""
COVER_SHEET: Final = "Bìa"
NOTICE: Final = "Chữ ký kỹ thuật, không thay chữ ký số chuyên dùng công vụ"
_ROWS: Final = "rows."
_FORMAT: Final = re.compile(r"hn-desk/[0-9]{1,6}")

COVER_HEAD: Final = SheetHead(
    COVER_SHEET,
    "GÓI DỮ LIỆU GỬI THÀNH PHỐ",
    (Column("label", "Nội dung", 36), Column("value", "Giá trị", 70), Column("key", "Khóa", 24)),
)

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Count = Annotated[int, Field(ge=0, lt=10**9)]
Positive = Annotated[int, Field(ge=1, lt=10**9)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n]+$")]


def _checked_time(text: str) -> str:
    """A day and time that can be; ValueError for 30/02."""
    datetime.fromisoformat(text)
    return text


Time = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$"),
    AfterValidator(_checked_time),
]


class Cover(BaseModel):
    """The facts of a packet; `rows` counts the rows of each subject's sheet, `made_at` is a claim (ISO, with zone)."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format: Literal["hn-desk/1", "hn-desk/2", "hn-desk/3", "hn-desk/4"] = Field(default=FORMAT, title="Định dạng")
    reader: Positive = Field(default=READER, title="Phiên bản đọc thấp nhất")
    environment: Literal["real", "training"] = Field(title="Môi trường (real: thật, training: tập huấn)")
    packet_id: Identifier = Field(title="Mã gói")
    office_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] = Field(title="Mã đơn vị")
    office_name: Line = Field(title="Tên đơn vị")
    desk: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")] = Field(title="Nơi nhận")
    instance: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] = Field(title="Mã bản cài đặt")
    epoch: Positive = Field(title="Đợt đánh số")
    parent_epoch: Positive | None = Field(default=None, title="Đợt đánh số trước")
    number: Positive = Field(title="Số gói")
    previous_hash: Hash | None = Field(default=None, title="SHA-256 của gói liền trước")
    kind: Literal["delta", "full"] = Field(title="Loại gói (delta: thay đổi, full: toàn bộ)")
    part: Positive = Field(default=1, title="Phần thứ")
    parts: Positive = Field(default=1, title="Tổng số phần")
    audit_head: Hash | None = Field(default=None, title="Mã cuối của nhật ký")
    last_receipt: Line | None = Field(default=None, title="Biên nhận gần nhất")
    application: Line = Field(title="Phiên bản phần mềm")
    schema_version: Line = Field(title="Phiên bản dữ liệu")
    made_at: Time = Field(title="Thời điểm lập")
    made_by: Line = Field(title="Người lập (vai trò)")
    rows: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")], Count] = Field(
        default_factory=dict, title="Số dòng"
    )


def file_name(cover: Cover) -> str:
    """Name a packet's file for people: office, desk, instance, epoch, number; any other name is accepted too."""
    return f"GOI-{cover.office_code}-{cover.desk}-{cover.instance[:4]}-{cover.epoch}-{cover.number:06d}.xlsx"


def cover_rows(cover: Cover) -> list[tuple[Value, ...]]:
    """The lines of the cover sheet: label, value, key."""
    facts = cover.model_dump(exclude={"rows"})
    lines: list[tuple[Value, ...]] = [("Lưu ý", NOTICE, "notice")]
    lines += [(Cover.model_fields[key].title, value, key) for key, value in facts.items()]
    lines += [(f"Số dòng: {key}", count, _ROWS + key) for key, count in cover.rows.items()]
    return lines


def parse_cover(rows: Iterable[Sequence[Value]]) -> Cover:
    """Read the lines of a cover strictly; a newer format or reader version is said before anything else."""
    found = [tuple(row) for row in rows]
    facts = _facts(found)
    check_versions(facts)
    cover = _validate(facts)
    if cover_rows(cover) != found:
        raise refuse("cover-shape")
    check_fits(cover)
    return cover


def check_versions(facts: dict[str, Value]) -> None:
    """Refuse what a newer program wrote."""
    form, reader = facts.get("format"), facts.get("reader")
    if isinstance(form, str) and form not in READERS and _FORMAT.fullmatch(form):
        raise refuse("format-newer", format=form)
    if isinstance(reader, int) and reader > READER:
        raise refuse("reader-newer")


def _facts(rows: Sequence[tuple[Value, ...]]) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for row in rows:
        key = row[-1]
        if not isinstance(key, str) or key in facts:
            raise refuse("cover-shape")
        if not all(is_clean(value) for value in row if isinstance(value, str)):
            raise refuse("cover-fact", key=key)
        facts[key] = row[1]
    return facts


def _validate(facts: dict[str, Value]) -> Cover:
    counts = {key.removeprefix(_ROWS): value for key, value in facts.items() if key.startswith(_ROWS)}
    single = {key: value for key, value in facts.items() if not key.startswith(_ROWS) and key != "notice"}
    try:
        return Cover.model_validate({**single, "rows": counts})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(place) for place in first["loc"])
        code = "cover-shape" if first["type"] in ("missing", "extra_forbidden") else "cover-fact"
        raise refuse(code, key=key) from error


def check_fits(cover: Cover) -> None:
    """Refuse facts that don't go together: what comes before a packet and an epoch, how parts count, what reads it."""
    fits = (
        (cover.number == 1) == (cover.previous_hash is None)
        and (cover.parent_epoch or 0) < cover.epoch
        and cover.part <= cover.parts
        and (cover.kind == "full" or cover.parts == 1)
        and cover.reader == READERS[cover.format]
    )
    if not fits:
        raise refuse("cover-shape")
