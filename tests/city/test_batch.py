"""A night's batch: several processes read, one decides; the outcome is that of one file after another."""

import io
import os
import pickle
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hn_desk import files
from hn_desk.city import readers
from hn_desk.city.collect import collect_file, collect_files, collect_folder
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.reading import brought, portable, read_file
from hn_desk.city.receipts import issue_receipt
from hn_desk.errors import DeskError, PacketError
from hn_desk.i18n import language
from hn_desk.models.tables import CityReceipt
from tests.city.night import make_night, state
from tests.city.own_desk import DESK, NOW, PASSPHRASE

OFFICE = "00070"


@pytest.fixture(scope="module")
def brought_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("night")
    make_night(folder)
    return folder


def opened(brought_files: Path, to: Path) -> CityDesk:
    shutil.copytree(brought_files / "city", to)
    return open_desk(to, DESK, PASSPHRASE, clock=lambda: NOW)


def answered(desk: CityDesk) -> list[dict[str, Any]]:
    """What the receipt for the office says."""
    issue_receipt(desk, OFFICE)
    with desk.database.read() as session:
        streams: list[dict[str, Any]] = session.scalars(select(CityReceipt.content)).one()["streams"]
        return streams


def paths_of(brought_files: Path) -> tuple[Path, ...]:
    return tuple(sorted((brought_files / "files").iterdir()))


def test_several_processes_and_one_file_after_another_end_equal(brought_files: Path, tmp_path: Path) -> None:
    alone, together = (opened(brought_files, tmp_path / name) for name in ("alone", "together"))
    one_by_one = tuple(collect_file(alone, path) for path in paths_of(brought_files))
    batch = collect_files(together, paths_of(brought_files), readers=2)
    assert batch == one_by_one
    assert [one.reason or one.decision for one in batch] == [
        *("applied", "waiting", "waiting", "applied", "applied", "twin", "desk-other"),
        *(batch[7].reason, "text-other", "applied"),
    ]
    assert batch[3].also_taken == (3, 4)
    assert batch[7].decision == "quarantined"
    assert (state(together), answered(together)) == (state(alone), answered(alone))
    alone.close()
    together.close()


def test_a_batch_tells_how_far_it_is_and_stops_between_two_files(brought_files: Path, tmp_path: Path) -> None:
    desk = opened(brought_files, tmp_path / "city")
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise DeskError("Dừng", reason="cancelled")

    taken = collect_folder(desk, brought_files / "files", report, readers=2)
    assert told == [(done, 9) for done in range(5)]
    assert [one.file for one in taken] == [path.name for path in paths_of(brought_files)[:4]]
    rest = collect_folder(desk, brought_files / "files", readers=0)
    assert [one.file for one in rest] == [path.name for path in paths_of(brought_files)[5:]], "a.xlsx came again as e"
    assert collect_folder(desk, brought_files / "files") == ()
    desk.close()


def test_a_file_over_which_a_process_dies_is_told_and_the_others_are_taken(
    brought_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(brought_files, tmp_path / "city")
    dies = "import os, hn_desk.city.readers as r; t = r.told; r.told = lambda g, p, n: os._exit(9) if p.name[0] == 'b'"
    program = readers._PROGRAM.replace("from hn_desk", f"{dies} else t(g, p, n); from hn_desk")
    monkeypatch.setattr(readers, "_PROGRAM", program)
    taken = collect_files(desk, paths_of(brought_files)[:4], readers=1)
    assert [one.reason or one.decision for one in taken] == ["applied", "reader-died", "waiting", "applied"]
    desk.close()


def test_what_a_process_hands_over_is_what_reading_here_finds(brought_files: Path) -> None:
    desk = open_desk(brought_files / "city", DESK, PASSPHRASE, clock=lambda: NOW)
    ground = desk.ground()
    asked = b"".join(pickle.dumps((path, NOW)) for path in (*paths_of(brought_files), Path("/nowhere/at/all")))
    answers = io.BytesIO()
    readers.serve(io.BytesIO(pickle.dumps(portable(ground, language())) + asked), answers)
    answers.seek(0)
    for path in (*paths_of(brought_files), Path("/nowhere/at/all")):
        here, there = read_file(ground, path, NOW), brought(pickle.load(answers))
        assert (there.name, there.data, there.came is None) == (here.name, here.data, here.came is None)
        if here.came and there.came:
            assert (there.came.sha256, there.came.cover) == (here.came.sha256, here.came.cover)
            if here.came.cover.desk == DESK:
                assert there.came.content() == here.came.content()
        elif here.error and there.error:
            is_packets = isinstance(there.error, PacketError)
            told = (is_packets, there.error.reason, there.error.what, there.error.do)
            assert told == (isinstance(here.error, PacketError), here.error.reason, here.error.what, here.error.do)
    desk.close()


def test_few_files_need_no_other_process() -> None:
    assert readers.readers_for(readers.FEWEST_FILES - 1) == 0


@pytest.mark.parametrize(
    ("program", "processes"), [("/usr/bin/python3", 4), ("C:/HN Desk/pythonw.exe", 4), ("C:/HN Desk/HN Desk.exe", 0)]
)
def test_only_python_itself_is_begun_anew(monkeypatch: pytest.MonkeyPatch, program: str, processes: int) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(sys, "executable", program)
    assert readers.readers_for(100) == processes


def test_what_a_power_cut_left_half_written_is_gone_after_a_day(brought_files: Path, tmp_path: Path) -> None:
    desk = opened(brought_files, tmp_path / "city")
    old, young = (desk.places.quarantine / f".{letter * 12}.part" for letter in "ab")
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, time.time() - 2 * files.A_DAY))
    desk.close()

    open_desk(tmp_path / "city", DESK, PASSPHRASE, clock=lambda: NOW).close()

    assert [path.exists() for path in (old, young)] == [False, True]
