"""A new numbering of this office's packets: after a restore, or when a copy of the office was found. PACKET §1."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficeRow, ReceiptRow

SUBJECTS: Final = frozenset({"packets", "office", "log"})


def begin_numbering(office: Office, reason: str) -> Changed:
    """Begin a child epoch: every stream starts again at number 1 and sends everything. The reason is logged.

    It stands above every numbering of this office that the city has seen, also of a copy.
    """
    office.require("keys.write")
    if not reason.strip():
        raise DeskError(_("A new numbering is begun only for a reason."), do=_("Write why."), reason="no-reason")
    with office.write() as session:
        begin_next(session, reason.strip())
    return Changed(SUBJECTS)


def begin_next(session: Session, reason: str) -> int:
    """Begin the child epoch in the caller's transaction, logged with the reason; its number."""
    row = session.scalars(select(OfficeRow)).one()
    before = max(row.epoch, epoch_seen(session, row.instance_id))
    row.parent_epoch, row.epoch = before, before + 1
    session.flush()
    audit.log(session, Act("packets.numbering", "office", row.id, {"epoch": row.epoch, "reason": reason}))
    return row.epoch


def epoch_seen(session: Session, instance: str) -> int:
    """The highest numbering of this instance that a receipt names; 0 without one."""
    contents = session.scalars(select(ReceiptRow.content))
    streams = (stream for content in contents for stream in content["streams"])
    return max((stream["epoch"] for stream in streams if stream["instance"] == instance), default=0)
