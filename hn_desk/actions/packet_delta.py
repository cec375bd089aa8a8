"""What a stream has to send: rows that differ from what it sent last, and rows that are no longer there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import Source
from hn_desk.models.audit import sha256_of
from hn_desk.models.pseudonyms import dialect_of, pseudonym
from hn_desk.models.tables import Erasure, PacketRecord, PacketRow
from hn_desk.packets.subjects import SUBJECTS, Row
from hn_desk.rules.desks import PROTECTED

FULL: Final = "full"
DELTA: Final = "delta"
WITHDRAW: Final = "withdraw"
ERASE: Final = "erase"
GONE: Final = ""
"""The digest of a row that was withdrawn."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a stream sent last of one row: its version and digest."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Delta:
    """The rows to send by subject, and what the stream will have sent of each."""

    rows: Mapping[str, list[Row]]
    records: Mapping[Key, Sent]

    @property
    def count(self) -> int:
        """How many rows there are to send."""
        return len(self.records)


def delta_of(source: Source, epoch: int, kind: str) -> Delta:
    """Compare what the desk should hold with what its stream has sent; `full` sends everything again.

    What is no longer there is withdrawn, also when only an earlier epoch sent it.
    """
    sent = sent_rows(source.session, source.desk.code, PacketRow.epoch == epoch)
    left = {**sent_rows(source.session, source.desk.code, PacketRow.epoch < epoch), **sent}
    rows: dict[str, list[Row]] = {}
    records: dict[Key, Sent] = {}
    for subject, made in rows_of(source).items():
        rows[subject] = []
        for row in made:
            left.pop((subject, row.id), None)
            known = sent.get((subject, row.id))
            now = _next(row, known)
            if kind == FULL or now != known:
                rows[subject].append(row.model_copy(update={"version": now.version}))
                records[subject, row.id] = now
    erased = _erased(source.session, (record_id for _subject, record_id in left))
    for (subject, record_id), known in left.items():
        if known.digest != GONE:
            records[subject, record_id] = Sent(known.version + 1, GONE)
            rows.setdefault(subject, []).append(_gone(subject, record_id, known, is_erased=record_id in erased))
    return Delta(rows, records)


def sent_rows(session: Session, desk: str, epochs: ColumnElement[bool]) -> dict[Key, Sent]:
    """What the desk was sent last of every row in these epochs."""
    columns = (PacketRecord.record_id, PacketRecord.record_version, PacketRecord.digest, PacketRecord.protected)
    statement = (
        select(PacketRecord.subject, *columns)
        .join(PacketRow, PacketRow.id == PacketRecord.packet_id)
        .where(PacketRow.desk == desk, epochs)
        .order_by(PacketRow.epoch, PacketRow.number)
    )
    return dict(_sent(*row) for row in session.execute(statement))


def kept_records(session: Session, packet_id: str, records: Mapping[Key, Sent]) -> list[dict[str, Any]]:
    """The rows of `packet_records` for a packet: those of protected subjects name nothing outside the second key."""
    return [_kept(session, key, sent) | {"packet_id": packet_id} for key, sent in records.items()]


def _kept(session: Session, key: Key, sent: Sent) -> dict[str, Any]:
    subject, record_id = key
    kept = {"subject": subject, "record_version": sent.version}
    if subject not in PROTECTED:
        return {**kept, "record_id": record_id, "digest": sent.digest, "protected": None}
    dialect = dialect_of(session)
    return {
        **kept,
        "record_id": pseudonym(dialect, subject, record_id),
        "digest": pseudonym(dialect, subject, sent.digest) if sent.digest else GONE,
        "protected": {"record_id": record_id, "digest": sent.digest},
    }


def _sent(
    subject: str, record_id: str, version: int, digest: str, protected: Mapping[str, str] | None
) -> tuple[Key, Sent]:
    if protected is None:
        return (subject, record_id), Sent(version, digest)
    return (subject, protected["record_id"]), Sent(version, protected["digest"])


def digest_of(row: Row) -> str:
    """The hash of what a row says, without its version."""
    said: dict[str, Any] = row.model_dump(mode="json", exclude={"version", "operation"})
    return sha256_of(said)


def _gone(subject: str, record_id: str, known: Sent, *, is_erased: bool) -> Row:
    return SUBJECTS[subject].rows(id=record_id, version=known.version + 1, operation=ERASE if is_erased else WITHDRAW)


def _erased(session: Session, ids: Iterable[str]) -> frozenset[str]:
    """Which of these records are gone because the law says so: the desk erases them, and notes that it did."""
    wanted = set(ids)
    return frozenset(one for one in session.scalars(select(Erasure.record_id)) if one in wanted)


def _next(row: Row, known: Sent | None) -> Sent:
    """The row's version and digest in this stream: a version rises whenever the content does, and never falls."""
    digest = digest_of(row)
    if known is None:
        return Sent(row.version, digest)
    if known.digest == digest:
        return known
    return Sent(max(row.version, known.version + 1), digest)
