"""Sticks that go wrong, each in its own way."""

import errno
import hashlib
import os
import time
from pathlib import Path
from typing import Any

from hn_desk.drive import Drive


class PulledDrive(Drive):
    """Pulled out once so many bytes were written: nothing can be written, named or removed from then on."""

    def __init__(self, after: int) -> None:
        self.left = after

    def write(self, path: Path, data: bytes) -> None:
        taken, self.left = data[: max(self.left, 0)], self.left - len(data)
        super().write(path, taken)
        self._check()

    def rename(self, path: Path, target: Path) -> None:
        self.left -= 1
        self._check()
        super().rename(path, target)

    def remove(self, path: Path) -> None:
        self._check()
        super().remove(path)

    def _check(self) -> None:
        if self.left < 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


class FullDrive(Drive):
    """Says that it has `room`, and takes `really` bytes of a file."""

    def __init__(self, room: int, really: int = 0) -> None:
        self.room, self.really = room, really

    def free(self, folder: Path) -> int:
        return self.room

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data[: self.really])
        if len(data) > self.really:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class LyingDrive(Drive):
    """Says that all is written, and gives back other bytes: a counterfeit stick smaller than its label."""

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data[: len(data) // 2] + bytes(len(data) - len(data) // 2))


class ReadOnlyDrive(Drive):
    """A card with its lock on."""

    def write(self, path: Path, data: bytes) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


class SlowDrive(Drive):
    """Takes its time; `steps` says what it was asked for, in order."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.steps: list[Any] = []

    def write(self, path: Path, data: bytes) -> None:
        self.steps.append("write")
        time.sleep(self.seconds)
        super().write(path, data)

    def digest(self, path: Path) -> bytes:
        self.steps.append("read")
        return hashlib.sha256(path.read_bytes()).digest()

    def rename(self, path: Path, target: Path) -> None:
        self.steps.append(target.name)
        super().rename(path, target)
