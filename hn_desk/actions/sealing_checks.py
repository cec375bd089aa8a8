"""What must hold before a packet is sealed: the clock, the key and its certificate, no twin of this office."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.key_outlook import key_notices, key_outlook
from hn_desk.actions.office import stamp
from hn_desk.actions.trust_store import current_key
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import AuditEntry, OfficeRow, PacketRow, ReceiptRow, SigningKey, TrustRow
from hn_desk.packets.certificates import Trust, check_chain
from hn_desk.packets.trust_keeping import certificate_of, revoked_serials


def check_clock(session: Session, trust: Trust, now: datetime) -> None:
    """DeskError when this PC's clock is before something that has already happened here."""
    seen = [
        session.scalar(select(func.max(column))) for column in (AuditEntry.at, ReceiptRow.made_at, TrustRow.read_at)
    ]
    newest = max(filter(None, seen), default="")
    if stamp(now) < newest or now < trust.root.not_valid_before_utc:
        raise DeskError(
            _("This PC's clock says {now}, but something was already recorded at {newest}.").format(
                now=f"{now.astimezone():%d/%m/%Y %H:%M}", newest=_shown(newest)
            ),
            do=_("Set this PC's date and time right, then seal again."),
            reason="clock",
        )


def check_no_twin(session: Session, desk: str) -> None:
    """DeskError when the desk's newest receipt names a packet of this office that was not made here."""
    newest = select(ReceiptRow).where(ReceiptRow.desk == desk).order_by(ReceiptRow.made_at.desc()).limit(1)
    receipt = session.scalars(newest).first()
    office = session.scalars(select(OfficeRow)).one()
    streams = receipt.content["streams"] if receipt else ()
    for stream in (one for one in streams if one["instance"] == office.instance_id):
        is_mine = stream["epoch"] < office.epoch or _are_mine(session, desk, stream)
        if stream["epoch"] > office.epoch or not is_mine:
            raise twin()


def twin() -> DeskError:
    """The refusal when another copy of this office's database sends packets too."""
    return DeskError(
        _("The city has received a packet of this office that was not made on this PC: a copy of the office exists."),
        do=_("Stop work on the other copy; then the administrator begins a new numbering, on the tab of keys."),
        reason="twin-office",
    )


def key_to_sign_with(session: Session, trust: Trust, now: datetime) -> SigningKey:
    """The office's key with a certificate that holds now; DeskError or PacketError otherwise."""
    key = current_key(session)
    if key is None or not key.certificate:
        raise DeskError(
            _("This office has no certificate of the city yet."),
            do=_("Make the key, bring its request to the city, and read in the trust pack that comes back."),
            reason="no-certificate",
        )
    if certificate_of(key.certificate).serial_number in revoked_serials(trust):
        first, *steps = key_notices(key_outlook(session, now), now.astimezone().date())
        raise DeskError(first, do=" ".join(steps), reason="revoked")
    check_chain(certificate_of(key.certificate), trust, now, now=now)
    return key


def _are_mine(session: Session, desk: str, stream: dict[str, Any]) -> bool:
    rows = session.execute(
        select(PacketRow.number, PacketRow.sha256).where(PacketRow.desk == desk, PacketRow.epoch == stream["epoch"])
    )
    mine = {str(number): sha256 for number, sha256 in rows}
    refused = {packet["sha256"] for packet in stream["refused_packets"]}
    is_twin_refused = not refused <= set(mine.values())
    return not is_twin_refused and all(mine.get(str(number)) == sha256 for number, sha256 in stream["hashes"].items())


def _shown(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%d/%m/%Y %H:%M}" if moment else ""
