"""What a cut may leave is as wide as the file systems allow, and no wider."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.campaigns.power.disks import EXT4, KINDS, NTFS, POSIX, Cutting, Kind, Replay
from tests.campaigns.power.recorder import (
    NO_COMPILER,
    Cut,
    Flush,
    FlushFolder,
    Name,
    RecordingError,
    Step,
    Write,
    build,
)

OLD = {"office/a": b"old" * 700}
TRIES = 400


def after(steps: Sequence[Step], kind: Kind, *, has_noise: bool = False) -> Iterator[dict[str, bytes]]:
    """Many states that a cut after `steps` may leave."""
    replay = Replay(OLD)
    for step in steps:
        replay.do(step)
    for number in range(TRIES):
        yield replay.left(Cutting(kind, 512, has_noise, Random(number)))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_flushed_is_there_after_every_cut(kind: Kind) -> None:
    steps = (Write(0, 0, b"new" * 700), Write(0, 2100, b"more"), Flush(0))
    assert {state["office/a"] for state in after(steps, kind, has_noise=True)} == {b"new" * 700 + b"more"}


@pytest.mark.parametrize("kind", KINDS)
def test_of_what_was_not_flushed_each_sector_is_there_or_not(kind: Kind) -> None:
    new = bytes(2048)
    found = {state["office/a"] for state in after((Write(0, 0, new),), kind)}
    sectors = {tuple(state[at : at + 512] == bytes(512) for at in range(0, 2048, 512)) for state in found}
    assert len(sectors) == 2**4


def test_noise_stays_inside_the_bytes_that_were_being_written() -> None:
    old, new = OLD["office/a"], b"x" * 20
    found = {state["office/a"] for state in after((Write(0, 600, new),), NTFS, has_noise=True)}
    assert len(found) > 2
    assert {state[:600] + state[620:] for state in found} == {old[:600] + old[620:]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_cut_is_short_or_as_it_was(kind: Kind) -> None:
    found = {state["office/a"] for state in after((Cut(0, 0),), kind, has_noise=True)}
    assert found == {b"", OLD["office/a"]}


MOVED = (
    Name(1, "", "office/.part"),
    Write(1, 0, b"new"),
    Flush(1),
    Name(1, "office/.part", "office/a"),
)


@pytest.mark.parametrize(
    ("kind", "step", "lasts"),
    [
        (EXT4, FlushFolder("office"), True),
        (POSIX, FlushFolder("office"), True),
        (NTFS, FlushFolder("office"), False),
        (EXT4, Flush(1), True),
        (POSIX, Flush(1), False),
        (NTFS, Flush(1), True),
        (POSIX, Flush(0), False),
        (NTFS, Flush(0), False),
    ],
)
def test_each_kind_of_disk_keeps_a_new_name_by_its_own_flush(kind: Kind, step: Step, *, lasts: bool) -> None:
    found = {state["office/a"] for state in after((*MOVED, step), kind)}
    assert found == ({b"new"} if lasts else {b"new", OLD["office/a"]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_move_without_any_flush_of_the_content_may_leave_a_name_without_content(kind: Kind) -> None:
    steps = [step for step in MOVED if not isinstance(step, Flush)]
    found = {state["office/a"] for state in after(steps, kind)}
    assert {b"", b"new", OLD["office/a"]} <= found


def test_without_a_compiler_the_campaign_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecordingError) as caught:
        build(tmp_path)
    assert str(caught.value) == NO_COMPILER
