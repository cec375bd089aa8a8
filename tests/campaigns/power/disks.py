"""What a power cut may leave on a disk, by kinds of file systems.

Every kind here keeps what was flushed. Of the rest, all these are taken as legal:

- Each sector (512 or 4 096 bytes) of a file is at any of the contents it had since the last flush of that file,
  whatever the neighbouring sectors are at: writes arrive in any order, in part or not at all.
- A sector that was being written holds noise, but only in the bytes written: the "powersafe overwrite" that SQLite
  assumes unless told otherwise (sqlite.org/psow.html). Half of the cuts are without noise.
- The size of a file is any that it had since the last flush, whatever its sectors are at; bytes inside the size that
  were never written are zeros or noise (sqlite.org/atomiccommit.html, 2.0 "Hardware Assumptions": a file grows before
  its new content comes). Shortening frees sectors and writes none: the old size comes with the old content.
- Names (made, moved, taken away) are lost or kept as the kind says; a move is never half done.

`EXT4`, Unix as most have it (data=ordered): names are kept in their order, and any flush keeps all names before it; a
file that grows shows the new bytes or does not grow.
`POSIX`, Unix as one may rely on it: names are kept in any order, and only a flush of their folder keeps them for sure.
`NTFS`, Windows: there is no flush of a folder; names are kept in any order, and the flush of a file keeps that file's
own names ("commit all pending metadata changes for the given file": NtFlushBuffersFileEx in ntifs.h, which
FlushFileBuffers calls; since Windows 8 it reaches the disk: Raymond Chen, "Revised notes on the reliability of
FlushFileBuffers", 10 May 2017).

Left out: disks that lie about flushing, bits that rot, and folders themselves: a folder is taken to be there as soon as
the program made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from random import Random
from typing import Final

from tests.campaigns.power.recorder import Cut, Flush, FlushFolder, Mark, Name, Step, Write

SECTORS: Final = (512, 4096)
FAVOURS: Final = ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5), (0.9, 0.1), (0.1, 0.9), (0.0, 0.0))
"""How likely a sector is at its newest and at its oldest content; otherwise it is at one between."""
NOISE_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file system: its family, and what keeps names."""

    name: str
    family: str
    names_in_order: bool = False
    folder_flush_keeps_names: bool = False
    file_flush_keeps_own_names: bool = False
    any_flush_keeps_names: bool = False


EXT4: Final = Kind("ext4", "unix", names_in_order=True, any_flush_keeps_names=True)
POSIX: Final = Kind("posix", "unix", folder_flush_keeps_names=True)
NTFS: Final = Kind("ntfs", "windows", file_flush_keeps_own_names=True)
KINDS: Final = (EXT4, POSIX, NTFS)


@dataclass(frozen=True, slots=True)
class Cutting:
    """One way to lose power: the kind of disk, its sector, whether there is noise, and the chances of the rest."""

    kind: Kind
    sector: int
    has_noise: bool
    chance: Random


@dataclass(slots=True)
class Held:
    """A file: what is surely on the disk, what waits, and what the program sees."""

    kept: bytes
    now: bytearray
    waiting: list[Write | Cut] = field(default_factory=list)

    def write(self, step: Write) -> None:
        """The program writes."""
        put(self.now, step)
        self.waiting.append(step)

    def cut(self, step: Cut) -> None:
        """The program sets the size."""
        resize(self.now, step.size)
        self.waiting.append(step)

    def flush(self) -> None:
        """All of it is surely on the disk."""
        if self.waiting:
            self.kept = bytes(self.now)
            self.waiting.clear()

    def left(self, how: Cutting) -> bytes:
        """The content that a cut leaves."""
        return _Remains(self, how).content() if self.waiting else self.kept


class _Names:
    """The names of one kind of disk: those surely there, and the changes that wait."""

    def __init__(self, kind: Kind, names: Mapping[str, int]) -> None:
        self.kind, self.kept = kind, dict(names)
        self.waiting: list[Name] = []

    def flushed(self, step: Flush | FlushFolder) -> None:
        """Keep what this flush keeps, and what that stands on."""
        if not self.waiting or not (sure := [change for change in self.waiting if self._is_kept_by(change, step)]):
            return
        touched: set[str] = set()
        kept: list[Name] = []
        for change in reversed(self.waiting):
            if change in sure or touched & _places(change):
                touched |= _places(change)
                kept.append(change)
        self.waiting = [change for change in self.waiting if change not in kept]
        for change in reversed(kept):
            apply(self.kept, change)

    def left(self, chance: Random) -> dict[str, int]:
        """The names that a cut leaves."""
        names = dict(self.kept)
        if self.kind.names_in_order:
            for change in self.waiting[: chance.randint(0, len(self.waiting))]:
                apply(names, change)
            return names
        share, lost = chance.choice((0.0, 0.5, 1.0)), set[str]()
        for change in self.waiting:
            if lost & _places(change) or chance.random() >= share:
                lost |= _places(change)
            else:
                apply(names, change)
        return names

    def _is_kept_by(self, change: Name, step: Flush | FlushFolder) -> bool:
        if self.kind.any_flush_keeps_names:
            return True
        if isinstance(step, Flush):
            return self.kind.file_flush_keeps_own_names and change.file == step.file
        folder = str(PurePosixPath(change.after or change.before).parent)
        return self.kind.folder_flush_keeps_names and folder == (step.folder or ".")


class Replay:
    """The recorded steps done again, one by one; at each place it says what a cut would leave."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.names = {path: number for number, path in enumerate(files)}
        self.held = {number: Held(content, bytearray(content)) for number, content in enumerate(files.values())}
        self._kinds = {kind: _Names(kind, self.names) for kind in KINDS}

    def do(self, step: Step) -> None:
        """Do one step."""
        match step:
            case Write():
                self.held[step.file].write(step)
            case Cut():
                self.held[step.file].cut(step)
            case Name():
                self._name(step)
            case Flush() | FlushFolder():
                if isinstance(step, Flush):
                    self.held[step.file].flush()
                for names in self._kinds.values():
                    names.flushed(step)
            case Mark():
                pass

    def seen(self) -> dict[str, bytes]:
        """Every file as the program sees it."""
        return {path: bytes(self.held[file].now) for path, file in self.names.items()}

    def left(self, how: Cutting) -> dict[str, bytes]:
        """Every file as a cut leaves it."""
        names = self._kinds[how.kind].left(how.chance)
        return {path: self.held[file].left(how) for path, file in names.items()}

    def _name(self, step: Name) -> None:
        self.held.setdefault(step.file, Held(b"", bytearray()))
        apply(self.names, step)
        for names in self._kinds.values():
            names.waiting.append(step)


class _Remains:
    """One file after a cut, sector by sector."""

    def __init__(self, held: Held, how: Cutting) -> None:
        self.held, self.how = held, how
        self.sizes = [len(held.kept)]
        for step in held.waiting:
            self.sizes.append(step.size if isinstance(step, Cut) else max(self.sizes[-1], step.offset + len(step.data)))
        self.newest, self.oldest = how.chance.choice(FAVOURS)
        self.at: dict[int, int] = {}
        self.size_at = how.chance.choice((len(held.waiting), how.chance.randint(0, len(held.waiting))))
        self.is_noisy = how.has_noise and how.chance.random() < 0.5

    def content(self) -> bytes:
        """What is read after the cut."""
        size, most = self.sizes[self.size_at], max(self.sizes)
        image = bytearray(self.held.kept)
        grown = most - len(image)
        image += self.how.chance.randbytes(grown) if self.is_noisy and not self._grows_whole() else bytes(grown)
        for number, step in enumerate(self.held.waiting):
            if isinstance(step, Write):
                self._write(image, number, step)
            elif number < self.size_at:
                image[step.size :] = bytes(max(0, most - step.size))
        return bytes(image[:size])

    def _write(self, image: bytearray, number: int, step: Write) -> None:
        end, width = step.offset + len(step.data), self.how.sector
        for sector in range(step.offset // width, (end - 1) // width + 1):
            first, last = max(step.offset, sector * width), min(end, (sector + 1) * width)
            reached = self._reached(sector)
            if number < reached:
                image[first:last] = step.data[first - step.offset : last - step.offset]
            elif number == reached and self._is_being_written(sector):
                image[first:last] = self.how.chance.randbytes(last - first)

    def _reached(self, sector: int) -> int:
        """How many of the waiting steps this sector has seen."""
        if sector not in self.at:
            number, most = self.how.chance.random(), len(self.held.waiting)
            if number < self.newest:
                reached = most
            else:
                is_oldest = number < self.newest + self.oldest
                reached = 0 if is_oldest else self.how.chance.randint(0, most)
            self.at[sector] = max(reached, self.size_at) if self._must_be_whole(sector) else reached
        return self.at[sector]

    def _is_being_written(self, sector: int) -> bool:
        return self.is_noisy and not self._must_be_whole(sector) and self.how.chance.random() < NOISE_SHARE

    def _must_be_whole(self, sector: int) -> bool:
        return self._grows_whole() and (sector + 1) * self.how.sector > len(self.held.kept)

    def _grows_whole(self) -> bool:
        return self.how.kind.names_in_order


def put(content: bytearray, step: Write) -> None:
    """Write into `content`, which grows by zeros where it must."""
    if step.offset > len(content):
        content += bytes(step.offset - len(content))
    content[step.offset : step.offset + len(step.data)] = step.data


def resize(content: bytearray, size: int) -> None:
    """Give `content` this size: cut, or grown by zeros."""
    if size < len(content):
        del content[size:]
    else:
        content += bytes(size - len(content))


def apply(names: dict[str, int], change: Name) -> None:
    """Carry out one change of names."""
    if change.before:
        names.pop(change.before, None)
    if change.after:
        names[change.after] = change.file


def _places(change: Name) -> set[str]:
    return {change.before, change.after} - {""}
