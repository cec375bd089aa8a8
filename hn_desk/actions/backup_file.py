"""One backup in one file: what it is in clear, then the key file and the encrypted database, then two seals.

The head says nothing personal. After it stand the members as the head lists them, then the SHA-256 of everything
before, which anybody can check, then its HMAC under the office's master key, which nobody else can make.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from hn_desk import files
from hn_desk.keys import sub_key
from hn_desk.models.backup import DatabaseFacts, damaged_copy

SUFFIX: Final = ".hnbackup"
MAGIC: Final = b"HN-DESK-BACKUP/1\n"
LARGEST_HEAD: Final = 1024 * 1024
LENGTH_BYTES: Final = 8
SEAL_BYTES: Final = 32
PREFIX_LENGTH: Final = 4
_PURPOSE: Final = b"hn-desk/1 backup"


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its name, length and SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself in clear: why and when it was made, of which state, what is inside."""

    reason: str
    made_at: str
    application: str
    facts: DatabaseFacts
    members: tuple[Member, ...]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def age(self) -> tuple[int, int, str]:
        """What orders the backups of one office: numbering, then acts logged; the clock only when these are equal."""
        return self.facts.epoch, self.facts.sequence, self.made_at


def file_name(head: Head) -> str:
    """Office, instance, epoch and moment; no person's name."""
    facts, moment = head.facts, f"{head.moment:%Y%m%dT%H%M%S}"
    return f"HN-{facts.office}-{facts.instance[:PREFIX_LENGTH]}-{facts.epoch}-{moment}{SUFFIX}"


def member_of(name: str, path: Path) -> Member:
    """A file that is to go into a backup under `name`."""
    digest, size = sha256(), 0
    for chunk in files.chunks_of(path):
        digest.update(chunk)
        size += len(chunk)
    return Member(name, size, digest.hexdigest())


def write_backup(path: Path, head: Head, sources: Mapping[str, Path], master: bytes) -> None:
    """Write the file whole and read it back; StorageError when the disk doesn't take or keep it."""
    files.write_large(path, _chunks(head, sources, master))


def read_head(path: Path) -> Head:
    """What a backup says of itself; nothing is verified. StorageError for what is no backup or can't be read."""
    with _reading(path) as stream:
        return _head(stream)[0]


def check_whole(path: Path, master: bytes | None = None) -> Head:
    """Read every byte; with the master key also prove whose it is. StorageError for the smallest difference."""
    with _reading(path) as stream:
        head, digest = _head(stream)
        for member in head.members:
            for chunk in _member(stream, member):
                digest.update(chunk)
        sealed = digest.digest()
        if stream.read(SEAL_BYTES) != sealed:
            raise damaged_copy()
        mac = stream.read(SEAL_BYTES + 1)
    if len(mac) != SEAL_BYTES or (master is not None and not hmac.compare_digest(mac, _mac(master, sealed))):
        raise damaged_copy()
    return head


def take_out(path: Path, name: str, target: Path) -> None:
    """Write one member to `target`. StorageError when it is not what the head says."""
    with _reading(path) as stream:
        files.write_large(target, _found(stream, name))


def read_member(path: Path, name: str) -> bytes:
    """The bytes of a small member. StorageError when it is not what the head says."""
    with _reading(path) as stream:
        return b"".join(_found(stream, name))


def _chunks(head: Head, sources: Mapping[str, Path], master: bytes) -> Iterator[bytes]:
    digest = sha256()
    plain = json.dumps(asdict(head), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    yield from _hashed(digest, (MAGIC + len(plain).to_bytes(LENGTH_BYTES, "big"), plain))
    for member in head.members:
        yield from _hashed(digest, files.chunks_of(sources[member.name]))
    sealed = digest.digest()
    yield sealed + _mac(master, sealed)


def _hashed(digest: Any, chunks: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _mac(master: bytes, sealed: bytes) -> bytes:
    return hmac.digest(sub_key(master, _PURPOSE), sealed, "sha256")


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise files.reading_problem(error, path) from error


def _head(stream: IO[bytes]) -> tuple[Head, Any]:
    begin = stream.read(len(MAGIC) + LENGTH_BYTES)
    length = int.from_bytes(begin[len(MAGIC) :], "big")
    if begin[: len(MAGIC)] != MAGIC or not 0 < length <= LARGEST_HEAD:
        raise damaged_copy()
    plain = stream.read(length)
    return _parsed(plain), sha256(begin + plain)


def _parsed(plain: bytes) -> Head:
    try:
        data = json.loads(plain)
        facts = data["facts"]
        facts["packets"] = tuple((str(desk), int(number)) for desk, number in facts["packets"])
        facts["registers"] = tuple((int(y), str(s), int(n)) for y, s, n in facts["registers"])
        members = tuple(Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in data["members"])
        head = Head(
            str(data["reason"]), str(data["made_at"]), str(data["application"]), DatabaseFacts(**facts), members
        )
        is_good = head.moment.tzinfo is not None and type(head.age[0]) is type(head.age[1]) is int
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise damaged_copy() from error
    if not is_good or any(member.size < 0 for member in members):
        raise damaged_copy()
    return head


def _found(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The chunks of one member, which end with an error when their hash is not the head's."""
    for member in _head(stream)[0].members:
        if member.name == name:
            yield from _member(stream, member)
            return
        stream.seek(member.size, 1)
    raise damaged_copy()


def _member(stream: IO[bytes], member: Member) -> Iterator[bytes]:
    digest, left = sha256(), member.size
    while left:
        chunk = stream.read(min(left, files.CHUNK))
        if not chunk:
            raise damaged_copy()
        digest.update(chunk)
        left -= len(chunk)
        yield chunk
    if digest.hexdigest() != member.sha256:
        raise damaged_copy()


def is_backup_name(path: Path) -> bool:
    """Whether a file is called as backups are; temporary files are not."""
    return path.suffix == SUFFIX and not path.name.startswith(".")
