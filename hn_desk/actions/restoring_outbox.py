"""The packets of a lost PC: opened by the packet secret in the backup, verified, taken back into the handover book."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.city_states import PACKED
from hn_desk.actions.office import OUTBOX, Office
from hn_desk.actions.packet_delta import GONE, Key, Sent, digest_of, kept_records
from hn_desk.actions.packet_source import PUT
from hn_desk.actions.sealing import file_name, password_of
from hn_desk.actions.trust_store import required_trust
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import PacketRecord, PacketRow
from hn_desk.packets import opc
from hn_desk.packets.contents import Packet, read_contents
from hn_desk.packets.cover import Cover
from hn_desk.packets.seal import open_with_password, packet_id_of

LARGEST: Final = 64 * 1024 * 1024
_NAME: Final = re.compile(r"GOI-[0-9]{5}-([A-Z][A-Z0-9-]{1,31})-([0-9a-f]{4})-([0-9]{1,9})-([0-9]{6,9})\.xlsx")


@dataclass(frozen=True, slots=True)
class Unread:
    """A packet's file that was not read, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One packet that the backup didn't know: its file's name, its signed workbook, what it says."""

    name: str
    inner: bytes = field(repr=False)
    sha256: str
    packet: Packet = field(repr=False)

    @property
    def place(self) -> tuple[str, int, int]:
        """Its desk, epoch and number."""
        cover = self.packet.cover
        return cover.desk, cover.epoch, cover.number


def packet_files(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The workbooks in these folders, and in the outbox within each; by name, each name once."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place in (folder, folder / OUTBOX):
            for path in sorted(place.glob("*.xlsx")) if place.is_dir() else ():
                found.setdefault(path.name, path)
    return tuple(found.values())


def highest_epoch(paths: Iterable[Path], instance: str) -> int:
    """The highest epoch in the names of this instance's packets; 0 without any."""
    places = (_NAME.fullmatch(path.name) for path in paths)
    return max((int(place[3]) for place in places if place and place[2] == instance[:4]), default=0)


def read_outbox(
    session: Session, office: Office, paths: Sequence[Path]
) -> tuple[tuple[Taken, ...], tuple[Unread, ...]]:
    """The packets of this office that its database doesn't know, by desk, epoch and number; what could not be read."""
    known = set(session.scalars(select(PacketRow.id)))
    numbered = select(PacketRow.desk, PacketRow.epoch, PacketRow.number)
    places = {(desk, epoch, number) for desk, epoch, number in session.execute(numbered)}
    taken: dict[str, Taken] = {}
    unread: list[Unread] = []
    for path in paths:
        try:
            data = files.read_whole(path, LARGEST)
            if str(packet_id_of(data)) in known:
                continue
            found = _opened(session, office, path, data)
        except DeskError as error:
            unread.append(Unread(path.name, error.what))
        else:
            if not _is_mine(office, found.packet.cover) or found.sha256 in taken:
                continue
            if found.place in places:
                unread.append(Unread(path.name, _("Another packet has the same number: a copy of this office exists.")))
                continue
            places.add(found.place)
            taken[found.sha256] = found
    return tuple(sorted(taken.values(), key=lambda one: one.place)), tuple(unread)


def adopt(session: Session, office: Office, taken: Iterable[Taken]) -> None:
    """Put the packets into the handover book as they were sealed, and their files into the outbox."""
    for one in taken:
        cover = one.packet.cover
        session.add(
            PacketRow(
                id=cover.packet_id,
                desk=cover.desk,
                epoch=cover.epoch,
                number=cover.number,
                kind=cover.kind,
                previous_hash=cover.previous_hash or "",
                sha256=one.sha256,
                inner=one.inner,
                file_name=file_name(office, cover.desk, cover.epoch, cover.number),
                made_at=cover.made_at,
                made_by="",
                up_to_change=0,
                rows=sum(map(len, one.packet.rows.values())),
                state=PACKED,
            )
        )
        session.flush()
        records = kept_records(session, cover.packet_id, dict(_sent(one.packet)))
        if records:
            connection_of(session).execute(insert(PacketRecord), records)


def keep_files(paths: Iterable[Path], outbox: Path) -> None:
    """Copy packets' files into the office's outbox; those that lie there already stay as they are."""
    outbox.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if _NAME.fullmatch(path.name) and not (outbox / path.name).exists():
            files.copy_large(path, outbox)


def _opened(session: Session, office: Office, path: Path, data: bytes) -> Taken:
    inner = open_with_password(data, password_of(session, str(packet_id_of(data))))
    verified = opc.verify(inner, required_trust(session), office.now())
    return Taken(path.name, inner, verified.sha256, read_contents(verified))


def _is_mine(office: Office, cover: Cover) -> bool:
    return (cover.office_code, cover.instance) == (office.code, office.instance)


def _sent(packet: Packet) -> Iterator[tuple[Key, Sent]]:
    for subject, rows in packet.rows.items():
        for row in rows:
            yield (subject, row.id), Sent(row.version, digest_of(row) if row.operation == PUT else GONE)
