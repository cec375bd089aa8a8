"""Household businesses that still name a residential group which has ended are given a new one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from hn_desk.actions.group_lives import is_active_on
from hn_desk.actions.household_notes import REGROUP, note_change, note_owner
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import GroupSuccession, HouseholdBusiness, ResidentialGroup

WRITE = "households.write"


@dataclass(frozen=True, slots=True)
class StayedHousehold:
    """A household business that still names the group, as a line to be ticked."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """Who still names a group, and the ids of the groups that followed it."""

    households: tuple[StayedHousehold, ...]
    followers: frozenset[str]


def stayed(office: Office, group_id: str) -> Stayed:
    """The household businesses that name this group, in order of address."""
    office.require(WRITE)
    row = HouseholdBusiness
    columns = select(row.id, row.name, row.address).where(row.group_id == group_id)
    followed = select(GroupSuccession.new_id).where(GroupSuccession.old_id == group_id)
    with office.database.read() as session:
        found = session.execute(columns.order_by(row.address, row.sort_key, row.id))
        return Stayed(tuple(StayedHousehold(*one) for one in found), frozenset(session.scalars(followed)))


def move_households(office: Office, households: Collection[str], group_id: str, old_id: str = "") -> Changed:
    """Give these households (of group `old_id`, if named) the group `group_id`, with owners who lived there.

    InputError; DeskError (reason `stale`) when one of them is no longer there, nothing is moved then.
    """
    office.require(WRITE)
    with office.write() as session:
        remarks = Remarks()
        group = session.get(ResidentialGroup, group_id) if group_id else None
        if group is None or not is_active_on(group, office.today()):
            remarks.problem("group_id", _("Choose one of the residential groups."))
        if not households:
            remarks.problem("households", _("Tick the household businesses that go over."))
        remarks.settle({})
        rows = session.scalars(select(HouseholdBusiness).where(HouseholdBusiness.id.in_(list(households)))).all()
        if {row.id for row in rows if old_id in ("", row.group_id)} != set(households):
            raise _moved_meanwhile()
        for row in rows:
            old, owner = row.group_id, row.owner
            if owner.group_id == old and old is not None and old != group_id:
                note_owner(session, owner.id, {"group_id": (old, group_id)}, way=REGROUP)
                owner.group_id = group_id
            note_change(session, row.id, REGROUP, {"group_id": (old, group_id)})
            row.group_id = group_id
        session.flush()
        audit.log(session, Act("households.regroup", "groups", group_id, {"households": len(rows)}))
        return Changed(frozenset({"households", "people", "groups"}), group_id)


def _moved_meanwhile() -> DeskError:
    return DeskError(
        _("Some of these household businesses no longer stand under this residential group."),
        do=_("Close this window and open it again; nothing was moved."),
        reason="stale",
    )
