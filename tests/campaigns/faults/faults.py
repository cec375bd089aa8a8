"""Ways in which a disk fails, each for the length of a `with`."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hn_desk.errors import DeskError
from tests.campaigns.shim import loaded

ENDLESS: Final = 10**9
MODES: Final = {
    "one call fails": (loaded.FAIL, errno.EIO),
    "the disk is full": (loaded.LASTING, errno.ENOSPC),
    "the disk is full in the middle of a write": (loaded.SHORT, errno.ENOSPC),
    "nothing can be written any more": (loaded.LASTING, errno.EIO),
}


@contextmanager
def failing(mode: str, number: int) -> Iterator[None]:
    """The `number`-th call that changes a file fails, as `mode` says."""
    kind, error = MODES[mode]
    loaded.arm(kind, number, error)
    try:
        yield
    finally:
        loaded.arm(loaded.OFF)


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes; what it takes of a larger write stays written."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


class Tried:
    """Whether what happened inside was good, an officer's problem, or something no officer should ever see."""

    def __init__(self) -> None:
        self.refusal: DeskError | None = None
        self.bug = ""

    def __enter__(self) -> "Tried":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, DeskError):
            self.refusal = error
        elif isinstance(error, Exception):
            self.bug = f"{type(error).__name__}: {error}"[:300]
        return isinstance(error, Exception)

    @property
    def is_done(self) -> bool:
        """Whether nothing was raised."""
        return self.refusal is None and not self.bug
