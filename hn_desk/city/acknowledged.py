"""What a restored desk had acknowledged before: by its own receipts, those of the backup and those that came back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.office import stamp
from hn_desk.city.desk import CityDesk
from hn_desk.errors import PacketError
from hn_desk.models import audit
from hn_desk.models.audit import Act, sha256_of
from hn_desk.models.tables import AuditEntry, CityReceipt
from hn_desk.packets.receipt import Receipt, read_receipt

RESTORE: Final = "city.restore"
ADOPT: Final = "city.receipts_back"
LARGEST_RECEIPT: Final = 50 * 1024 * 1024
Told = Mapping[tuple[str, int], Mapping[int, str]]
"""By instance and epoch: packet number → when the receipt was made that acknowledged it (ISO)."""


def restored_at(session: Session) -> str:
    """When the desk was restored last (ISO, UTC); "" for never."""
    return session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.action == RESTORE)) or ""


def acknowledged(session: Session) -> dict[str, Told]:
    """By office, what any receipt from before the last restore says the desk had; nothing without a restore.

    The newest one alone may be that of an earlier restore, which knew less.
    """
    moment = restored_at(session)
    if not moment:
        return {}
    before = select(CityReceipt.office, CityReceipt.made_at, CityReceipt.content).where(CityReceipt.made_at <= moment)
    found: defaultdict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for office, made_at, content in session.execute(before.order_by(CityReceipt.made_at)):
        found[office].append((made_at, content))
    return {office: _told(told) for office, told in found.items()}


def take_receipts_back(desk: CityDesk, pdfs: Sequence[bytes]) -> int:
    """Keep receipts of this desk that its database doesn't know, as offices or its own folder have them; how many.

    What is no receipt of this desk, or doesn't verify, is passed over.
    """
    desk.require("desk.restore")
    found = [one for one in (_verified(desk, pdf) for pdf in pdfs) if one is not None]
    with desk.write() as session:
        known = set(session.scalars(select(CityReceipt.content["id"].as_string())))
        new = {str(receipt.id): (receipt, pdf) for receipt, pdf in found if str(receipt.id) not in known}
        for receipt, pdf in sorted(new.values(), key=lambda one: one[0].made_at):
            session.add(_row(receipt, pdf))
            session.flush()
        if new:
            audit.log(session, Act(ADOPT, "receipts", content={"count": len(new)}))
    return len(new)


def receipts_in(folders: Sequence[Path]) -> list[bytes]:
    """Every PDF of these folders, by name."""
    paths = [path for one in folders if one.is_dir() for path in sorted(one.rglob("*.pdf"))]
    return [files.read_whole(path, LARGEST_RECEIPT) for path in paths]


def _verified(desk: CityDesk, pdf: bytes) -> tuple[Receipt, bytes] | None:
    try:
        receipt = read_receipt(pdf, desk.trust(), now=desk.now()).receipt
    except PacketError:
        return None
    return (receipt, pdf) if (receipt.desk, receipt.environment) == (desk.code, desk.environment) else None


def _row(receipt: Receipt, pdf: bytes) -> CityReceipt:
    return CityReceipt(
        office=receipt.office,
        made_at=stamp(receipt.made_at),
        content_hash=sha256_of([stream.model_dump(mode="json") for stream in receipt.streams]),
        content=receipt.model_dump(mode="json"),
        pdf=pdf,
    )


def _told(receipts: Sequence[tuple[str, Mapping[str, Any]]]) -> Told:
    """What these receipts (when made, content; the newest last) told, but for numberings that another followed."""
    told: defaultdict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    newest: defaultdict[str, int] = defaultdict(int)
    for made_at, content in receipts:
        for stream in content.get("streams", ()):
            instance, epoch = stream["instance"], int(stream["epoch"])
            newest[instance] = max(newest[instance], epoch)
            told[instance, epoch].update(dict.fromkeys(map(int, stream["hashes"]), made_at))
    return {place: numbers for place, numbers in told.items() if place[1] == newest[place[0]]}
