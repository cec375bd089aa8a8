"""A person can open a sealed packet in LibreOffice with its password, and without it can't."""

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from hn_desk.packets.seal import seal
from tests.packets.keyring import PASSWORD, desk

SCRIPT = Path(__file__).parents[1] / "independent" / "libreoffice_password.py"
PYTHON = "/usr/bin/python3"


def has_libreoffice() -> bool:
    if shutil.which("soffice") is None or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not has_libreoffice(), reason="LibreOffice with python3-uno isn't installed")


def workbook(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Bìa")
    for row in range(rows):
        sheet.append(["Gói dữ liệu", row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def asked(inner: bytes, password: str, folder: Path) -> dict[str, Any]:
    file, profile = folder / "GOI-00070-STC-7f3a-1-000001.xlsx", folder / f"p{len(inner)}{password[-1]}"
    file.write_bytes(seal(inner, desk(), PASSWORD))
    profile.mkdir()
    command: list[str | Path] = [PYTHON, SCRIPT, file, password, profile]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("rows", [1, 40_000])
def test_the_password_opens_the_packet(rows: int, tmp_path: Path) -> None:
    assert asked(workbook(rows), PASSWORD, tmp_path) == {"opened": True, "sheets": ["Bìa"], "first": "Gói dữ liệu"}


def test_another_password_opens_nothing(tmp_path: Path) -> None:
    assert asked(workbook(1), PASSWORD[:-1] + "A", tmp_path) == {"opened": False}
