"""Child: what becomes of N rows of a messy workbook of households, or only reading the same file with its peers."""

import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import cpu
from bench.sheets import peak_memory


def make(count: int, path: Path) -> None:
    """The corpus's largest workbook, with `count` rows."""
    from dataclasses import replace

    from tests.imports.messy import make as made
    from tests.imports.scenes import LARGEST

    path.write_bytes(made(replace(LARGEST, rows=count)).data)
    print(json.dumps({"bytes": path.stat().st_size}), flush=True)


def ours(count: int, path: Path) -> None:
    """Opened, columns guessed, every row read, checked and compared with an office of 1 000 households."""
    from hn_desk.actions.imports import open_file, preview, suggest
    from hn_desk.actions.office import unlock
    from hn_desk.actions.sample import TRAINING_PASSPHRASE, SamplePlan, make_sample

    with TemporaryDirectory() as folder:
        make_sample(Path(folder), SamplePlan(1_000))
        office = unlock(Path(folder), "lan", TRAINING_PASSPHRASE)
        start = cpu()
        file = open_file(office, path)
        found = preview(office, file.opened, suggest(office, file.opened, "households"))
        used = cpu() - start
        office.close()
    assert found.totals["rows"] >= count
    print(json.dumps({"cpu": used, "memory": peak_memory(), "totals": dict(found.totals)}), flush=True)


def openpyxl(count: int, path: Path) -> None:
    """Every cell of the file, as openpyxl reads a workbook."""
    from openpyxl import load_workbook

    data = path.read_bytes()
    start = cpu()
    read = sum(1 for sheet in load_workbook(io.BytesIO(data)) for _row in sheet.iter_rows(values_only=True))
    print(json.dumps({"cpu": cpu() - start, "memory": peak_memory()}), flush=True)
    assert read >= count


def calamine(count: int, path: Path) -> None:
    """Every cell of the file as calamine hands it out, with nothing done to it."""
    from python_calamine import CalamineWorkbook

    data = path.read_bytes()
    start = cpu()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    read = sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    print(json.dumps({"cpu": cpu() - start, "memory": peak_memory()}), flush=True)
    assert read >= count


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
