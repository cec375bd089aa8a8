"""How many distinct records this office has sent, by subject, over all desks, and how many stand at the desks."""

from sqlalchemy import func, select

from hn_desk.actions.office import Office
from hn_desk.models.tables import PacketRecord, PacketRow
from hn_desk.packets.subjects import SUBJECTS


def sent_counts(office: Office) -> dict[str, int]:
    """Distinct records by subject that stand in any packet sealed here; a record sent to two desks counts once."""
    office.require("packets.read")
    statement = select(PacketRecord.subject, func.count(PacketRecord.record_id.distinct())).group_by(
        PacketRecord.subject
    )
    with office.database.read() as session:
        counted = {row.subject: row[1] for row in session.execute(statement)}
    return {subject: counted.get(subject, 0) for subject in SUBJECTS}


def sent_to_desks(office: Office) -> int:
    """Records sent, each counted once a desk: a record that two desks got counts twice."""
    office.require("packets.read")
    each = (
        select(PacketRow.desk, PacketRecord.subject, PacketRecord.record_id)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .distinct()
    )
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(each.subquery())) or 0
