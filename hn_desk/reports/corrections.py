"""Corrections of lists under way: their lines are copies of lines that count already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import BeneficiaryList
from hn_desk.rules.credit import ISSUED, SENT


def copying_lists(session: Session) -> frozenset[str]:
    """The lists, by id, that correct a list still in force: only that one's lines are counted."""
    columns = (BeneficiaryList.id, BeneficiaryList.corrects_id, BeneficiaryList.state)
    found = session.execute(select(*columns)).all()
    in_force = {id_ for id_, _old, state in found if state in (ISSUED, SENT)}
    return frozenset(id_ for id_, old, _state in found if old in in_force)
