"""A new numbering of this office's packets: after a restore, or when a copy of the office was found. PACKET §1."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.anchors import cut_anchor
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import AuditEntry, OfficeRow, ReceiptRow

SUBJECTS: Final = frozenset({"packets", "office", "log"})
NUMBERING: Final = "packets.numbering"


def begin_numbering(office: Office, reason: str) -> Changed:
    """Begin a child epoch: every stream starts again at number 1 and sends everything. The reason is logged.

    It stands above every numbering of this office that the city has seen, also of a copy.
    """
    office.require("keys.write")
    if not reason.strip():
        raise DeskError(_("A new numbering is begun only for a reason."), do=_("Write why."), reason="no-reason")
    with office.write() as session:
        begin_next(office, session, reason.strip())
    return Changed(SUBJECTS)


def begin_next(office: Office, session: Session, reason: str) -> int:
    """Begin the child epoch in the caller's transaction, logged with the reason; its number."""
    row = session.scalars(select(OfficeRow)).one()
    before = max(row.epoch, epoch_seen(session, row.instance_id))
    row.parent_epoch, row.epoch = before, before + 1
    session.flush()
    cut = cut_anchor(office.folder, session)
    content = {"epoch": row.epoch, "reason": reason} | ({"anchor": cut.hash} if cut else {})
    audit.log(session, Act(NUMBERING, "office", row.id, content))
    return row.epoch


def epoch_seen(session: Session, instance: str) -> int:
    """The highest numbering of this instance that a receipt names; 0 without one."""
    contents = session.scalars(select(ReceiptRow.content))
    streams = (stream for content in contents for stream in content["streams"])
    return max((stream["epoch"] for stream in streams if stream["instance"] == instance), default=0)


def check_not_put_back(session: Session, office: Office) -> None:
    """DeskError when this database is older than the anchor beside it, unless a numbering was begun since.

    An older copy that was put back by hand would number packets that the city has already seen.
    """
    cut = cut_anchor(office.folder, session)
    if cut is None:
        return
    begun = select(AuditEntry.content).where(AuditEntry.action == NUMBERING)
    if any((content or {}).get("anchor") == cut.hash for content in session.scalars(begun)):
        return
    raise DeskError(
        _("This office's database is older than work already done here: an earlier copy was put back by hand."),
        do=_(
            "Restore it by “Restore from a backup”, or let the administrator begin a new numbering, on the tab of keys."
        ),
        reason="put-back",
    )
