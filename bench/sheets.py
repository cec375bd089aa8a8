"""Child: write or read a packet's sheet of N rows, or the same with openpyxl; CPU seconds and peak memory."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from bench.measure import cpu

COLUMNS = ("id", "version", "operation", "name", "address", "day", "amount", "state", "note", "workers")
Cells = tuple[str, int, str, str, str, date, int, str, str, int]


def rows(count: int) -> Iterator[Cells]:
    for number in range(count):
        yield (
            str(UUID(int=number)),
            1 + number % 3,
            "put",
            f"Hộ kinh doanh Nguyễn Văn {number}",
            f"Số {number} phố Hàng Bông, phường Hoàn Kiếm",
            date(2026, 1 + number % 12, 1 + number % 28),
            1_000_000 * (number % 500),
            "registered",
            "Đã vận động, đang cân nhắc",
            number % 40,
        )


def write_ours(count: int, path: Path) -> None:
    from hn_desk.packets.archive import write_archive
    from hn_desk.packets.sheet_profile import Column, SheetHead
    from hn_desk.packets.workbook import write_workbook

    head = SheetHead(
        "Hộ", "Hộ kinh doanh", tuple(Column(name, name, 18, is_money=name == "amount") for name in COLUMNS)
    )
    start = cpu()
    parts = write_workbook([(head, rows(count))])
    archive = write_archive(parts)
    answer(start)
    path.write_bytes(archive)


def write_openpyxl(count: int, path: Path) -> None:
    from openpyxl import Workbook

    start = cpu()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hộ")
    sheet.append(["Hộ kinh doanh"])
    sheet.append(list(COLUMNS))
    sheet.append(list(COLUMNS))
    for row in rows(count):
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    answer(start)
    path.write_bytes(buffer.getvalue())


def read_ours(count: int, path: Path) -> None:
    from hn_desk.packets.archive import read_archive
    from hn_desk.packets.workbook import read_workbook

    data = path.read_bytes()
    start = cpu()
    sheets = read_workbook(read_archive(data))
    read = sum(1 for sheet in sheets.values() for _row in sheet)
    answer(start)
    assert read == count + 3


def read_openpyxl(count: int, path: Path) -> None:
    from openpyxl import load_workbook

    data = path.read_bytes()
    start = cpu()
    book = load_workbook(io.BytesIO(data), read_only=True)
    read = sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))
    answer(start)
    assert read == count + 3


def answer(start: float) -> None:
    print(json.dumps({"cpu": cpu() - start, "memory": peak_memory()}), flush=True)


def peak_memory() -> float:
    """MB at most; `ru_maxrss` would begin with the size of the process that started this one."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
