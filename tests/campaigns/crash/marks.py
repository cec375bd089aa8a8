"""What the child tells before it dies: its phase in shared memory, its acts as lines through a pipe."""

import json
import mmap
import os
from dataclasses import dataclass, field
from typing import Any, Final

OUTSIDE: Final = 0
INSIDE: Final = 1
COMMITTING: Final = 2


class Phase:
    """One byte that outlives the child: outside, inside a writing transaction, or in its commit."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 1)

    @property
    def now(self) -> int:
        """The phase at this moment, or at the child's death."""
        return self._memory[0]

    @now.setter
    def now(self, phase: int) -> None:
        self._memory[0] = phase


@dataclass(frozen=True, slots=True)
class Teller:
    """The child's end of the pipe: each line is shorter than PIPE_BUF, so it arrives whole or not at all."""

    end: int

    def tell(self, **line: Any) -> None:
        """Send one line."""
        os.write(self.end, json.dumps(line).encode() + b"\n")


@dataclass(slots=True)
class Listener:
    """The parent's end of the pipe."""

    end: int
    _rest: bytes = b""
    _lines: list[dict[str, Any]] = field(default_factory=list)

    def next(self) -> dict[str, Any] | None:
        """The next line; None when the child is gone."""
        while not self._lines:
            data = os.read(self.end, 65536)
            if not data:
                return None
            *whole, self._rest = (self._rest + data).split(b"\n")
            self._lines += [json.loads(line) for line in whole]
        return self._lines.pop(0)


def pipe() -> tuple[Listener, Teller]:
    """Both ends of a new pipe."""
    reading, writing = os.pipe()
    return Listener(reading), Teller(writing)
