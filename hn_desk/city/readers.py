"""Processes beside this one that open, verify and read packets, each one at a time, so that the desk only decides.

A process of its own each, begun anew (never forked), that ends with this one: it hears its standard input end.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from hn_desk.city.reading import Brought, Ground, Told, brought, portable, told
from hn_desk.errors import DeskError
from hn_desk.i18n import _, language, use_language
from hn_desk.settings import runs_in_python

MOST: Final = 4
"""More than these would wait for the one process that writes."""
FEWEST_FILES: Final = 8
"""For fewer files beginning a process takes longer than it saves."""
_AHEAD: Final = 2
"""Files that a process is told of at a time: the one it reads, and the next."""
_PROGRAM: Final = "import sys; sys.path[:] = {path!r}; from hn_desk.city.readers import serve; serve()"
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def readers_for(files: int) -> int:
    """How many processes read so many files: none where this PC has one core, or the files are few.

    None either where the program was begun by a launcher or a bundle of its own: only Python can be begun with code.
    """
    cores = os.cpu_count() or 1
    return min(cores, MOST) if runs_in_python() and cores > 1 and files >= FEWEST_FILES else 0


def serve(source: BinaryIO | None = None, sink: BinaryIO | None = None) -> None:
    """The life of a reading process: a ground, then one file after another, each answered."""
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    plain = pickle.load(source)
    use_language(plain.language)
    ground = plain.open()
    while True:
        try:
            path, now = pickle.load(source)
        except EOFError:
            return
        pickle.dump(told(ground, path, now), sink, pickle.HIGHEST_PROTOCOL)
        sink.flush()


@contextmanager
def reading(ground: Ground, processes: int) -> Iterator["Readers"]:
    """So many reading processes; they are gone at the end, whatever happened."""
    readers = Readers(pickle.dumps(portable(ground, language()), pickle.HIGHEST_PROTOCOL), processes)
    try:
        yield readers
    finally:
        readers.close()


class Readers:
    """Reads files in the order in which they are given."""

    def __init__(self, ground: bytes, processes: int) -> None:
        self._ground = ground
        self._processes = [self._begun() for _n in range(processes)]

    def read(self, paths: Sequence[Path], now: datetime) -> Iterator[Brought]:
        """Each file, in order; one over which a process died is told so, and another process goes on."""
        many = len(self._processes)
        waiting = [deque(paths[place::many]) for place in range(many)]
        asked: list[deque[Path]] = [deque() for _n in range(many)]
        for number in range(len(paths)):
            place = number % many
            for one in range(many):
                self._ask(one, waiting[one], asked[one], now)
            yield self._answer(place, asked[place], now)

    def close(self) -> None:
        """End the processes, also in the middle of a file."""
        for process in self._processes:
            _end(process)

    def _ask(self, place: int, waiting: deque[Path], asked: deque[Path], now: datetime) -> None:
        while waiting and len(asked) < _AHEAD:
            asked.append(waiting.popleft())
            _send(self._processes[place], pickle.dumps((asked[-1], now)))

    def _answer(self, place: int, asked: deque[Path], now: datetime) -> Brought:
        sink = self._processes[place].stdout
        try:
            one: Told = pickle.load(sink)  # type: ignore[arg-type]  # it was begun with a pipe
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._died(place, asked, now)
        asked.popleft()
        return brought(one)

    def _died(self, place: int, asked: deque[Path], now: datetime) -> Brought:
        """The first file not answered is the one that it died of; the others go to a new process."""
        _end(self._processes[place])
        self._processes[place] = self._begun()
        guilty = asked.popleft()
        for path in asked:
            _send(self._processes[place], pickle.dumps((path, now)))
        return Brought(guilty.name, b"", error=_died_of())

    def _begun(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", _PROGRAM.format(path=sys.path)]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, creationflags=_NO_WINDOW)
        _send(process, self._ground)
        return process


def _send(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """A process that has died is noticed when its answer is read."""
    with suppress(OSError):
        process.stdin.write(data)  # type: ignore[union-attr]  # it was begun with a pipe
        process.stdin.flush()  # type: ignore[union-attr]


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            pipe.close()  # type: ignore[union-attr]
    process.wait()


def _died_of() -> DeskError:
    return DeskError(
        _("The program that reads packets stopped over this file; nothing of it was taken."),
        do=_("Take this file alone; if that stops too, ask the office to make the packet anew."),
        reason="reader-died",
    )
