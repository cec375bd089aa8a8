"""A new numbering of this office's packets: after a restore, or when a copy of the office was found. PACKET §1."""

from typing import Final

from sqlalchemy import select

from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficeRow

SUBJECTS: Final = frozenset({"packets", "office", "log"})


def begin_numbering(office: Office, reason: str) -> Changed:
    """Begin a child epoch: every stream starts again at number 1 and sends everything. The reason is logged."""
    office.require("keys.write")
    if not reason.strip():
        raise DeskError(_("A new numbering is begun only for a reason."), do=_("Write why."), reason="no-reason")
    with office.write() as session:
        row = session.scalars(select(OfficeRow)).one()
        row.parent_epoch, row.epoch = row.epoch, row.epoch + 1
        session.flush()
        audit.log(session, Act("packets.numbering", "office", row.id, {"epoch": row.epoch, "reason": reason.strip()}))
    return Changed(SUBJECTS)
