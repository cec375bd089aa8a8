"""The desk's receipt for an office: cumulative, signed; the same state of things gives the same bytes again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.office import stamp
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.acknowledged import restored_at
from hn_desk.city.collected import why_not
from hn_desk.city.desk import CityDesk
from hn_desk.city.quarantine import signers, unverified_of
from hn_desk.city.questions import open_questions
from hn_desk.city.stream import ARRIVED, QUARANTINED, REFUSED, WAITING
from hn_desk.city.trust_page import city_words
from hn_desk.errors import DeskError
from hn_desk.forms import facts, receipt_page
from hn_desk.forms.text import read_form
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act, sha256_of
from hn_desk.models.tables import CityPacket, CityReceipt
from hn_desk.packets.cover import FORMAT
from hn_desk.packets.documents import READER
from hn_desk.packets.receipt import (
    UNVERIFIED_READER,
    Counts,
    Question,
    Receipt,
    RefusedPacket,
    RefusedRow,
    Stream,
    UnverifiedPacket,
    sign_receipt,
)
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.packets.trust_keeping import hash_of

FORM: Final = "receipt"
COUNTED: Final = ("new", "changed", "unchanged", "refused", "questioned")


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt: its file name, its bytes, whether it was made just now."""

    name: str
    pdf: bytes
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Said:
    streams: tuple[Stream, ...]
    questions: tuple[Question, ...]
    unverified: tuple[UnverifiedPacket, ...]


def receipts(desk: CityDesk, office: str) -> bytes:
    """The signed receipt (PDF) for an office; the stored one again when nothing has changed since."""
    desk.require("receipts.issue")
    return issue_receipt(desk, office).pdf


def issue_receipt(desk: CityDesk, office: str) -> Issued:
    """The receipt for an office with its name; also kept in the desk's folder. DeskError when nothing came from it.

    A restored desk makes its first one anew: the office may have had a later one than the backup knows.
    DeskError too while this PC's clock is outside the desk's certificate. A receipt that was made while the clock was
    ahead, or signed by a key that was renewed since, is made anew, since no office would take it.
    """
    desk.require("receipts.issue")
    _check_clock(desk)
    with desk.database.read() as session:
        current = _current(desk, session, office)
    if current is not None:
        return current
    with desk.write() as session:
        return _current(desk, session, office) or _new(desk, session, office)


def _current(desk: CityDesk, session: Session, office: str) -> Issued | None:
    """The newest receipt, while it says what is so."""
    newest = _newest(session, office)
    if newest is None or not restored_at(session) < newest.made_at <= stamp(desk.now()):
        return None
    if newest.content_hash != _state(desk, _said(session, office, _packets(session, office))):
        return None
    return Issued(receipt_name(desk, office, _number(desk, session, office)), newest.pdf, False)


def _number(desk: CityDesk, session: Session, office: str) -> int:
    return max(_count(session, office), _highest(desk, office))


def _new(desk: CityDesk, session: Session, office: str) -> Issued:
    """The next receipt, numbered and kept in one transaction: of several PCs each gives a number once."""
    packets = _packets(session, office)
    said = _said(session, office, packets)
    if not (said.streams or said.unverified):
        raise DeskError(
            _("Nothing has come from office {office} yet.").format(office=office),
            do=_("Read its packet first."),
            reason="no-packets",
        )
    receipt = Receipt(
        reader=UNVERIFIED_READER if said.unverified else READER,
        environment=desk.environment,
        id=uuid4(),
        desk=desk.code,
        office=office,
        made_at=desk.now(),
        streams=said.streams,
        questions=said.questions,
        unverified=said.unverified,
    )
    name = receipt_name(desk, office, _number(desk, session, office) + 1)
    pdf = sign_receipt(receipt, _page(desk, name, packets, receipt), desk.receipt)
    files.write_whole(desk.places.receipts / name, pdf)
    _keep(session, receipt, _state(desk, said), pdf)
    return Issued(name, pdf, True)


def offices_with_news(desk: CityDesk) -> tuple[str, ...]:
    """The offices whose newest receipt no longer says all: by code."""
    desk.require("receipts.issue")
    with desk.database.read() as session:
        codes = set(session.scalars(select(CityPacket.office).where(CityPacket.office != "").distinct()))
        return tuple(code for code in sorted(codes | signers(session)) if _has_news(desk, session, code))


def _has_news(desk: CityDesk, session: Session, office: str) -> bool:
    newest = _newest(session, office)
    state = _state(desk, _said(session, office, _packets(session, office)))
    return newest is None or newest.content_hash != state


def _said(session: Session, office: str, packets: Sequence[CityPacket]) -> _Said:
    """What the office's receipt says now; of files that did not verify only to a program that reads of them."""
    unverified = tuple(_unverified(row) for row in unverified_of(session, office))
    formats = {row.outcome.get("format") for row in packets}
    reads_all = not packets or FORMAT in formats
    return _Said(_streams(packets), open_questions(session, office), unverified if reads_all else ())


def _unverified(row: CityPacket) -> UnverifiedPacket:
    what, do = why_not(row)
    day = datetime.fromisoformat(row.received_at).astimezone().date()
    return UnverifiedPacket(sha256=row.sha256, reason=what, do=do, received_on=day)


def _state(desk: CityDesk, said: _Said) -> str:
    """What two receipts that say the same, signed by the same key, have alike."""
    told = [one.model_dump(mode="json") for one in (*said.streams, *said.questions, *said.unverified)]
    return sha256_of([*told, hash_of(desk.receipt.certificate)])


def receipt_name(desk: CityDesk, office: str, number: int) -> str:
    """The file name of a desk's receipt."""
    return f"BN-{desk.code}-{office}-{number:06}.pdf"


def _check_clock(desk: CityDesk) -> None:
    certificate, now = desk.receipt.certificate, desk.now()
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise DeskError(
            _("This PC's clock says {now}; the desk's certificate for receipts does not hold then.").format(
                now=f"{now.astimezone():%d/%m/%Y %H:%M}"
            ),
            do=_("Set this PC's date and time right; when they are right, have the certificate renewed."),
            reason="clock",
        )


def _packets(session: Session, office: str) -> list[CityPacket]:
    statement = select(CityPacket).where(CityPacket.office == office)
    order = (CityPacket.instance_id, CityPacket.epoch, CityPacket.number, CityPacket.received_at)
    return list(session.scalars(statement.order_by(*order)))


def _newest(session: Session, office: str) -> CityReceipt | None:
    statement = select(CityReceipt).where(CityReceipt.office == office)
    return session.scalars(statement.order_by(CityReceipt.change.desc()).limit(1)).first()


def _count(session: Session, office: str) -> int:
    return session.scalar(select(func.count(CityReceipt.id)).where(CityReceipt.office == office)) or 0


def _highest(desk: CityDesk, office: str) -> int:
    """The highest number of the receipts that lie in the desk's folder, which a restored database may not know."""
    names = (path.stem.rpartition("-")[2] for path in desk.places.receipts.glob(f"BN-{desk.code}-{office}-*.pdf"))
    return max((int(name) for name in names if name.isdecimal()), default=0)


def _streams(packets: Iterable[CityPacket]) -> tuple[Stream, ...]:
    by_stream: defaultdict[tuple[str, int], list[CityPacket]] = defaultdict(list)
    for row in packets:
        by_stream[row.instance_id, row.epoch].append(row)
    return tuple(_stream(place, rows) for place, rows in sorted(by_stream.items()))


def _stream(place: tuple[str, int], rows: Sequence[CityPacket]) -> Stream:
    instance, epoch = place
    arrived = [row for row in rows if row.decision in ARRIVED]
    waiting = [row for row in rows if row.decision == WAITING]
    counts = Counts(
        new=sum(row.new for row in arrived),
        changed=sum(row.changed for row in arrived),
        unchanged=sum(row.unchanged for row in arrived),
        refused=sum(row.refused for row in arrived),
    )
    return Stream(
        instance=instance,
        epoch=epoch,
        contiguous=len(arrived),
        beyond=tuple(row.number for row in waiting),
        hashes={row.number: row.sha256 for row in (*arrived, *waiting)},
        counts=counts,
        refused_rows=tuple(_refused_row(one) for row in arrived for one in row.outcome.get("refused", ())),
        refused_packets=tuple(_refused_packet(row) for row in rows if _is_refused_here(row)),
        audit_head=arrived[-1].audit_head or None if arrived else None,
    )


def _is_refused_here(row: CityPacket) -> bool:
    """Whether this desk refused a packet of its own stream; one for another desk is no matter of this receipt."""
    return row.decision in (REFUSED, QUARANTINED) and row.reason != "desk-other"


def _refused_row(row: dict[str, Any]) -> RefusedRow:
    keys = ("number", "sheet", "id", "field", "reason", "do")
    return RefusedRow(**{key: row[key] for key in keys})


def _refused_packet(row: CityPacket) -> RefusedPacket:
    what, do = why_not(row)
    return RefusedPacket(number=row.number, sha256=row.sha256, reason=what, do=do)


def _page(desk: CityDesk, name: str, packets: Sequence[CityPacket], receipt: Receipt) -> bytes:
    form = read_form(receipt_page.LAYOUT, dict(rule_book().forms[FORM]), f"{FORM}.toml")
    words = city_words()
    states: dict[str, str] = words["states"]
    shown = [row for row in packets if row.decision in states]
    page = facts.ReceiptPage(
        desk=desk.name,
        superior=words["superiors"].get(desk.code, words["superior"]),
        receipt_number=name.removesuffix(".pdf"),
        received_on=receipt.made_at.astimezone().date(),
        office=packets[-1].office_name if packets else _name_of(receipt.office),
        office_code=receipt.office,
        packets=tuple(
            facts.ReceivedPacket(row.epoch, row.number, row.sha256, states[row.decision])
            for row in shown[-receipt_page.PACKETS_SHOWN :]
        ),
        subjects=_subjects(packets, receipt.questions),
        refused=tuple(
            facts.RefusedRow(row.sheet, row.id, row.reason, row.do)
            for stream in receipt.streams
            for row in stream.refused_rows
        )
        + tuple(facts.RefusedRow(words["unverified"], one.sha256, one.reason, one.do) for one in receipt.unverified),
        highest_number=receipt.streams[-1].contiguous if receipt.streams else 0,
        questions=len(receipt.questions),
        training=receipt.environment == "training",
    )
    return receipt_page.draw(form, page)


def _name_of(office: str) -> str:
    return next((one.full_name for one in rule_book().communes if one.code == office), office)


def _subjects(packets: Iterable[CityPacket], questions: Iterable[Question]) -> tuple[facts.ReceivedSubject, ...]:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in packets:
        for subject, counts in row.outcome.get("subjects", {}).items():
            counted[subject].update(counts)
        for refused in row.outcome.get("refused", ()):
            counted[refused["sheet"]]["refused"] += 1
    for question in questions:
        counted[question.subject]["questioned"] += 1
    names = {subject: SUBJECTS[subject].head.name for subject in SUBJECTS}
    merged: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for subject, counts in counted.items():
        merged[names.get(subject, subject)].update(counts)
    return tuple(facts.ReceivedSubject(name, *(counts[key] for key in COUNTED)) for name, counts in merged.items())


def _keep(session: Session, receipt: Receipt, state: str, pdf: bytes) -> None:
    row = CityReceipt(
        office=receipt.office,
        made_at=stamp(receipt.made_at),
        content_hash=state,
        content=receipt.model_dump(mode="json"),
        pdf=pdf,
    )
    session.add(row)
    session.flush()
    audit.log(session, Act("city.receipt", "receipts", row.id, {"office": receipt.office}))
