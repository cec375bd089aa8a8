"""Packets that came by mail as text, and a folder that is fed: the desk takes each once."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hn_desk.actions.packets import copy_packet
from hn_desk.city.collect import FED, collect, collect_file, collect_folder
from hn_desk.city.overview import packets
from hn_desk.errors import StorageError
from tests.actions.conftest import NOW
from tests.city.test_collect import inner_of, sealed_packet
from tests.pair import Pair


def test_a_packet_saved_for_mail_is_taken_by_the_desk(pair: Pair, tmp_path: Path) -> None:
    sealed = sealed_packet(pair)
    path = copy_packet(pair.clerk, sealed.packet_id, tmp_path, as_text=True)
    desk = pair.desk("STC")

    collected = collect_file(desk, path)

    assert (path.suffix, collected.decision, collected.number) == (".txt", "applied", 1)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]
    assert collect(desk, sealed.path.read_bytes()).is_repeat


@pytest.mark.parametrize("text", ["Nguyễn Văn An, 001099000001".encode(), b"-----BEGIN HN DESK PACKET-----\nAAAA"])
def test_a_text_that_is_no_packet_is_kept_only_sealed(pair: Pair, text: bytes) -> None:
    desk = pair.desk("STC")

    assert collect(desk, text).reason in ("text-other", "text-cut")

    kept = [path.read_bytes() for path in (*desk.places.inbox.iterdir(), *desk.places.quarantine.iterdir())]
    assert [desk.unseal(one) for one in kept] == [text, text]


def test_a_folder_is_taken_once_and_left_as_it_is(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    (folder / "sub").mkdir(parents=True)
    first = copy_packet(pair.clerk, sealed_packet(pair).packet_id, folder / "sub", as_text=True)
    first.rename(folder / "b.txt")
    (folder / "a.xlsx").write_bytes(inner_of(pair, second := sealed_packet(pair)))
    (folder / "c.xlsx").write_bytes((folder / "a.xlsx").read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    desk = pair.desk("STC")

    taken = collect_folder(desk, folder)

    assert [(one.file, one.decision) for one in taken] == [("a.xlsx", "waiting"), ("b.txt", "applied")]
    assert taken[1].also_taken == (second.number,)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert collect_folder(desk, folder) == ()
    assert len(packets(desk)) == 2


def test_a_file_whose_taking_was_cut_short_is_taken_again(pair: Pair, tmp_path: Path) -> None:
    desk, folder = pair.desk("STC"), tmp_path / "mail"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(sealed_packet(pair).path.read_bytes())
    collect_folder(desk, folder)
    next(desk.places.inbox.glob(f"*{FED}")).unlink()

    assert [one.is_repeat for one in collect_folder(desk, folder)] == [True]


def test_a_folder_that_is_gone_is_said_so(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        collect_folder(pair.desk("STC"), tmp_path / "gone")


def test_what_a_wrong_clock_refused_is_taken_again_when_the_clock_is_right(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(sealed_packet(pair).path, folder)
    desk = pair.desk("STC")
    behind = replace(desk, clock=lambda: NOW - timedelta(days=400))
    assert [one.decision for one in collect_folder(behind, folder)] == ["quarantined"]
    assert collect_folder(behind, folder) == ()
    assert [one.decision for one in collect_folder(desk, folder)] == ["applied"]
    assert collect_folder(replace(desk, clock=lambda: NOW + timedelta(days=1)), folder) == ()
