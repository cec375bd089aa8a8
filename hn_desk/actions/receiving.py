"""Reading what the city sends back: a receipt turns records to received, a trust pack renews whom the office trusts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.city_states import NEEDS_ANSWER, RECEIVED, answers_in
from hn_desk.actions.keyring import install_trust
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.packet_facts import ReceiveResult
from hn_desk.actions.question_places import placed
from hn_desk.actions.reference_store import waiting_number
from hn_desk.actions.sealing_checks import twin
from hn_desk.actions.trust_changes import preview_trust
from hn_desk.actions.trust_store import required_trust
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficeRow, PacketRecord, PacketRow, ReceiptRow
from hn_desk.packets.documents import canonical
from hn_desk.packets.pdf import claimed_attachments
from hn_desk.packets.reasons import refuse
from hn_desk.packets.receipt import ATTACHMENT as RECEIPT
from hn_desk.packets.receipt import Receipt, Stream, VerifiedReceipt, read_receipt
from hn_desk.packets.trust import ATTACHMENT as TRUST
from hn_desk.rules.desks import PROTECTED
from hn_desk.rules.gaps import run_words, runs_of

SUBJECTS: Final = frozenset({"packets", "receipts", "log", "applications", "conversions", "events", "lists"})


def receive(office: Office, data: bytes) -> ReceiveResult:
    """Read a signed PDF of the city. PacketError with its reason when it doesn't verify or isn't for this office."""
    office.require("packets.receive", "receipts")
    if is_trust_pack(data):
        return _trust(office, data)
    with office.database.read() as session:
        trust = required_trust(session)
    verified = read_receipt(data, trust, now=office.now())
    _check_mine(office, verified.receipt)
    with office.write() as session:
        streams = _my_streams(session, verified.receipt)
        is_new = _keep(office, session, verified, data)
        twins = [_apply(session, verified.receipt.desk, stream, _id(data)) for stream in streams]
        gone = _gone(session, verified.receipt, streams)
        _return_unverified(session, verified.receipt, _id(data))
        has_twin = any(twins) or any(stream.epoch > _epoch(session) for stream in streams)
        if is_new:
            _log(session, verified.receipt, has_twin=has_twin)
    if has_twin:
        raise twin()
    seen = [stream.audit_head for stream in streams if stream.audit_head and stream.epoch == office.epoch]
    office.keep_anchor({verified.receipt.desk: seen[-1]} if seen else None)
    changed = Changed(SUBJECTS if is_new else frozenset())
    with office.database.read() as session:
        unverified = tuple(_unverified_lines(session, verified.receipt))
    lines = (*_lines(office, verified.receipt, streams, is_new=is_new), *unverified, *_gone_words(gone))
    return ReceiveResult("receipt", lines, changed)


def _gone(session: Session, receipt: Receipt, streams: tuple[Stream, ...]) -> tuple[int, ...]:
    """Packets of this numbering that an earlier receipt acknowledged and this one lacks: the desk was restored."""
    newest = {stream.epoch: stream for stream in streams}.get(_epoch(session))
    if newest is None:
        return ()
    made = select(PacketRow.number, ReceiptRow.made_at).join(ReceiptRow, ReceiptRow.id == PacketRow.receipt_id)
    rows = session.execute(
        made.where(PacketRow.desk == receipt.desk, PacketRow.epoch == newest.epoch, PacketRow.state == RECEIVED)
    )
    at = stamp(receipt.made_at)
    return tuple(sorted(number for number, before in rows if before < at and number not in newest.hashes))


def _gone_words(numbers: tuple[int, ...]) -> tuple[str, ...]:
    if not numbers:
        return ()
    words = _("The desk was restored from a backup and no longer has packets {numbers}; your records are right.")
    do = _("Copy exactly these packets out once more and send them; make no new ones for it.")
    return (f"{words.format(numbers=run_words(runs_of(numbers)))} {do}",)


def is_trust_pack(data: bytes) -> bool:
    """Whether a file of the city claims to be a trust pack; nothing of it is verified."""
    return TRUST in _claimed(data)


def take_back(office: Office, session: Session, data: bytes) -> Receipt:
    """Read a receipt again into a restored office, inside the restore's own transaction. PacketError as `receive`."""
    verified = read_receipt(data, required_trust(session), now=office.now())
    _check_mine(office, verified.receipt)
    _keep(office, session, verified, data)
    for stream in _my_streams(session, verified.receipt):
        _apply(session, verified.receipt.desk, stream, _id(data))
    return verified.receipt


def _trust(office: Office, data: bytes) -> ReceiveResult:
    preview = preview_trust(office, data)
    changed = install_trust(office, data)
    in_use = _("Trust pack {number} is in use now.").format(number=preview.number)
    with office.database.read() as session:
        number = waiting_number(session)
    rules = (_("It brings rules of the city. Nothing of them changes before they were looked at and applied."),)
    return ReceiveResult("trust", (in_use, *preview.own, *preview.lines, *(rules if number else ())), changed)


def _claimed(data: bytes) -> set[str]:
    """The names of what is attached, only to tell one kind of paper from the other."""
    try:
        return set(claimed_attachments(data))
    except PacketError:
        return {RECEIPT}


def _check_mine(office: Office, receipt: Receipt) -> None:
    if receipt.environment != office.environment:
        raise refuse("environment-other")
    if receipt.office != office.code:
        raise PacketError(
            _("This receipt is for office {office}, not for this one.").format(office=receipt.office),
            do=_("Hand it on to that office, and ask the desk for your own."),
            reason="receipt-office",
        )


def _id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _keep(office: Office, session: Session, verified: VerifiedReceipt, data: bytes) -> bool:
    """Keep a receipt that was not read before; whether it was new."""
    sha256 = _id(data)
    if session.scalar(select(ReceiptRow.id).where(ReceiptRow.sha256 == sha256)):
        return False
    content: dict[str, Any] = json.loads(canonical(verified.receipt))
    asked = placed(session, office, verified.receipt)
    row = ReceiptRow(
        desk=verified.receipt.desk,
        made_at=stamp(verified.receipt.made_at),
        read_at=stamp(office.now()),
        sha256=sha256,
        pdf=data,
        content=content,
        open_answers=_open_answers(session, content),
        open_questions=[one for one in asked if not one["is_protected"]],
        asked=[one for one in asked if one["is_protected"]],
    )
    session.add(row)
    session.flush()
    return True


def _open_answers(session: Session, content: Mapping[str, Any]) -> list[tuple[int | None, str]]:
    """Which records of subjects that are not protected the receipt refuses; what it asks is kept by itself."""
    found = [(number, record) for number, record in answers_in(content) if number is not None]
    sent = select(PacketRecord.record_id).where(
        PacketRecord.subject.not_in(PROTECTED), PacketRecord.record_id.in_({one for _number, one in found})
    )
    known = frozenset(session.scalars(sent))
    return [(number, one) for number, one in found if one in known]


def _my_streams(session: Session, receipt: Receipt) -> tuple[Stream, ...]:
    instance = session.scalars(select(OfficeRow.instance_id)).one()
    return tuple(stream for stream in receipt.streams if stream.instance == instance)


def _epoch(session: Session) -> int:
    """The office's numbering; one beyond it was begun on another copy."""
    return session.scalars(select(OfficeRow.epoch)).one()


def _apply(session: Session, desk: str, stream: Stream, sha256: str) -> bool:
    """Turn the packets that the desk has to received; whether it names one of this numbering not made here.

    One of an earlier numbering may be lost: made on a PC that is gone, after its last backup.
    """
    receipt_id = session.scalars(select(ReceiptRow.id).where(ReceiptRow.sha256 == sha256)).one()
    rows = session.scalars(select(PacketRow).where(PacketRow.desk == desk, PacketRow.epoch == stream.epoch))
    mine = {row.number: row for row in rows}
    is_current = stream.epoch == _epoch(session)
    refused = {packet.sha256 for packet in stream.refused_packets}
    is_twin = is_current and (
        not refused <= {row.sha256 for row in mine.values()}
        or any(number not in mine or mine[number].sha256 != known for number, known in stream.hashes.items())
    )
    for number, row in mine.items():
        if is_twin or (row.receipt_id and not _is_newer(session, row, receipt_id)):
            continue
        if number <= stream.contiguous and stream.hashes[number] == row.sha256:
            row.state, row.receipt_id = RECEIVED, receipt_id
        elif row.sha256 in refused:
            row.state, row.receipt_id = NEEDS_ANSWER, receipt_id
    session.flush()
    return is_twin


def _return_unverified(session: Session, receipt: Receipt, sha256: str) -> None:
    """Mark the packets made here that did not verify at the desk; a hash that is not ours says nothing of ours."""
    receipt_id = session.scalars(select(ReceiptRow.id).where(ReceiptRow.sha256 == sha256)).one()
    hashes = [one.sha256 for one in receipt.unverified]
    rows = session.scalars(select(PacketRow).where(PacketRow.desk == receipt.desk, PacketRow.sha256.in_(hashes)))
    for row in rows:
        if row.state != RECEIVED and (row.receipt_id is None or _is_newer(session, row, receipt_id)):
            row.state, row.receipt_id = NEEDS_ANSWER, receipt_id
    session.flush()


def _unverified_lines(session: Session, receipt: Receipt) -> Iterator[str]:
    hashes = [one.sha256 for one in receipt.unverified]
    rows = session.execute(
        select(PacketRow.sha256, PacketRow.number).where(PacketRow.desk == receipt.desk, PacketRow.sha256.in_(hashes))
    )
    numbers = dict(rows.all())
    for one in receipt.unverified:
        if one.sha256 in numbers:
            sentence = _("Packet {number} was refused: {reason} {do}")
            yield sentence.format(number=numbers[one.sha256], reason=one.reason, do=one.do)
        else:
            sentence = _(
                "A file that this office's key signed, but that was not made on this PC, was refused: {reason} If "
                "nobody here knows of it, ask the city to revoke the key."
            )
            yield sentence.format(reason=one.reason)


def _is_newer(session: Session, row: PacketRow, receipt_id: str) -> bool:
    """Whether the receipt was made after the one that the packet rests on."""
    made = dict(
        session.execute(
            select(ReceiptRow.id, ReceiptRow.made_at).where(ReceiptRow.id.in_((row.receipt_id or "", receipt_id)))
        ).all()
    )
    return made[receipt_id] > made.get(row.receipt_id or "", "")


def _log(session: Session, receipt: Receipt, *, has_twin: bool) -> None:
    content = {"desk": receipt.desk, "receipt": str(receipt.id), "twin": has_twin}
    audit.log(session, Act("packets.receive", "receipts", str(receipt.id), content))


def _lines(office: Office, receipt: Receipt, streams: tuple[Stream, ...], *, is_new: bool) -> tuple[str, ...]:
    desk = office.book.desks.get(receipt.desk)
    name = desk.name if desk else receipt.desk
    lines = [] if is_new else [_("This receipt was read before; nothing changed.")]
    for stream in streams:
        lines.append(_("{desk} has packets up to number {number}.").format(desk=name, number=stream.contiguous))
        for waiting in stream.beyond:
            lines.append(_("Packet {number} has arrived but waits for the one before it.").format(number=waiting))
        for row in stream.refused_rows:
            lines.append(
                _("Packet {number}, sheet “{sheet}”: {reason} {do}").format(
                    number=row.number, sheet=row.sheet, reason=row.reason, do=row.do
                )
            )
        for packet in stream.refused_packets:
            lines.append(
                _("Packet {number} was refused: {reason} {do}").format(
                    number=packet.number, reason=packet.reason, do=packet.do
                )
            )
    lines += [_("The city asks: {question}").format(question=question.text) for question in receipt.questions]
    return tuple(lines)
