"""How many distinct records this office has sent, by subject, over all desks, and how many stand at the desks."""

from collections import Counter

from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.actions.packet_delta import GONE
from hn_desk.models.tables import PacketRecord, PacketRow
from hn_desk.packets.subjects import SUBJECTS


def sent_counts(office: Office) -> dict[str, int]:
    """Distinct records by subject that stand at a desk by what was sealed here; one sent to two desks counts once."""
    counted = Counter(subject for subject, _record in {place[1:] for place in _standing(office)})
    return {subject: counted[subject] for subject in SUBJECTS}


def sent_to_desks(office: Office) -> int:
    """Records sent, each counted once a desk: a record that two desks got counts twice."""
    return len(_standing(office))


def _standing(office: Office) -> set[tuple[str, str, str]]:
    """Desk, subject and record of everything sent and not withdrawn since."""
    office.require("packets.read")
    statement = (
        select(PacketRow.desk, PacketRecord.subject, PacketRecord.record_id, PacketRecord.digest)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .order_by(PacketRow.epoch, PacketRow.number)
    )
    with office.database.read() as session:
        newest = {(desk, subject, record): digest for desk, subject, record, digest in session.execute(statement)}
    return {place for place, digest in newest.items() if digest != GONE}
