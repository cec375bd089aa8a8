"""A file that was brought: opened, verified, read as far as that needs no database, so that any process can do it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from hn_desk import files
from hn_desk.errors import DeskError, PacketError
from hn_desk.packets import opc
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.contents import Packet, RefusedRow, read_contents, read_cover
from hn_desk.packets.cover import Cover
from hn_desk.packets.desk_key import open_as_desk
from hn_desk.packets.mailed import is_text, read_mailed
from hn_desk.packets.portable import PortableKeys, portable_keys
from hn_desk.packets.seal import is_sealed_for
from hn_desk.packets.subjects import Row
from hn_desk.rules.desks import OFFICERS, SIGNED

ZIP_START: Final = b"PK\x03\x04"
LARGEST_FILE: Final = 64 * 1024 * 1024
CHECKED: Final = SIGNED | {OFFICERS}
"""Subjects whose rows are judged one by one at the desk, by the officers' keys that it knows."""


class Entry(NamedTuple):
    """One row as it will be kept: `payload` is its fields but these three, plain values."""

    id: str
    version: int
    operation: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a verified packet says: subjects in their order; rows that wait for a judgement, and entries that don't."""

    cover: Cover
    subjects: tuple[str, ...]
    rows: Mapping[str, tuple[Row, ...]]
    entries: Mapping[str, tuple[Entry, ...]]
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """A workbook that verified, its SHA-256, its cover; `content` reads on. PacketError with its reason."""

    inner: bytes = field(repr=False)
    sha256: str
    cover: Cover
    content: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came and what was found in it: a workbook, or why there is none; no `data` when it wasn't read.

    `inner` is the workbook of a file that could be opened and did not verify.
    """

    name: str
    data: bytes = field(repr=False)
    came: Came | None = None
    error: DeskError | None = None
    inner: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """What reading needs of a desk: its keys, newest first, whom it trusts, and what it is."""

    keys: tuple[Signer, ...] = field(repr=False)
    trust: Trust
    code: str
    environment: str

    def is_for_us(self, cover: Cover) -> bool:
        """Whether a packet may be read further than its cover."""
        return (cover.desk, cover.environment) == (self.code, self.environment)


def unsealed(data: bytes, keys: tuple[Signer, ...]) -> bytes:
    """The signed workbook in a packet sealed for one of these keys, the newest first. PacketError with its reason."""
    older = (one for one in keys[1:] if is_sealed_for(data, one.certificate))
    return open_as_desk(data, next(older, keys[0]))


def entry_of(row: Row) -> Entry:
    """A row as it will be kept."""
    payload = row.model_dump(mode="json")
    return Entry(payload.pop("id"), payload.pop("version"), payload.pop("operation"), payload)


def entries_in(content: Content) -> Iterator[tuple[str, Entry]]:
    """Every row with its subject, also those that wait for a judgement."""
    for subject in content.subjects:
        yield from ((subject, entry_of(row)) for row in content.rows.get(subject, ()))
        yield from ((subject, entry) for entry in content.entries.get(subject, ()))


def content_of(packet: Packet) -> Content:
    """A packet's rows as entries, but for those of `CHECKED` subjects."""
    rows = {subject: packet.rows[subject] for subject in packet.rows if subject in CHECKED}
    entries = {subject: tuple(map(entry_of, packet.rows[subject])) for subject in packet.rows if subject not in CHECKED}
    return Content(packet.cover, tuple(packet.rows), rows, entries, packet.refused)


def verified_packet(inner: bytes, trust: Trust, now: datetime) -> Came:
    """Verify a workbook and read its cover, nothing more. PacketError with its reason."""
    verified = opc.verify(inner, trust, now)
    return Came(inner, verified.sha256, read_cover(verified), lambda: content_of(read_contents(verified)))


def read_data(ground: Ground, data: bytes, now: datetime, name: str = "") -> Brought:
    """Open and verify what was brought; a `PacketError` in it says why it is no packet for this desk."""
    inner = b""
    try:
        packet = read_mailed(data) if is_text(data) else data
        inner = packet if packet.startswith(ZIP_START) else unsealed(packet, ground.keys)
        return Brought(name, data, verified_packet(inner, ground.trust, now))
    except PacketError as error:
        return Brought(name, data, error=error, inner=inner)


def read_file(ground: Ground, path: Path, now: datetime) -> Brought:
    """Likewise the file that lies there."""
    try:
        data = files.read_whole(path, LARGEST_FILE)
    except DeskError as error:
        return Brought(path.name, b"", error=error)
    return read_data(ground, data, now, path.name)


@dataclass(frozen=True, slots=True)
class Told:
    """A file read by another process, as it is handed over: plain values; an error as reason and two sentences."""

    name: str
    data: bytes
    came: tuple[bytes, str, Cover] | None
    content: Content | None
    error: tuple[str, str, str] | None
    is_packet_error: bool
    inner: bytes = b""


def told(ground: Ground, path: Path, now: datetime) -> Told:
    """Read a file whole, to be handed over: also its rows, where they are for this desk."""
    one = read_file(ground, path, now)
    if one.came is None:
        error = one.error or DeskError("")
        plain = (error.reason, error.what, error.do)
        return Told(one.name, one.data, None, None, plain, isinstance(error, PacketError), one.inner)
    came = (one.came.inner, one.came.sha256, one.came.cover)
    if not ground.is_for_us(one.came.cover):
        return Told(one.name, one.data, came, None, None, True)
    try:
        return Told(one.name, one.data, came, one.came.content(), None, True)
    except PacketError as error:
        return Told(one.name, one.data, came, None, (error.reason, error.what, error.do), True)


def brought(one: Told) -> Brought:
    """What another process read, as if it had been read here."""
    error = _error(one)
    if one.came is None:
        return Brought(one.name, one.data, error=error, inner=one.inner)
    inner, sha256, cover = one.came
    return Brought(one.name, one.data, Came(inner, sha256, cover, partial(_content, one.content, error)))


def _content(content: Content | None, error: DeskError | None) -> Content:
    if content is None:
        raise error or RuntimeError("a packet for somebody else is read no further")
    return content


def _error(one: Told) -> DeskError | None:
    if one.error is None:
        return None
    reason, what, do = one.error
    return (PacketError if one.is_packet_error else DeskError)(what, do=do, reason=reason)


@dataclass(frozen=True, slots=True)
class PortableGround:
    """A ground as plain bytes, for another process of this program, which then speaks `language`."""

    keys: PortableKeys = field(repr=False)
    code: str
    environment: str
    language: str

    def open(self) -> Ground:
        """The ground again."""
        return Ground(*self.keys.open(), self.code, self.environment)


def portable(ground: Ground, language: str) -> PortableGround:
    """The ground as bytes."""
    return PortableGround(portable_keys(ground.keys, ground.trust), ground.code, ground.environment, language)
