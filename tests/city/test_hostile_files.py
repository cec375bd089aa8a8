"""Every kind of hostile file is refused at the desk with its own reason, in bounds of time and memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from hn_desk.city.places import desk_places
from tests.city.feeding import MEGABYTE, MOST_MEMORY, MOST_SECONDS
from tests.city.hostile_files import every_file
from tests.city.own_desk import DESK, make_own_desk
from tests.packets.real_packet import real

NAME_LENGTH = 200
LAST = "z-the-real-packet"


def fed(city: Path, folder: Path) -> list[dict[str, Any]]:
    """What the desk said of each file of the folder, by a process whose memory is limited."""
    command = [sys.executable, "-m", "tests.city.feeding", str(city), str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-500:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="measured by /proc")
def test_every_hostile_file_is_refused_for_its_own_reason_in_time_and_memory(tmp_path: Path) -> None:
    city, folder = tmp_path / "city", tmp_path / "stick"
    make_own_desk(city)
    folder.mkdir()
    desk = x509.load_pem_x509_certificate((desk_places(city, DESK).keys / "opening.pem").read_bytes())
    files = every_file(desk)
    for number, (kind, (_code, make)) in enumerate(files.items()):
        (folder / f"{number:03} {kind}.xlsx").write_bytes(make())
    (folder / LAST).write_bytes(real())

    *hostile, last = fed(city, folder)

    assert len({one["reason"] for one in hostile}) >= 60
    expected = [(kind, code) for kind, (code, _make) in files.items()]
    assert [(one["file"][4:-5], one["reason"]) for one in hostile] == expected
    assert {one["decision"] for one in hostile} == {"quarantined", "refused"}
    assert [one for one in hostile if not one["text"] or not one["do"] or one["text"].isascii()] == []
    assert [one for one in hostile if one["seconds"] > MOST_SECONDS or one["megabytes"] * MEGABYTE > MOST_MEMORY] == []
    assert (last["file"], last["decision"]) == (LAST, "applied")
