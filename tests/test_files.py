"""Files are whole or not there."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.files import (
    checked_name,
    copy_out,
    patiently,
    read_whole,
    reading_problem,
    set_aside,
    take_away,
    write_together,
    write_whole,
    writing_problem,
)


class HeldError(OSError):
    """What Windows raises while another program holds the file."""

    winerror = 32


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "keys.json", b"content")
    assert (tmp_path / "keys.json").read_bytes() == b"content"
    assert names(tmp_path) == ["keys.json"]


def test_an_old_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(b"a much longer old content")
    write_whole(tmp_path / "keys.json", b"new")
    assert (tmp_path / "keys.json").read_bytes() == b"new"


def test_only_the_owner_may_read_a_written_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "keys.json", b"content")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    old, new, blocked = tmp_path / "cu.pdf", tmp_path / "moi.docx", tmp_path / "chan.xlsx"
    old.write_bytes(b"before")
    blocked.mkdir()
    with pytest.raises(StorageError):
        write_together({old: b"after", new: b"new", blocked: b"never"})
    assert (old.read_bytes(), sorted(one.name for one in tmp_path.iterdir())) == (b"before", ["chan.xlsx", "cu.pdf"])
    blocked.rmdir()
    write_together({old: b"after", new: b"new", blocked: b"now"})
    assert [path.read_bytes() for path in (old, new, blocked)] == [b"after", b"new", b"now"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        write_whole(tmp_path / "stick" / "a.xlsx", b"x")
    assert caught.value.reason == "folder-missing"
    assert str(tmp_path / "stick") in caught.value.what


def test_a_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    long = tmp_path.joinpath(*["x" * 200] * 30, "a.xlsx")
    with pytest.raises(StorageError) as caught:
        write_whole(long, b"x")
    assert caught.value.reason == "path-too-long"


def test_a_folder_in_the_way_keeps_its_place_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(StorageError) as caught:
        write_whole(tmp_path / "a.xlsx", b"x")
    assert caught.value.reason == "write-failed"
    assert names(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EFBIG, "disk-full"),
        (errno.EACCES, "folder-read-only"),
        (errno.EROFS, "folder-read-only"),
        (errno.ENOENT, "folder-missing"),
        (errno.ENOTDIR, "folder-missing"),
        (errno.ENAMETOOLONG, "path-too-long"),
        (errno.EIO, "write-failed"),
    ],
)
def test_each_cause_of_a_failed_write_has_its_sentence(number: int, reason: str) -> None:
    problem = writing_problem(OSError(number, os.strerror(number)), Path("/stick/a.xlsx"))
    assert problem.reason == reason
    assert problem.do


def test_a_failed_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        read_whole(tmp_path / "none.xlsx", 10)
    assert caught.value.reason == "file-missing"
    assert reading_problem(OSError(errno.EIO, "I/O"), Path("a")).reason == "read-failed"


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_whole(tmp_path / "a", 5) == b"12345"
    with pytest.raises(StorageError) as caught:
        read_whole(tmp_path / "a", 4)
    assert caught.value.reason == "file-too-large"


def test_a_copy_for_a_stick_is_read_back(tmp_path: Path) -> None:
    path = copy_out(b"packet", tmp_path, "GOI-00070-STC.xlsx")
    assert path == tmp_path / "GOI-00070-STC.xlsx"
    assert path.read_bytes() == b"packet"
    assert names(tmp_path) == ["GOI-00070-STC.xlsx"]


def test_a_copy_that_differs_never_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = files.write_flushed

    def damaging(path: Path, chunks: Iterable[bytes]) -> bytes:
        wanted = written(path, chunks)
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        return wanted

    monkeypatch.setattr(files, "write_flushed", damaging)
    with pytest.raises(StorageError) as caught:
        copy_out(b"packet", tmp_path, "GOI.xlsx")
    assert caught.value.reason == "copy-differs"
    assert names(tmp_path) == []


def test_without_folder_handles_a_file_is_still_written_and_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FLUSHES_FOLDERS", False)
    assert copy_out(b"packet", tmp_path, "GOI.xlsx").read_bytes() == b"packet"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "C:a", "a.", "a ", "a?", "x" * 121, "a\0b"])
def test_a_name_that_some_system_refuses_is_refused_everywhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        copy_out(b"x", tmp_path, name)
    assert caught.value.reason == "file-name"
    assert names(tmp_path) == []


def test_a_plain_name_is_kept() -> None:
    assert checked_name("GOI-00070-STC-7f3a-2-000015.xlsx") == "GOI-00070-STC-7f3a-2-000015.xlsx"


def test_a_held_file_is_tried_again() -> None:
    answers: Iterator[OSError | None] = iter([HeldError("held"), HeldError("held"), None])
    pauses: list[float] = []

    def move() -> None:
        answer = next(answers)
        if answer:
            raise answer

    patiently(move, pauses.append)
    assert len(pauses) == 2


def test_patience_with_a_held_file_ends() -> None:
    times = iter([0.0, 1.0, 3.0])

    def move() -> None:
        raise HeldError("held")

    pauses: list[float] = []
    with pytest.raises(HeldError):
        patiently(move, pauses.append, lambda: next(times))


def test_another_failure_is_not_tried_again() -> None:
    tries: list[int] = []

    def move() -> None:
        tries.append(1)
        raise PermissionError(errno.EACCES, "no")

    with pytest.raises(PermissionError):
        patiently(move)
    assert len(tries) == 1


class Scanner:
    """Holds each file for the first tries, as a virus scanner on Windows does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tries: dict[str, int] = {}
        for name in ("unlink", "replace"):
            monkeypatch.setattr(Path, name, self._held(name, getattr(Path, name)))
        monkeypatch.setattr(files, "PAUSE", 0.001)

    def _held(self, name: str, act: Callable[..., object]) -> Callable[..., object]:
        def held(path: Path, *words: object, **options: object) -> object:
            self.tries[name] = self.tries.get(name, 0) + 1
            if self.tries[name] <= 2:
                raise HeldError("held")
            return act(path, *words, **options)

        return held


def test_a_file_that_a_scanner_holds_is_taken_away_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "office.lost").write_bytes(b"list")
    scanner = Scanner(monkeypatch)
    take_away(tmp_path / "office.lost")
    take_away(tmp_path / "office.lost")
    assert (names(tmp_path), scanner.tries["unlink"]) == ([], 4)


def test_a_file_that_a_scanner_holds_is_put_aside_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drafts").write_bytes(b"damaged")
    Scanner(monkeypatch)
    set_aside(tmp_path / "drafts", "2026-11-23T01:02:03Z")
    set_aside(tmp_path / "never-there", "2026-11-23T01:02:03Z")
    assert names(tmp_path) == ["drafts.2026-11-23T010203Z.aside"]


@pytest.mark.parametrize(
    ("code", "letters", "reason"),
    [(206, 10, "path-too-long"), (3, 300, "path-too-long"), (3, 10, "folder-missing")],
)
def test_windows_says_of_a_long_path_that_it_isnt_there(code: int, letters: int, reason: str) -> None:
    error = HeldError(errno.ENOENT, "not found")
    error.winerror = code
    assert writing_problem(error, Path("x" * letters)).reason == reason


def test_what_cannot_be_taken_away_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError):
        take_away(tmp_path / "folder")


@given(data=st.binary(max_size=5000))
def test_any_content_comes_back(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "a"
    write_whole(path, data)
    assert path.read_bytes() == data


@pytest.mark.parametrize(("flushes_folders", "last"), [(True, "folder"), (False, "file")])
def test_the_bytes_are_on_the_disk_before_the_file_gets_its_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flushes_folders: bool, last: str
) -> None:
    seen: list[str] = []
    flush = os.fsync

    def record(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        seen.append(f"{kind}, named: {(tmp_path / 'packet.xlsx').exists()}")
        flush(handle)

    monkeypatch.setattr(os, "fsync", record)
    monkeypatch.setattr(files, "FLUSHES_FOLDERS", flushes_folders)
    write_whole(tmp_path / "packet.xlsx", b"sealed")
    assert seen == ["file, named: False", f"{last}, named: True"]


def test_a_large_file_is_copied_piece_by_piece(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    source = tmp_path / "large.bin"
    source.write_bytes(bytes(range(256)) * 5000)

    copied = files.copy_large(source, tmp_path / "stick")

    assert copied.read_bytes() == source.read_bytes()
    assert len(list(files.chunks_of(copied))) == 2


def test_a_source_that_can_not_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="isn't there"):
        files.write_large(tmp_path / "copy", files.chunks_of(tmp_path / "missing"))

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_moved_onto_another_or_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")

    files.move(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_bytes() == b"new"
    assert names(tmp_path) == ["old"]
    with pytest.raises(StorageError) as refused:
        files.move(tmp_path / "gone", tmp_path / "old")
    assert refused.value.reason == "folder-missing"
